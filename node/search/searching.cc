#include "node/search/searching.h"

#include <algorithm>

#include "node/search/filters.h"
#include "node/search/matching.h"
#include "node/search/ranking.h"
#include "node/search/understanding.h"

namespace commonplace::search {

namespace {

constexpr int most_per_page = 100;    // SRCH-25
constexpr std::int64_t few_hits = 5;  // SRCH-20: below it a hit may match any word
constexpr std::uint64_t raise_percent = 160;  // SRCH-3

class Search {
 public:
  // `raised`: filters that a hit may pass or not; it counts more for each that it passes.
  Search(const State& state, const Query& query, const Filters& raised)
      : state_(state),
        query_(query),
        resolved_(resolve(read_query(query.text, state.languages, state.main_language), state, query.literal)),
        rules_(read_filters(query.filters, state)),
        raising_(read_filters(raised, state)),
        sort_(resolved_.matches_all && query.sort == Sort::best ? Sort::newest : query.sort) {}

  Results run() {
    const bool strict = std::popcount(resolved_.scoring) > 1;
    Results results = collect(strict ? resolved_.threshold() : 0);
    if (strict && results.total < few_hits) results = collect(0);
    for (auto& correction : resolved_.corrections)
      results.corrections.push_back({.word = std::move(correction.word), .term = std::move(correction.term)});
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
    const SegmentFilter raising(raising_, segment);
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
        top.push({.rank = raised(rank(segment, match, carried), raising, match.record),
                  .tie = segment.ties[match.record],
                  .part = part,
                  .record = match.record});
      }
    }
    if (query_.facets) facets.end();
    return total;
  }

  // The text score in fixed point. What share of the query a hit carries is in it already, as each word adds its weight:
  // counted once more it cost 0.02 of NDCG@10 on the judged questions without filters.
  std::uint64_t rank(const Segment& segment, const Match& match, std::uint64_t carried) const {
    if (sort_ != Sort::best) return rank_by(sort_, segment, match.record);
    const std::uint64_t score = std::uint64_t{match.score} * 16;
    return carried == resolved_.total_weight ? score | matches_every_word : score;
  }

  std::uint64_t raised(std::uint64_t rank, const SegmentFilter& raising, std::uint32_t record) const {
    if (raising_.empty() || sort_ != Sort::best) return rank;
    const std::uint64_t every_word = rank & matches_every_word;
    std::uint64_t score = rank & ~matches_every_word;
    const auto passed = raising_.size() - static_cast<std::size_t>(std::popcount(raising.failures(record)));
    for (std::size_t i = 0; i < passed; ++i) score = score * raise_percent / 100;
    return score | every_word;
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
  std::vector<FilterRule> raising_;
  Sort sort_;
};

// SRCH-3: what was read filters while enough is left, else it only raises. The parts that are told least often by
// publishers give way first.
class UnderstandingSearch {
 public:
  UnderstandingSearch(const State& state, const Query& query) : state_(state), query_(query) {
    auto understanding = understand(query.text);
    rest_ = std::move(understanding.rest);
    for (auto& part : understanding.parts) {
      if (query.filters.contains(part.as)) continue;  // chosen by hand: then the words are words
      parts_.push_back({std::move(part.words), std::move(part.as), std::move(part.values), part.is_preference, !part.is_preference});
    }
    if (parts_.size() != understanding.parts.size()) rest_ = query.text;
  }

  Results run() {
    for (;;) {
      auto results = attempt();
      const auto filters = std::count_if(parts_.begin(), parts_.end(), [](const UnderstoodPart& part) { return part.filters; });
      if (filters == 0 || results.total >= enough) {
        results.understood = parts_;
        return results;
      }
      give_way();
    }
  }

 private:
  static constexpr std::int64_t enough = 3;  // hits (SRCH-3)

  Results attempt() const {
    Query query = query_;
    Filters raised;
    const bool all_filter = std::all_of(parts_.begin(), parts_.end(), [](auto& part) { return part.filters || part.is_preference; });
    if (all_filter) query.text = rest_;
    for (const auto& part : parts_) {
      auto& values = (part.filters ? query.filters : raised)[part.as];
      values.insert(values.end(), part.values.begin(), part.values.end());
    }
    return Search(state_, query, raised).run();
  }

  void give_way() {
    for (const std::string_view name : {"time_max", "age", "may", "licence", "language", "level"}) {
      bool found = false;
      for (auto& part : parts_) {
        found = found || (part.filters && part.as == name);
        if (part.as == name) part.filters = false;
      }
      if (found) return;
    }
  }

  const State& state_;
  const Query& query_;
  std::string rest_;
  std::vector<UnderstoodPart> parts_;
};

}  // namespace

Results search(const State& state, const Query& query) {
  if (query.literal) return Search(state, query, {}).run();
  return UnderstandingSearch(state, query).run();
}

}  // namespace commonplace::search
