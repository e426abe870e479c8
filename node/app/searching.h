// The same search as the web, for a command: one question over a desk's store and its kept index.
#pragma once

#include <string>
#include <vector>

#include "node/app/desk.h"
#include "node/http/message.h"
#include "schemas/formats/json.h"

namespace commonplace::app {

// `arguments`: parameters of CONTRACT §4.1. The answer is the JSON of that page; the problem is the first of its 400.
model::Outcome<json::Value> search(const Desk& desk, const std::vector<http::Argument>& arguments);

// What a serving node has counted of its searches: `contributors` with `exposure`, `relevance` and their `ratio` (SRCH-35),
// and the words that were `missing` on at least two days (SRCH-41). As of when it last wrote them, every five minutes.
json::Value search_report(const Desk& desk);

}  // namespace commonplace::app
