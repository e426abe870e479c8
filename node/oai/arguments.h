// The grammar of OAI-PMH requests: which verb takes which arguments, and every way to get that wrong (OAI-6…OAI-17).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "node/http/message.h"
#include "schemas/model/datestamp.h"

namespace commonplace::oai {

// The numbers are in resumption tokens: never renumber.
enum class Verb { identify = 1, list_metadata_formats = 2, list_sets = 3, get_record = 4, list_identifiers = 5, list_records = 6 };
std::string_view verb_name(Verb verb);

struct Error {
  std::string code;  // one of the eight of the protocol
  std::string text;
};

// The legal arguments of one request. `verb` is there unless `errors` says badVerb.
struct Arguments {
  std::optional<Verb> verb;
  std::optional<std::string> identifier;
  std::optional<std::string> metadata_prefix;
  std::optional<std::string> set;
  std::optional<std::string> from;   // as sent
  std::optional<std::string> until;  // as sent
  std::optional<std::string> resumption_token;
  std::optional<model::Datestamp> from_moment;   // inclusive
  std::optional<model::Datestamp> until_moment;  // inclusive: the last second of a day given as a date
  std::vector<Error> errors;                     // badVerb and badArgument; empty when the request is legal
};

// Reads query string and, for POST, the form body. `malformed`: percent coding or UTF-8 was broken. `finest`: the
// granularity of the repository; finer dates are bad arguments (OAI-16).
Arguments read_arguments(const std::vector<http::Argument>& sent, bool malformed,
                         model::Granularity finest = model::Granularity::second);

}  // namespace commonplace::oai
