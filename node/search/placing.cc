#include "node/search/placing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "node/search/explaining.h"

namespace commonplace::search {

namespace {

constexpr int most_per_page = 100;  // SRCH-25
constexpr std::array<std::uint64_t, 4> near_percent = {100, 110, 121, 130};  // by pairs (SRCH-21)
constexpr std::size_t closer_depth = 300;   // hits whose positions are looked up
constexpr std::uint64_t most_named = 300;   // thousandths: a name that is what was asked for, and nothing else

std::uint64_t near_percent_of(int pairs) {
  return near_percent[static_cast<std::size_t>(std::min(pairs, 3))];
}

}  // namespace

Placing::Placing(const State& state, const Query& query, const ResolvedQuery& resolved, const Raising& raising,
                 const std::vector<FilterRule>& soft, Sort sort, bool is_fair)
    : state_(state), query_(query), resolved_(resolved), raising_(raising), soft_(soft), sort_(sort), is_fair_(is_fair) {}

std::size_t Placing::page_begin() const {
  if (query_.after) return 0;
  return static_cast<std::size_t>(std::max(query_.page, 1) - 1) * static_cast<std::size_t>(page_size());
}

int Placing::page_size() const {
  return std::clamp(query_.per_page, 1, most_per_page);
}

std::size_t Placing::depth() const {
  std::size_t wanted = page_begin() + static_cast<std::size_t>(page_size());
  if (is_fair_) wanted = std::max(wanted, fairness_depth);
  if (looks_closer()) wanted = std::max(wanted, closer_depth);
  return std::min(static_cast<std::size_t>(state_.size), wanted);
}

bool Placing::looks_closer() const { return sort_ == Sort::best && resolved_.scoring != 0 && !query_.after; }

// Words that stand near each other in the name or the objectives count more (SRCH-21), and so do names that hold little
// else than what was asked for. Positions are looked up for the first hits only: the same ones on every node, whatever
// page is asked.
void Placing::look_closer(std::vector<Ranked>& ranked) const {
  const auto end = ranked.begin() + static_cast<std::ptrdiff_t>(std::min(ranked.size(), closer_depth));
  std::sort(ranked.begin(), end, [](const Ranked& a, const Ranked& b) {
    return a.part != b.part ? a.part < b.part : a.record < b.record;
  });
  std::optional<WordPositions> positions;
  for (auto hit = ranked.begin(); hit != end; ++hit) {
    const Part& part = state_.parts[hit->part];
    if (hit == ranked.begin() || (hit - 1)->part != hit->part) positions.emplace(resolved_, part, hit->part);
    hit->rank = hit->rank * near_percent_of(near_pairs(resolved_, *positions, *part.segment, hit->record)) / 100;
    hit->rank = hit->rank * named_factor(*positions, *part.segment, hit->record) / 1000;
  }
  std::sort(ranked.begin(), end, HitOrder(state_, sort_));
}

// In thousandths.
std::uint64_t Placing::named_factor(WordPositions& positions, const Segment& segment, std::uint32_t record) const {
  return 1000 + most_named * named_share(resolved_, positions, segment, record) / 1000;
}

// Turns, the page, and what was asked to be told of it.
void Placing::place(std::vector<Ranked> ranked, Results& results) const {
  if (looks_closer()) look_closer(ranked);
  std::vector<int> moved(ranked.size(), 0);
  if (is_fair_) {
    const auto contributors = contributors_of(ranked);
    const auto before = ranked;
    take_turns(ranked, contributors);
    moved = places_moved(before, ranked);
    if (query_.page <= 1) results.exposures = exposures_of(ranked);
  }
  const std::size_t end = std::min(ranked.size(), page_begin() + static_cast<std::size_t>(page_size()));
  const std::size_t begin = std::min(page_begin(), end);
  const std::vector<Ranked> page(ranked.begin() + static_cast<std::ptrdiff_t>(begin), ranked.begin() + static_cast<std::ptrdiff_t>(end));
  for (const Ranked& hit : page)
    results.hits.push_back({.key = state_.parts[hit.part].segment->keys[hit.record], .score = score_of(hit)});
  const bool is_deep = query_.after || static_cast<std::int64_t>(end) >= deepest_paged_hit;
  if (is_deep && !page.empty()) results.end = search::place_of(page.back(), state_, sort_);
  if (query_.explain && sort_ == Sort::best) explain(page, std::span(moved).subspan(begin), results.hits);
}

double Placing::score_of(const Ranked& hit) const {
  const std::uint64_t points = sort_ == Sort::best ? hit.rank : 0;
  return static_cast<double>(points) / rank_per_score;
}

// Above zero: up.
std::vector<int> Placing::places_moved(const std::vector<Ranked>& before, const std::vector<Ranked>& after) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> places;
  const auto depth = std::min(before.size(), fairness_depth);
  for (std::size_t i = 0; i < depth; ++i) places[{before[i].part, before[i].record}] = static_cast<int>(i);
  std::vector<int> moved(after.size(), 0);
  for (std::size_t i = 0; i < depth; ++i) moved[i] = places[{after[i].part, after[i].record}] - static_cast<int>(i);
  return moved;
}

void Placing::explain(const std::vector<Ranked>& page, std::span<const int> moved, std::vector<Hit>& hits) const {
  auto words = words_found(resolved_, state_, page);
  for (std::size_t i = 0; i < page.size(); ++i) {
    Why why;
    why.words = std::move(words[i]);
    why.moved = moved[i];
    explain_factors(page[i], why);
    if (looks_closer() && page_begin() + i < closer_depth) explain_places(page[i], why);
    hits[i].why = std::make_shared<const Why>(std::move(why));
  }
}

void Placing::explain_places(const Ranked& hit, Why& why) const {
  const Part& part = state_.parts[hit.part];
  WordPositions positions(resolved_, part, hit.part);
  why.near = static_cast<double>(near_percent_of(near_pairs(resolved_, positions, *part.segment, hit.record))) / 100;
  why.named = static_cast<double>(named_factor(positions, *part.segment, hit.record)) / 1000;
}

void Placing::explain_factors(const Ranked& hit, Why& why) const {
  const Segment& segment = *state_.parts[hit.part].segment;
  raising_.explain(segment, hit.record, why);
  const auto failures = SegmentFilter(soft_, segment).failures(hit.record);
  for (std::size_t i = 0; i < soft_.size(); ++i) {
    if ((failures >> i & 1U) != 0) continue;
    why.soft = why.soft * static_cast<double>(soft_percent) / 100;
    why.soft_parts.push_back(soft_[i].name);
  }
}

std::uint32_t Placing::contributor_of(const Ranked& hit) const {
  return state_.parts[hit.part].segment->column(Column::contributor).values_of(hit.record).front();
}

std::vector<std::uint32_t> Placing::contributors_of(const std::vector<Ranked>& ranked) const {
  std::vector<std::uint32_t> contributors;
  for (std::size_t i = 0; i < std::min(ranked.size(), fairness_depth); ++i) contributors.push_back(contributor_of(ranked[i]));
  return contributors;
}

std::vector<Exposure> Placing::exposures_of(const std::vector<Ranked>& ranked) const {
  std::map<std::uint32_t, Exposure> by_contributor;
  Exposure all;
  for (std::size_t i = 0; i < std::min(ranked.size(), fairness_depth); ++i) {
    Exposure& one = by_contributor[contributor_of(ranked[i])];
    const double exposure = 1.0 / std::log2(2.0 + static_cast<double>(i));
    one.exposure += exposure;
    one.relevance += score_of(ranked[i]);
    all.exposure += exposure;
    all.relevance += score_of(ranked[i]);
  }
  std::vector<Exposure> out;
  for (auto& [number, one] : by_contributor) {
    one.contributor = std::stoll(std::string(state_.values_of(Column::contributor).text(number)));
    one.exposure /= all.exposure;
    one.relevance = all.relevance > 0 ? one.relevance / all.relevance : one.exposure;
    out.push_back(one);
  }
  return out;
}

}  // namespace commonplace::search
