#include "node/search/holding.h"

#include <algorithm>

#include "node/search/filters.h"

namespace commonplace::search {

namespace {

// False when no set of values of the segment passes the rule: most segments need no look at their records.
bool may_pass(const FilterRule& rule, const Segment& segment) {
  if (rule.most_minutes) return true;
  return std::any_of(rule.columns.begin(), rule.columns.end(), [&](const FilterRule::OnColumn& on) {
    const auto& values = segment.column(on.column).values;
    return std::any_of(values.begin(), values.end(), [&](std::uint32_t value) { return on.passes[value] != 0; });
  });
}

}  // namespace

bool holds(const State& state, const Filters& filters) {
  const auto rules = read_filters(filters, state);
  for (const Part& part : state.parts) {
    const Segment& segment = *part.segment;
    if (!std::all_of(rules.begin(), rules.end(), [&](const FilterRule& rule) { return may_pass(rule, segment); })) continue;
    const SegmentFilter filter(rules, segment);
    for (std::uint32_t record = 0; record < segment.size(); ++record)
      if (part.live->has(record) && filter.failures(record) == 0) return true;
  }
  return false;
}

}  // namespace commonplace::search
