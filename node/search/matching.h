// Walks the postings of a resolved query over one segment, window by window (SRCH-51).
#pragma once

#include <cstdint>
#include <vector>

#include "node/search/resolved_query.h"

namespace commonplace::search {

// A record, the bits of the groups that it matches, and the sum over them of weight × best impact.
struct Match {
  std::uint32_t record = 0;
  std::uint32_t mask = 0;
  std::uint32_t score = 0;
};

class Matching {
 public:
  Matching(const ResolvedQuery& query, const State& state, std::size_t part);

  // Replaces `matches` by those of the next window, live and accepted, ascending; false behind the last window.
  bool next(std::vector<Match>& matches);

 private:
  struct Cursor {
    PostingCursor at;
    int weight;
  };
  void add_group(std::size_t group, std::uint32_t begin, std::uint32_t end);
  void collect(std::uint32_t begin, std::uint32_t end, std::vector<Match>& matches) const;

  const ResolvedQuery& query_;
  const Part& part_;
  std::size_t number_;  // of the part
  std::vector<std::vector<Cursor>> cursors_;  // per group
  std::vector<std::size_t> together_;         // per group, the next of its records of words together
  std::uint32_t window_ = 0;                  // first record of the next one
};

}  // namespace commonplace::search
