#include "node/search/group_resolver.h"

#include <algorithm>
#include <map>

namespace commonplace::search {

namespace {

constexpr std::size_t most_expansions = 1000;  // of one prefix (SRCH-57)

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

std::vector<TogetherPosting> records_with(const std::vector<Form>& forms, const Part& part) {
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

// Living records that hold each of the words in some form, with the weakest of their impacts.
std::vector<TogetherPosting> records_with_all(const std::vector<std::vector<Form>>& words, const Part& part) {
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

}  // namespace

GroupResolver::GroupResolver(const Group& group, const State& state) : asked_(group), state_(state) {
  resolved_.word = group.word;
  resolved_.forms = group.forms;
  resolved_.terms.resize(state.parts.size());
  resolved_.together.resize(state.parts.size());
}

void GroupResolver::add_typed() {
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

void GroupResolver::add_form(Form form) {
  resolved_.forms.push_back(std::move(form));
  add_term(resolved_.forms.back().term, resolved_.forms.size() - 1);
}

void GroupResolver::add_together(const Together& together) {
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

// Forms may share records, so this is at most the truth: the word counts a little less.
ResolvedGroup GroupResolver::take(std::uint32_t percent) {
  const std::uint32_t weight = idf_weight(state_.size, std::min(records(), state_.size));
  resolved_.weight = std::max<std::uint32_t>(1, weight * percent / 100);
  resolved_.records = typed_ + held_;
  return std::move(resolved_);
}

void GroupResolver::add_term(const std::string& term, std::size_t form) {
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

}  // namespace commonplace::search
