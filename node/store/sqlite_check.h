// Whether the database is what it should be: every finding in words, nothing mended.
#pragma once

#include <string>
#include <vector>

#include "node/store/sqlite_connection.h"

namespace commonplace::store {

std::vector<std::string> check_database(Connection& reader);

}  // namespace commonplace::store
