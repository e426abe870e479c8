// Files into published resources: row by row, so that a bad row never stops the good ones, in transactions of a few
// hundred rows. Importing the same file again changes nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "node/app/desk.h"
#include "schemas/formats/rows.h"

namespace commonplace::app {

enum class ImportFormat { automatic, csv, json, ndjson };

struct ImportOptions {
  std::string contributor;  // slug; empty: the node's own organisation; "auto": one per publisher named in the records
  ImportFormat format = ImportFormat::automatic;
  std::optional<formats::Mapping> mapping;
  bool dry_run = false;  // everything but the writing
  std::function<void(std::int64_t rows, double part)> on_progress;  // part of the file read, 0…1; may be empty
};

// One thing that is wrong with one row. `row` counts as the person does: line of an NDJSON or CSV file, place in a JSON
// array, from 1.
struct RowError {
  std::int64_t row = 0;
  std::string field;
  std::string problem;
  std::string fix;
};

struct ImportReport {
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t unchanged = 0;
  std::int64_t set_aside = 0;
  std::vector<RowError> errors;    // at most most_errors; set_aside counts all
  std::vector<RowError> warnings;  // likewise
};
inline constexpr std::size_t most_errors = 1000;

// The problem is about the file as a whole (cannot be read, no known format, unknown contributor); rows have errors.
model::Outcome<ImportReport> import_file(const Desk& desk, const std::string& path, const ImportOptions& options);

}  // namespace commonplace::app
