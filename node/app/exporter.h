// Everything out, nothing locked in: canonical documents, one a line.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <optional>

#include "node/store/store.h"

namespace commonplace::app {

// Writes the canonical document of each live record as one line of NDJSON, oldest change first; returns how many.
// Stops early when the stream fails.
std::int64_t export_ndjson(const store::Store& store, std::optional<store::ContributorId> contributor, std::ostream& out);

}  // namespace commonplace::app
