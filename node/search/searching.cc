#include "node/search/searching.h"

#include <algorithm>
#include <bit>
#include <span>

#include "node/search/filters.h"
#include "node/search/matching.h"
#include "node/search/placing.h"
#include "node/search/raising.h"
#include "node/search/ranking.h"
#include "node/search/reading_parts.h"

namespace commonplace::search {

namespace {

constexpr std::int64_t few_hits = 20;  // SRCH-20: a page; below it a hit may match any word
constexpr std::uint64_t points_per_score = 16;
constexpr std::size_t most_kept_hits = 1000;

class Search {
 public:
  // `softly`: filters that a hit may pass or not; it counts more for each that it passes. All must outlive it.
  Search(const State& state, const Query& query, const Filters& softly)
      : state_(state),
        query_(query),
        resolved_(resolve(read_query(query.text, state.languages, state.main_language, query.literal ? nullptr : state.thesaurus.get()),
                          state, query.literal)),
        rules_(read_filters(query.filters, state)),
        asked_softly_(softly),
        soft_(read_filters(softly, state)),
        sort_(resolved_.matches_all && query.sort == Sort::best ? Sort::newest : query.sort),
        raises_(state, query, sort_ == Sort::best),
        placing_(state, query, resolved_, raises_, soft_, sort_, is_fair()) {}

  Results run() {
    const std::string key = counts_key();
    const auto known = state_.counts->find(key);
    const bool is_enough = known != nullptr && (known->has_facets || !query_.facets);
    Results results = is_enough ? collect(known->threshold, known.get()) : count_and_collect(key);
    for (auto& correction : resolved_.corrections)
      results.corrections.push_back({.word = std::move(correction.word), .term = std::move(correction.term)});
    results.rarest = words_by_rarity();
    results.partial = is_over_;
    return results;
  }

 private:
  bool is_fair() const { return query_.fair && !query_.after && sort_ == Sort::best && !has_rule("contributor"); }

  bool has_rule(std::string_view name) const {
    return std::any_of(rules_.begin(), rules_.end(), [name](const FilterRule& rule) { return rule.name == name; });
  }

  std::vector<std::string> words_by_rarity() const {
    std::vector<const ResolvedGroup*> groups;
    for (std::size_t i = 0; i < resolved_.groups.size(); ++i)
      if ((resolved_.excluded >> i & 1U) == 0)
        groups.push_back(&resolved_.groups[i]);
    std::stable_sort(groups.begin(), groups.end(), [](const auto* a, const auto* b) { return a->weight > b->weight; });
    std::vector<std::string> words;
    for (const auto* group : groups) words.push_back(group->word);
    return words;
  }

  static void append_filters(std::string& key, const Filters& filters) {
    for (const auto& [name, values] : filters) {
      key.append("\n").append(name);
      for (const std::string& value : values) key.append("\t").append(value);
    }
  }

  // What the counts depend on: not the page, the order, nor what is raised.
  std::string counts_key() const {
    std::string key = query_.text;
    key += query_.literal ? "\n=" : "\n~";
    append_filters(key, query_.filters);
    return key;
  }

  // What the first `depth` hits depend on.
  std::string best_key() const {
    std::string key = counts_key();
    key.append("\n\n").append(std::to_string(static_cast<int>(sort_))).append(" ").append(std::to_string(placing_.depth()));
    append_filters(key, asked_softly_);
    key.append("\n\n").append(query_.teaching).append("\n").append(std::to_string(query_.now / 3600));  // age hardly counts more within an hour
    for (const auto& [statement, percent] : query_.statement_raise)
      key.append("\n").append(statement).append(" ").append(std::to_string(percent));
    return key;
  }

  Results count_and_collect(const std::string& key) {
    const bool strict = std::popcount(resolved_.scoring) > 1;
    std::uint64_t threshold = strict ? resolved_.threshold() : 0;
    Results results = collect(threshold, nullptr);
    if (strict && results.total < few_hits && !is_over_) {
      const auto before = results.total;
      results = collect(threshold = 0, nullptr);
      results.any_word = results.total > before;
    }
    if (results.total < worth_keeping || is_over_) return results;
    state_.counts->keep(key, std::make_shared<const Counts>(Counts{.threshold = threshold,
                                                                   .total = results.total,
                                                                   .has_facets = query_.facets,
                                                                   .facets = results.facets}));
    return results;
  }

  // All that match words of at least `threshold` percent of the query's weight. With `known` counts only the best.
  Results collect(std::uint64_t threshold, const Counts* known) {
    const bool may_know = known != nullptr && !query_.after;
    const std::string best_key = may_know ? this->best_key() : std::string();
    if (const auto best = may_know ? state_.best->find(best_key) : nullptr) return with_counts(*best, *known);
    const MatchPlan plan(resolved_, threshold);
    TopHits top(placing_.depth(), HitOrder(state_, sort_));
    FacetCounter facets(rules_, state_);
    Results results;
    results.seq = state_.seq;
    for (std::uint32_t part = 0; part < state_.parts.size() && !is_over_; ++part)
      results.total += collect_part(part, plan, top, known == nullptr && query_.facets ? &facets : nullptr, known != nullptr);
    std::vector<Ranked> best = top.take_sorted();
    if (known != nullptr) {
      if (may_know && best.size() <= most_kept_hits && !is_over_) state_.best->keep(best_key, std::make_shared<const std::vector<Ranked>>(best));
      return with_counts(std::move(best), *known);
    }
    placing_.place(std::move(best), results);
    if (query_.facets) results.facets = facets.take();
    return results;
  }

  Results with_counts(std::vector<Ranked> best, const Counts& known) const {
    Results results;
    results.seq = state_.seq;
    results.total = known.total;
    placing_.place(std::move(best), results);
    if (query_.facets) results.facets = known.facets;
    return results;
  }

  std::int64_t collect_part(std::uint32_t part, const MatchPlan& plan, TopHits& top, FacetCounter* facets, bool best_only) {
    const Segment& segment = *state_.parts[part].segment;
    const SegmentFilter filter(rules_, segment);
    const SegmentFilter soft(soft_, segment);
    raises_.begin(segment);
    std::int64_t total = 0;
    thread_local Matches matches;
    Matching matching(resolved_, plan, state_, part);
    const std::string key = facets != nullptr && is_worth_keeping(part, matching) ? matching.key() : std::string();
    const bool is_counted = !key.empty() && count_kept(part, key, *facets, total);
    if (is_counted) facets = nullptr;
    std::shared_ptr<SegmentMatches> kept;
    if (facets != nullptr && !key.empty()) {
      kept = std::make_shared<SegmentMatches>();
      kept->matched.assign((segment.size() + 63) / 64, 0);
    }
    if (facets != nullptr) facets->begin(segment, kept != nullptr);
    const bool can_leave_out = (best_only || is_counted) && sort_ == Sort::best && soft_.empty();
    if (can_leave_out) matching.leave_out_below(least_score(top));
    while (matching.next(matches)) {
      if (!rules_.empty()) keep_passing(filter, matches, facets);
      if (facets != nullptr) facets->count(matches.records);
      if (kept) note(matches.records, kept->matched);
      if (!is_counted) total += static_cast<std::int64_t>(matches.size());
      push_all(matches, segment, part, soft, top);
      if (can_leave_out) matching.leave_out_below(least_score(top));
      is_over_ = query_.is_over && query_.is_over();
      if (is_over_) break;
    }
    if (kept && !is_over_) {
      kept->total = total;
      kept->counts = facets->kept();
      state_.parts[part].matches->keep(key, std::move(kept));
    }
    if (facets != nullptr) facets->end();
    return total;
  }

  // Of many matches on a segment that stays for long. Filters count what fails them too.
  bool is_worth_keeping(std::uint32_t part, const Matching& matching) const {
    constexpr std::uint32_t least_records = 512;
    constexpr std::uint32_t share = 64;
    const std::uint32_t records = state_.parts[part].segment->size();
    return rules_.empty() && records >= least_records && matching.walked_postings() >= records / share;
  }

  static void note(std::span<const std::uint32_t> records, std::vector<std::uint64_t>& bits) {
    for (const std::uint32_t record : records) bits[record / 64] |= std::uint64_t{1} << (record % 64);
  }

  // Counts what was counted on the segment before. False when that is not known.
  bool count_kept(std::uint32_t part, const std::string& key, FacetCounter& facets, std::int64_t& total) const {
    const auto known = state_.parts[part].matches->find(key);
    if (!known) return false;
    constexpr std::size_t many = 1024;  // then it is counted anew
    std::vector<std::uint32_t> gone;
    const std::vector<std::uint64_t>& alive = state_.parts[part].live->bits;
    for (std::uint32_t word = 0; word < alive.size(); ++word) {
      if ((known->matched[word] & alive[word]) == known->matched[word]) continue;
      for (std::uint64_t bits = known->matched[word] & ~alive[word]; bits != 0; bits &= bits - 1)
        gone.push_back(word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits)));
    }
    if (gone.size() > many) return false;
    facets.begin(*state_.parts[part].segment);
    facets.count_kept(known->counts, gone);
    facets.end();
    total = known->total - static_cast<std::int64_t>(gone.size());
    return true;
  }

  // With a lower one a match cannot come among the best, whatever else raises it.
  std::uint64_t least_score(const TopHits& top) const {
    const std::uint64_t score = raises_.least_for(top.least() / points_per_score);
    return score > 1 ? score - 1 : 0;
  }

  // Drops what fails a filter. What fails only one is counted in the facet of that filter.
  void keep_passing(const SegmentFilter& filter, Matches& matches, FacetCounter* facets) const {
    thread_local std::vector<std::uint32_t> failed;
    thread_local std::vector<std::uint32_t> failing_only;
    filter.failures(matches.records, failed);
    for (std::size_t rule = 0; facets != nullptr && rule < rules_.size(); ++rule) {
      failing_only.clear();
      for (std::size_t i = 0; i < failed.size(); ++i) {
        if (failed[i] == std::uint32_t{1} << rule) failing_only.push_back(matches.records[i]);
      }
      facets->count_failing_only(rule, failing_only);
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < failed.size(); ++i) {
      if (failed[i] == 0) matches.move(i, kept++);
    }
    matches.cut(kept);
  }

  void push_all(const Matches& matches, const Segment& segment, std::uint32_t part, const SegmentFilter& soft,
                TopHits& top) const {
    const bool score_decides = sort_ == Sort::best && soft_.empty();
    for (std::size_t i = 0; i < matches.size(); ++i) {
      const std::uint32_t record = matches.records[i];
      if (score_decides && raises_.most_for(std::uint64_t{matches.scores[i]} * points_per_score) < top.least()) continue;
      const std::uint64_t own = rank(segment, record, matches.scores[i]);
      const std::uint64_t rank = raised(own, soft, record);
      if (rank < top.least()) continue;
      const Ranked hit{.rank = rank, .tie = segment.ties[record], .part = part, .record = record};
      if (query_.after && !comes_after(*query_.after, hit, state_, sort_)) continue;
      top.push(hit);
    }
  }

  // The score in fixed point. What share of the query a hit carries is in it already, as each word adds its weight:
  // to count it once more, or to place all that hold every word first, cost 0.01 to 0.02 of NDCG@10 on the judged
  // questions.
  std::uint64_t rank(const Segment& segment, std::uint32_t record, std::uint32_t score) const {
    if (sort_ != Sort::best) return rank_by(sort_, segment, record);
    return raises_.raised(std::uint64_t{score} * points_per_score, record);
  }

  std::uint64_t raised(std::uint64_t rank, const SegmentFilter& soft, std::uint32_t record) const {
    if (soft_.empty() || sort_ != Sort::best) return rank;
    std::uint64_t score = rank;
    const auto passed = soft_.size() - static_cast<std::size_t>(std::popcount(soft.failures(record)));
    for (std::size_t i = 0; i < passed; ++i) score = score * soft_percent / 100;
    return score;
  }

  const State& state_;
  const Query& query_;
  ResolvedQuery resolved_;
  std::vector<FilterRule> rules_;
  const Filters& asked_softly_;
  std::vector<FilterRule> soft_;
  Sort sort_;
  Raising raises_;
  Placing placing_;
  bool is_over_ = false;
};

}  // namespace

Results search(const State& state, const Query& query) {
  const auto once = [&](const Query& asked, const Filters& softly) { return Search(state, asked, softly).run(); };
  return query.literal ? once(query, {}) : search_with_parts(state, query, once);
}

}  // namespace commonplace::search
