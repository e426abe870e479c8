// Which words of a query stand in which hits, and what each adds (SRCH-36).
#pragma once

#include <cstdint>
#include <vector>

#include "node/search/index.h"
#include "node/search/ranking.h"
#include "node/search/resolved_query.h"

namespace commonplace::search {

// For each hit the words that raise it, in the order typed. Walks the postings of the query once more.
std::vector<std::vector<WordFound>> words_found(const ResolvedQuery& query, const State& state, const std::vector<Ranked>& hits);

}  // namespace commonplace::search
