// Which statements a resource may teach (CUR-30 to CUR-34): by its own words, and by what resources like it teach. Nothing
// is saved by itself: a person chooses.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "node/curriculum/aligned_resources.h"
#include "node/curriculum/catalogue.h"
#include "schemas/model/resource.h"

namespace commonplace::curriculum {

struct Suggestion {
  std::uint32_t statement = 0;        // place in Catalogue::entries()
  int score = 0;                      // 0…100
  std::vector<std::string> words;     // of the resource, that led there; the most telling first
  int neighbours = 0;                 // resources like it that have the statement
};

struct SuggestionWish {
  const model::Resource* resource = nullptr;
  std::int64_t key = 0;                            // of the stored record, which is no neighbour of itself; 0: none
  bool same_whole = true;                          // whether parts of the same whole are neighbours
  std::vector<std::string> frameworks;             // slugs or URIs; empty: all
  std::unordered_set<std::string> rejected;        // URIs of statements that were turned down (CUR-34)
  std::size_t limit = 10;
};

// Best first. `aligned` may be null.
std::vector<Suggestion> suggest(const Catalogue& catalogue, const AlignedResources* aligned, const SuggestionWish& wish);

}  // namespace commonplace::curriculum
