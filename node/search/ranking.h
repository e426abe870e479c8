// The order of hits (SRCH-25, 26, 34): keeping the best, and fair turns among contributors.
#pragma once

#include <cstdint>
#include <vector>

#include "node/search/index.h"
#include "node/search/state.h"

namespace commonplace::search {

inline constexpr double rank_per_score = 16.0 * 1024.0 * 255.0;  // a rank is a score in fixed point

// The rank of a record where no text ranks it. Requires another sort than best, or no text.
std::uint64_t rank_by(Sort sort, const Segment& segment, std::uint32_t record);

// Total order of hits: rank, for titles their rest, tie, key.
class HitOrder {
 public:
  HitOrder(const State& state, Sort sort) : state_(state), by_title_(sort == Sort::title) {}
  bool operator()(const Ranked& a, const Ranked& b) const;
  bool is_by_title() const { return by_title_; }

 private:
  const State& state_;
  bool by_title_;
};

// Where a hit stands, and whether another stands behind that place, in the same order.
Place place_of(const Ranked& hit, const State& state, Sort sort);
bool comes_after(const Place& place, const Ranked& hit, const State& state, Sort sort);

// Keeps the best `capacity` of all that are pushed, in memory of twice as many.
class TopHits {
 public:
  TopHits(std::size_t capacity, HitOrder order) : capacity_(capacity), order_(order) {}
  void push(const Ranked& hit) {
    if (hit.rank < least_ || (hit.rank == least_ && hit.tie > greatest_tie_)) return;
    add(hit);
  }
  std::uint64_t least() const { return least_; }  // what ranks below it would not be kept
  std::vector<Ranked> take_sorted();

 private:
  void add(const Ranked& hit);
  void prune();

  std::size_t capacity_;
  HitOrder order_;
  std::uint64_t least_ = 0;
  std::uint32_t greatest_tie_ = UINT32_MAX;  // of those that rank `least_`
  std::vector<Ranked> hits_;
};

inline constexpr std::size_t fairness_depth = 200;  // hits that take part (SRCH-34)

// SRCH-34 on hits in order of their ranks, of which the first fairness_depth take part. Bands hold the hits that rank
// within 95 % of the band's best; inside a band contributors take turns in the order of their best hits. While another
// contributor has a hit in the same or the next band, at most three of one contributor come in a row, and at most
// three of one stand in the top ten. `contributors` is parallel to `hits`.
void take_turns(std::vector<Ranked>& hits, const std::vector<std::uint32_t>& contributors);

}  // namespace commonplace::search
