// FacetCounter of filters.h.
#include <algorithm>
#include <bit>
#include <utility>

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
constexpr std::uint32_t few_records_share = 8;  // sets for a record: with more it is not worth to look through all sets
// Equal values often follow each other: counted in one place each would wait for the one before.
constexpr std::size_t lanes = 4;
constexpr std::uint32_t most_lane_sets = 4096;
constexpr std::size_t none_places = lanes;
constexpr std::int64_t time_facet = -2;
constexpr std::int64_t no_facet = -1;

bool is_chosen(const FilterRule* rule, std::string_view value) {
  return rule != nullptr && std::binary_search(rule->chosen.begin(), rule->chosen.end(), value);
}

// Age ranges among the levels, and languages with more than a primary tag.
bool is_hidden(const FacetName& facet, std::string_view value) {
  return is_age_range_value(value) || (facet.column == Column::language && value.find('-') != std::string_view::npos);
}

bool more_frequent(const FacetCount& a, const FacetCount& b) {
  return a.count != b.count ? a.count > b.count : a.value < b.value;
}

}  // namespace

struct FacetCounter::Facet {
  const FacetName* name = nullptr;
  std::vector<std::int64_t> by_value;  // over all segments; behind them what is none
  std::vector<std::uint32_t> by_set;   // in this segment, lane after lane; empty while none was counted so
  const SetColumn* column = nullptr;
};

FacetCounter::FacetCounter(const std::vector<FilterRule>& rules, const State& state)
    : rules_(rules), state_(state), by_minutes_(time_buckets.size() + 1, 0) {
  for (const FacetName& name : facet_names) {
    Facet facet;
    facet.name = &name;
    facet.by_value.assign(state.values_of(name.column).size() + none_places, 0);
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

void FacetCounter::begin(const Segment& segment, bool keeping) {
  segment_ = &segment;
  is_keeping_ = keeping;
  before_ = {};
  if (keeping) before_.by_minutes = by_minutes_;
  for (Facet& facet : facets_) {
    facet.column = &segment.column(facet.name->column);
    facet.by_set.clear();
    if (keeping) before_.by_value.push_back(counts_sets(facet, 0) ? std::vector<std::int64_t>() : facet.by_value);
  }
}

// By sets where many records share few, else value by value. What is kept is counted in one way throughout.
bool FacetCounter::counts_sets(const Facet& facet, std::size_t records) const {
  if (facet.name->column == Column::level) return true;
  if (facet.column->of_record.width() == 0) return false;
  return is_keeping_ || !facet.by_set.empty() || records >= facet.column->set_count() / few_records_share;
}

SegmentCounts FacetCounter::kept() {
  SegmentCounts kept;
  for (std::size_t i = 0; i < facets_.size(); ++i) {
    Facet& facet = facets_[i];
    join_lanes(facet);
    kept.by_set.push_back(facet.by_set);
    std::vector<std::int64_t>& by_value = kept.by_value.emplace_back();
    for (std::size_t value = 0; value < before_.by_value[i].size(); ++value)
      by_value.push_back(facet.by_value[value] - before_.by_value[i][value]);
  }
  for (std::size_t i = 0; i < by_minutes_.size(); ++i) kept.by_minutes.push_back(by_minutes_[i] - before_.by_minutes[i]);
  return kept;
}

void FacetCounter::count_kept(const SegmentCounts& kept, std::span<const std::uint32_t> gone) {
  for (std::size_t i = 0; i < facets_.size(); ++i) {
    Facet& facet = facets_[i];
    facet.by_set = kept.by_set[i];
    // Behind the values of then stand the places for what is none, and values that have come since.
    const std::size_t values = kept.by_value[i].size() < none_places ? 0 : kept.by_value[i].size() - none_places;
    for (std::size_t value = 0; value < values; ++value) facet.by_value[value] += kept.by_value[i][value];
    for (const std::uint32_t record : gone) {
      if (!facet.by_set.empty())
        --facet.by_set[facet.column->of_record[record]];
      else
        for (const std::uint32_t value : facet.column->values_of(record)) --facet.by_value[value];
    }
  }
  for (std::size_t i = 0; i < by_minutes_.size(); ++i) by_minutes_[i] += kept.by_minutes[i];
  for (const std::uint32_t record : gone) --by_minutes_[minutes_row(record)];
}

void FacetCounter::count(Facet& facet, std::span<const std::uint32_t> records) {
  const SetColumn& column = *facet.column;
  if (!counts_sets(facet, records.size())) {
    count_values(facet, records);
    return;
  }
  const std::uint32_t sets = column.set_count();
  const std::size_t lane = sets <= most_lane_sets ? sets : 0;
  facet.by_set.resize(lane == 0 ? sets : lanes * sets);
  std::uint32_t* by_set = facet.by_set.data();
  if (sets == 1) {
    by_set[0] += static_cast<std::uint32_t>(records.size());
    return;
  }
  column.of_record.visit([&](auto set_of) {
    std::size_t i = 0;
    for (; i + lanes <= records.size(); i += lanes) {
      ++by_set[set_of(records[i])];
      ++by_set[set_of(records[i + 1]) + lane];
      ++by_set[set_of(records[i + 2]) + 2 * lane];
      ++by_set[set_of(records[i + 3]) + 3 * lane];
    }
    for (; i < records.size(); ++i) ++by_set[set_of(records[i])];
  });
}

// Most sets have at most four values: those are counted without a branch, what is not there in rows of its own.
void FacetCounter::count_values(Facet& facet, std::span<const std::uint32_t> records) {
  const SetColumn& column = *facet.column;
  if (column.values.empty()) return;
  const std::uint32_t* starts = column.starts.data();
  const std::uint32_t* values = column.values.data();
  const std::size_t all_values = column.values.size();
  const auto nothing = static_cast<std::uint32_t>(facet.by_value.size() - none_places);
  std::int64_t* by_value = facet.by_value.data();
  column.of_record.visit([&](auto set_of) {
    for (const std::uint32_t record : records) {
      const std::uint32_t set = set_of(record);
      const std::uint32_t begin = starts[set];
      const std::uint32_t end = starts[set + 1];
      const std::uint32_t count = end - begin;
      if (count > none_places || begin + none_places > all_values) {
        for (std::uint32_t i = begin; i < end; ++i) ++by_value[values[i]];
        continue;
      }
      static_assert(none_places == 4);
      const std::uint32_t* of_set = values + begin;
      ++by_value[count > 0 ? of_set[0] : nothing];
      ++by_value[count > 1 ? of_set[1] : nothing + 1];
      ++by_value[count > 2 ? of_set[2] : nothing + 2];
      ++by_value[count > 3 ? of_set[3] : nothing + 3];
    }
  });
}

std::size_t FacetCounter::minutes_row(std::uint32_t record) const {
  std::size_t row = 0;
  for (const std::uint16_t most : time_buckets) row += segment_->minutes[record] > most ? 1 : 0;
  return row;
}

void FacetCounter::count_minutes(std::span<const std::uint32_t> records) {
  const std::uint16_t* minutes = segment_->minutes.data();
  std::array<std::int64_t, time_buckets.size()> longer{};
  for (const std::uint32_t record : records) {
    for (std::size_t i = 0; i < longer.size(); ++i) longer[i] += minutes[record] > time_buckets[i] ? 1 : 0;
  }
  auto left = static_cast<std::int64_t>(records.size());
  for (std::size_t i = 0; i < longer.size(); ++i) by_minutes_[i] += std::exchange(left, longer[i]) - longer[i];
  by_minutes_.back() += left;
}

void FacetCounter::count(std::span<const std::uint32_t> records) {
  for (Facet& facet : facets_) count(facet, records);
  count_minutes(records);
}

void FacetCounter::count_failing_only(std::size_t rule, std::span<const std::uint32_t> records) {
  const std::int64_t facet = facet_of_rule_[rule];
  if (facet >= 0) count(facets_[static_cast<std::size_t>(facet)], records);
  if (facet == time_facet) count_minutes(records);
}

void FacetCounter::end() {
  for (Facet& facet : facets_) {
    join_lanes(facet);
    if (facet.name->column == Column::level) {
      spread_levels(facet);
    } else {
      spread(facet);
    }
  }
}

void FacetCounter::join_lanes(Facet& facet) {
  const std::size_t sets = facet.column->set_count();
  for (std::size_t i = sets; i < facet.by_set.size(); ++i) facet.by_set[i % sets] += facet.by_set[i];
  if (!facet.by_set.empty()) facet.by_set.resize(sets);
}

void FacetCounter::spread(Facet& facet) {
  const SetColumn& column = *facet.column;
  for (std::uint32_t set = 0; set < facet.by_set.size(); ++set) {
    if (facet.by_set[set] == 0) continue;
    for (std::uint32_t value : column.set(set)) facet.by_value[value] += facet.by_set[set];
  }
}

// A level counts the records that choosing it would find: those whose ages it meets.
void FacetCounter::spread_levels(Facet& facet) {
  const SetColumn& column = *facet.column;
  const LevelMeetings& meetings = state_.meetings;
  std::vector<std::uint64_t> met(meetings.words_of);
  for (std::uint32_t set = 0; set < facet.by_set.size(); ++set) {
    if (facet.by_set[set] == 0) continue;
    std::fill(met.begin(), met.end(), 0);
    for (const std::uint32_t member : column.set(set)) {
      for (std::size_t word = 0; word < met.size(); ++word) met[word] |= meetings.bits[member * met.size() + word];
    }
    for (std::size_t word = 0; word < met.size(); ++word) {
      for (std::uint64_t bits = met[word]; bits != 0; bits &= bits - 1)
        facet.by_value[word * 64 + static_cast<std::size_t>(std::countr_zero(bits))] += facet.by_set[set];
    }
  }
}

const FilterRule* FacetCounter::rule_of(std::string_view filter) const {
  const auto rule = std::find_if(rules_.begin(), rules_.end(), [&](const FilterRule& r) { return r.name == filter; });
  return rule == rules_.end() ? nullptr : &*rule;
}

// The values that may be shown, most records first, then by value: all that are chosen, and most_rows at most of the
// others. Texts are compared only where counts are equal and it matters.
std::vector<std::pair<std::int64_t, std::uint32_t>> FacetCounter::first_rows(const Facet& facet) const {
  using Row = std::pair<std::int64_t, std::uint32_t>;
  const FilterRule* rule = rule_of(facet.name->filter);
  const SharedTable& values = state_.values_of(facet.name->column);
  const bool may_be_hidden = facet.name->column == Column::level || facet.name->column == Column::language;
  std::vector<Row> rows;
  std::vector<Row> chosen;
  for (std::uint32_t value = 0; value + none_places < facet.by_value.size(); ++value) {
    if (facet.by_value[value] == 0) continue;
    const bool is_shown = !may_be_hidden || !is_hidden(*facet.name, values.text(value));
    if (is_shown) {
      rows.emplace_back(facet.by_value[value], value);
    } else if (is_chosen(rule, values.text(value))) {
      chosen.emplace_back(facet.by_value[value], value);
    }
  }
  const auto comes_first = [&](const Row& a, const Row& b) {
    return a.first != b.first ? a.first > b.first : values.text(a.second) < values.text(b.second);
  };
  if (rows.size() > facet.name->most_rows) {
    const auto last = rows.begin() + static_cast<std::ptrdiff_t>(facet.name->most_rows) - 1;
    std::nth_element(rows.begin(), last, rows.end(), [](const Row& a, const Row& b) { return a.first > b.first; });
    const std::int64_t least = last->first;
    const auto equal = std::partition(rows.begin(), rows.end(), [least](const Row& row) { return row.first > least; });
    const auto less = std::partition(equal, rows.end(), [least](const Row& row) { return row.first == least; });
    std::nth_element(equal, last, less, comes_first);
    for (auto row = last + 1; rule != nullptr && row != rows.end(); ++row) {
      if (is_chosen(rule, values.text(row->second))) chosen.push_back(*row);
    }
    rows.resize(facet.name->most_rows);
  }
  rows.insert(rows.end(), chosen.begin(), chosen.end());
  std::sort(rows.begin(), rows.end(), comes_first);
  return rows;
}

// Rows without hits are hidden unless chosen; of languages only primary ones are shown unless chosen.
std::vector<FacetCount> FacetCounter::rows(const Facet& facet) const {
  const FilterRule* rule = rule_of(facet.name->filter);
  const SharedTable& values = state_.values_of(facet.name->column);
  std::vector<FacetCount> shown;
  for (const auto& [count, value] : first_rows(facet))
    shown.push_back({.value = std::string(values.text(value)), .count = count});
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
