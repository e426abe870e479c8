#include "node/search/level_ages.h"

#include <charconv>

#include "schemas/vocabularies/concepts.h"

namespace commonplace::search {

std::string age_range_value(model::AgeRange ages) {
  return "@" + std::to_string(ages.min) + "-" + std::to_string(ages.max);
}

bool is_age_range_value(std::string_view value) {
  return value.starts_with('@');
}

std::optional<model::AgeRange> ages_of_value(std::string_view value) {
  if (!is_age_range_value(value)) {
    const vocabularies::Level* level = vocabularies::find_level(value);
    return level == nullptr ? std::nullopt : std::optional(level->ages);
  }
  const char* end = value.data() + value.size();
  model::AgeRange ages;
  const auto low = std::from_chars(value.data() + 1, end, ages.min);
  if (low.ec != std::errc() || low.ptr == end || *low.ptr != '-') return std::nullopt;
  const auto high = std::from_chars(low.ptr + 1, end, ages.max);
  if (high.ec != std::errc() || high.ptr != end) return std::nullopt;
  return ages;
}

LevelAges level_ages(const SharedTable& level_values) {
  LevelAges ages;
  for (std::uint32_t id = 0; id < level_values.size(); ++id) ages.push_back(ages_of_value(level_values.text(id)));
  return ages;
}

bool levels_meet(std::uint32_t a, std::uint32_t b, const LevelAges& ages) {
  return a == b || (ages[a] && ages[b] && vocabularies::overlap(*ages[a], *ages[b]));
}

LevelMeetings level_meetings(const LevelAges& ages) {
  LevelMeetings meetings{.words_of = (ages.size() + 63) / 64, .bits = {}};
  meetings.bits.assign(meetings.words_of * ages.size(), 0);
  for (std::uint32_t member = 0; member < ages.size(); ++member) {
    for (std::uint32_t level = 0; level < ages.size(); ++level) {
      if (levels_meet(level, member, ages)) meetings.bits[member * meetings.words_of + level / 64] |= std::uint64_t{1} << (level % 64);
    }
  }
  return meetings;
}

}  // namespace commonplace::search
