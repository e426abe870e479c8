#include "node/search/explaining.h"

#include <algorithm>

namespace commonplace::search {

namespace {

// rank_per_score of ranking.h without the places that a rank keeps for its factors.
constexpr double impact_unit = 1024.0 * 255.0;

FoundAs found_as(Reading reading) {
  switch (reading) {
    case Reading::typed: return FoundAs::typed;
    case Reading::guessed: return FoundAs::guessed;
    case Reading::variant: return FoundAs::variant;
    case Reading::synonym: return FoundAs::synonym;
    case Reading::corrected: return FoundAs::corrected;
    case Reading::related: return FoundAs::related;
  }
  return FoundAs::typed;
}

// A hit of one part: its record, and which of the hits it is.
struct Sought {
  std::uint32_t record;
  std::size_t hit;
};

struct Best {
  std::uint8_t impact = 0;
  std::string form;
  FoundAs as = FoundAs::typed;
};

// The best form of one word of the query in each of the hits.
class GroupInHits {
 public:
  GroupInHits(const ResolvedGroup& group, std::size_t hits) : group_(group), best_(hits) {}

  void look(const Part& part, std::size_t number, const std::vector<Sought>& sought) {
    for (const ResolvedTerm& term : group_.terms[number]) {
      auto next = sought.begin();
      for (PostingCursor at = part.segment->cursor(term.term); !at.done() && next != sought.end(); at.next()) {
        while (next != sought.end() && next->record < at.record()) ++next;
        if (next == sought.end() || next->record != at.record()) continue;
        const auto impact = static_cast<std::uint8_t>(at.impact() * term.weight / 100);
        note(next->hit, impact, term.form, part.segment->terms.term(term.term));
      }
    }
    for (const TogetherPosting& posting : group_.together[number])
      for (const Sought& one : sought)
        if (one.record == posting.record) note(one.hit, posting.impact, posting.form, {});
  }

  void tell(std::vector<std::vector<WordFound>>& out) const {
    for (std::size_t i = 0; i < best_.size(); ++i) {
      if (best_[i].impact == 0) continue;
      out[i].push_back({.word = group_.word, .form = best_[i].form, .as = best_[i].as,
                        .part = static_cast<double>(group_.weight) * best_[i].impact / impact_unit});
    }
  }

 private:
  void note(std::size_t hit, std::uint8_t impact, std::size_t form, std::string_view term) {
    Best& best = best_[hit];
    if (impact <= best.impact) return;
    const Form& of = group_.forms[form];
    if (!term.empty() && term.front() == unstemmed_mark) term.remove_prefix(1);
    best = {.impact = impact, .form = of.shown.empty() ? std::string(term) : of.shown, .as = found_as(of.reading)};
  }

  const ResolvedGroup& group_;
  std::vector<Best> best_;
};

}  // namespace

std::vector<std::vector<WordFound>> words_found(const ResolvedQuery& query, const State& state, const std::vector<Ranked>& hits) {
  std::vector<std::vector<WordFound>> out(hits.size());
  std::vector<std::vector<Sought>> by_part(state.parts.size());
  for (std::size_t i = 0; i < hits.size(); ++i) by_part[hits[i].part].push_back({.record = hits[i].record, .hit = i});
  for (auto& sought : by_part)
    std::sort(sought.begin(), sought.end(), [](const Sought& a, const Sought& b) { return a.record < b.record; });
  for (std::size_t i = 0; i < query.groups.size(); ++i) {
    if ((query.scoring >> i & 1U) == 0) continue;
    GroupInHits group(query.groups[i], hits.size());
    for (std::size_t part = 0; part < by_part.size(); ++part)
      if (!by_part[part].empty()) group.look(state.parts[part], part, by_part[part]);
    group.tell(out);
  }
  return out;
}

}  // namespace commonplace::search
