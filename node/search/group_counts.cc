// Records with the same statements share one set in the column: the records are counted by set, and each set is spread
// over its groups once.
#include "node/search/group_counts.h"

#include <span>
#include <unordered_map>
#include <utility>

#include "node/search/filters.h"

namespace commonplace::search {
namespace {

using GroupsOfValue = std::unordered_map<std::uint32_t, const std::vector<std::uint32_t>*>;

GroupsOfValue by_value(const State& state, const StatementGroups& groups) {
  GroupsOfValue known;
  const SharedTable& values = state.values_of(Column::statement);
  for (const auto& [statement, members] : groups.of_statement)
    if (const auto value = values.find(statement)) known.emplace(*value, &members);
  return known;
}

std::vector<std::uint32_t> records_by_set(const Part& part, const std::vector<FilterRule>& rules) {
  const SetColumn& column = part.segment->column(Column::statement);
  const SegmentFilter filter(rules, *part.segment);
  std::vector<std::uint32_t> counts(column.set_count(), 0);
  for (std::uint32_t record = 0; record < part.segment->size(); ++record)
    if (part.live->has(record) && (rules.empty() || filter.failures(record) == 0)) ++counts[column.of_record[record]];
  return counts;
}

// Marks which groups a set has been counted in already.
class Spreading {
 public:
  explicit Spreading(std::size_t groups) : counts_(groups, 0), marks_(groups, 0) {}

  void add(std::span<const std::uint32_t> set, std::uint32_t records, const GroupsOfValue& known) {
    ++mark_;
    for (const std::uint32_t value : set) {
      const auto found = known.find(value);
      if (found == known.end()) continue;
      for (const std::uint32_t group : *found->second)
        if (std::exchange(marks_[group], mark_) != mark_) counts_[group] += records;
    }
  }

  std::vector<std::int64_t> take() { return std::move(counts_); }

 private:
  std::vector<std::int64_t> counts_;
  std::vector<std::uint64_t> marks_;
  std::uint64_t mark_ = 0;
};

}  // namespace

std::vector<std::int64_t> count_groups(const State& state, const Filters& filters, const StatementGroups& groups) {
  const auto rules = read_filters(filters, state);
  const auto known = by_value(state, groups);
  Spreading spreading(groups.count);
  for (const Part& part : state.parts) {
    const auto counts = records_by_set(part, rules);
    const SetColumn& column = part.segment->column(Column::statement);
    for (std::uint32_t set = 0; set < column.set_count(); ++set)
      if (counts[set] > 0) spreading.add(column.set(set), counts[set], known);
  }
  return spreading.take();
}

}  // namespace commonplace::search
