#include "node/search/resolved_query.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <string>

#include "node/search/spelling.h"

namespace commonplace::search {

namespace {

constexpr std::size_t most_expansions = 1000;      // of one prefix (SRCH-57)
constexpr std::size_t few_words = 4;               // SRCH-20
constexpr std::uint64_t few_words_threshold = 60;  // percent (SRCH-20)
constexpr std::uint64_t many_words_threshold = 45;
constexpr int one_error_weight = 85;   // percent (SRCH-22)
constexpr int two_errors_weight = 70;

// Terms with the prefix over all parts; when there are too many, those in most records (then by their bytes).
std::vector<std::string> expand(const std::string& prefix, const State& state) {
  std::map<std::string_view, std::int64_t> records;
  for (const Part& part : state.parts) {
    const auto [begin, end] = part.segment->terms.with_prefix(prefix);
    for (std::uint32_t term = begin; term < end; ++term) {
      records[part.segment->terms.term(term)] += part.segment->cursor(term).left();
    }
  }
  std::vector<std::pair<std::int64_t, std::string_view>> order;
  for (const auto& [term, count] : records) order.emplace_back(-count, term);
  const std::size_t kept = std::min(order.size(), most_expansions);
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end());
  std::vector<std::string> terms;
  for (std::size_t i = 0; i < kept; ++i) terms.emplace_back(order[i].second);
  return terms;
}

void add_term(ResolvedGroup& group, const std::string& term, int weight, const State& state, std::int64_t& records) {
  for (std::size_t i = 0; i < state.parts.size(); ++i) {
    const auto found = state.parts[i].segment->terms.find(term);
    if (!found) continue;
    auto& terms = group.terms[i];
    const auto same = std::find_if(terms.begin(), terms.end(), [&](const auto& known) { return known.term == *found; });
    if (same != terms.end()) {
      same->weight = std::max(same->weight, weight);
      continue;
    }
    terms.push_back({.term = *found, .weight = weight});
    records += living_records(state.parts[i], *found);
  }
}

ResolvedGroup resolve_group(const Group& group, const State& state, std::int64_t& records) {
  ResolvedGroup resolved;
  resolved.terms.resize(state.parts.size());
  for (const Form& form : group.forms) {
    if (!form.prefix) {
      add_term(resolved, form.term, form.weight, state, records);
      continue;
    }
    for (const std::string& term : expand(form.term, state)) add_term(resolved, term, form.weight, state, records);
  }
  // Forms may share records, so this is at most the truth: the word counts a little less.
  resolved.weight = idf_weight(state.size, std::min(records, state.size));
  return resolved;
}

// Adds what may have been meant to the last group of the query.
void correct(const Group& group, const State& state, std::int64_t& records, ResolvedQuery& query) {
  const auto typed = std::find_if(group.forms.begin(), group.forms.end(), [](const Form& form) { return !form.prefix; });
  if (typed == group.forms.end()) return;
  const auto near = neighbours(typed->term, records, state);
  if (near.empty()) return;
  ResolvedGroup& resolved = query.groups.back();
  for (const Neighbour& neighbour : near)
    add_term(resolved, neighbour.term, neighbour.distance == 1 ? one_error_weight : two_errors_weight, state, records);
  resolved.weight = idf_weight(state.size, std::min(records, state.size));
  query.corrections.push_back({.word = group.word, .term = near.front().term});
}

}  // namespace

std::uint32_t living_records(const Part& part, std::uint32_t term) {
  PostingCursor at = part.segment->cursor(term);
  if (part.is_whole()) return at.left();
  std::uint32_t count = 0;
  for (; !at.done(); at.next()) count += part.live->has(at.record()) ? 1 : 0;
  return count;
}

std::uint32_t idf_weight(std::int64_t records, std::int64_t records_with_term) {
  const double n = static_cast<double>(records);
  const double df = static_cast<double>(records_with_term);
  return static_cast<std::uint32_t>(std::max(1L, std::lround(1024.0 * std::log(1.0 + (n - df + 0.5) / (df + 0.5)))));
}

std::uint64_t ResolvedQuery::weight_of(std::uint32_t mask) const {
  std::uint64_t weight = 0;
  for (mask &= scoring; mask != 0; mask &= mask - 1) {
    weight += groups[static_cast<std::size_t>(std::countr_zero(mask))].weight;
  }
  return weight;
}

bool ResolvedQuery::accepts(std::uint32_t mask) const {
  if ((mask & required) != required) return false;
  if (!matches_all && (mask & scoring) == 0) return false;
  return std::none_of(exclusions.begin(), exclusions.end(),
                      [mask](std::uint32_t unit) { return (mask & unit) == unit; });
}

std::uint64_t ResolvedQuery::threshold() const {
  return static_cast<std::size_t>(std::popcount(scoring)) <= few_words ? few_words_threshold : many_words_threshold;
}

ResolvedQuery resolve(const std::vector<Group>& groups, const State& state, bool literal) {
  ResolvedQuery query;
  std::map<std::uint32_t, std::uint32_t> excluded_units;
  query.matches_all = true;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::uint32_t bit = std::uint32_t{1} << i;
    std::int64_t records = 0;
    query.groups.push_back(resolve_group(groups[i], state, records));
    if (!literal && !groups[i].required && !groups[i].excluded) correct(groups[i], state, records, query);
    if (groups[i].excluded) {
      excluded_units[groups[i].unit] |= bit;
      continue;
    }
    query.matches_all = false;
    if (groups[i].required) query.required |= bit;
    if (records == 0) continue;
    query.scoring |= bit;
    query.total_weight += query.groups.back().weight;
  }
  for (const auto& [unit, bits] : excluded_units) query.exclusions.push_back(bits);
  return query;
}

}  // namespace commonplace::search
