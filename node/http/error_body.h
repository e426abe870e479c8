// Constant error bodies: the same words for the same status, never what the client sent nor what the house said,
// only the id under which the log has more (security.md §2, SEC-12; shape: CONTRACT §4.3).
#pragma once

#include <string_view>

#include "node/http/message.h"

namespace commonplace::http {

enum class ErrorForm { plain, json };

// json under /api/, /.well-known/ (of a request that was refused before it had a path: by its target) and where Accept names application/json and not text/html; else plain.
ErrorForm error_form(const Request& request);

// A short sentence, what to do, and the id. Statuses that are not listed get the words of 400 or 500.
Response error_response(int status, std::string_view request_id, ErrorForm form);

// "Not Found"; "Unknown" for a status that no RFC names.
std::string_view reason_phrase(int status);

}  // namespace commonplace::http
