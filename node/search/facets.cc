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
constexpr std::uint32_t few_records_share = 8;  // sets for a record: with more it is not worth to look through all sets
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
  std::vector<std::int64_t> by_value;  // over all segments; the last is none
  std::vector<std::uint32_t> by_set;   // in this segment; empty while none was counted so
  const SetColumn* column = nullptr;
};

FacetCounter::FacetCounter(const std::vector<FilterRule>& rules, const State& state)
    : rules_(rules), state_(state), by_minutes_(time_buckets.size() + 1, 0) {
  for (const FacetName& name : facet_names) {
    Facet facet;
    facet.name = &name;
    facet.by_value.assign(state.values_of(name.column).size() + 1, 0);
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
    facet.column = &segment.column(facet.name->column);
    facet.by_set.clear();
  }
}

// By sets where many records share few, else value by value.
void FacetCounter::count(Facet& facet, std::span<const std::uint32_t> records) {
  const SetColumn& column = *facet.column;
  const bool by_sets = !facet.by_set.empty() || records.size() >= column.set_count() / few_records_share ||
                       facet.name->column == Column::level;
  if (!by_sets || (column.of_record.width() == 0 && facet.name->column != Column::level)) {
    count_values(facet, records);
    return;
  }
  facet.by_set.resize(column.set_count());
  column.of_record.visit([&](auto set_of) {
    std::uint32_t* by_set = facet.by_set.data();
    for (const std::uint32_t record : records) ++by_set[set_of(record)];
  });
}

// Most sets have at most four values: those are counted without a branch, what is not there in a row of its own.
void FacetCounter::count_values(Facet& facet, std::span<const std::uint32_t> records) {
  const SetColumn& column = *facet.column;
  if (column.values.empty()) return;
  const std::uint32_t* starts = column.starts.data();
  const std::uint32_t* values = column.values.data();
  const auto last = static_cast<std::uint32_t>(column.values.size() - 1);
  const auto nothing = static_cast<std::uint32_t>(facet.by_value.size() - 1);
  std::int64_t* by_value = facet.by_value.data();
  column.of_record.visit([&](auto set_of) {
    for (const std::uint32_t record : records) {
      const std::uint32_t set = set_of(record);
      const std::uint32_t begin = starts[set];
      const std::uint32_t end = starts[set + 1];
      for (std::uint32_t i = begin; i < begin + 4; ++i) {
        const std::uint32_t value = values[std::min(i, last)];
        ++by_value[i < end ? value : nothing];
      }
      for (std::uint32_t i = begin + 4; i < end; ++i) ++by_value[values[i]];
    }
  });
}

void FacetCounter::count_minutes(std::span<const std::uint32_t> records) {
  const std::uint16_t* minutes = segment_->minutes.data();
  for (const std::uint32_t record : records) {
    std::size_t bucket = 0;
    for (const std::uint16_t most : time_buckets) bucket += minutes[record] > most ? 1 : 0;
    ++by_minutes_[bucket];
  }
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
    if (facet.name->column == Column::level) {
      spread_levels(facet);
    } else {
      spread(facet);
    }
  }
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
  const StringTable& values = state_.values_of(facet.name->column);
  const bool may_be_hidden = facet.name->column == Column::level || facet.name->column == Column::language;
  std::vector<Row> rows;
  std::vector<Row> chosen;
  for (std::uint32_t value = 0; value + 1 < facet.by_value.size(); ++value) {
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
  const StringTable& values = state_.values_of(facet.name->column);
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
