// How many records are aligned to each branch of a framework, in one pass (CUR-70, CUR-73).
#pragma once

#include <cstdint>
#include <vector>

#include "node/search/index.h"
#include "node/search/state.h"

namespace commonplace::search {

// Each record that passes the filters counts once in each group of its statements. Safe from any thread.
std::vector<std::int64_t> count_groups(const State& state, const Filters& filters, const StatementGroups& groups);

}  // namespace commonplace::search
