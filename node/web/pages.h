// The pages of a node (CONTRACT §4). Each function answers one route; JSON is answered by the twin in api.h.
#pragma once

#include "node/http/router.h"
#include "node/web/context.h"

namespace commonplace::web {

http::Response home_page(const Context& context, const http::Captures& captures);
http::Response search_page(const Context& context, const http::Captures& captures);
http::Response resource_page(const Context& context, const http::Captures& captures);
http::Response organisations_page(const Context& context, const http::Captures& captures);
http::Response organisation_page(const Context& context, const http::Captures& captures);
http::Response curriculum_page(const Context& context, const http::Captures& captures);
http::Response framework_page(const Context& context, const http::Captures& captures);
http::Response statement_page(const Context& context, const http::Captures& captures);
http::Response about_page(const Context& context, const http::Captures& captures);  // /about/{topic}
http::Response fairness_page(const Context& context, const http::Captures& captures);
http::Response missing_page(const Context& context, const http::Captures& captures);  // POST

http::Response not_found(const Context& context);
http::Response error_page(const Context& context, int status);
http::Response search_is_being_prepared(const Context& context);
http::Response html_response(std::string html, int status = 200);

}  // namespace commonplace::web
