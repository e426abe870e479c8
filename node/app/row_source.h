// A file as rows: finds out what kind of file it is and reads it without keeping more in memory than it must.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "node/app/importer.h"
#include "schemas/formats/rows.h"
#include "schemas/model/outcome.h"

namespace commonplace::app {

// row: as in RowError. part: how much of the file has been read, 0…1.
using RowTaker = std::function<void(std::int64_t row, formats::RowOutcome outcome, double part)>;

// Hands every row of the file to `take`, in order; a row that cannot be read has problems and no resource.
// The problem returned is about the whole file: it is not there, empty, a directory, of no known format, or damaged so
// that rows cannot be told apart. Rows taken before it was found stay taken.
model::Failure read_rows(const std::string& path, ImportFormat format, const std::optional<formats::Mapping>& mapping,
                         const RowTaker& take);

}  // namespace commonplace::app
