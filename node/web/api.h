// The JSON API of reading (CONTRACT §4). Each function answers one route.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "node/http/router.h"
#include "node/web/context.h"

namespace commonplace::web {

http::Response api_search(const Context& context, const http::Captures& captures);
http::Response api_suggest(const Context& context, const http::Captures& captures);
http::Response api_fairness(const Context& context, const http::Captures& captures);
// 400 for a broken address or a parameter that is not among `known`; it names the nearest one.
std::optional<http::Response> refuse_unknown(const http::Request& request, const std::vector<std::string_view>& known);
http::Response being_prepared();  // 503: the index is not ready
http::Response api_resource(const Context& context, const http::Captures& captures);
http::Response api_contributors(const Context& context, const http::Captures& captures);
http::Response api_frameworks(const Context& context, const http::Captures& captures);
http::Response api_framework(const Context& context, const http::Captures& captures);
http::Response api_statements(const Context& context, const http::Captures& captures);
http::Response api_contributor(const Context& context, const http::Captures& captures);  // twin of /by/{slug}
http::Response api_statement(const Context& context, const http::Captures& captures);    // twin of the statement's page
http::Response api_any_statement(const Context& context, const http::Captures& captures);  // by UUID or address
http::Response api_status(const Context& context, const http::Captures& captures);
http::Response api_openapi(const Context& context, const http::Captures& captures);

}  // namespace commonplace::web
