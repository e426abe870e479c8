// The envelope of every reply: root, responseDate, request, errors (OAI-22…OAI-28).
#pragma once

#include <string>

#include "node/http/message.h"
#include "node/oai/arguments.h"

namespace commonplace::oai {

// Everything up to and including <request>. `echo`: whether the request's arguments stand as attributes, which they
// do not beside badVerb and badArgument (S3.2).
std::string open_reply(const std::string& oai_url, model::Datestamp response_date, const Arguments& arguments, bool echo);

// A whole reply with errors.
http::Response error_reply(const std::string& oai_url, model::Datestamp response_date, const Arguments& arguments,
                           const std::vector<Error>& errors);

// Closes `xml` (opened by open_reply) and wraps it with the content type of the protocol.
http::Response close_reply(std::string xml);

}  // namespace commonplace::oai
