// Where the words of a query occur in a text (SRCH-44), by offset.
#pragma once

#include <string_view>
#include <vector>

#include "node/search/index.h"
#include "node/search/query_text.h"

namespace commonplace::search {

// Ascending, not overlapping, on borders of characters. Excluded words are not marked.
std::vector<Span> highlight(const std::vector<Group>& groups, std::string_view text, Language language);

}  // namespace commonplace::search
