// What a word may have been meant to be that stands nowhere, or nearly so (SRCH-22).
#pragma once

#include <vector>

#include "node/search/group_resolver.h"

namespace commonplace::search {

// Adds to the word at `at` the most similar words, or the two words that it is made of, where its own are in doubt; and
// says so in `query`. The other words of the query tell what was meant.
void correct(std::vector<GroupResolver>& words, std::size_t at, const State& state, ResolvedQuery& query);

}  // namespace commonplace::search
