#include "node/search/ranking.h"

#include <algorithm>
#include <cstring>

namespace commonplace::search {

namespace {

constexpr std::uint64_t unknown_last = 0;

// The first eight bytes as a number that is greater for titles that come earlier.
std::uint64_t title_rank(const TitleKey& title) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8 | static_cast<unsigned char>(title[i]);
  return ~value;
}

std::uint64_t newest_rank(std::int64_t seconds) {
  return static_cast<std::uint64_t>(seconds) ^ (std::uint64_t{1} << 63);  // keeps the order of signed numbers
}

std::uint64_t shortest_rank(std::uint16_t minutes) {
  return minutes == unknown_minutes ? unknown_last : std::uint64_t{unknown_minutes} - minutes;
}

}  // namespace

std::uint64_t rank_by(Sort sort, const Segment& segment, std::uint32_t record) {
  switch (sort) {
    case Sort::title:
      return title_rank(segment.titles[record]);
    case Sort::shortest:
      return shortest_rank(segment.minutes[record]);
    default:
      return newest_rank(segment.changed[record]);
  }
}

bool HitOrder::operator()(const Ranked& a, const Ranked& b) const {
  if (a.rank != b.rank) return a.rank > b.rank;
  const Segment& of_a = *state_.parts[a.part].segment;
  const Segment& of_b = *state_.parts[b.part].segment;
  if (by_title_) {
    const int titles = std::memcmp(of_a.titles[a.record].data(), of_b.titles[b.record].data(), sizeof(TitleKey));
    if (titles != 0) return titles < 0;
  }
  if (a.tie != b.tie) return a.tie < b.tie;
  return of_a.keys[a.record] < of_b.keys[b.record];
}

Place place_of(const Ranked& hit, const State& state, Sort sort) {
  const Segment& segment = *state.parts[hit.part].segment;
  Place place{.rank = hit.rank, .tie = hit.tie, .key = segment.keys[hit.record], .title = {}};
  if (sort == Sort::title) place.title.assign(segment.titles[hit.record].begin(), segment.titles[hit.record].end());
  return place;
}

bool comes_after(const Place& place, const Ranked& hit, const State& state, Sort sort) {
  if (hit.rank != place.rank) return hit.rank < place.rank;
  const Segment& segment = *state.parts[hit.part].segment;
  if (sort == Sort::title) {
    const TitleKey& title = segment.titles[hit.record];
    const int order = place.title.compare(std::string_view(title.data(), title.size()));
    if (order != 0) return order < 0;
  }
  return hit.tie != place.tie ? hit.tie > place.tie : segment.keys[hit.record] > place.key;
}

void TopHits::add(const Ranked& hit) {
  if (capacity_ == 0) return;
  hits_.push_back(hit);
  constexpr std::size_t slack = 256;
  if (hits_.size() >= capacity_ * 2 + slack) prune();
}

void TopHits::prune() {
  const auto last_kept = hits_.begin() + static_cast<std::ptrdiff_t>(capacity_) - 1;
  std::nth_element(hits_.begin(), last_kept, hits_.end(), order_);
  least_ = last_kept->rank;
  if (!order_.is_by_title()) greatest_tie_ = last_kept->tie;
  hits_.resize(capacity_);
}

std::vector<Ranked> TopHits::take_sorted() {
  if (hits_.size() > capacity_) prune();
  std::sort(hits_.begin(), hits_.end(), order_);
  return std::move(hits_);
}

}  // namespace commonplace::search
