// A list asked for in parts by date, where it cannot be had in one (HAR-8): what is left to ask for, halving it, and the
// same as text for the cursor, so that a visit that was interrupted goes on with the part it was in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/model/datestamp.h"

namespace commonplace::harvest {

// Datestamps as a source understands them, both included; empty: open on that side.
struct DateRange {
  std::string from;
  std::string until;

  friend bool operator==(const DateRange&, const DateRange&) = default;
};

// Where the records of a source may lie.
struct DateBounds {
  model::Datestamp earliest;
  model::Datestamp latest;
  model::Granularity granularity = model::Granularity::second;
};

// Both halves, the earlier first; together exactly the range, open sides stay open. nullopt for a range of one day or
// one second.
std::optional<std::pair<DateRange, DateRange>> halves(const DateRange& range, const DateBounds& bounds);

// Whether a datestamp lies in the range, compared at the granularity of its ends.
bool holds(const DateRange& range, std::string_view datestamp);

// Where a list stands: the ranges still to be asked for, the present one last, and the source's token within it.
struct ListPlace {
  std::vector<DateRange> ranges;
  std::string token;
};

// The text of a cursor. It begins with a control character, which no token of XML can hold; any other text is read as a
// plain token, without ranges.
std::string write_place(const ListPlace& place);
ListPlace read_place(std::string_view text);

}  // namespace commonplace::harvest
