// Words to statements and statements for a resource, as JSON (CUR-23 to CUR-34, CUR-72); and what a search found by a link
// between frameworks (CUR-51).
#pragma once

#include "node/http/router.h"
#include "node/web/json_shapes.h"

namespace commonplace::web {

http::Response api_resolve(const Context& context, const http::Captures& captures);
http::Response api_suggest_statements(const Context& context, const http::Captures& captures);

// Marks the statements of a hit that answer the question by a link: "how" is "crosswalk", with the path.
void mark_crosswalks(const SearchRequest& request, json::Value& statements);

}  // namespace commonplace::web
