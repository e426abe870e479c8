#include "node/search/filters.h"

#include <algorithm>
#include <charconv>

#include "schemas/formats/normalise.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::search {

namespace {

constexpr std::size_t most_rules = 31;  // bits of a failure mask; there are twelve filters

struct SimpleFilter {
  std::string_view name;
  Column column;
};
constexpr std::array<SimpleFilter, 7> simple_filters = {{{"type", Column::type},
                                                         {"subject", Column::subject},
                                                         {"may", Column::may},
                                                         {"licence", Column::licence},
                                                         {"contributor", Column::contributor},
                                                         {"framework", Column::framework},
                                                         {"origin", Column::origin}}};

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

class RuleReader {
 public:
  RuleReader(std::string_view name, const State& state) : state_(state) { rule_.name = name; }

  FilterRule read(const std::vector<std::string>& values) {
    const auto simple = std::find_if(simple_filters.begin(), simple_filters.end(),
                                     [this](const SimpleFilter& filter) { return filter.name == rule_.name; });
    if (simple != simple_filters.end()) {
      pass_values(simple->column, values);
    } else if (rule_.name == "statement") {
      pass_values(Column::statement, values);
      pass_values(Column::code, values);
    } else if (rule_.name == "language") {
      pass_languages(values);
    } else if (rule_.name == "level") {
      pass_levels(values);
    } else if (rule_.name == "age") {
      pass_ages(values);
    } else if (rule_.name == "time_max") {
      read_minutes(values);
    }
    std::sort(rule_.chosen.begin(), rule_.chosen.end());
    rule_.chosen.erase(std::unique(rule_.chosen.begin(), rule_.chosen.end()), rule_.chosen.end());
    return std::move(rule_);  // without columns and minutes: passes nothing
  }

 private:
  std::vector<char>& open(Column column) {
    rule_.columns.push_back({.column = column, .passes = std::vector<char>(state_.values_of(column).size(), 0)});
    return rule_.columns.back().passes;
  }

  void pass_values(Column column, const std::vector<std::string>& values) {
    std::vector<char>& passes = open(column);
    for (const std::string& value : values) {
      const auto number = state_.values_of(column).find(value);
      if (!number) continue;
      passes[*number] = 1;
      rule_.chosen.push_back(value);
    }
  }

  void pass_languages(const std::vector<std::string>& values) {
    std::vector<std::string> lower;
    for (const std::string& value : values) lower.push_back(lower_ascii(value));
    pass_values(Column::language, lower);
  }

  void pass_meeting(const model::AgeRange& ages, std::vector<char>& passes) {
    for (std::size_t i = 0; i < passes.size(); ++i) {
      if (state_.ages[i] && vocabularies::overlap(*state_.ages[i], ages)) passes[i] = 1;
    }
  }

  void pass_levels(const std::vector<std::string>& values) {
    std::vector<char>& passes = open(Column::level);
    for (const std::string& value : values) {
      if (is_age_range_value(value)) continue;  // ours, not the reader's
      if (const auto number = state_.values_of(Column::level).find(value)) {
        passes[*number] = 1;
        rule_.chosen.push_back(value);
      }
      if (const auto ages = ages_of_value(value)) pass_meeting(*ages, passes);
    }
  }

  void pass_ages(const std::vector<std::string>& values) {
    std::vector<char>& passes = open(Column::level);
    for (const std::string& value : values) {
      if (const auto ages = formats::normalise_age_range(value)) pass_meeting(*ages, passes);
    }
  }

  void read_minutes(const std::vector<std::string>& values) {
    for (const std::string& value : values) {
      std::uint16_t minutes = 0;
      const auto end = value.data() + value.size();
      const auto read = std::from_chars(value.data(), end, minutes);
      if (read.ec != std::errc() || read.ptr != end) continue;
      minutes = std::min<std::uint16_t>(minutes, unknown_minutes - 1);
      rule_.most_minutes = std::max(rule_.most_minutes.value_or(0), minutes);
      rule_.chosen.push_back(value);
    }
  }

  const State& state_;
  FilterRule rule_;
};

}  // namespace

std::vector<FilterRule> read_filters(const Filters& filters, const State& state) {
  std::vector<FilterRule> rules;
  for (const auto& [name, values] : filters) {
    if (!values.empty() && rules.size() < most_rules) rules.push_back(RuleReader(name, state).read(values));
  }
  return rules;
}

SegmentFilter::SegmentFilter(const std::vector<FilterRule>& rules, const Segment& segment) : segment_(segment) {
  for (const FilterRule& rule : rules) {
    Rule on_segment;
    on_segment.most_minutes = rule.most_minutes;
    for (const FilterRule::OnColumn& on : rule.columns) {
      const SetColumn& column = segment.column(on.column);
      if (column.of_record.width() == 0) {  // a set for each record: looked at when it is asked
        on_segment.columns.push_back({.set_of_record = &column.of_record, .passes = {}, .column = &column, .values = &on.passes});
        continue;
      }
      std::vector<char> passes(column.set_count(), 0);
      for (std::uint32_t set = 0; set < column.set_count(); ++set) {
        const auto values = column.set(set);
        passes[set] = std::any_of(values.begin(), values.end(), [&](auto value) { return on.passes[value] != 0; });
      }
      on_segment.columns.push_back(
          {.set_of_record = &column.of_record, .passes = std::move(passes), .column = nullptr, .values = nullptr});
    }
    rules_.push_back(std::move(on_segment));
  }
}

bool SegmentFilter::OnSets::pass(std::uint32_t record) const {
  if (column == nullptr) return passes[(*set_of_record)[record]] != 0;
  const auto of_record = column->set(record);
  return std::any_of(of_record.begin(), of_record.end(), [this](std::uint32_t value) { return (*values)[value] != 0; });
}

bool SegmentFilter::rule_fails(const Rule& rule, std::uint32_t record) const {
  if (rule.most_minutes) {
    const std::uint16_t minutes = segment_.minutes[record];
    return minutes == unknown_minutes || minutes > *rule.most_minutes;
  }
  return std::none_of(rule.columns.begin(), rule.columns.end(),
                      [record](const OnSets& on) { return on.pass(record); });
}

std::uint32_t SegmentFilter::failures(std::uint32_t record) const {
  std::uint32_t failed = 0;
  for (std::size_t i = 0; i < rules_.size(); ++i)
    failed |= static_cast<std::uint32_t>(rule_fails(rules_[i], record)) << i;
  return failed;
}

void SegmentFilter::failures(std::span<const std::uint32_t> records, std::vector<std::uint32_t>& failed) const {
  failed.assign(records.size(), 0);
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const Rule& rule = rules_[i];
    const std::uint32_t bit = std::uint32_t{1} << i;
    if (rule.columns.size() != 1 || rule.columns.front().column != nullptr) {  // minutes, two columns, nothing, no shared sets
      for (std::size_t k = 0; k < records.size(); ++k) failed[k] |= rule_fails(rule, records[k]) ? bit : 0;
      continue;
    }
    rule.columns.front().set_of_record->visit([&](auto set_of) {
      const char* passes = rule.columns.front().passes.data();
      for (std::size_t k = 0; k < records.size(); ++k) failed[k] |= passes[set_of(records[k])] != 0 ? 0 : bit;
    });
  }
}

}  // namespace commonplace::search
