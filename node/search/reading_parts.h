// What was read out of the words of a search (SRCH-1), and how it filters or raises (SRCH-3).
#pragma once

#include <functional>

#include "node/search/index.h"
#include "node/search/state.h"

namespace commonplace::search {

// One search; the filters are those that a hit may pass or not, and counts more for each that it passes.
using SearchOnce = std::function<Results(const Query& query, const Filters& soft)>;

// Searches once or several times: what was read filters while enough is left, else it only raises.
Results search_with_parts(const State& state, const Query& query, const SearchOnce& search_once);

}  // namespace commonplace::search
