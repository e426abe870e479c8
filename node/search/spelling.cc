#include "node/search/spelling.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <map>
#include <tuple>

#include "node/search/analysis.h"
#include "node/search/resolved_query.h"
#include "schemas/formats/unicode.h"

namespace commonplace::search {

namespace {

constexpr std::size_t fewest_letters = 4;
constexpr std::size_t letters_for_two = 6;  // errors that are forgiven
constexpr std::int64_t known_word = 3;      // records
constexpr std::int64_t times_as_many = 20;
constexpr std::size_t most_neighbours = 2;
constexpr std::size_t longest = 64;

std::u32string letters_of(std::string_view text) {
  std::u32string letters;
  for (std::size_t at = 0; at < text.size();) letters.push_back(formats::next_code_point(text, at));
  return letters;
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_vowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

// Pairs that are said as one.
struct Sound {
  std::string_view written;
  char said;
};
constexpr std::array<Sound, 9> pairs = {{{"ph", 'f'}, {"ck", 'k'}, {"qu", 'k'}, {"gh", 'g'}, {"rh", 'r'}, {"wh", 'w'},
                                         {"kn", 'n'}, {"wr", 'r'}, {"sc", 's'}}};

char said(char c) {
  if (is_vowel(c)) return 'a';
  if (c == 'c' || c == 'q') return 'k';
  return c == 'z' ? 's' : c;
}

class Near {
 public:
  Near(std::string_view term, const State& state)
      : term_(term),
        state_(state),
        letters_(letters_of(term)),
        bits_(letter_bits(term)),
        most_(letters_.size() >= letters_for_two ? 2 : 1),
        most_bits_(letters_.size() == term.size() ? 2 * most_ : 4 * most_) {}

  std::map<std::string_view, Neighbour> find() {
    for (const Part& part : state_.parts) look_through(part);
    return std::move(found_);
  }

 private:
  void look_through(const Part& part) {
    const Dictionary& terms = part.segment->terms;
    for (std::uint32_t id = 0; id < terms.size(); ++id) {
      if (std::popcount(terms.letters[id] ^ bits_) > most_bits_) continue;
      const std::string_view other = terms.term(id);
      if (may_be_near(other)) consider(part, id, other);
    }
  }

  bool may_be_near(std::string_view other) const {
    const auto difference = static_cast<std::int64_t>(other.size()) - static_cast<std::int64_t>(term_.size());
    return std::abs(difference) <= 3 * most_ && other.front() != unstemmed_mark;
  }

  void consider(const Part& part, std::uint32_t id, std::string_view other) {
    const int distance = spelling_distance(term_, other, most_);
    if (distance == 0 || distance > most_) return;
    Neighbour& neighbour = found_.try_emplace(other, Neighbour{std::string(other), distance, 0}).first->second;
    neighbour.records += living_records(part, id);
  }

  const std::string_view term_;
  const State& state_;
  const std::u32string letters_;
  const std::uint32_t bits_;
  const int most_;
  const int most_bits_;
  std::map<std::string_view, Neighbour> found_;
};

}  // namespace

std::uint32_t letter_bits(std::string_view term) {
  constexpr unsigned letters = 26;
  std::uint32_t bits = 0;
  for (const char c : term) {
    const bool is_letter = c >= 'a' && c <= 'z';
    const unsigned bit = is_letter ? static_cast<unsigned>(c - 'a') : letters + static_cast<unsigned char>(c) % 6U;
    bits |= std::uint32_t{1} << bit;
  }
  return bits;
}

int spelling_distance(std::string_view first, std::string_view second, int most) {
  const std::u32string a = letters_of(first);
  const std::u32string b = letters_of(second);
  const auto longer = std::max(a.size(), b.size());
  if (longer > longest || longer - std::min(a.size(), b.size()) > static_cast<std::size_t>(most)) return most + 1;
  std::array<std::array<int, longest + 1>, 3> rows{};
  const auto row = [&rows](std::size_t i) -> auto& { return rows[i % 3]; };
  for (std::size_t k = 0; k <= b.size(); ++k) row(0)[k] = static_cast<int>(k);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row(i)[0] = static_cast<int>(i);
    for (std::size_t k = 1; k <= b.size(); ++k) {
      const int change = row(i - 1)[k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1);
      row(i)[k] = std::min({change, row(i - 1)[k] + 1, row(i)[k - 1] + 1});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
        row(i)[k] = std::min(row(i)[k], row(i - 2)[k - 2] + 1);
    }
  }
  return std::min(row(a.size())[b.size()], most + 1);
}

std::string sound_key(std::string_view word) {
  std::string key;
  while (!word.empty()) {
    const auto pair = std::find_if(pairs.begin(), pairs.end(), [&](const Sound& s) { return word.starts_with(s.written); });
    const char sound = pair != pairs.end() ? pair->said : said(word.front());
    word.remove_prefix(pair != pairs.end() ? pair->written.size() : 1);
    const bool is_inner_vowel = sound == 'a' && !key.empty();
    if (!is_inner_vowel && (key.empty() || key.back() != sound)) key += sound;
  }
  return key;
}

std::vector<Neighbour> neighbours(std::string_view term, std::int64_t records, const State& state) {
  if (records >= known_word || term.size() < fewest_letters || term.size() > longest || has_digit(term)) return {};
  std::vector<Neighbour> near;
  for (auto& [text, neighbour] : Near(term, state).find())
    if (neighbour.records > 0 && neighbour.records >= times_as_many * records) near.push_back(std::move(neighbour));
  const std::string sound = sound_key(term);
  const auto order = [&](const Neighbour& n) {
    return std::tuple(n.distance, sound_key(n.term) != sound, n.term.front() != term.front(), -n.records, n.term);
  };
  std::sort(near.begin(), near.end(), [&](const auto& a, const auto& b) { return order(a) < order(b); });
  std::erase_if(near, [&](const Neighbour& n) { return n.distance > near.front().distance; });
  if (near.size() > most_neighbours) near.resize(most_neighbours);
  return near;
}

}  // namespace commonplace::search
