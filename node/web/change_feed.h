// The change log for other nodes and programs (CONTRACT §4.2, HAR-43): the feed, page by page; the dump, for who takes
// everything; and the record by itself. The same records as /oai, always.
#pragma once

#include "node/http/router.h"
#include "node/web/context.h"

namespace commonplace::web {

http::Response api_changes(const Context& context, const http::Captures& captures);
http::Response api_dump(const Context& context, const http::Captures& captures);
http::Response api_record(const Context& context, const http::Captures& captures);  // /api/v1/resources/{id}/signed

}  // namespace commonplace::web
