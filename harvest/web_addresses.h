// What becomes a link or a picture on a page may lead to the web only (SEC-45): no script, no file, no data.
#pragma once

#include "schemas/model/resource.h"

namespace commonplace::harvest {

bool has_only_web_addresses(const model::Resource& resource);

}  // namespace commonplace::harvest
