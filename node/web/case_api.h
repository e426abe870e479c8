// The CASE 1.0 interface of reading (CUR-21): frameworks that may be handed on, at the path that CASE clients expect.
#pragma once

#include "node/http/router.h"
#include "node/web/context.h"

namespace commonplace::web {

http::Response case_documents(const Context& context, const http::Captures& captures);  // limit, offset
http::Response case_document(const Context& context, const http::Captures& captures);
http::Response case_package(const Context& context, const http::Captures& captures);
http::Response case_item(const Context& context, const http::Captures& captures);
http::Response case_item_associations(const Context& context, const http::Captures& captures);  // limit, offset
http::Response case_association(const Context& context, const http::Captures& captures);

}  // namespace commonplace::web
