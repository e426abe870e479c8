// What machines expect at well-known addresses: sitemap, robots, OpenSearch, Atom, health, node document, schema of cpl.
#pragma once

#include "node/http/router.h"
#include "node/web/context.h"

namespace commonplace::web {

http::Response sitemap(const Context& context, const http::Captures& captures);
http::Response sitemap_part(const Context& context, const http::Captures& captures);
http::Response robots(const Context& context, const http::Captures& captures);
http::Response opensearch(const Context& context, const http::Captures& captures);
http::Response feed(const Context& context, const http::Captures& captures);
http::Response healthz(const Context& context, const http::Captures& captures);
http::Response readyz(const Context& context, const http::Captures& captures);
http::Response node_document(const Context& context, const http::Captures& captures);
http::Response record_schema(const Context& context, const http::Captures& captures);

}  // namespace commonplace::web
