// What a search sees: a set of segments, which of their records live, and the values' numbers. Never changed once
// published; a search holds it for as long as it runs (SRCH-53).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "node/search/count_cache.h"
#include "node/search/level_ages.h"
#include "node/search/segment.h"
#include "node/search/thesaurus.h"
#include "node/search/word_marks.h"

namespace commonplace::search {

// A hit on its way to a place. Greater `rank` first, then smaller `tie`.
struct Ranked {
  std::uint64_t rank = 0;
  std::uint32_t tie = 0;
  std::uint32_t part = 0;
  std::uint32_t record = 0;
};

// Which records of a segment are not deleted, and how many of those there are in each language.
struct Live {
  std::vector<std::uint64_t> bits;
  std::uint32_t count = 0;
  std::array<std::uint32_t, language_count> by_language{};

  bool has(std::uint32_t record) const { return (bits[record / 64] >> (record % 64) & 1U) != 0; }
  // Requires has(record).
  void remove(std::uint32_t record, std::uint32_t record_languages);
};
Live all_live(const Segment& segment);

struct Part {
  std::shared_ptr<const Segment> segment;
  std::shared_ptr<const Live> live;
  std::shared_ptr<SegmentMatchCache> matches = std::make_shared<SegmentMatchCache>();  // of the segment, whoever holds it

  bool is_whole() const { return live->count == segment->size(); }
};

class SuggestionOrder;

struct State {
  std::vector<Part> parts;
  std::shared_ptr<const Values> values = std::make_shared<const Values>();
  LevelAges ages;  // of the level values
  LevelMeetings meetings;
  std::int64_t seq = 0;
  std::int64_t size = 0;
  std::vector<Language> languages{Language::english};  // in which queries are read (SRCH-13)
  Language main_language = Language::english;          // of most records
  std::string home = "england";                        // the country of most levels (SRCH-4)
  std::shared_ptr<const SuggestionOrder> suggestions;  // made anew as names and keywords grow
  std::shared_ptr<const Thesaurus> thesaurus;          // nullptr: words stand for themselves alone

  std::shared_ptr<WordMarks> word_marks = std::make_shared<WordMarks>();  // of the values of Column::word
  std::shared_ptr<CountCache> counts = std::make_shared<CountCache>();  // of searches over these records
  std::shared_ptr<Cache<std::vector<Ranked>>> best = std::make_shared<Cache<std::vector<Ranked>>>();  // in these parts

  const SharedTable& values_of(Column column) const { return (*values)[static_cast<std::size_t>(column)]; }
};

// Sets what follows from parts and values: ages, size, languages.
void derive(State& state);
// The country most of whose levels are told; "england" where none is (SRCH-4). Walks all records.
std::string country_of_most(const State& state);

}  // namespace commonplace::search
