// One line of a node's feed (CONTRACT §4.2, HAR-43): JSON, read strictly, its record left verbatim for the crosswalk.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/outcome.h"
#include "schemas/model/provenance.h"

namespace commonplace::harvest {

inline constexpr std::size_t most_line_bytes = 1024 * 1024;
inline constexpr int deepest_line = 32;

struct Change {
  std::int64_t seq = 0;
  std::string identifier;
  std::int64_t version = 0;
  std::string digest;  // "sha-256:<hex>" of the record, or empty
  bool deleted = false;
  std::string_view record;  // verbatim JSON, or empty; a view into the line
  std::vector<model::Hop> hops;
};

// Nothing is mended. Problem kinds are reasons of HAR-30: not_wellformed, too_big, too_deep, no_identifier.
// The record is looked at no further than to find its end.
model::Outcome<Change> read_change(std::string_view line);

// The number after "seq" of a line that cannot be read, so that the feed can go on behind it; -1 where there is none.
std::int64_t seq_of_broken(std::string_view line);

}  // namespace commonplace::harvest
