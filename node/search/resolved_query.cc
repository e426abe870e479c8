#include "node/search/resolved_query.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <optional>
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
constexpr std::size_t shortest_half = 3;      // letters of the halves of a word
constexpr std::size_t longest_divided = 40;
constexpr std::int64_t known_half = 3;        // records

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

class GroupResolver {
 public:
  GroupResolver(const Group& group, const State& state) : asked_(group), state_(state) {
    resolved_.word = group.word;
    resolved_.forms = group.forms;
    resolved_.terms.resize(state.parts.size());
    resolved_.together.resize(state.parts.size());
  }

  void add_typed() {
    for (std::size_t i = 0; i < asked_.forms.size(); ++i) {
      const Form& form = asked_.forms[i];
      if (!form.prefix) {
        add_term(form.term, i);
        continue;
      }
      for (const std::string& term : expand(form.term, state_)) add_term(term, i);
    }
    for (const Together& together : asked_.together) add_together(together);
  }

  void add_form(Form form) {
    resolved_.forms.push_back(std::move(form));
    add_term(resolved_.forms.back().term, resolved_.forms.size() - 1);
  }

  // The records of several words, found once for the query: few queries ask for them.
  void add_together(const Together& together) {
    resolved_.forms.push_back({.term = {}, .weight = together.weight, .prefix = false, .reading = together.reading, .shown = together.shown});
    for (std::size_t i = 0; i < state_.parts.size(); ++i) {
      auto held = records_with_all(together.words, state_.parts[i]);
      held_ += static_cast<std::int64_t>(held.size());
      auto& all = resolved_.together[i];
      for (TogetherPosting& posting : held) {
        posting.impact = static_cast<std::uint8_t>(posting.impact * together.weight / 100);
        posting.form = resolved_.forms.size() - 1;
        if (posting.impact > 0) all.push_back(posting);
      }
      std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.record < b.record; });
    }
  }

  // Of the words as typed and in other spellings; of what they were read as where there are none.
  std::int64_t records() const { return typed_ > 0 ? typed_ : held_; }
  std::int64_t typed() const { return typed_; }
  bool is_held() const { return typed_ + held_ > 0; }

  // Forms may share records, so this is at most the truth: the word counts a little less.
  ResolvedGroup take() {
    resolved_.weight = idf_weight(state_.size, std::min(records(), state_.size));
    resolved_.records = typed_ + held_;
    return std::move(resolved_);
  }

 private:
  void add_term(const std::string& term, std::size_t form) {
    const Form& of = resolved_.forms[form];
    const bool is_typed = of.reading == Reading::typed || of.reading == Reading::guessed || of.reading == Reading::variant;
    for (std::size_t i = 0; i < state_.parts.size(); ++i) {
      const auto found = state_.parts[i].segment->terms.find(term);
      if (!found) continue;
      auto& terms = resolved_.terms[i];
      const auto same = std::find_if(terms.begin(), terms.end(), [&](const auto& known) { return known.term == *found; });
      if (same != terms.end()) {
        if (of.weight > same->weight) *same = {.term = *found, .weight = of.weight, .form = form};
        continue;
      }
      terms.push_back({.term = *found, .weight = of.weight, .form = form});
      (is_typed ? typed_ : held_) += living_records(state_.parts[i], *found);
    }
  }

  // Living records that hold each of the words in some form, with the weakest of their impacts.
  static std::vector<TogetherPosting> records_with_all(const std::vector<std::vector<Form>>& words, const Part& part) {
    std::vector<TogetherPosting> held;
    for (std::size_t i = 0; i < words.size(); ++i) {
      std::vector<TogetherPosting> of_word = records_with(words[i], part);
      if (i == 0) {
        held = std::move(of_word);
        continue;
      }
      std::vector<TogetherPosting> both;
      auto at = of_word.begin();
      for (const TogetherPosting& posting : held) {
        while (at != of_word.end() && at->record < posting.record) ++at;
        if (at == of_word.end()) break;
        if (at->record == posting.record) both.push_back({.record = posting.record, .impact = std::min(at->impact, posting.impact)});
      }
      held = std::move(both);
    }
    return held;
  }

  static std::vector<TogetherPosting> records_with(const std::vector<Form>& forms, const Part& part) {
    std::vector<TogetherPosting> held;
    for (const Form& form : forms) {
      const auto term = form.prefix ? std::nullopt : part.segment->terms.find(form.term);
      if (!term) continue;
      const std::size_t before = held.size();
      for (PostingCursor at = part.segment->cursor(*term); !at.done(); at.next())
        if (part.live->has(at.record())) held.push_back({.record = at.record(), .impact = at.impact()});
      std::inplace_merge(held.begin(), held.begin() + static_cast<std::ptrdiff_t>(before), held.end(),
                         [](const auto& a, const auto& b) { return a.record != b.record ? a.record < b.record : a.impact > b.impact; });
    }
    held.erase(std::unique(held.begin(), held.end(), [](const auto& a, const auto& b) { return a.record == b.record; }), held.end());
    return held;
  }

  const Group& asked_;
  const State& state_;
  ResolvedGroup resolved_;
  std::int64_t typed_ = 0;
  std::int64_t held_ = 0;  // by synonyms and corrections
};

std::int64_t records_of(const std::vector<Form>& forms, const State& state) {
  std::int64_t records = 0;
  for (const Form& form : forms) {
    if (form.prefix || form.reading != Reading::typed) continue;
    for (const Part& part : state.parts)
      if (const auto term = part.segment->terms.find(form.term)) records += living_records(part, *term);
  }
  return records;
}

// "watercolour" as "water" and "colour": the division whose rarer half stands in most records.
std::optional<Together> divided(const std::string& word, const State& state) {
  std::optional<Together> best;
  std::int64_t most = known_half - 1;
  if (word.size() < 2 * shortest_half || word.size() > longest_divided) return best;
  for (std::size_t at = shortest_half; at + shortest_half <= word.size(); ++at) {
    if ((static_cast<unsigned char>(word[at]) & 0xC0) == 0x80) continue;
    std::vector<std::vector<Form>> halves = {query_forms(word.substr(0, at), state.languages),
                                             query_forms(word.substr(at), state.languages)};
    const auto records = std::min(records_of(halves.front(), state), records_of(halves.back(), state));
    if (records <= most) continue;
    most = records;
    best = Together{.words = std::move(halves), .weight = one_error_weight, .reading = Reading::corrected,
                    .shown = word.substr(0, at) + " " + word.substr(at)};
  }
  return best;
}

// Adds what may have been meant.
void correct(const Group& group, const State& state, GroupResolver& resolver, ResolvedQuery& query) {
  const auto typed = std::find_if(group.forms.begin(), group.forms.end(), [](const Form& form) { return !form.prefix; });
  if (typed == group.forms.end()) return;
  const auto near = neighbours(typed->term, resolver.typed(), state);
  if (near.empty() || near.front().distance > 1) {
    const auto halves = resolver.typed() == 0 ? divided(group.word, state) : std::nullopt;
    if (halves) {
      resolver.add_together(*halves);
      if (!resolver.is_held()) return;
      query.corrections.push_back({.word = group.word, .term = halves->shown});
      return;
    }
  }
  if (near.empty()) return;
  for (const Neighbour& neighbour : near)
    resolver.add_form({.term = neighbour.term, .weight = neighbour.distance == 1 ? one_error_weight : two_errors_weight,
                       .prefix = false, .reading = Reading::corrected, .shown = {}});
  query.corrections.push_back({.word = group.word, .term = near.front().term});
}

bool may_join(const Group& group) {
  return group.unit == 0;
}

// "water colour" is also found as "watercolour": neighbours as one word, where the dictionary has it.
void add_joined(const std::vector<Group>& groups, std::size_t i, const State& state, GroupResolver& resolver) {
  const auto add = [&](const Group& first, const Group& second) {
    if (!may_join(first) || !may_join(second)) return;
    for (Form& form : query_forms(first.word + second.word, state.languages)) {
      if (form.prefix || form.reading != Reading::typed) continue;
      resolver.add_form({.term = form.term, .weight = one_error_weight, .prefix = false, .reading = Reading::variant,
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

ResolvedQuery resolve(const std::vector<Group>& groups, const State& state, bool literal) {
  ResolvedQuery query;
  query.matches_all = true;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const std::uint32_t bit = std::uint32_t{1} << i;
    GroupResolver resolver(groups[i], state);
    resolver.add_typed();
    if (!literal && may_join(groups[i])) {
      add_joined(groups, i, state, resolver);
      if (!resolver.is_held() || resolver.typed() > 0) correct(groups[i], state, resolver, query);
    }
    const bool is_held = resolver.is_held();
    query.groups.push_back(resolver.take());
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
