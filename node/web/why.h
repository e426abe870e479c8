// Why a hit stands where it does, in numbers and in plain words (SRCH-36).
#pragma once

#include <string>
#include <vector>

#include "node/search/index.h"
#include "node/web/shown.h"
#include "schemas/formats/json.h"

namespace commonplace::web {

// null where the hit was not explained.
json::Value why_json(const Context& context, const Shown& shown, const search::Hit& hit);
// One or two sentences; none where the hit was not explained.
std::vector<std::string> why_sentences(const Context& context, const Shown& shown, const search::Hit& hit);

}  // namespace commonplace::web
