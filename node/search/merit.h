// What speaks for a record by itself (SRCH-32): how much of what a teacher wants to know it says, and how new it is.
// Breaks near ties; cannot lift a weak match over a strong one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "node/search/shared_table.h"
#include "schemas/model/resource.h"

namespace commonplace::search {

// Both as a text, so that records share it: "53/2024-05", bits of what is said and the month; "53/" where that is unknown.
std::string merit_value(const model::Resource& resource);

struct Merit {
  double quality = 1;    // 0.9 to 1.1: description, picture, level, licence, time, accessibility
  double freshness = 1;  // 0.97 to 1.03, halfway after three years; 1 where the date or `now` is unknown
};
// `now`: seconds since 1970; 0: unknown.
Merit merit_of(std::string_view value, std::int64_t now);

// quality × freshness of each value, in 1/1024.
std::vector<std::uint32_t> merits(const SharedTable& values, std::int64_t now);
std::uint32_t in_fixed_point(const Merit& merit);
inline constexpr unsigned merit_bits = 10;

}  // namespace commonplace::search
