// Lists in the order (datestamp, key), counting, and the change log.
#pragma once

#include <optional>
#include <vector>

#include "node/store/sqlite_connection.h"
#include "node/store/sqlite_sets.h"
#include "node/store/store.h"

namespace commonplace::store {

struct ListBounds {
  std::optional<Place> after;
  int limit = 0;
  std::int64_t most_bytes = 0;
};

int list_records(Connection& reader, SpecTables& specs, const Selection& selection, const ListBounds& bounds, Body body,
                 const RowVisitor& visit);
bool visit_record(Connection& reader, SpecTables& specs, std::string_view identifier, Body body,
                  const RowVisitor& visit);
bool has_more_records(Connection& reader, const Selection& selection, Place after);
std::int64_t count_records(Connection& reader, const Selection& selection);
Counts read_totals(Connection& reader);
std::vector<Change> read_changes(Connection& reader, Seq since, int limit);
bool visit_changes(Connection& reader, const ChangeBounds& bounds, const ChangeVisitor& visit);

}  // namespace commonplace::store
