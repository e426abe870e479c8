// Names' words, keywords and key vocabulary in order of what they begin with, and the most popular of them first
// (SRCH-40).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "node/search/analysis.h"
#include "node/search/state.h"

namespace commonplace::search {

// Where each word of each value begins, in order of the texts from there on. Immutable. Holds numbers of values only.
class SuggestionOrder {
 public:
  explicit SuggestionOrder(const State& state);

  struct Entry {
    std::uint32_t value = 0;
    std::uint32_t popularity = 0;  // weight of the field × records that hold its rarest word
    std::uint16_t offset = 0;      // bytes into the value
    bool is_phrase = false;        // else a word of a name
  };
  using Entries = std::span<const Entry>;

  // `values`, here and below: those of the state it was made from, or of a later one.
  Entries beginning_with(std::string_view prefix, const Values& values) const;
  // Those that begin with the first letter of `typed` and, as begins_nearly_with(), with all of it; each once.
  std::vector<Entries> nearly_beginning_with(std::string_view typed, const Values& values) const;
  // The key of a record that held the phrase when the order was made.
  std::optional<std::int64_t> holder_of(std::uint32_t phrase) const;
  // Records that held the phrase then; no more than 255 are counted.
  std::uint32_t holders(std::uint32_t phrase) const { return holder_counts_[phrase]; }
  std::size_t values() const { return values_; }  // how many it was made from

 private:
  friend class PopularFirst;

  void note_popularity();
  void note_holders(const State& state);

  std::vector<Entry> entries_;
  std::vector<std::uint32_t> most_popular_;  // per block of entries
  std::vector<std::uint32_t> holders_;       // by phrase the key of one, where that is small
  std::vector<std::uint8_t> holder_counts_;  // by phrase
  std::size_t values_ = 0;
};

inline constexpr std::uint32_t phrase_weight = 2;  // a keyword was chosen to be found by

// Draws entries one by one, the most popular first, equal ones in order of their whole texts. What is drawn is looked
// for in blocks that know their greatest popularity: most entries are never touched.
class PopularFirst {
 public:
  // All must outlive it.
  PopularFirst(const SuggestionOrder& order, std::span<const SuggestionOrder::Entries> ranges, const Values& values);
  // nullptr behind the last.
  const SuggestionOrder::Entry* next();

 private:
  // Entries of one block of which those of `popularity` come next; or a single entry.
  struct Stretch {
    std::uint32_t popularity;
    std::uint32_t begin;
    std::uint32_t end;
    bool is_entry;
  };
  void add(std::uint32_t begin, std::uint32_t end);
  void open(const Stretch& stretch);
  void push(const Stretch& stretch);
  bool comes_later(const Stretch& a, const Stretch& b) const;

  const SuggestionOrder& order_;
  const Values& values_;
  std::vector<Stretch> heap_;
};

std::string_view whole_of(const SuggestionOrder::Entry& entry, const Values& values);
std::vector<std::string> folded_words(std::string_view text);
// The terms under which a word is filed as it was typed.
std::vector<Form> typed_forms(const std::string& word, const State& state);
// Values that an order is made of.
std::size_t suggestable(const State& state);

// Whether `text` begins with `typed` but for one error: a letter more, less or another, or two that changed places.
bool begins_nearly_with(std::string_view text, std::string_view typed);

}  // namespace commonplace::search
