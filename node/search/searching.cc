#include "node/search/searching.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <optional>
#include <span>

#include "node/search/explaining.h"
#include "node/search/filters.h"
#include "node/search/matching.h"
#include "node/search/merit.h"
#include "node/search/phrases.h"
#include "node/search/ranking.h"
#include "node/search/understanding.h"

namespace commonplace::search {

namespace {

constexpr int most_per_page = 100;    // SRCH-25
constexpr std::int64_t few_hits = 20;  // SRCH-20: a page; below it a hit may match any word
constexpr std::uint64_t raise_percent = 160;  // SRCH-3
constexpr std::uint64_t points_per_score = 16;
constexpr std::array<std::uint64_t, 4> near_percent = {100, 110, 121, 130};  // by pairs (SRCH-21)
constexpr std::size_t most_kept_hits = 1000;
constexpr std::size_t neighbour_depth = 300;                                 // hits whose positions are looked up

std::uint64_t near_percent_of(int pairs) {
  return near_percent[static_cast<std::size_t>(std::min(pairs, 3))];
}

// What raises a record beside its words, in 1/1024: for each set of values of a column on one segment.
std::vector<std::uint32_t> by_set(const SetColumn& column, const std::vector<std::uint32_t>& by_value) {
  std::vector<std::uint32_t> out(column.set_count(), 1U << merit_bits);
  for (std::uint32_t set = 0; set < column.set_count(); ++set) {
    std::uint32_t best = 0;
    for (const std::uint32_t value : column.set(set)) best = std::max(best, by_value[value]);
    if (best > 0) out[set] = best;
  }
  return out;
}

class Search {
 public:
  // `raised`: filters that a hit may pass or not; it counts more for each that it passes. All must outlive it.
  Search(const State& state, const Query& query, const Filters& raised)
      : state_(state),
        query_(query),
        resolved_(resolve(read_query(query.text, state.languages, state.main_language, query.literal ? nullptr : state.thesaurus.get()),
                          state, query.literal)),
        rules_(read_filters(query.filters, state)),
        raised_(raised),
        raising_(read_filters(raised, state)),
        sort_(resolved_.matches_all && query.sort == Sort::best ? Sort::newest : query.sort) {
    if (sort_ != Sort::best) return;
    merits_ = merits(state.values_of(Column::merit), query.now);
    read_statements();
    for (const auto* factors : {&merits_, &raised_statements_}) {
      std::uint64_t most = 1U << merit_bits;
      for (const std::uint32_t factor : *factors) most = std::max<std::uint64_t>(most, factor);
      most_raise_ = most_raise_ * most >> merit_bits;
    }
  }

  Results run() {
    const std::string key = counts_key();
    const auto known = state_.counts->find(key);
    const bool is_enough = known != nullptr && (known->has_facets || !query_.facets);
    Results results = is_enough ? collect(known->threshold, known.get()) : count_and_collect(key);
    for (auto& correction : resolved_.corrections)
      results.corrections.push_back({.word = std::move(correction.word), .term = std::move(correction.term)});
    results.rarest = words_by_rarity();
    return results;
  }

 private:
  bool is_fair() const { return query_.fair && sort_ == Sort::best && !has_rule("contributor"); }

  bool has_rule(std::string_view name) const {
    return std::any_of(rules_.begin(), rules_.end(), [name](const FilterRule& rule) { return rule.name == name; });
  }

  std::size_t page_begin() const {
    return static_cast<std::size_t>(std::max(query_.page, 1) - 1) * static_cast<std::size_t>(page_size());
  }
  int page_size() const { return std::clamp(query_.per_page, 1, most_per_page); }

  void read_statements() {
    const SharedTable& statements = state_.values_of(Column::statement);
    for (const auto& [statement, percent] : query_.statement_raise) {
      const auto value = statements.find(statement);
      if (!value) continue;
      raised_statements_.resize(statements.size(), 0);
      raised_statements_[*value] = (1U << merit_bits) + static_cast<std::uint32_t>(std::clamp(percent, 0, 100)) * (1U << merit_bits) / 100;
    }
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
    key.append("\n\n").append(std::to_string(static_cast<int>(sort_))).append(" ").append(std::to_string(depth()));
    append_filters(key, raised_);
    key.append("\n\n").append(std::to_string(query_.now / 3600));  // age hardly counts more within an hour
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
    const std::string best_key = known != nullptr ? this->best_key() : std::string();
    if (const auto best = known != nullptr ? state_.best->find(best_key) : nullptr) return with_counts(*best, *known);
    const MatchPlan plan(resolved_, threshold);
    TopHits top(depth(), HitOrder(state_, sort_));
    FacetCounter facets(rules_, state_);
    Results results;
    results.seq = state_.seq;
    for (std::uint32_t part = 0; part < state_.parts.size() && !is_over_; ++part)
      results.total += collect_part(part, plan, top, known == nullptr && query_.facets ? &facets : nullptr, known != nullptr);
    results.partial = is_over_;
    std::vector<Ranked> best = top.take_sorted();
    if (known != nullptr) {
      if (best.size() <= most_kept_hits && !is_over_) state_.best->keep(best_key, std::make_shared<const std::vector<Ranked>>(best));
      return with_counts(std::move(best), *known);
    }
    place(std::move(best), results);
    if (query_.facets) results.facets = facets.take();
    return results;
  }

  Results with_counts(std::vector<Ranked> best, const Counts& known) const {
    Results results;
    results.seq = state_.seq;
    results.total = known.total;
    results.partial = is_over_;
    place(std::move(best), results);
    if (query_.facets) results.facets = known.facets;
    return results;
  }

  // Of the hits that are kept.
  std::size_t depth() const {
    std::size_t wanted = page_begin() + static_cast<std::size_t>(page_size());
    if (is_fair()) wanted = std::max(wanted, fairness_depth);
    if (lifts_neighbours()) wanted = std::max(wanted, neighbour_depth);
    return std::min(static_cast<std::size_t>(state_.size), wanted);
  }

  std::int64_t collect_part(std::uint32_t part, const MatchPlan& plan, TopHits& top, FacetCounter* facets, bool best_only) {
    const Segment& segment = *state_.parts[part].segment;
    const SegmentFilter filter(rules_, segment);
    const SegmentFilter raising(raising_, segment);
    if (sort_ == Sort::best) merit_of_set_ = by_set(segment.column(Column::merit), merits_);
    if (!raised_statements_.empty()) raise_of_set_ = by_set(segment.column(Column::statement), raised_statements_);
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
    const bool can_leave_out = (best_only || is_counted) && sort_ == Sort::best && raising_.empty();
    if (can_leave_out) matching.leave_out_below(least_score(top));
    while (matching.next(matches)) {
      if (!rules_.empty()) keep_passing(filter, matches, facets);
      if (facets != nullptr) facets->count(matches.records);
      if (kept) note(matches.records, kept->matched);
      if (!is_counted) total += static_cast<std::int64_t>(matches.size());
      push_all(matches, segment, part, raising, top);
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
    const std::uint64_t score = top.least() / points_per_score * (1U << merit_bits) / most_raise_;
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

  void push_all(const Matches& matches, const Segment& segment, std::uint32_t part, const SegmentFilter& raising,
                TopHits& top) const {
    const bool score_decides = sort_ == Sort::best && raising_.empty();
    for (std::size_t i = 0; i < matches.size(); ++i) {
      const std::uint32_t record = matches.records[i];
      if (score_decides && most_rank(matches.scores[i]) < top.least()) continue;
      const std::uint64_t own = rank(segment, record, matches.scores[i]);
      const std::uint64_t rank = raised(own, raising, record);
      if (rank < top.least()) continue;
      top.push({.rank = rank, .tie = segment.ties[record], .part = part, .record = record});
    }
  }

  // What else raises a match cannot lift it higher.
  std::uint64_t most_rank(std::uint32_t score) const {
    return std::uint64_t{score} * points_per_score * (most_raise_ + 1) >> merit_bits;
  }

  // The score in fixed point. What share of the query a hit carries is in it already, as each word adds its weight:
  // to count it once more, or to place all that hold every word first, cost 0.01 to 0.02 of NDCG@10 on the judged
  // questions.
  std::uint64_t rank(const Segment& segment, std::uint32_t record, std::uint32_t score) const {
    if (sort_ != Sort::best) return rank_by(sort_, segment, record);
    std::uint64_t points = std::uint64_t{score} * points_per_score;
    points = points * merit_of_set_[segment.column(Column::merit).of_record[record]] >> merit_bits;
    if (!raised_statements_.empty())
      points = points * raise_of_set_[segment.column(Column::statement).of_record[record]] >> merit_bits;
    return points;
  }

  std::uint64_t raised(std::uint64_t rank, const SegmentFilter& raising, std::uint32_t record) const {
    if (raising_.empty() || sort_ != Sort::best) return rank;
    std::uint64_t score = rank;
    const auto passed = raising_.size() - static_cast<std::size_t>(std::popcount(raising.failures(record)));
    for (std::size_t i = 0; i < passed; ++i) score = score * raise_percent / 100;
    return score;
  }

  bool lifts_neighbours() const { return sort_ == Sort::best && !resolved_.neighbours.empty(); }

  // Words that stand near each other in the name or the objectives count more (SRCH-21). Positions are looked up for
  // the first hits only: the same ones on every node, whatever page is asked.
  void lift_neighbours(std::vector<Ranked>& ranked) const {
    const auto end = ranked.begin() + static_cast<std::ptrdiff_t>(std::min(ranked.size(), neighbour_depth));
    std::sort(ranked.begin(), end, [](const Ranked& a, const Ranked& b) {
      return a.part != b.part ? a.part < b.part : a.record < b.record;
    });
    std::optional<WordPositions> positions;
    for (auto hit = ranked.begin(); hit != end; ++hit) {
      const Part& part = state_.parts[hit->part];
      if (hit == ranked.begin() || (hit - 1)->part != hit->part) positions.emplace(resolved_, part, hit->part);
      const int pairs = near_pairs(resolved_, *positions, *part.segment, hit->record);
      hit->rank = hit->rank * near_percent_of(pairs) / 100;
    }
    std::sort(ranked.begin(), end, HitOrder(state_, sort_));
  }

  // Turns, the page, and what was asked to be told of it.
  void place(std::vector<Ranked> ranked, Results& results) const {
    if (lifts_neighbours()) lift_neighbours(ranked);
    std::vector<int> moved(ranked.size(), 0);
    if (is_fair()) {
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
    if (query_.explain && sort_ == Sort::best) explain(page, std::span(moved).subspan(begin), results.hits);
  }

  double score_of(const Ranked& hit) const {
    const std::uint64_t points = sort_ == Sort::best ? hit.rank : 0;
    return static_cast<double>(points) / rank_per_score;
  }

  // Above zero: up.
  static std::vector<int> places_moved(const std::vector<Ranked>& before, const std::vector<Ranked>& after) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, int> places;
    const auto depth = std::min(before.size(), fairness_depth);
    for (std::size_t i = 0; i < depth; ++i) places[{before[i].part, before[i].record}] = static_cast<int>(i);
    std::vector<int> moved(after.size(), 0);
    for (std::size_t i = 0; i < depth; ++i) moved[i] = places[{after[i].part, after[i].record}] - static_cast<int>(i);
    return moved;
  }

  void explain(const std::vector<Ranked>& page, std::span<const int> moved, std::vector<Hit>& hits) const {
    auto words = words_found(resolved_, state_, page);
    for (std::size_t i = 0; i < page.size(); ++i) {
      Why why;
      why.words = std::move(words[i]);
      why.moved = moved[i];
      explain_factors(page[i], why);
      if (page_begin() + i < neighbour_depth) explain_neighbours(page[i], why);
      hits[i].why = std::make_shared<const Why>(std::move(why));
    }
  }

  void explain_neighbours(const Ranked& hit, Why& why) const {
    const Part& part = state_.parts[hit.part];
    WordPositions positions(resolved_, part, hit.part);
    why.near = static_cast<double>(near_percent_of(near_pairs(resolved_, positions, *part.segment, hit.record))) / 100;
  }

  void explain_factors(const Ranked& hit, Why& why) const {
    const Segment& segment = *state_.parts[hit.part].segment;
    for (const auto value : segment.column(Column::merit).values_of(hit.record)) {
      const auto merit = merit_of(state_.values_of(Column::merit).text(value), query_.now);
      why.quality = merit.quality;
      why.freshness = merit.freshness;
    }
    const auto failures = SegmentFilter(raising_, segment).failures(hit.record);
    for (std::size_t i = 0; i < raising_.size(); ++i) {
      if ((failures >> i & 1U) != 0) continue;
      why.soft = why.soft * static_cast<double>(raise_percent) / 100;
      why.soft_parts.push_back(raising_[i].name);
    }
    if (raised_statements_.empty()) return;
    for (const auto value : segment.column(Column::statement).values_of(hit.record)) {
      const double raise = static_cast<double>(raised_statements_[value]) / (1U << merit_bits);
      if (raise <= why.curriculum) continue;
      why.curriculum = raise;
      why.statement = state_.values_of(Column::statement).text(value);
    }
  }

  std::uint32_t contributor_of(const Ranked& hit) const {
    return state_.parts[hit.part].segment->column(Column::contributor).values_of(hit.record).front();
  }

  std::vector<std::uint32_t> contributors_of(const std::vector<Ranked>& ranked) const {
    std::vector<std::uint32_t> contributors;
    for (std::size_t i = 0; i < std::min(ranked.size(), fairness_depth); ++i) contributors.push_back(contributor_of(ranked[i]));
    return contributors;
  }

  std::vector<Exposure> exposures_of(const std::vector<Ranked>& ranked) const {
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

  const State& state_;
  const Query& query_;
  ResolvedQuery resolved_;
  std::vector<FilterRule> rules_;
  const Filters& raised_;
  std::vector<FilterRule> raising_;
  Sort sort_;
  std::vector<std::uint32_t> merits_;             // by value, in 1/1024
  std::vector<std::uint32_t> raised_statements_;  // by value, in 1/1024; empty where none was asked for
  std::vector<std::uint32_t> merit_of_set_;       // of the segment at hand
  std::vector<std::uint32_t> raise_of_set_;
  bool is_over_ = false;                          // no time is left
  std::uint64_t most_raise_ = 1U << merit_bits;  // what the two can do together
};

// SRCH-3: what was read filters while enough is left, else it only raises. The parts that are told least often by
// publishers give way first.
class UnderstandingSearch {
 public:
  UnderstandingSearch(const State& state, const Query& query) : state_(state), query_(query) {
    auto understanding = understand(query.text, query.names, state.home);
    rest_ = std::move(understanding.rest);
    for (auto& part : understanding.parts) {
      if (query.filters.contains(part.as)) continue;  // chosen by hand: then the words are words
      parts_.push_back({.words = std::move(part.words),
                        .as = std::move(part.as),
                        .values = std::move(part.values),
                        .is_preference = part.is_preference,
                        .filters = !part.is_preference,
                        .is_hard = part.is_hard,
                        .shown = std::move(part.shown)});
      raise_.insert(part.raise.begin(), part.raise.end());
    }
    if (parts_.size() != understanding.parts.size()) rest_ = query.text;
  }

  Results run() {
    for (;;) {
      auto results = attempt();
      const auto filters = std::count_if(parts_.begin(), parts_.end(), [](const UnderstoodPart& part) { return part.filters && !part.is_hard; });
      if (filters == 0 || results.total >= enough || results.partial) {
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
    query.statement_raise.insert(raise_.begin(), raise_.end());
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
    for (const std::string_view name : {"time_max", "age", "may", "licence", "language", "level", "contributor", "statement"}) {
      bool found = false;
      for (auto& part : parts_) {
        if (part.as != name || part.is_hard) continue;
        found = found || part.filters;
        part.filters = false;
      }
      if (found) return;
    }
  }

  const State& state_;
  const Query& query_;
  std::string rest_;
  std::vector<UnderstoodPart> parts_;
  std::map<std::string, int> raise_;  // statements that were asked for
};

}  // namespace

Results search(const State& state, const Query& query) {
  if (query.literal) return Search(state, query, {}).run();
  return UnderstandingSearch(state, query).run();
}

}  // namespace commonplace::search
