#include "node/search/raising.h"

#include <algorithm>

#include "node/search/merit.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::search {

namespace {

constexpr std::uint32_t teaching_percent = 110;  // SRCH-33
constexpr std::uint32_t once = 1U << merit_bits;

// For each set of values of a column on one segment the greatest factor of its values.
std::vector<std::uint32_t> by_set(const SetColumn& column, const std::vector<std::uint32_t>& by_value) {
  std::vector<std::uint32_t> out(column.set_count(), once);
  for (std::uint32_t set = 0; set < column.set_count(); ++set) {
    std::uint32_t best = 0;
    for (const std::uint32_t value : column.set(set)) best = std::max(best, by_value[value]);
    if (best > 0) out[set] = best;
  }
  return out;
}

}  // namespace

Raising::Raising(const State& state, const Query& query, bool is_best) : state_(state), query_(query), most_(once) {
  if (!is_best) return;
  add(Column::merit, merits(state.values_of(Column::merit), query.now));
  read_statements();
  read_teaching();
}

void Raising::add(Column column, std::vector<std::uint32_t> by_value) {
  std::uint64_t most = once;
  for (const std::uint32_t factor : by_value) most = std::max<std::uint64_t>(most, factor);
  most_ = most_ * most >> merit_bits;
  factors_.push_back({.column = column, .by_value = std::move(by_value), .by_set = {}});
}

void Raising::read_statements() {
  const SharedTable& statements = state_.values_of(Column::statement);
  std::vector<std::uint32_t> by_value;
  for (const auto& [statement, percent] : query_.statement_raise) {
    const auto value = statements.find(statement);
    if (!value) continue;
    by_value.resize(statements.size(), 0);
    by_value[*value] = once + static_cast<std::uint32_t>(std::clamp(percent, 0, 100)) * once / 100;
  }
  if (!by_value.empty()) add(Column::statement, std::move(by_value));
}

// A language that some resource has, or the levels of a country.
void Raising::read_teaching() {
  if (query_.teaching.empty()) return;
  const SharedTable& languages = state_.values_of(Column::language);
  const SharedTable& levels = state_.values_of(Column::level);
  if (const auto language = languages.find(query_.teaching)) {
    std::vector<std::uint32_t> by_value(languages.size(), 0);
    by_value[*language] = once * teaching_percent / 100;
    return add(Column::language, std::move(by_value));
  }
  std::vector<std::uint32_t> by_value(levels.size(), 0);
  for (std::uint32_t i = 0; i < levels.size(); ++i) {
    const auto* level = vocabularies::find_level(levels.text(i));
    if (level != nullptr && level->jurisdiction == query_.teaching) by_value[i] = once * teaching_percent / 100;
  }
  add(Column::level, std::move(by_value));
}

void Raising::begin(const Segment& segment) {
  for (Factors& factors : factors_) {
    factors.sets = &segment.column(factors.column);
    factors.by_set = by_set(*factors.sets, factors.by_value);
  }
}

std::uint64_t Raising::raised(std::uint64_t points, std::uint32_t record) const {
  for (const Factors& factors : factors_) points = points * factors.by_set[factors.sets->of_record[record]] >> merit_bits;
  return points;
}

std::uint64_t Raising::least_for(std::uint64_t points) const {
  return points * once / most_;
}

std::uint64_t Raising::most_for(std::uint64_t points) const {
  return points * (most_ + 1) >> merit_bits;
}

double Raising::factor_of(const Factors& factors, const Segment& segment, std::uint32_t record, std::uint32_t* value) const {
  std::uint32_t best = 0;
  for (const auto held : segment.column(factors.column).values_of(record)) {
    if (factors.by_value[held] <= best) continue;
    best = factors.by_value[held];
    if (value != nullptr) *value = held;
  }
  return best == 0 ? 1 : static_cast<double>(best) / once;
}

void Raising::explain(const Segment& segment, std::uint32_t record, Why& why) const {
  for (const Factors& factors : factors_) {
    if (factors.column == Column::merit) {
      for (const auto value : segment.column(Column::merit).values_of(record)) {
        const auto merit = merit_of(state_.values_of(Column::merit).text(value), query_.now);
        why.quality = merit.quality;
        why.freshness = merit.freshness;
      }
    } else if (factors.column == Column::statement) {
      std::uint32_t value = UINT32_MAX;
      why.curriculum = factor_of(factors, segment, record, &value);
      if (value != UINT32_MAX) why.statement = state_.values_of(Column::statement).text(value);
    } else {
      why.teaching = factor_of(factors, segment, record);
    }
  }
}

}  // namespace commonplace::search
