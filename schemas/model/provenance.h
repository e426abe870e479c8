// Where a record has been: the hops of OAI-PMH's provenance container, nearest first (OAI-63).
#pragma once

#include <string>
#include <vector>

namespace commonplace::model {

// One originDescription. Dates are verbatim, in the source's granularity.
struct Hop {
  std::string base_url;
  std::string identifier;
  std::string datestamp;
  std::string metadata_namespace;
  std::string harvest_date;  // the source's responseDate
  bool altered = false;

  friend bool operator==(const Hop&, const Hop&) = default;
};

// At most this many hops are carried; a record with more is refused (HAR-36).
inline constexpr std::size_t max_hops = 4;

}  // namespace commonplace::model
