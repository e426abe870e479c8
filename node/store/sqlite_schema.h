// The tables, and how a database of an older program becomes one of this program (REL-16).
#pragma once

#include "node/store/sqlite_connection.h"
#include "schemas/model/datestamp.h"

namespace commonplace::store {

// "Cmnp" in ASCII, in the header of the file: `file commonplace.db` and we ourselves know it by that.
inline constexpr std::int64_t application_id = 0x436d6e70;
inline constexpr std::int64_t schema_version = 8;

// Makes or migrates the schema over the writing connection, one transaction a step, forward only.
// StoreError if the file belongs to another program, is newer than this one, or is empty and may not be made.
struct Making {
  bool create = false;
  model::Datestamp now;  // the creation second (OAI-31)
};
void bring_up_to_date(Connection& writer, const Making& making);

}  // namespace commonplace::store
