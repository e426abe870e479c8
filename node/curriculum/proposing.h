// Links between frameworks that nobody has made yet, proposed by their words, levels and subjects (CUR-54): for a person to
// judge. Never followed by search, never exported before that.
#pragma once

#include <string>
#include <vector>

#include "node/curriculum/catalogue.h"
#include "schemas/model/crosswalk.h"

namespace commonplace::curriculum {

inline constexpr int most_proposed_confidence = 60;

struct Proposal {
  std::uint32_t from = 0;  // places in Catalogue::entries()
  std::uint32_t to = 0;
  int confidence = 0;              // at most most_proposed_confidence
  std::vector<std::string> words;  // that both have, the most telling first
};

// At most `limit` statements of these frameworks (slugs or URIs; not empty) that share words with the one at `place`, best
// first: asked about as if it were a resource of its subject and level.
std::vector<Proposal> alike(const Catalogue& catalogue, std::uint32_t place, const std::vector<std::string>& frameworks, std::size_t limit);

// For each statement of `from` that has none below it, at most `limit` of `to`, best first. Slugs or URIs; an unknown
// framework, or the same twice, gives none.
std::vector<Proposal> propose_links(const Catalogue& catalogue, const std::string& from, const std::string& to, std::size_t limit = 10);

// As it is kept: related, by text, proposed.
model::StatementLink link_of(const Catalogue& catalogue, const Proposal& proposal);

}  // namespace commonplace::curriculum
