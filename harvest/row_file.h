// A file of rows as a harvester takes it (HAR-48): CSV, a JSON array, schema.org's "@graph", or NDJSON. Rows are read
// one at a time; a bad one is a problem of its own.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/formats/rows.h"
#include "schemas/model/outcome.h"

namespace commonplace::harvest {

struct RowFileLimits {
  std::size_t bytes = 32u * 1024 * 1024;
  std::size_t rows = 50'000;
  std::size_t cell_bytes = 64 * 1024;
  std::size_t row_bytes = 1024 * 1024;
};

// One row: where it stands as people count (line of the file, or place in a JSON array, from 1), its bytes, what it
// says. `reason` of HAR-30 when it could not be read.
struct FileRow {
  std::size_t number = 0;
  std::string bytes;
  formats::RowOutcome outcome;
  std::string reason;
};

class RowFile {
 public:
  virtual ~RowFile() = default;
  virtual std::size_t rows() const = 0;
  // Requires row < rows().
  virtual FileRow read(std::size_t row) const = 0;
};

// Keeps `body`. Problems are about the file as a whole and say what to do: kinds "too_big", "bad_encoding",
// "not_wellformed", "unknown_format" (no column or member that says what a row is called).
model::Outcome<std::unique_ptr<RowFile>> open_row_file(std::string body, const RowFileLimits& limits = {});

}  // namespace commonplace::harvest
