// If-None-Match against an entity tag (RFC 9110 §13.1.2): when a 304 is all the client needs.
#pragma once

#include <string>
#include <string_view>

#include "node/http/message.h"

namespace commonplace::http {

// True if the request is GET or HEAD, the response is a 200 with an etag, and If-None-Match names it (weak comparison)
// or is "*". A malformed field is ignored.
bool is_unchanged(const Request& request, const Response& response);

// The weak form of a tag, for a reply whose bytes were encoded on the way: "\"a\"" to "W/\"a\"".
std::string weak_tag(std::string_view etag);

}  // namespace commonplace::http
