// One search over one state of the index: match, filter, count, rank, cut the page.
#pragma once

#include "node/search/index.h"
#include "node/search/state.h"

namespace commonplace::search {

// Safe from any thread; nothing but `state` is read, and buffers of the calling thread.
Results search(const State& state, const Query& query);

}  // namespace commonplace::search
