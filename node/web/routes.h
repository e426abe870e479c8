// The table of all routes of a node.
#pragma once

#include <memory>

#include "node/http/router.h"
#include "node/web/context.h"

namespace commonplace::web {

http::Router make_router(std::shared_ptr<const House> house);

}  // namespace commonplace::web
