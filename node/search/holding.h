// Whether any record passes filters, without looking at all of them (SRCH-40: no line that leads nowhere).
#pragma once

#include "node/search/index.h"
#include "node/search/state.h"

namespace commonplace::search {

bool holds(const State& state, const Filters& filters);

}  // namespace commonplace::search
