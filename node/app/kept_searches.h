// The ledger of searches, kept in a file of the data folder.
#pragma once

#include <string>

#include "node/web/search_ledger.h"

namespace commonplace::app {

// Adds what the file holds; nothing where there is none.
void read_searches(const std::string& path, web::SearchLedger& ledger);
// Written beside and renamed. False when it could not be written.
bool keep_searches(const std::string& path, const web::SearchLedger& ledger);

}  // namespace commonplace::app
