// Links between frameworks on pages: by which link a resource answers a question for a statement, in words (CUR-51).
#pragma once

#include <optional>

#include "node/web/search_request.h"
#include "node/web/shown.h"

namespace commonplace::web {

// The statement by which the resource was found, when only a link leads to it: "related to “…”; asserted by X, not
// reviewed". The best path where there are several; nothing where the resource has a statement that was asked for itself.
std::optional<ui::CardStatement> statement_through_a_link(const Context& context, const SearchRequest& request, const Shown& shown);

}  // namespace commonplace::web
