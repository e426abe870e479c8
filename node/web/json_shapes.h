// The JSON shapes of CONTRACT §4: the same members on every answer, null or an empty list where nothing is known.
#pragma once

#include "node/web/search_request.h"
#include "node/web/shown.h"
#include "schemas/formats/json.h"

namespace commonplace::web {

json::Value contributor_json(const Context& context, const store::StoredContributor* contributor);
json::Value licence_json(const Shown& shown);
json::Value origin_json(const Context& context, const Shown& shown);
json::Value statements_json(const Context& context, const Shown& shown);
json::Value hit_json(const Context& context, const Shown& shown, const search::Hit& hit);
// What this node adds to what the publisher says: [{member, values, from}].
json::Value overlays_json(const Shown& shown);
// [{id, label}]
json::Value concepts_json(const std::vector<std::string>& ids);

// The error shape of CONTRACT §4.3 with every problem.
http::Response problems_response(int status, const std::vector<model::Problem>& problems);
http::Response json_response(const json::Value& value);

}  // namespace commonplace::web
