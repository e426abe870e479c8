// A static repository file (OAI static repository guidelines, OAI-66): what an organisation without a node puts on any web
// space, to be harvested as it is or through a gateway. Dublin Core only; days; no sets, deletions or tokens.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "node/oai/repository.h"
#include "node/store/store.h"

namespace commonplace::oai {

struct StaticFile {
  std::string url;  // where it will be found: its base URL
  store::Selection selection;
};

// Hands the file to `write` piece by piece; deleted records are left out. Returns how many records it has; with 0 nothing
// was written, for the schema requires one.
std::int64_t write_static_repository(const store::Store& store, const Repository& repository, const StaticFile& file,
                                     const std::function<void(std::string_view)>& write);

}  // namespace commonplace::oai
