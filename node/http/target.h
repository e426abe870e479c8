// The request target and the Host field: from the bytes on the wire to a path, arguments and an authority.
// Strict where the RFCs are kind (security.md §2.1).
#pragma once

#include <string_view>

#include "node/http/message.h"

namespace commonplace::http {

// Fills target, path, query and query_is_malformed of a request from what stood on the request line. False (400) for
// anything but origin-form, absolute-form http(s) with the same authority as `host`, and "*" with OPTIONS; for a broken
// escape, a control, "." or ".." between slashes or backslashes, or text that is not UTF-8 in the path.
// The target of an absolute-form request becomes its origin-form.
bool read_target(std::string_view sent, std::string_view host, Request& request);

// uri-host [":" port] of RFC 3986: a name, an IPv4 address, or an IPv6 address in brackets. Not empty, no user.
bool is_host(std::string_view text);

}  // namespace commonplace::http
