#include "node/search/searching.h"

#include <algorithm>

#include "node/search/filters.h"
#include "node/search/matching.h"
#include "node/search/ranking.h"

namespace commonplace::search {

namespace {

constexpr int most_per_page = 100;    // SRCH-25
constexpr std::int64_t few_hits = 5;  // SRCH-20: below it a hit may match any word

class Search {
 public:
  Search(const State& state, const Query& query)
      : state_(state),
        query_(query),
        resolved_(resolve(read_query(query.text, state.languages, state.main_language), state)),
        rules_(read_filters(query.filters, state)),
        sort_(resolved_.matches_all && query.sort == Sort::best ? Sort::newest : query.sort) {}

  Results run() {
    const bool strict = std::popcount(resolved_.scoring) > 1;
    Results results = collect(strict ? resolved_.threshold() : 0);
    if (strict && results.total < few_hits) results = collect(0);
    return results;
  }

 private:
  bool is_fair() const { return sort_ == Sort::best && !has_rule("contributor"); }

  bool has_rule(std::string_view name) const {
    return std::any_of(rules_.begin(), rules_.end(), [name](const FilterRule& rule) { return rule.name == name; });
  }

  std::size_t page_begin() const {
    return static_cast<std::size_t>(std::max(query_.page, 1) - 1) * static_cast<std::size_t>(page_size());
  }
  int page_size() const { return std::clamp(query_.per_page, 1, most_per_page); }

  // All that match words of at least `threshold` percent of the query's weight.
  Results collect(std::uint64_t threshold) {
    const std::size_t wanted = page_begin() + static_cast<std::size_t>(page_size());
    const std::size_t most = static_cast<std::size_t>(state_.size);
    TopHits top(std::min(most, is_fair() ? std::max(wanted, fairness_depth) : wanted), HitOrder(state_, sort_));
    FacetCounter facets(rules_, state_);
    Results results;
    results.seq = state_.seq;
    for (std::uint32_t part = 0; part < state_.parts.size(); ++part) {
      results.total += collect_part(part, threshold, top, facets);
    }
    results.hits = cut_page(top.take_sorted());
    if (query_.facets) results.facets = facets.take();
    return results;
  }

  std::int64_t collect_part(std::uint32_t part, std::uint64_t threshold, TopHits& top, FacetCounter& facets) {
    const Segment& segment = *state_.parts[part].segment;
    const SegmentFilter filter(rules_, segment);
    if (query_.facets) facets.begin(segment);
    std::int64_t total = 0;
    thread_local std::vector<Match> matches;
    for (Matching matching(resolved_, state_, part); matching.next(matches);) {
      for (const Match& match : matches) {
        const std::uint64_t carried = resolved_.weight_of(match.mask);
        if (carried * 100 < threshold * resolved_.total_weight) continue;
        const std::uint32_t failures = filter.failures(match.record);
        if (query_.facets) facets.count(match.record, failures);
        if (failures != 0) continue;
        ++total;
        top.push({.rank = rank(segment, match, carried),
                  .tie = segment.ties[match.record],
                  .part = part,
                  .record = match.record});
      }
    }
    if (query_.facets) facets.end();
    return total;
  }

  // Text score × the share of the query's weight that the hit carries, in fixed point.
  std::uint64_t rank(const Segment& segment, const Match& match, std::uint64_t carried) const {
    if (sort_ != Sort::best) return rank_by(sort_, segment, match.record);
    const std::uint64_t score = std::uint64_t{match.score} * carried / resolved_.total_weight * 16;
    return carried == resolved_.total_weight ? score | matches_every_word : score;
  }

  std::vector<Hit> cut_page(std::vector<Ranked> ranked) const {
    if (is_fair()) take_turns(ranked, contributors_of(ranked));
    std::vector<Hit> hits;
    const std::size_t end = std::min(ranked.size(), page_begin() + static_cast<std::size_t>(page_size()));
    for (std::size_t i = page_begin(); i < end; ++i) {
      const std::uint64_t points = sort_ == Sort::best ? ranked[i].rank & ~matches_every_word : 0;
      hits.push_back({.key = state_.parts[ranked[i].part].segment->keys[ranked[i].record],
                      .score = static_cast<double>(points) / rank_per_score});
    }
    return hits;
  }

  std::vector<std::uint32_t> contributors_of(const std::vector<Ranked>& ranked) const {
    std::vector<std::uint32_t> contributors;
    for (std::size_t i = 0; i < std::min(ranked.size(), fairness_depth); ++i) {
      const SetColumn& column = state_.parts[ranked[i].part].segment->column(Column::contributor);
      contributors.push_back(column.values_of(ranked[i].record).front());
    }
    return contributors;
  }

  const State& state_;
  const Query& query_;
  ResolvedQuery resolved_;
  std::vector<FilterRule> rules_;
  Sort sort_;
};

}  // namespace

Results search(const State& state, const Query& query) {
  return Search(state, query).run();
}

}  // namespace commonplace::search
