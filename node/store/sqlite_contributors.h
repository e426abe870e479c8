// Contributors and the slugs they were ever given.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "node/store/sqlite_connection.h"
#include "node/store/store.h"

namespace commonplace::store {

std::vector<StoredContributor> read_contributors(Connection& reader);
std::optional<StoredContributor> read_contributor(Connection& reader, ContributorId id);
std::optional<StoredContributor> read_contributor_by_slug(Connection& reader, std::string_view slug);
std::optional<StoredContributor> read_contributor_by_set(Connection& reader, std::string_view set);

// Both inside a write transaction.
ContributorId put_contributor(Connection& writer, const model::Contributor& profile, bool hosted_here);
bool rename_contributor(Connection& writer, ContributorId id, std::string_view slug);

}  // namespace commonplace::store
