// Ages of level values (MD-15): a level and an age range meet where their ages overlap.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/search/shared_table.h"
#include "schemas/model/resource.h"

namespace commonplace::search {

// An age range as a value of the level column: "@7-11".
std::string age_range_value(model::AgeRange ages);
bool is_age_range_value(std::string_view value);

// The ages of a level id or an age range value; nullopt for a level that we do not know.
std::optional<model::AgeRange> ages_of_value(std::string_view value);

// The same for every value of a level column, by number.
using LevelAges = std::vector<std::optional<model::AgeRange>>;
LevelAges level_ages(const SharedTable& level_values);

// Per value the bits of the values that it is found by: 64 to a word, `words_of` each.
struct LevelMeetings {
  std::size_t words_of = 0;
  std::vector<std::uint64_t> bits;
};
LevelMeetings level_meetings(const LevelAges& ages);

// Whether a record with value `b` is found by level `a`: the same value, or ages that overlap.
bool levels_meet(std::uint32_t a, std::uint32_t b, const LevelAges& ages);

}  // namespace commonplace::search
