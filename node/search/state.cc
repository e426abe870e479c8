#include "node/search/state.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "schemas/vocabularies/concepts.h"

namespace commonplace::search {

namespace {

constexpr std::size_t most_query_languages = 6;     // SRCH-13
constexpr std::int64_t least_language_share = 100;  // one record in a hundred (SRCH-13)

}  // namespace

void Live::remove(std::uint32_t record, std::uint32_t record_languages) {
  bits[record / 64] &= ~(std::uint64_t{1} << (record % 64));
  --count;
  for (unsigned i = 0; i < language_count; ++i) by_language[i] -= record_languages >> i & 1U;
}

Live all_live(const Segment& segment) {
  Live live;
  live.count = segment.size();
  live.bits.assign((segment.size() + 63) / 64, ~std::uint64_t{0});
  if (segment.size() % 64 != 0) live.bits.back() = (std::uint64_t{1} << (segment.size() % 64)) - 1;
  for (std::uint32_t record_languages : segment.languages) {
    for (unsigned i = 0; i < language_count; ++i) live.by_language[i] += record_languages >> i & 1U;
  }
  return live;
}

void derive(State& state) {
  const SharedTable& levels = state.values_of(Column::level);
  if (state.ages.size() != levels.size()) {
    state.ages = level_ages(levels);
    state.meetings = level_meetings(state.ages);
  }
  state.size = 0;
  std::array<std::int64_t, language_count> records{};
  for (const Part& part : state.parts) {
    state.size += part.live->count;
    for (unsigned i = 0; i < language_count; ++i) records[i] += part.live->by_language[i];
  }
  std::array<unsigned, language_count> order{};
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](unsigned a, unsigned b) { return records[a] > records[b]; });
  state.main_language = records[order[0]] > 0 ? static_cast<Language>(order[0]) : Language::english;
  state.languages = {Language::english};
  for (unsigned i : order) {
    const auto language = static_cast<Language>(i);
    const bool common = records[i] > 0 && records[i] * least_language_share >= state.size;
    if (!common || language == Language::english || state.languages.size() >= most_query_languages) continue;
    state.languages.push_back(language);
  }
}

std::string country_of_most(const State& state) {
  const SharedTable& levels = state.values_of(Column::level);
  std::map<std::string_view, std::int64_t> records;
  for (const Part& part : state.parts) {
    const SetColumn& column = part.segment->column(Column::level);
    std::vector<std::int64_t> by_set(column.set_count(), 0);
    for (std::uint32_t record = 0; record < part.segment->size(); ++record) ++by_set[column.of_record[record]];
    for (std::uint32_t set = 0; set < column.set_count(); ++set)
      for (const std::uint32_t value : column.set(set))
        if (const auto* level = vocabularies::find_level(levels.text(value)); level != nullptr && !level->jurisdiction.empty())
          records[level->jurisdiction] += by_set[set];
  }
  const auto most = std::max_element(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == records.end() || most->second == 0 ? "england" : std::string(most->first);
}

}  // namespace commonplace::search
