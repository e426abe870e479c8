// From what a record says of its statements to what the node knows of them: which statements are meant by codes and texts,
// and whether the words of the record speak for them (CUR-23 to CUR-29, CUR-40).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "node/curriculum/catalogue.h"
#include "node/store/alignments.h"
#include "schemas/model/resource.h"

namespace commonplace::curriculum {

// A text is judged once: kept by its mark until people or a new framework judge otherwise. Given back to it: where it is
// already known, else nullptr; where it was judged now, it is handed to `keep`.
struct KnownTexts {
  std::function<const store::AlignedText*(const std::string& mark)> find;
  std::function<void(store::AlignedText)> keep;
};

// `record` comes with key, contributor and peer; gets subjects and uses. `accepted`: suggestions that people took.
// `exemplified`: URIs of statements that links name it as an example of (CUR-8).
void align(const model::Resource& resource, const Catalogue& catalogue, std::int64_t curriculum_version,
           const std::vector<store::SuggestionVerdict>& accepted, const std::vector<std::string>& exemplified, const KnownTexts& texts,
           store::AlignedRecord& record);

// Whether the canonical document of a record may name a statement: cheap, never wrongly false.
bool may_be_aligned(std::string_view document);

}  // namespace commonplace::curriculum
