// Reading single records: by identifier, public id or key, with their history and source.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "node/store/sqlite_connection.h"
#include "node/store/store.h"

namespace commonplace::store {

std::optional<StoredRecord> find_record(Connection& reader, std::string_view identifier);
std::optional<StoredRecord> find_public_record(Connection& reader, std::string_view public_id);
std::optional<StoredRecord> find_record_key(Connection& reader, Key key);
std::vector<StoredRecord> read_live_after(Connection& reader, Key after, int limit);
std::vector<StoredRecord> find_records(Connection& reader, const std::vector<Key>& keys);
std::vector<std::optional<Brief>> read_briefs(Connection& reader, const std::vector<std::string>& identifiers);
std::vector<Version> read_versions(Connection& reader, Key key);  // oldest first, the present one last
std::optional<SourceBytes> read_source(Connection& reader, Key key);

}  // namespace commonplace::store
