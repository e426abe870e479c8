// Links between statements (CUR §7).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "node/store/sqlite_connection.h"
#include "node/store/store.h"

namespace commonplace::store {

std::vector<model::StatementLink> read_links(Connection& reader);  // by id
std::optional<model::StatementLink> read_link(Connection& reader, std::int64_t id);

// Inside a write transaction.
std::int64_t put_link(Connection& writer, const model::StatementLink& link);
bool remove_link(Connection& writer, std::int64_t id);
// The links that came with a framework: new ones are added; old ones that did not come again go, unless somebody
// reviewed them.
void put_framework_links(Connection& writer, std::string_view framework, const std::vector<model::StatementLink>& links);

}  // namespace commonplace::store
