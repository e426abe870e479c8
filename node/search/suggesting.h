// What may be meant by what has been typed so far (SRCH-40): words of names, keywords and key vocabulary. Other people's
// queries are never a source.
#pragma once

#include <string>
#include <vector>

#include "node/search/index.h"
#include "node/search/state.h"

namespace commonplace::search {

enum class Renewal { while_records_come, when_it_is_quiet };

// Makes the order anew where names and keywords have grown since, by a half while more may come and by an eighth when it
// is quiet, and looks which country the levels are of. Whether it did.
bool renew_estimates(State& state, Renewal when);

// As Index::suggest.
std::vector<Suggestion> suggest(const State& state, const std::string& typed, int limit);

}  // namespace commonplace::search
