#include "node/search/matching.h"

#include <algorithm>
#include <memory>

namespace commonplace::search {

namespace {

constexpr std::uint32_t window_records = 65536;  // SRCH-51: nine bytes a record stay in the cache

struct Window {
  std::array<std::uint32_t, window_records> scores;
  std::array<std::uint32_t, window_records> masks;
  std::array<std::uint8_t, window_records> best;  // of the group being added
};

Window& window_of_this_thread() {
  thread_local const auto window = std::make_unique<Window>();
  return *window;
}

}  // namespace

Matching::Matching(const ResolvedQuery& query, const State& state, std::size_t part)
    : query_(query), part_(state.parts[part]), number_(part) {
  for (const ResolvedGroup& group : query.groups) {
    std::vector<Cursor>& cursors = cursors_.emplace_back();
    together_.push_back(0);
    for (const ResolvedTerm& term : group.terms[part]) {
      cursors.push_back({.at = part_.segment->cursor(term.term), .weight = term.weight});
    }
  }
}

bool Matching::next(std::vector<Match>& matches) {
  matches.clear();
  const std::uint32_t size = part_.segment->size();
  if (window_ >= size) return false;
  const std::uint32_t begin = window_;
  const std::uint32_t end = size - begin > window_records ? begin + window_records : size;
  window_ = end;
  Window& window = window_of_this_thread();
  std::fill_n(window.scores.begin(), end - begin, 0U);
  std::fill_n(window.masks.begin(), end - begin, 0U);
  for (std::size_t group = 0; group < cursors_.size(); ++group) add_group(group, begin, end);
  collect(begin, end, matches);
  return true;
}

// The best form of a group counts: a better one adds the difference.
void Matching::add_group(std::size_t group, std::uint32_t begin, std::uint32_t end) {
  Window& window = window_of_this_thread();
  const std::uint32_t bit = std::uint32_t{1} << group;
  const std::uint32_t weight = (query_.scoring & bit) != 0 ? query_.groups[group].weight : 0;
  const auto add = [&](std::uint32_t record, std::uint8_t impact) {
    const std::size_t i = record - begin;
    const bool known = (window.masks[i] & bit) != 0;
    const std::uint8_t before = known ? window.best[i] : std::uint8_t{0};
    window.masks[i] |= bit;
    window.best[i] = std::max(before, impact);
    window.scores[i] += weight * static_cast<std::uint32_t>(window.best[i] - before);
  };
  for (Cursor& cursor : cursors_[group]) {
    for (; !cursor.at.done() && cursor.at.record() < end; cursor.at.next())
      add(cursor.at.record(), static_cast<std::uint8_t>(cursor.at.impact() * cursor.weight / 100));
  }
  const auto& together = query_.groups[group].together[number_];
  for (std::size_t& at = together_[group]; at < together.size() && together[at].record < end; ++at)
    add(together[at].record, together[at].impact);
}

void Matching::collect(std::uint32_t begin, std::uint32_t end, std::vector<Match>& matches) const {
  const Window& window = window_of_this_thread();
  for (std::uint32_t record = begin; record < end; ++record) {
    const std::uint32_t mask = window.masks[record - begin];
    if ((mask == 0 && !query_.matches_all) || !part_.live->has(record) || !query_.accepts(mask)) continue;
    matches.push_back({.record = record, .mask = mask, .score = window.scores[record - begin]});
  }
}

}  // namespace commonplace::search
