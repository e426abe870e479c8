// Joins segments into one, leaving out records that are deleted.
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "node/search/state.h"

namespace commonplace::search {

// Requires that no key lives in two of the parts. nullopt when it was asked to stop.
std::optional<Segment> merge(const std::vector<Part>& parts, const std::stop_token& stop = {});

}  // namespace commonplace::search
