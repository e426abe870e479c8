#include "node/search/correcting.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "node/search/spelling.h"

namespace commonplace::search {

namespace {

constexpr int one_error_weight = 85;  // percent (SRCH-22)
constexpr int two_errors_weight = 70;
constexpr std::size_t shortest_half = 3;         // letters of the halves of a word
constexpr std::size_t shortest_sure_half = 4;    // where a similar word may be meant as well
constexpr std::size_t longest_divided = 40;
constexpr std::int64_t known_half = 3;           // records

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
std::optional<Together> divided(const std::string& word, std::size_t shortest, const State& state) {
  std::optional<Together> best;
  std::int64_t most = known_half - 1;
  if (word.size() < 2 * shortest || word.size() > longest_divided) return best;
  for (std::size_t at = shortest; at + shortest <= word.size(); ++at) {
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

// The other words of a query, for judging what a misspelt one was meant to be.
class WordsBeside {
 public:
  WordsBeside(const std::vector<GroupResolver>& all, std::size_t but, const State& state) : state_(state) {
    for (std::size_t i = 0; i < all.size(); ++i)
      if (i != but && !all[i].asked().excluded && all[i].typed() > 0) others_.push_back(&all[i]);
  }

  // Sum over the other words of ln(how often both stand together / how often by chance).
  double lift(const std::string& term, std::int64_t records) const {
    double sum = 0;
    for (const GroupResolver* other : others_) {
      const double share = static_cast<double>(std::min(other->typed(), state_.size)) / static_cast<double>(std::max<std::int64_t>(state_.size, 1));
      const auto both = together(term, records, other->so_far());
      if (!both) continue;
      const double expected = share * (static_cast<double>(records) + prior);
      sum += std::clamp(std::log((static_cast<double>(*both) + share * prior) / expected), -most_lift, most_lift);
    }
    return sum;
  }

 private:
  static constexpr double most_lift = 4;
  static constexpr double prior = 4;  // records in which words that nobody saw together stand as by chance
  static constexpr std::int64_t most_walked = 20'000;  // postings: words that stand nearly everywhere tell nothing

  // How many records hold both; nothing when that is too much work.
  std::optional<std::int64_t> together(const std::string& term, std::int64_t records, const ResolvedGroup& other) const {
    if (records > most_walked) return std::nullopt;
    std::int64_t both = 0;
    for (std::size_t i = 0; i < state_.parts.size(); ++i) {
      const Part& part = state_.parts[i];
      const auto id = part.segment->terms.find(term);
      if (!id) continue;
      std::vector<PostingCursor> cursors;
      for (const ResolvedTerm& of : other.terms[i]) cursors.push_back(part.segment->cursor(of.term));
      for (PostingCursor at = part.segment->cursor(*id); !at.done(); at.next())
        both += part.live->has(at.record()) && stands_in(at.record(), cursors) ? 1 : 0;
    }
    return both;
  }

  static bool stands_in(std::uint32_t record, std::vector<PostingCursor>& cursors) {
    return std::any_of(cursors.begin(), cursors.end(), [&](PostingCursor& cursor) {
      cursor.seek(record);
      return !cursor.done() && cursor.record() == record;
    });
  }

  const State& state_;
  std::vector<const GroupResolver*> others_;
};

}  // namespace

void correct(std::vector<GroupResolver>& words, std::size_t at, const State& state, ResolvedQuery& query) {
  GroupResolver& word = words[at];
  const Group& group = word.asked();
  const auto typed = std::find_if(group.forms.begin(), group.forms.end(), [](const Form& form) { return !form.prefix; });
  if (typed == group.forms.end()) return;
  const WordsBeside others(words, at, state);
  const auto near = neighbours(group.word, typed->term, word.typed(), state,
                               [&](const std::string& term, std::int64_t records) { return others.lift(term, records); });
  if (near.empty() || near.front().distance > 1) {
    const auto shortest = near.empty() ? shortest_half : shortest_sure_half;
    if (const auto halves = word.typed() == 0 ? divided(group.word, shortest, state) : std::nullopt) {
      word.add_together(*halves);
      if (word.is_held()) query.corrections.push_back({.word = group.word, .term = halves->shown});
      return;
    }
  }
  if (near.empty()) return;
  for (const Neighbour& neighbour : near)
    word.add_form({.term = neighbour.term, .weight = neighbour.distance == 1 ? one_error_weight : two_errors_weight,
                   .prefix = false, .reading = Reading::corrected, .shown = neighbour.word});
  query.corrections.push_back({.word = group.word, .term = near.front().term});
}

}  // namespace commonplace::search
