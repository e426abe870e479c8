// Records like another one (SRCH-42): shared statements, shared foremost words, the same unit.
#pragma once

#include <cstdint>
#include <vector>

#include "node/search/index.h"
#include "node/search/state.h"

namespace commonplace::search {

std::vector<Hit> similar(const State& state, std::int64_t key, int limit);

}  // namespace commonplace::search
