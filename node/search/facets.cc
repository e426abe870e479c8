// FacetCounter of filters.h.
#include <algorithm>
#include <bit>

#include "node/search/filters.h"

namespace commonplace::search {

namespace {

struct FacetName {
  std::string_view name;
  std::string_view filter;  // whose selection its counts ignore
  Column column;
  std::size_t most_rows;
};
constexpr std::size_t many_rows = 1000;
constexpr std::array<FacetName, 10> facet_names = {{{"type", "type", Column::type, many_rows},
                                                    {"subject", "subject", Column::subject, many_rows},
                                                    {"level", "level", Column::level, many_rows},
                                                    {"may", "may", Column::may, many_rows},
                                                    {"licence", "licence", Column::licence, many_rows},
                                                    {"contributor", "contributor", Column::contributor, many_rows},
                                                    {"language", "language", Column::language, many_rows},
                                                    {"framework", "framework", Column::framework, many_rows},
                                                    {"origin", "origin", Column::origin, many_rows},
                                                    {"statement", "statement", Column::statement, 50}}};
// A time row counts the records that its filter would find: 30 includes those of 15 minutes.
constexpr std::array<std::uint16_t, 4> time_buckets = {15, 30, 60, 120};
constexpr std::int64_t time_facet = -2;
constexpr std::int64_t no_facet = -1;

bool is_chosen(const FilterRule* rule, std::string_view value) {
  return rule != nullptr && std::binary_search(rule->chosen.begin(), rule->chosen.end(), value);
}

bool more_frequent(const FacetCount& a, const FacetCount& b) {
  return a.count != b.count ? a.count > b.count : a.value < b.value;
}

}  // namespace

struct FacetCounter::Facet {
  const FacetName* name = nullptr;
  std::vector<std::int64_t> by_value;  // over all segments
  std::vector<std::uint32_t> by_set;   // in this segment
  const std::uint32_t* set_of_record = nullptr;
};

FacetCounter::FacetCounter(const std::vector<FilterRule>& rules, const State& state)
    : rules_(rules), state_(state), by_minutes_(time_buckets.size() + 1, 0) {
  for (const FacetName& name : facet_names) {
    Facet facet;
    facet.name = &name;
    facet.by_value.assign(state.values_of(name.column).size(), 0);
    facets_.push_back(std::move(facet));
  }
  for (const FilterRule& rule : rules) {
    const auto facet = std::find_if(facet_names.begin(), facet_names.end(),
                                    [&](const FacetName& name) { return name.filter == rule.name; });
    facet_of_rule_.push_back(rule.name == "time_max"      ? time_facet
                             : facet == facet_names.end() ? no_facet
                                                          : facet - facet_names.begin());
  }
}

FacetCounter::~FacetCounter() = default;

void FacetCounter::begin(const Segment& segment) {
  segment_ = &segment;
  for (Facet& facet : facets_) {
    const SetColumn& column = segment.column(facet.name->column);
    facet.by_set.assign(column.set_count(), 0);
    facet.set_of_record = column.of_record.data();
  }
}

void FacetCounter::count_one(Facet& facet, std::uint32_t record) {
  ++facet.by_set[facet.set_of_record[record]];
}

void FacetCounter::count(std::uint32_t record, std::uint32_t failures) {
  const auto count_time = [&] {
    const auto bucket = std::lower_bound(time_buckets.begin(), time_buckets.end(), segment_->minutes[record]);
    ++by_minutes_[static_cast<std::size_t>(bucket - time_buckets.begin())];
  };
  if (failures == 0) {
    for (Facet& facet : facets_) count_one(facet, record);
    count_time();
    return;
  }
  if ((failures & (failures - 1)) != 0) return;
  const std::int64_t facet = facet_of_rule_[static_cast<std::size_t>(std::countr_zero(failures))];
  if (facet >= 0) count_one(facets_[static_cast<std::size_t>(facet)], record);
  if (facet == time_facet) count_time();
}

void FacetCounter::end() {
  for (Facet& facet : facets_) {
    if (facet.name->column == Column::level) {
      spread_levels(facet);
    } else {
      spread(facet);
    }
  }
}

void FacetCounter::spread(Facet& facet) {
  const SetColumn& column = segment_->column(facet.name->column);
  for (std::uint32_t set = 0; set < column.set_count(); ++set) {
    if (facet.by_set[set] == 0) continue;
    for (std::uint32_t value : column.set(set)) facet.by_value[value] += facet.by_set[set];
  }
}

// A level counts the records that choosing it would find: those whose ages it meets.
void FacetCounter::spread_levels(Facet& facet) {
  const SetColumn& column = segment_->column(Column::level);
  for (std::uint32_t set = 0; set < column.set_count(); ++set) {
    if (facet.by_set[set] == 0) continue;
    const auto members = column.set(set);
    for (std::uint32_t level = 0; level < facet.by_value.size(); ++level) {
      const bool meets = std::any_of(members.begin(), members.end(),
                                     [&](std::uint32_t member) { return levels_meet(level, member, state_.ages); });
      if (meets) facet.by_value[level] += facet.by_set[set];
    }
  }
}

const FilterRule* FacetCounter::rule_of(std::string_view filter) const {
  const auto rule = std::find_if(rules_.begin(), rules_.end(), [&](const FilterRule& r) { return r.name == filter; });
  return rule == rules_.end() ? nullptr : &*rule;
}

// Rows without hits are hidden unless chosen; of languages only primary ones are shown unless chosen.
std::vector<FacetCount> FacetCounter::rows(const Facet& facet) const {
  const FilterRule* rule = rule_of(facet.name->filter);
  const StringTable& values = state_.values_of(facet.name->column);
  std::vector<std::pair<std::int64_t, std::uint32_t>> order;  // count down, then by value
  for (std::uint32_t value = 0; value < facet.by_value.size(); ++value) {
    if (facet.by_value[value] > 0) order.emplace_back(facet.by_value[value], value);
  }
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : values.text(a.second) < values.text(b.second);
  });
  std::vector<FacetCount> shown;
  for (const auto& [count, value] : order) {
    const std::string_view text = values.text(value);
    const bool hidden = is_age_range_value(text) ||
                        (facet.name->column == Column::language && text.find('-') != std::string_view::npos);
    const bool full = shown.size() >= facet.name->most_rows;
    if ((!hidden && !full) || is_chosen(rule, text)) shown.push_back({.value = std::string(text), .count = count});
  }
  if (rule == nullptr) return shown;
  for (const std::string& chosen : rule->chosen) {
    const auto number = values.find(chosen);
    if (number && facet.by_value[*number] == 0) shown.push_back({.value = chosen, .count = 0});
  }
  return shown;
}

std::vector<FacetCount> FacetCounter::time_rows() const {
  const FilterRule* rule = rule_of("time_max");
  std::vector<FacetCount> shown;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < time_buckets.size(); ++i) {
    sum += by_minutes_[i];
    const std::string value = std::to_string(time_buckets[i]);
    if (sum > 0 || is_chosen(rule, value)) shown.push_back({.value = value, .count = sum});
  }
  std::stable_sort(shown.begin(), shown.end(), more_frequent);
  return shown;
}

std::map<std::string, std::vector<FacetCount>> FacetCounter::take() {
  std::map<std::string, std::vector<FacetCount>> facets;
  for (const Facet& facet : facets_) facets[std::string(facet.name->name)] = rows(facet);
  facets["time"] = time_rows();
  return facets;
}

}  // namespace commonplace::search
