#include "node/search/resolved_query.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

#include "node/search/correcting.h"
#include "node/search/group_resolver.h"
#include "node/search/word_family.h"

namespace commonplace::search {

namespace {

constexpr std::size_t few_words = 4;               // SRCH-20
constexpr std::uint64_t few_words_threshold = 60;  // percent (SRCH-20)
constexpr std::uint64_t many_words_threshold = 45;
constexpr int joined_weight = 85;                  // percent: as one error (SRCH-22)
constexpr std::uint32_t filler_percent = 30;       // of the weight of a word that says little

bool may_join(const Group& group) {
  return group.unit == 0;
}

// "water colour" is also found as "watercolour": neighbours as one word, where the dictionary has it.
void add_joined(const std::vector<Group>& groups, std::size_t i, const State& state, GroupResolver& resolver) {
  const auto add = [&](const Group& first, const Group& second) {
    if (!may_join(first) || !may_join(second)) return;
    for (Form& form : query_forms(first.word + second.word, state.languages)) {
      if (form.prefix || form.reading != Reading::typed) continue;
      resolver.add_form({.term = form.term, .weight = joined_weight, .prefix = false, .reading = Reading::variant,
                         .shown = first.word + second.word});
    }
  };
  if (i > 0) add(groups[i - 1], groups[i]);
  if (i + 1 < groups.size()) add(groups[i], groups[i + 1]);
}

}  // namespace

std::uint32_t living_records(const Part& part, std::uint32_t term) {
  PostingCursor at = part.segment->cursor(term);
  if (part.is_whole()) return at.left();
  std::uint32_t count = 0;
  constexpr std::uint32_t few_dead = 16;  // postings for each: then they are looked up
  const std::uint32_t size = part.segment->size();
  if ((size - part.live->count) * few_dead < at.left()) {
    count = at.left();
    for (std::uint32_t word = 0; word * 64 < size; ++word) {
      std::uint64_t dead = ~part.live->bits[word];
      if (size - word * 64 < 64) dead &= (std::uint64_t{1} << (size - word * 64)) - 1;
      for (; dead != 0; dead &= dead - 1) {
        const std::uint32_t record = word * 64 + static_cast<std::uint32_t>(std::countr_zero(dead));
        at.seek(record);
        if (!at.done() && at.record() == record) --count;
      }
    }
    return count;
  }
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

std::uint32_t PhraseCheck::length() const {
  std::uint32_t most = 0;
  for (const Place& word : words) most = std::max(most, word.offset + 1);
  return most;
}

namespace {

void add_to_check(PhraseCheck& check, const Group& group, std::size_t i) {
  check.in_name = group.in_name;
  check.excluded = group.excluded;
  check.groups |= std::uint32_t{1} << i;
  for (const std::uint32_t offset : group.offsets) check.words.push_back({.group = i, .offset = offset});
}

void add_checks(const std::vector<Group>& groups, ResolvedQuery& query) {
  std::map<std::uint32_t, PhraseCheck> units;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].unit != 0) add_to_check(units[groups[i].unit], groups[i], i);
  }
  for (auto& [unit, check] : units) {
    if (check.words.size() > 1 || check.in_name) {
      query.checks.push_back(std::move(check));
    } else if (check.excluded) {
      query.exclusions.push_back(check.groups);
    }
  }
}

void add_neighbours(const std::vector<Group>& groups, ResolvedQuery& query) {
  const auto counts = [&](std::size_t i) { return groups[i].unit == 0 && (query.scoring >> i & 1U) != 0; };
  for (std::size_t i = 1; i < groups.size(); ++i) {
    if (counts(i - 1) && counts(i)) query.neighbours.emplace_back(i - 1, i);
  }
}

}  // namespace

namespace {

// Words that say little count little beside others (SRCH-14).
std::uint32_t percent_of(const Group& group, const std::vector<Group>& all) {
  const bool stands_alone = std::all_of(all.begin(), all.end(), [](const Group& one) { return one.filler || one.excluded; });
  return group.filler && !stands_alone ? filler_percent : 100;
}

void read_otherwise(std::vector<GroupResolver>& words, std::size_t at, const State& state, ResolvedQuery& query) {
  GroupResolver& word = words[at];
  if (!may_join(word.asked())) return;
  if (!word.is_held() || word.typed() > 0) correct(words, at, state, query);
  add_family(word, state);
}

}  // namespace

ResolvedQuery resolve(const std::vector<Group>& groups, const State& state, bool literal) {
  ResolvedQuery query;
  query.matches_all = true;
  std::vector<GroupResolver> words;
  words.reserve(groups.size());
  for (std::size_t i = 0; i < groups.size(); ++i) {
    words.emplace_back(groups[i], state).add_typed();
    if (!literal && may_join(groups[i])) add_joined(groups, i, state, words.back());
  }
  for (std::size_t i = 0; i < groups.size() && !literal; ++i) read_otherwise(words, i, state, query);
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::uint32_t bit = std::uint32_t{1} << i;
    const bool is_held = words[i].is_held();
    query.groups.push_back(words[i].take(percent_of(groups[i], groups)));
    if (groups[i].excluded) {
      query.excluded |= bit;
      continue;
    }
    query.matches_all = false;
    if (groups[i].required) query.required |= bit;
    if (!is_held) continue;
    query.scoring |= bit;
    query.total_weight += query.groups.back().weight;
  }
  add_checks(groups, query);
  add_neighbours(groups, query);
  return query;
}

}  // namespace commonplace::search
