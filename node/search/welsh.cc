#include "node/search/welsh.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace commonplace::search {

namespace {

// The radical first, then soft, nasal and aspirate forms. Source: SRCH-12. The soft mutation of g is nothing.
struct Mutation {
  std::string_view radical;
  std::array<std::string_view, 3> mutated;
  std::size_t count;
};
constexpr std::array<Mutation, 9> mutations = {{{"c", {"g", "ngh", "ch"}, 3},
                                                {"p", {"b", "mh", "ph"}, 3},
                                                {"t", {"d", "nh", "th"}, 3},
                                                {"g", {"", "ng", ""}, 2},
                                                {"b", {"f", "m", ""}, 2},
                                                {"d", {"dd", "n", ""}, 2},
                                                {"ll", {"l", "", ""}, 1},
                                                {"m", {"f", "", ""}, 1},
                                                {"rh", {"r", "", ""}, 1}}};
// Letters that begin with the letter of another row but are none: ch and ng are not c + h, n + g.
constexpr std::array<std::string_view, 7> digraphs = {"ch", "ph", "th", "dd", "ll", "rh", "ng"};
constexpr std::size_t shortest_word = 3;

bool begins_with_letter(std::string_view word, std::string_view letter) {
  if (!word.starts_with(letter)) return false;
  if (letter.size() != 1) return true;
  return std::none_of(digraphs.begin(), digraphs.end(), [&](std::string_view digraph) {
    return digraph.front() == letter.front() && word.starts_with(digraph);
  });
}

// g is lost before vowels and l, r, w.
bool may_have_lost_g(std::string_view word) {
  return word.find_first_of("aeiouwylr") == 0 && !word.starts_with("ll") && !word.starts_with("rh");
}

void add_family(const Mutation& mutation, std::string_view rest, std::vector<std::string>& out) {
  out.push_back(std::string(mutation.radical).append(rest));
  for (std::size_t i = 0; i < mutation.count; ++i) out.push_back(std::string(mutation.mutated[i]).append(rest));
}

}  // namespace

std::vector<std::string> welsh_mutations(const std::string& word) {
  std::vector<std::string> variants;
  if (word.size() < shortest_word) return variants;
  const std::string_view whole = word;
  for (const Mutation& mutation : mutations) {
    if (begins_with_letter(whole, mutation.radical))
      add_family(mutation, whole.substr(mutation.radical.size()), variants);
    for (std::size_t i = 0; i < mutation.count; ++i) {
      const std::string_view start = mutation.mutated[i];
      const bool fits = start.empty() ? may_have_lost_g(whole) : begins_with_letter(whole, start);
      if (fits) add_family(mutation, whole.substr(start.size()), variants);
    }
  }
  std::erase(variants, word);
  std::sort(variants.begin(), variants.end());
  variants.erase(std::unique(variants.begin(), variants.end()), variants.end());
  return variants;
}

}  // namespace commonplace::search
