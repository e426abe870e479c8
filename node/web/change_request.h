// What a reader of the change log asks for: since, limit, life; and what it is told when that cannot be answered.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "node/web/context.h"
#include "schemas/model/outcome.h"

namespace commonplace::web {

inline constexpr int most_changes = 10'000;     // of one page
inline constexpr int usual_changes = 1'000;

struct ChangeRequest {
  store::Seq since = 0;
  int limit = usual_changes;
  std::string life;  // empty: not told
  std::vector<model::Problem> problems;
};

// Each of `since`, `limit` and `life` at most once, and nothing else; numbers are decimal digits.
ChangeRequest read_change_request(const http::Request& request);

// The answer 400 or 410 (another life of the node, or a place that its change log has not reached); none when all is well.
std::optional<http::Response> refusal_of(const ChangeRequest& asked, const store::Store& store, store::Seq last);

// Changes with everything that the envelopes of these records are made of: life, last seq, names and logos. With quotes.
std::string state_tag(const Context& context, store::Seq last);

// Commonplace-Life; no-cache, since a tag is asked about each time; and leave for scripts to read what stands in fields.
void add_feed_headers(http::Response& response, const store::Store& store);

}  // namespace commonplace::web
