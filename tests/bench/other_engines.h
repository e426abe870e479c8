// The engines that the index is measured beside, over the same records: SQLite FTS5, and Xapian where it was found when
// this was built (Debian: libxapian-dev).
#pragma once

#include <string>

#include "tests/bench/search_records.h"

namespace commonplace::bench {

struct EngineTimes {
  double build_seconds = 0;  // of the processor
  std::vector<double> top;   // milliseconds: top 20 of one common word
  std::vector<double> counted;  // the same with the counts of seven facets
  std::vector<double> two_words;  // top 20 of "a AND b", of middling words
};

// Writes a database of its own below `folder`.
EngineTimes measure_fts5(const SearchRecords& records, std::size_t count, const std::string& folder);
bool has_xapian();
EngineTimes measure_xapian(const SearchRecords& records, std::size_t count, const std::string& folder);

}  // namespace commonplace::bench
