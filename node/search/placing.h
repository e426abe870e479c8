// From the best hits of a search to its page: a closer look at the first ones, turns of contributors (SRCH-34), the cut, and
// what is told of each hit (SRCH-36).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "node/search/filters.h"
#include "node/search/index.h"
#include "node/search/phrases.h"
#include "node/search/raising.h"
#include "node/search/ranking.h"
#include "node/search/resolved_query.h"

namespace commonplace::search {

inline constexpr std::uint64_t soft_percent = 160;  // of the score, for each part that was read and is passed (SRCH-3)

class Placing {
 public:
  // `is_fair`: contributors take turns. `soft`: what was read out of the words and only raises. All must outlive it.
  Placing(const State& state, const Query& query, const ResolvedQuery& resolved, const Raising& raising, const std::vector<FilterRule>& soft,
          Sort sort, bool is_fair);

  // How many of the best hits are needed.
  std::size_t depth() const;
  // Puts the page of `ranked`, which are in order, into `results`, with what was asked to be told of it.
  void place(std::vector<Ranked> ranked, Results& results) const;

 private:
  std::size_t page_begin() const;
  int page_size() const;
  bool looks_closer() const;
  void look_closer(std::vector<Ranked>& ranked) const;
  std::uint64_t named_factor(WordPositions& positions, const Segment& segment, std::uint32_t record) const;
  double score_of(const Ranked& hit) const;
  static std::vector<int> places_moved(const std::vector<Ranked>& before, const std::vector<Ranked>& after);
  void explain(const std::vector<Ranked>& page, std::span<const int> moved, std::vector<Hit>& hits) const;
  void explain_places(const Ranked& hit, Why& why) const;
  void explain_factors(const Ranked& hit, Why& why) const;
  std::uint32_t contributor_of(const Ranked& hit) const;
  std::vector<std::uint32_t> contributors_of(const std::vector<Ranked>& ranked) const;
  std::vector<Exposure> exposures_of(const std::vector<Ranked>& ranked) const;

  const State& state_;
  const Query& query_;
  const ResolvedQuery& resolved_;
  const Raising& raising_;
  const std::vector<FilterRule>& soft_;
  Sort sort_;
  bool is_fair_;
};

}  // namespace commonplace::search
