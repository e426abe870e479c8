// Curriculum frameworks and their statements, replaced whole.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "node/store/sqlite_connection.h"
#include "node/store/store.h"

namespace commonplace::store {

enum class Frameworks { shown, all };
std::vector<model::Framework> read_frameworks(Connection& reader, Frameworks which);  // by id
std::optional<model::Framework> read_framework(Connection& reader, std::string_view id);
std::vector<model::Statement> read_statements(Connection& reader, std::string_view framework);
std::vector<std::string> read_statement_extras(Connection& reader, std::string_view framework);
std::vector<model::PastStatement> read_past_statements(Connection& reader, std::string_view framework);
std::int64_t read_curriculum_version(Connection& reader);

// Inside a write transaction.
void put_framework(Connection& writer, const FrameworkImport& import);
bool switch_framework(Connection& writer, std::string_view id, bool on);
bool remove_framework(Connection& writer, std::string_view id);
void raise_curriculum_version(Connection& writer);

}  // namespace commonplace::store
