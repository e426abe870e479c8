// Words near a word that nobody wrote: what somebody may have meant who typed it (SRCH-22). Looks through the whole
// dictionary, which costs about a nanosecond a term, as most are told apart by the letters they are made of.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "node/search/state.h"

namespace commonplace::search {

struct Neighbour {
  std::string term;
  int distance = 0;           // 1 or 2
  std::int64_t records = 0;   // that hold it and live
};

// Most likely first; at most two, of the same distance. Empty for words of fewer than four letters, with a digit, and for
// those that stand in at least three records, or in one or two while no neighbour stands in twenty times as many.
// `term`: as it would stand in the dictionary. `records`: that hold it.
std::vector<Neighbour> neighbours(std::string_view term, std::int64_t records, const State& state);

// Insertions, deletions, substitutions, and swaps of two neighbours that nothing else touches (optimal string alignment),
// in code points; more than `most` is most + 1.
int spelling_distance(std::string_view a, std::string_view b, int most);

// How an English reader would say a word, roughly: words that sound alike have the same key.
std::string sound_key(std::string_view word);

// The letters of a term as bits: the distance of two terms is at least half the number of bits in which these differ.
std::uint32_t letter_bits(std::string_view term);

}  // namespace commonplace::search
