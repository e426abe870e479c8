// The sets of this node, from its contributors (OAI §6), and which selection of records each stands for.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/store/store.h"

namespace commonplace::oai {

struct Set {
  std::string spec;
  std::string name;
  const model::Contributor* contributor = nullptr;  // whose branding it carries; null for the parent set
};

// A look at the contributors as they were when it was made. Immutable; shared between requests.
class SetTable {
 public:
  explicit SetTable(std::vector<store::StoredContributor> contributors);
  SetTable(const SetTable&) = delete;
  SetTable& operator=(const SetTable&) = delete;

  // By spec, ascending.
  const std::vector<Set>& sets() const { return sets_; }
  // Deepest set of a contributor's records; empty when unknown.
  std::string_view spec_of(store::ContributorId id) const;
  const model::Contributor* contributor(store::ContributorId id) const;
  // The records that a set holds: those of one contributor, or all (nullopt inside) for the parent; no value: no such set.
  std::optional<std::optional<store::ContributorId>> members(std::string_view spec) const;

 private:
  std::vector<store::StoredContributor> contributors_;
  std::map<store::ContributorId, const model::Contributor*> by_id_;
  std::map<std::string, store::ContributorId, std::less<>> by_spec_;
  std::vector<Set> sets_;
};

// The top set, parent of every contributor's.
inline constexpr std::string_view contributor_top_set = "contributor";

}  // namespace commonplace::oai
