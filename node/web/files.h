// Bytes by name: built-in assets, generated brand sheets, logos and pictures of the data folder.
#pragma once

#include "node/http/router.h"
#include "node/web/context.h"

namespace commonplace::web {

http::Response asset(const Context& context, const http::Captures& captures);
http::Response organisation_colours(const Context& context, const http::Captures& captures);  // /assets/orgs.css
http::Response brand_sheet(const Context& context, const http::Captures& captures);           // /by/{slug}/brand.css
http::Response media(const Context& context, const http::Captures& captures);

}  // namespace commonplace::web
