// One resource in another format, or what it loses on the way there: /api/v1/resources/{id}?format=lom[&loss=1]
// (MD-21, MD-24).
#pragma once

#include <optional>

#include "node/http/message.h"
#include "node/web/shown.h"

namespace commonplace::web {

// Nothing where the request asks for no format. 400 for one that is none, with the names of all.
std::optional<http::Response> rendered_resource(const Context& context, const Shown& shown);

}  // namespace commonplace::web
