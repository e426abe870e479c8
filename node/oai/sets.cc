#include "node/oai/sets.h"

#include <algorithm>

namespace commonplace::oai {

SetTable::SetTable(std::vector<store::StoredContributor> contributors) : contributors_(std::move(contributors)) {
  sets_.push_back({std::string(contributor_top_set), "All contributors", nullptr});
  for (const auto& contributor : contributors_) {
    by_id_[contributor.id] = &contributor.profile;
    by_spec_[contributor.profile.set] = contributor.id;
    sets_.push_back({contributor.profile.set, contributor.profile.name, &contributor.profile});
  }
  std::sort(sets_.begin(), sets_.end(), [](const Set& a, const Set& b) { return a.spec < b.spec; });
}

const model::Contributor* SetTable::contributor(store::ContributorId id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second;
}

std::string_view SetTable::spec_of(store::ContributorId id) const {
  const auto* profile = contributor(id);
  return profile ? std::string_view(profile->set) : std::string_view();
}

std::optional<std::optional<store::ContributorId>> SetTable::members(std::string_view spec) const {
  if (spec == contributor_top_set) return std::optional<store::ContributorId>();
  const auto found = by_spec_.find(spec);
  if (found == by_spec_.end()) return {};
  return std::optional<store::ContributorId>(found->second);
}

}  // namespace commonplace::oai
