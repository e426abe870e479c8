// take_turns() of ranking.h.
#include <algorithm>
#include <unordered_map>

#include "node/search/ranking.h"

namespace commonplace::search {

namespace {

constexpr std::uint64_t band_percent = 95;
constexpr std::size_t most_in_a_row = 3;
constexpr std::size_t most_in_top = 3;
constexpr std::size_t top = 10;

struct Turn {
  Ranked hit;
  std::uint32_t contributor = 0;
  std::uint32_t band = 0;
  std::uint32_t turn = 0;  // how many of its contributor stand before it in the band
  bool placed = false;
};

bool same_band(std::uint64_t best, std::uint64_t rank) {
  return rank / band_percent >= best / 100;
}

std::vector<Turn> read_bands(const std::vector<Ranked>& hits, const std::vector<std::uint32_t>& contributors,
                             std::size_t depth) {
  std::vector<Turn> turns;
  std::unordered_map<std::uint32_t, std::uint32_t> in_band;
  std::uint64_t best = depth == 0 ? 0 : hits.front().rank;
  std::uint32_t band = 0;
  for (std::size_t i = 0; i < depth; ++i) {
    if (!same_band(best, hits[i].rank)) {
      best = hits[i].rank;
      ++band;
      in_band.clear();
    }
    turns.push_back({.hit = hits[i],
                     .contributor = contributors[i],
                     .band = band,
                     .turn = in_band[contributors[i]]++,
                     .placed = false});
  }
  std::stable_sort(turns.begin(), turns.end(),
                   [](const Turn& a, const Turn& b) { return a.band != b.band ? a.band < b.band : a.turn < b.turn; });
  return turns;
}

class Seating {
 public:
  explicit Seating(std::vector<Turn> turns) : turns_(std::move(turns)) {}

  void seat(std::vector<Ranked>& hits) {
    for (std::size_t place = 0; place < turns_.size(); ++place) {
      Turn& next = choose();
      next.placed = true;
      last_.push_back(next.contributor);
      hits[place] = next.hit;
    }
  }

 private:
  bool may_follow(std::uint32_t contributor) const {
    const std::size_t placed = last_.size();
    if (placed < top &&
        std::count(last_.begin(), last_.end(), contributor) >= static_cast<std::ptrdiff_t>(most_in_top)) {
      return false;
    }
    if (placed < most_in_a_row) return true;
    return std::any_of(last_.end() - most_in_a_row, last_.end(), [&](auto before) { return before != contributor; });
  }

  // The first unplaced hit, or the next of somebody else in its band or the one behind.
  Turn& choose() {
    while (turns_[first_].placed) ++first_;
    for (std::size_t i = first_; i < turns_.size() && turns_[i].band <= turns_[first_].band + 1; ++i) {
      if (!turns_[i].placed && may_follow(turns_[i].contributor)) return turns_[i];
    }
    return turns_[first_];
  }

  std::vector<Turn> turns_;
  std::vector<std::uint32_t> last_;
  std::size_t first_ = 0;
};

}  // namespace

void take_turns(std::vector<Ranked>& hits, const std::vector<std::uint32_t>& contributors) {
  const std::size_t depth = std::min(hits.size(), fairness_depth);
  Seating(read_bands(hits, contributors, depth)).seat(hits);
}

}  // namespace commonplace::search
