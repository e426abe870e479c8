// Where, or in which language, a reader teaches: a choice that stands in the address and nowhere else (SRCH-33, SRCH-4).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace commonplace::web {

struct TeachingPlace {
  std::string value;  // as in addresses: a country of our levels ("england"), or the tag of a language
  std::string label;  // "England", "Cymraeg"
};

// From "England", "northern-ireland", "cy" or "Welsh".
std::optional<TeachingPlace> read_teaching(std::string_view text);
// The countries that have levels, by name.
std::vector<TeachingPlace> teaching_countries();

}  // namespace commonplace::web
