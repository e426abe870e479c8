// Curriculum frameworks and their statements, replaced whole.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "node/store/sqlite_connection.h"
#include "node/store/store.h"

namespace commonplace::store {

std::vector<model::Framework> read_frameworks(Connection& reader);  // by id
std::optional<model::Framework> read_framework(Connection& reader, std::string_view id);
std::vector<model::Statement> read_statements(Connection& reader, std::string_view framework);

// Inside a write transaction.
void put_framework(Connection& writer, const model::Framework& framework,
                   const std::vector<model::Statement>& statements);

}  // namespace commonplace::store
