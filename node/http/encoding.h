// Content coding of replies: who wants gzip, what is worth it, and doing it. The room of zlib.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "node/http/message.h"

namespace commonplace::http {

// True if the client offers gzip (or x-gzip, or *) with q > 0, and does not like identity better.
// No Accept-Encoding, or a malformed one: false (OAI-61: without the field, identity). Source: RFC 9110 §12.5.3.
bool accepts_gzip(const Request& request);

// Text, JSON, XML, JavaScript and SVG of more than 1 KiB that the handler did not encode already.
bool is_worth_encoding(const Response& response);

// level 1 to 9; others become the nearest. Throws std::runtime_error if zlib has no memory.
std::string gzip(std::string_view bytes, int level);

}  // namespace commonplace::http
