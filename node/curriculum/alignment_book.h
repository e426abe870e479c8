// Everything about the alignment of this node's records that is held ready: the statements, what was found out about each
// record, and which resources are alike. One thread writes; any thread reads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "node/curriculum/aligned_resources.h"
#include "node/curriculum/boilerplate.h"
#include "node/curriculum/catalogue.h"
#include "node/curriculum/suggesting.h"
#include "node/store/alignments.h"
#include "schemas/model/resource.h"

namespace commonplace::curriculum {

// What the node adds to the statements that a record names itself.
struct AlignmentNotes {
  std::vector<model::StatementRef> found;  // by this node, in words or by people's decisions
  std::vector<GeneralUse> general;
  // Level ids of what it teaches and assesses, in the order of its statements; those of general ones and of what it only
  // requires tell nothing. For resources without level or age of their own (CUR-62).
  std::vector<std::string> levels;
};

// Nobody has said for whom it is.
bool lacks_level(const model::Resource& resource);

class AlignmentBook {
 public:
  AlignmentBook();

  std::shared_ptr<const Catalogue> catalogue() const;
  AlignmentNotes notes(std::int64_t key) const;
  int specificity(std::int64_t key, const std::string& statement) const;
  std::vector<Suggestion> suggest(const Catalogue& catalogue, const SuggestionWish& wish) const;
  std::size_t aligned() const;  // records with a statement

  // -- for the one thread that follows the store
  void set_catalogue(std::shared_ptr<const Catalogue> catalogue);
  // Without uses: forgets the record.
  void put(const store::AlignedRecord& record);
  // The words of a record that stands in the book, so that it speaks for resources like it.
  void put_words(const store::AlignedRecord& record, const model::Resource& resource);
  void clear();
  std::vector<std::int64_t> take_changed();

 private:
  using Places = std::vector<std::uint32_t>;  // in catalogue_
  model::StatementRef reference(const store::StatementUse& use) const;
  Places levelled(const store::AlignedRecord& record) const;
  std::vector<std::string> levels(std::int64_t key, const std::vector<GeneralUse>& general) const;

  mutable std::shared_mutex mutex_;
  std::shared_ptr<const Catalogue> catalogue_;
  Boilerplate boilerplate_;
  AlignedResources resources_;
  std::unordered_map<std::int64_t, std::vector<store::StatementUse>> found_;  // only of records where there is something
  std::unordered_map<std::int64_t, Places> levelled_;  // statements from which a record may have its levels
};

}  // namespace commonplace::curriculum
