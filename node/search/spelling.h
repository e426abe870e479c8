// Words near a word that nobody wrote: what somebody may have meant who typed it (SRCH-22). Compares words as they are
// written with those of names, and stems with the other terms of the dictionary: "castles" is nearer to "castle" than to
// "casting". Looks through all of them, which costs about a nanosecond each, as most are told apart by their letters.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "node/search/state.h"

namespace commonplace::search {

struct Neighbour {
  std::string term;
  std::string word;           // as it is written in a name; empty when only its stem is known
  int distance = 0;           // 1, 2, or 3 where it sounds the same
  std::int64_t records = 0;   // that hold it and live
  double likelihood = 0;      // logarithm, up to a constant
};

// How much more often than by chance a term stands beside the other words of the query, as a logarithm; 0: as by chance.
using Company = std::function<double(const std::string& term, std::int64_t records)>;

// Most likely first; at most two. Empty for words of fewer than four letters, with a digit, and for those that stand in at
// least three records, or in one or two while no neighbour stands in twenty times as many. `word`: folded, as typed;
// `term`: as it would stand in the dictionary; `records`: that hold it.
std::vector<Neighbour> neighbours(std::string_view word, std::string_view term, std::int64_t records, const State& state,
                                  const Company& company);

// Insertions, deletions, substitutions, and swaps of two neighbours that nothing else touches (optimal string alignment),
// in code points; more than `most` is most + 1.
int spelling_distance(std::string_view a, std::string_view b, int most);

// The same with what people do most counting least: 10 for an error that tells nothing, 5 or 6 for a letter twice or once,
// neighbouring keys, vowels, letters of one sound; 5 more at the first letter.
int spelling_cost(std::string_view typed, std::string_view meant);

}  // namespace commonplace::search
