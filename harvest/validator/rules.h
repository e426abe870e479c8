// What harvesters may expect of an OAI-PMH repository, as far as it can be seen from outside: one entry a promise, each
// with where it stands written. The ids are stable: scripts may rely on them.
#pragma once

#include <string_view>
#include <vector>

namespace commonplace::harvest::validator {

enum class Severity {
  violation,  // against the protocol
  warning,    // allowed, or unsaid, and known to lose records or to stop harvesters
  note,       // worth knowing before one harvests here
};

enum class Part { door, reply, identify, formats, sets, arguments, dates, lists, records };

struct Rule {
  std::string_view id;
  Part part;
  Severity severity;
  std::string_view source;   // "S3.5": section of the OAI-PMH 2.0 specification; else a guideline or a standard
  std::string_view promise;  // what should hold, a sentence
  std::string_view fix;      // what the keeper of the repository can do, a sentence
};

// In the order in which a report tells them.
const std::vector<Rule>& rules();
// Throws std::logic_error for an id that is none: a fault of the caller.
const Rule& rule(std::string_view id);

std::string_view title(Part part);
std::string_view word(Severity severity);

}  // namespace commonplace::harvest::validator
