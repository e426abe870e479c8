// Questions that federation tests ask a node again and again.
#pragma once

#include <string>
#include <vector>

#include "tests/program/oai_list.h"

namespace commonplace::testing {

// The answer of /api/v1/search. `more`: further arguments, "&explain=1".
json::Value search(const Node& node, const std::string& words, const std::string& more = "");

// The identifier of the one live record with that title in any language; throws when there is none.
std::string identifier_of(const Node& node, const std::string& title);

// Every header of the node's list in oai_dc, tombstones included.
std::vector<OaiHeader> headers_of(const Node& node);

}  // namespace commonplace::testing
