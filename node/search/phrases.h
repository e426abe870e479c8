// What stands where in a record: phrases in quotes, words that must stand in the name, and words that stand near each
// other (SRCH-21). Positions are read for candidates only.
#pragma once

#include <cstdint>
#include <vector>

#include "node/search/matching.h"
#include "node/search/resolved_query.h"

namespace commonplace::search {

// The positions of the words of a query in records of one part that are asked in ascending order.
class WordPositions {
 public:
  // `part` is the place of `of` in its state. All must outlive it.
  WordPositions(const ResolvedQuery& query, const Part& of, std::size_t part);
  // Of any form of the group, ascending, each once. Holds until the next call for the same group.
  const std::vector<std::uint32_t>& of(std::size_t group, std::uint32_t record);

 private:
  struct Group {
    std::vector<PositionReader> readers;
    std::vector<std::uint32_t> positions;
    std::uint32_t record = UINT32_MAX;
  };
  std::vector<Group> groups_;
};

class PhraseChecks {
 public:
  PhraseChecks(const ResolvedQuery& query, const Part& of, std::size_t part);
  // Drops matches without a phrase that is asked, and those with one that is excluded. Windows come ascending.
  void keep_those_that_hold(Matches& matches);

 private:
  bool holds(const PhraseCheck& check, std::uint32_t record);

  const ResolvedQuery& query_;
  const Segment& segment_;
  WordPositions positions_;
  std::vector<std::uint32_t> starts_;
};

inline constexpr std::uint32_t most_near = 2;  // words apart

// How many pairs of words that follow each other in the query stand near each other in the name or the objectives.
int near_pairs(const ResolvedQuery& query, WordPositions& positions, const Segment& segment, std::uint32_t record);

// How much of the name is asked for × how much of what is asked for (by weight) is in the name, 0…1000.
std::uint32_t named_share(const ResolvedQuery& query, WordPositions& positions, const Segment& segment, std::uint32_t record);

}  // namespace commonplace::search
