// Everything out, nothing locked in: canonical documents, a spreadsheet, a static repository file (OPS-21).
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

#include "node/app/desk.h"
#include "node/store/store.h"

namespace commonplace::app {

// Each returns how many live records it wrote, oldest change first, and stops early when the stream fails.

// The canonical document of each as one line of NDJSON.
std::int64_t export_ndjson(const store::Store& store, std::optional<store::ContributorId> contributor, std::ostream& out);
// A spreadsheet with a byte order mark; import reads it again as the same records.
std::int64_t export_csv(const store::Store& store, std::optional<store::ContributorId> contributor, std::ostream& out);
// A static repository file (OAI-66) that will be found at `url`: of one contributor, else of everything published here.
// Nothing is written when there is no record.
std::int64_t export_oai_static(const Desk& desk, std::optional<store::ContributorId> contributor, const std::string& url,
                               std::ostream& out);

}  // namespace commonplace::app
