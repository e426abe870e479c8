#include "node/search/reading_parts.h"

#include <algorithm>

#include "node/search/understanding.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::search {

namespace {

bool is_country(std::string_view name) {
  const auto& levels = vocabularies::levels();
  return !name.empty() && std::any_of(levels.begin(), levels.end(), [&](const auto& level) { return level.jurisdiction == name; });
}

// SRCH-3: what was read filters while enough is left, else it only raises. The parts that are told least often by
// publishers give way first.
class ReadingParts {
 public:
  ReadingParts(const State& state, const Query& query, const SearchOnce& search_once) : query_(query), search_once_(search_once) {
    auto understanding = understand(query.text, query.names, is_country(query.teaching) ? query.teaching : state.home);
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
    return search_once_(query, raised);
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

  const Query& query_;
  const SearchOnce& search_once_;
  std::string rest_;
  std::vector<UnderstoodPart> parts_;
  std::map<std::string, int> raise_;  // statements that were asked for
};

}  // namespace

Results search_with_parts(const State& state, const Query& query, const SearchOnce& search_once) {
  return ReadingParts(state, query, search_once).run();
}

}  // namespace commonplace::search
