// The past of records: taking a source back to what it was, and forgetting what is too old (HAR-37, HAR-42).
#pragma once

#include "node/store/sqlite_connection.h"
#include "node/store/store.h"

namespace commonplace::store {

int count_flips(Connection& reader, Key key, Datestamp since);

// Inside a write transaction.
RolledBack roll_back_slice(Connection& writer, const RollBack& wish, Datestamp now, Datestamp floor);
std::int64_t forget_slice(Connection& writer, Datestamp before, int limit);

}  // namespace commonplace::store
