#include "node/search/spelling.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <tuple>

#include "node/search/analysis.h"
#include "node/search/resolved_query.h"
#include "node/search/sound_key.h"

namespace commonplace::search {

namespace {

constexpr std::size_t fewest_letters = 4;
constexpr std::size_t letters_for_two = 6;   // errors that are forgiven
constexpr int most_by_sound = 3;
constexpr std::int64_t known_word = 3;       // records
constexpr std::int64_t times_as_many = 20;
constexpr std::size_t most_neighbours = 2;
constexpr std::size_t most_weighed = 12;     // candidates whose company is looked at
constexpr std::size_t longest = 64;
constexpr double error_weight = 0.5;  // of a tenth of an error, beside the logarithm of the records
constexpr int stem_only = 4;          // tenths of an error: endings were not compared
constexpr double margin = 1.5;        // below the most likely: still meant perhaps

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
}

std::size_t count_letters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// How far another word may be, and what tells at a glance that one is farther.
class Reach {
 public:
  explicit Reach(std::string_view word)
      : word_(word),
        mark_(mark_of(word)),
        most_(count_letters(word) >= letters_for_two ? 2 : 1),
        most_bits_(is_ascii(word) ? 2 * most_ : 4 * most_) {}

  bool may_reach(std::string_view other, std::uint32_t letters) const {
    if (std::popcount(letters ^ mark_.letters) > most_bits_) return false;
    const auto longer = std::max(other.size(), word_.size());
    return longer - std::min(other.size(), word_.size()) <= 3 * static_cast<std::size_t>(most_);
  }
  bool sounds_like(const WordMark& other) const { return most_ > 1 && other.sound == mark_.sound; }
  // 0: the same, or too far.
  int distance(std::string_view other, bool sounds_alike) const {
    const int most = sounds_alike ? most_by_sound : most_;
    const int distance = spelling_distance(word_, other, most);
    return distance > most ? 0 : distance;
  }

 private:
  std::string_view word_;
  WordMark mark_;
  int most_;
  int most_bits_;
};

class Near {
 public:
  Near(std::string_view word, std::string_view term, const State& state) : word_(word), term_(term), state_(state) {}

  std::vector<Neighbour> find() {
    look_through_words();
    for (const Part& part : state_.parts) look_through_terms(part);
    std::vector<Neighbour> near;
    for (auto& [term, neighbour] : found_)
      if (neighbour.records > 0) near.push_back(std::move(neighbour));
    return near;
  }

 private:
  void look_through_words() {
    const SharedTable& words = state_.values_of(Column::word);
    const auto marks = state_.word_marks->of(words);
    const Reach reach(word_);
    for (std::uint32_t id = 0; id < words.size(); ++id) {
      const WordMark& mark = (*marks)[id];
      const bool sounds_alike = reach.sounds_like(mark);
      const std::string_view other = words.text(id);
      if (!sounds_alike && !reach.may_reach(other, mark.letters)) continue;
      if (const int distance = reach.distance(other, sounds_alike); distance > 0) consider_word(other, distance);
    }
  }

  void consider_word(std::string_view other, int distance) {
    for (const Form& form : query_forms(std::string(other), state_.languages)) {
      if (form.prefix || form.reading != Reading::typed || form.term == term_) continue;
      std::int64_t records = 0;
      for (const Part& part : state_.parts)
        if (const auto id = part.segment->terms.find(form.term)) records += living_records(part, *id);
      note({.term = form.term, .word = std::string(other), .distance = distance, .records = records,
            .likelihood = -error_weight * spelling_cost(word_, other)});
    }
  }

  void note(Neighbour neighbour) {
    const auto [known, is_new] = found_.try_emplace(neighbour.term, neighbour);
    if (!is_new && neighbour.likelihood > known->second.likelihood) known->second = std::move(neighbour);
  }

  void look_through_terms(const Part& part) {
    const Dictionary& terms = part.segment->terms;
    const Reach reach(term_);
    for (std::uint32_t id = 0; id < terms.size(); ++id) {
      if (!reach.may_reach({terms.bytes.data(), terms.starts[id + 1] - terms.starts[id]}, terms.letters[id])) continue;
      const std::string_view other = terms.term(id);
      if (other.front() == unstemmed_mark) continue;
      if (const int distance = reach.distance(other, false); distance > 0) consider_term(part, id, distance);
    }
  }

  void consider_term(const Part& part, std::uint32_t id, int distance) {
    const std::string term(part.segment->terms.term(id));
    const auto by_stem = by_stem_.find(term);
    if (by_stem == by_stem_.end()) {
      const bool is_told_by_words = found_.contains(term) || is_in_a_name(term);
      by_stem_.emplace(term, !is_told_by_words);
      if (is_told_by_words) return;
      found_.emplace(term, Neighbour{.term = term, .word = {}, .distance = distance, .records = 0,
                                     .likelihood = -error_weight * (stem_only + spelling_cost(term_, term))});
    } else if (!by_stem->second) {
      return;
    }
    found_[term].records += living_records(part, id);
  }

  // Whether some word of a name has this stem: then it was compared as it is written.
  bool is_in_a_name(const std::string& term) const {
    static constexpr std::array<std::string_view, 9> endings = {"", "s", "e", "es", "ed", "ing", "y", "ies", "ion"};
    const SharedTable& words = state_.values_of(Column::word);
    const auto stands = [&](const std::string& word) { return words.find(word).has_value(); };
    if (std::any_of(endings.begin(), endings.end(), [&](auto ending) { return stands(std::string(term).append(ending)); })) return true;
    return term.ends_with('i') && (stands(term.substr(0, term.size() - 1) + "y") || stands(term.substr(0, term.size() - 1) + "ies"));
  }

  const std::string_view word_;
  const std::string_view term_;
  const State& state_;
  std::map<std::string, Neighbour, std::less<>> found_;
  std::map<std::string, bool, std::less<>> by_stem_;  // terms of the dictionary → whether they were noted
};

void sort_by_likelihood(std::vector<Neighbour>& near) {
  std::sort(near.begin(), near.end(), [](const Neighbour& a, const Neighbour& b) {
    return a.likelihood != b.likelihood ? a.likelihood > b.likelihood : a.term < b.term;
  });
}

}  // namespace

std::vector<Neighbour> neighbours(std::string_view word, std::string_view term, std::int64_t records, const State& state,
                                  const Company& company) {
  if (records >= known_word || count_letters(word) < fewest_letters || word.size() > longest || has_digit(word)) return {};
  auto near = Near(word, term, state).find();
  std::erase_if(near, [&](const Neighbour& n) { return n.records < times_as_many * records; });
  for (Neighbour& one : near) one.likelihood += std::log1p(static_cast<double>(one.records));
  sort_by_likelihood(near);
  if (near.size() > most_weighed) near.resize(most_weighed);
  for (Neighbour& one : near) one.likelihood += company(one.term, one.records);
  sort_by_likelihood(near);
  std::erase_if(near, [&](const Neighbour& n) { return n.likelihood < near.front().likelihood - margin; });
  if (near.size() > most_neighbours) near.resize(most_neighbours);
  return near;
}

}  // namespace commonplace::search
