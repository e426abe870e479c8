// Reads what a person typed: words, "phrases", -exclusions, prefix* (SRCH-5, 14, 20). Never fails.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "node/search/analysis.h"

namespace commonplace::search {

inline constexpr std::size_t longest_query = 500;  // bytes (SRCH-2)
inline constexpr std::size_t most_groups = 32;     // SRCH-57; also the bits of a match mask
inline constexpr std::size_t most_forms = 64;      // of one group (SRCH-57)

// Several words that stand for one: a record that holds all of them holds it.
struct Together {
  std::vector<std::vector<Form>> words;
  int weight = 100;  // percent
  Reading reading = Reading::synonym;
  std::string shown;  // "religious education"

  friend bool operator==(const Together&, const Together&) = default;
};

// One word of the query in all its forms; the best form of a record counts.
struct Group {
  std::string word;  // folded, as typed
  std::vector<Form> forms;
  std::vector<Together> together = {};
  bool required = false;  // of a phrase
  bool excluded = false;
  bool in_name = false;    // title:word
  bool filler = false;     // says little beside others: "lesson", "activities", "help" (SRCH-14)
  std::uint32_t unit = 0;  // of words in one pair of quotes, behind one minus or one title:, which hold or exclude together
  std::vector<std::uint32_t> offsets;  // its places in the unit

  friend bool operator==(const Group&, const Group&) = default;
};

class Thesaurus;

// In the order typed, each word once. Empty when the text has no word. Words outside quotes get what the thesaurus
// knows for them; without one they are as they are spelt.
std::vector<Group> read_query(std::string_view text, const std::vector<Language>& languages, Language main_language,
                              const Thesaurus* thesaurus = nullptr);

}  // namespace commonplace::search
