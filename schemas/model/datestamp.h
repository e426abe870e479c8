// A moment in UTC at the granularity of OAI-PMH: whole seconds. Reading and writing its text forms.
// Not for: reading a clock (only node/app and the HTTP door do that).
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "schemas/model/outcome.h"

namespace commonplace::model {

// Seconds since 1970-01-01T00:00:00Z.
struct Datestamp {
  std::int64_t seconds = 0;

  friend auto operator<=>(const Datestamp&, const Datestamp&) = default;
};

enum class Granularity { day, second };

struct ParsedDatestamp {
  Datestamp datestamp;      // the first second of the day for the short form
  Granularity granularity;  // as written
};

// Parses an OAI-PMH UTCdatetime, "2026-11-20" or "2026-11-20T07:15:55Z", and nothing else: no fraction, no other zone,
// no day that is not in the calendar (2025-02-29), no second 60. Years 0000 to 9999. Source: OAI-PMH 2.0 §3.3.
Outcome<ParsedDatestamp> parse_datestamp(std::string_view text);

// Parses RFC 3339 with any zone and fraction ("2026-06-07T15:29:33.685819+00:00"); the fraction is cut off.
Outcome<Datestamp> parse_rfc3339(std::string_view text);

// "2026-11-20T07:15:55Z", or "2026-11-20" for Granularity::day. Requires a year of 0000 to 9999.
std::string format_datestamp(Datestamp datestamp, Granularity granularity = Granularity::second);

// "Fri, 20 Nov 2026 07:15:55 GMT". Source: RFC 9110 §5.6.7.
std::string format_http_date(Datestamp datestamp);

// Reads an IMF-fixdate. Nothing else is understood: the two older forms of RFC 9110 are not sent by anyone we met.
Outcome<Datestamp> parse_http_date(std::string_view text);

}  // namespace commonplace::model
