// Across frameworks (CUR-50 to CUR-55): which statements elsewhere answer a question for one, by what links, and for how
// much. Immutable after it is made; any thread.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schemas/model/crosswalk.h"

namespace commonplace::curriculum {

// One link, read from the statement asked for: `relation` says what `to` is to `from`.
struct CrosswalkStep {
  std::string from;
  model::Relation relation = model::Relation::related;
  std::string to;
  std::string asserted_by;
  std::string method;
  int confidence = 100;
  std::string reviewed_at;  // datestamp text; empty: not reviewed
};

struct Reached {
  std::string statement;  // URI
  double weight = 0;      // of the relation, times the confidence of each link: 0…1
  std::vector<CrosswalkStep> path;
};

class Crosswalks {
 public:
  Crosswalks() = default;
  // Only links that are on count: neither those proposed nor those turned off.
  explicit Crosswalks(const std::vector<model::StatementLink>& links);

  // One link away, or through any number of exact ones (exact of exact is exact, CUR-50). The best path to each; best first.
  // At most 64.
  std::vector<Reached> from(std::string_view statement) const;
  bool empty() const { return steps_.empty(); }

 private:
  std::unordered_map<std::string, std::vector<CrosswalkStep>> steps_;  // by the statement asked for
};

// 1.0 for exact and replaced, 0.9 close, 0.8 narrower, 0.5 broader, 0.3 related (CUR §7); 0 for what search does not follow.
double weight_of(model::Relation relation);

}  // namespace commonplace::curriculum
