// What raises a record beside its words: its merit (SRCH-32), a statement that was asked for (SRCH-31), where the reader
// teaches (SRCH-33). Each is a factor by a value of a column.
#pragma once

#include <cstdint>
#include <vector>

#include "node/search/columns.h"
#include "node/search/index.h"
#include "node/search/state.h"

namespace commonplace::search {

class Raising {
 public:
  // `is_best`: only the order by best match is raised. Both must outlive it.
  Raising(const State& state, const Query& query, bool is_best);

  // The records that are asked for next are of this segment.
  void begin(const Segment& segment);
  // What `points` become for the record. Requires begin().
  std::uint64_t raised(std::uint64_t points, std::uint32_t record) const;
  // Below it no record can come to `points`.
  std::uint64_t least_for(std::uint64_t points) const;
  // What else raises a match of `points` cannot lift it higher.
  std::uint64_t most_for(std::uint64_t points) const;
  void explain(const Segment& segment, std::uint32_t record, Why& why) const;

 private:
  struct Factors {
    Column column;
    std::vector<std::uint32_t> by_value;  // in 1/1024; 0: as it is
    std::vector<std::uint32_t> by_set;    // of the segment at hand
    const SetColumn* sets = nullptr;
  };
  void add(Column column, std::vector<std::uint32_t> by_value);
  void read_statements();
  void read_teaching();
  double factor_of(const Factors& factors, const Segment& segment, std::uint32_t record, std::uint32_t* value = nullptr) const;

  const State& state_;
  const Query& query_;
  std::vector<Factors> factors_;
  std::uint64_t most_;  // what all can do together
};

}  // namespace commonplace::search
