// Joins segments into one, leaving out records that are deleted.
#pragma once

#include <vector>

#include "node/search/state.h"

namespace commonplace::search {

// Requires that no key lives in two of the parts.
Segment merge(const std::vector<Part>& parts);

}  // namespace commonplace::search
