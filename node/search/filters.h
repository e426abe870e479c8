// Filters and facets over columns (SRCH-23, 24; CONTRACT §4.1): which records pass, and how many there are of each
// value.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "node/search/index.h"
#include "node/search/state.h"

namespace commonplace::search {

// One active filter: the values of one or two columns that pass, or a longest time.
struct FilterRule {
  std::string name;
  struct OnColumn {
    Column column;
    std::vector<char> passes;  // by value number
  };
  std::vector<OnColumn> columns;
  std::optional<std::uint16_t> most_minutes;
  std::vector<std::string> chosen;  // values of the filter that the index knows, as it writes them; sorted
};

// One rule for each filter that has values. A value or a name that is not known passes nothing.
std::vector<FilterRule> read_filters(const Filters& filters, const State& state);

// The rules on one segment.
class SegmentFilter {
 public:
  SegmentFilter(const std::vector<FilterRule>& rules, const Segment& segment);
  // A bit for each rule that the record fails.
  std::uint32_t failures(std::uint32_t record) const;
  // The same for each of `records`.
  void failures(std::span<const std::uint32_t> records, std::vector<std::uint32_t>& failed) const;

 private:
  struct OnSets {
    const PackedNumbers* set_of_record;
    std::vector<char> passes;           // by set
    const SetColumn* column;            // set where each record has a set of its own; then
    const std::vector<char>* values;    // says which values pass
    bool pass(std::uint32_t record) const;
  };
  struct Rule {
    std::vector<OnSets> columns;
    std::optional<std::uint16_t> most_minutes;
  };
  bool rule_fails(const Rule& rule, std::uint32_t record) const;

  const Segment& segment_;
  std::vector<Rule> rules_;
};

// Counts hits by value, segment by segment. A record that fails one rule only is counted in the facet of that rule,
// so that alternatives can be seen.
class FacetCounter {
 public:
  FacetCounter(const std::vector<FilterRule>& rules, const State& state);
  ~FacetCounter();

  // `keeping`: for kept().
  void begin(const Segment& segment, bool keeping = false);
  // Records that pass every rule, ascending.
  void count(std::span<const std::uint32_t> records);
  // Records that fail the rule of that place in the list, and no other.
  void count_failing_only(std::size_t rule, std::span<const std::uint32_t> records);
  // What was counted since begin().
  SegmentCounts kept();
  // Counts what was kept of the segment, but for the records that are `gone` since.
  void count_kept(const SegmentCounts& kept, std::span<const std::uint32_t> gone);
  void end();  // of the segment
  std::map<std::string, std::vector<FacetCount>> take();

 private:
  struct Facet;
  void count(Facet& facet, std::span<const std::uint32_t> records);
  void count_values(Facet& facet, std::span<const std::uint32_t> records);
  bool counts_sets(const Facet& facet, std::size_t records) const;
  std::size_t minutes_row(std::uint32_t record) const;
  void count_minutes(std::span<const std::uint32_t> records);
  static void join_lanes(Facet& facet);
  void spread(Facet& facet);
  void spread_levels(Facet& facet);
  std::vector<std::pair<std::int64_t, std::uint32_t>> first_rows(const Facet& facet) const;
  std::vector<FacetCount> rows(const Facet& facet) const;
  std::vector<FacetCount> time_rows() const;
  const FilterRule* rule_of(std::string_view filter) const;

  const std::vector<FilterRule>& rules_;
  const State& state_;
  const Segment* segment_ = nullptr;
  std::vector<Facet> facets_;
  std::vector<std::int64_t> by_minutes_;  // per bucket, not yet summed
  bool is_keeping_ = false;
  SegmentCounts before_;  // what values and minutes had at begin()
  std::vector<std::int64_t> facet_of_rule_;
};

}  // namespace commonplace::search
