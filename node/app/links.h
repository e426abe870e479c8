// Links between statements as files (CUR-53).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "node/store/store.h"
#include "schemas/model/outcome.h"

namespace commonplace::app {

struct LinksReport {
  std::int64_t added = 0;
  std::int64_t known = 0;  // there already: theirs is taken over, but what the keeper decided of them stays
  std::vector<model::Problem> warnings;
};

// Takes an SSSOM table in. Problem kinds: "not-found", "too-large", those of read_sssom.
model::Outcome<LinksReport> import_links(store::Store& store, const std::string& path);

// All links that are on, as an SSSOM table.
std::string export_links(const store::Store& store);

}  // namespace commonplace::app
