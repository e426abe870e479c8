// spelling_distance() and spelling_cost() of spelling.h.
#include <algorithm>
#include <array>

#include "node/search/spelling.h"
#include "schemas/formats/unicode.h"

namespace commonplace::search {

namespace {

constexpr std::size_t longest = 64;
constexpr int error = 10;
constexpr int swap = 7;
constexpr int twice = 5;        // a letter twice that is meant once, or once that is meant twice
constexpr int another_vowel = 6;
constexpr int same_sound = 6;
constexpr int next_key = 8;
constexpr int silent = 8;
constexpr int at_first = 5;

std::u32string letters_of(std::string_view text) {
  std::u32string letters;
  for (std::size_t at = 0; at < text.size();) letters.push_back(formats::next_code_point(text, at));
  return letters;
}

// Costs of unit errors.
struct Plain {
  int change(char32_t, char32_t) const { return 1; }
  int left_out(const std::u32string&, std::size_t) const { return 1; }
  int swapped() const { return 1; }
  int first() const { return 0; }
};

bool is_vowel(char32_t c) {
  return c == U'a' || c == U'e' || c == U'i' || c == U'o' || c == U'u' || c == U'y';
}

bool is_pair_of(char32_t a, char32_t b, std::string_view pairs) {
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    const auto one = static_cast<char32_t>(pairs[i]);
    const auto other = static_cast<char32_t>(pairs[i + 1]);
    if ((a == one && b == other) || (a == other && b == one)) return true;
  }
  return false;
}

bool are_next_keys(char32_t a, char32_t b) {
  constexpr std::array<std::string_view, 3> rows = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
  for (const auto row : rows) {
    const auto of_a = a < 128 ? row.find(static_cast<char>(a)) : std::string_view::npos;
    const auto of_b = b < 128 ? row.find(static_cast<char>(b)) : std::string_view::npos;
    if (of_a == std::string_view::npos || of_b == std::string_view::npos) continue;
    return of_a + 1 == of_b || of_b + 1 == of_a;
  }
  return false;
}

struct Likely {
  int change(char32_t a, char32_t b) const {
    if (is_vowel(a) && is_vowel(b)) return another_vowel;
    if (is_pair_of(a, b, "ckcskqszgjfvdtbpmn")) return same_sound;
    return are_next_keys(a, b) ? next_key : error;
  }
  // The letter at `i` is left out on the other side.
  int left_out(const std::u32string& word, std::size_t i) const {
    const bool is_twice = (i > 0 && word[i - 1] == word[i]) || (i + 1 < word.size() && word[i + 1] == word[i]);
    if (is_twice) return twice;
    const bool is_silent = word[i] == U'h' || (word[i] == U'e' && i + 1 == word.size());
    return is_silent ? silent : error;
  }
  int swapped() const { return swap; }
  int first() const { return at_first; }
};

template <typename Costs>
int aligned(const std::u32string& a, const std::u32string& b, const Costs& costs) {
  std::array<std::array<int, longest + 1>, 3> rows{};
  const auto row = [&rows](std::size_t i) -> auto& { return rows[i % 3]; };
  const auto at_start = [&](std::size_t i) { return i == 0 ? costs.first() : 0; };
  for (std::size_t k = 1; k <= b.size(); ++k) row(0)[k] = row(0)[k - 1] + costs.left_out(b, k - 1) + at_start(k - 1);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row(i)[0] = row(i - 1)[0] + costs.left_out(a, i - 1) + at_start(i - 1);
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const bool at_both = i == 1 && k == 1;
      const int changed = a[i - 1] == b[k - 1] ? 0 : costs.change(a[i - 1], b[k - 1]) + (at_both ? costs.first() : 0);
      row(i)[k] = std::min({row(i - 1)[k - 1] + changed, row(i - 1)[k] + costs.left_out(a, i - 1), row(i)[k - 1] + costs.left_out(b, k - 1)});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
        row(i)[k] = std::min(row(i)[k], row(i - 2)[k - 2] + costs.swapped());
    }
  }
  return row(a.size())[b.size()];
}

}  // namespace

int spelling_distance(std::string_view first, std::string_view second, int most) {
  const std::u32string a = letters_of(first);
  const std::u32string b = letters_of(second);
  const auto longer = std::max(a.size(), b.size());
  if (longer > longest || longer - std::min(a.size(), b.size()) > static_cast<std::size_t>(most)) return most + 1;
  return std::min(aligned(a, b, Plain{}), most + 1);
}

int spelling_cost(std::string_view typed, std::string_view meant) {
  const std::u32string a = letters_of(typed.substr(0, longest));
  const std::u32string b = letters_of(meant.substr(0, longest));
  return aligned(a, b, Likely{});
}

}  // namespace commonplace::search
