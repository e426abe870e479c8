// Comma-separated values as spreadsheets write them (RFC 4180, MD §8.1): reading bytes of any usual encoding and
// separator, and writing cells that no spreadsheet runs as a formula (SEC-25, MD-37).
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/outcome.h"

namespace commonplace::formats {

struct CsvLimits {
  std::size_t bytes = 100u * 1024 * 1024;
  std::size_t rows = 1'000'000;
  std::size_t columns = 1'000;
  std::size_t cell_bytes = 1024 * 1024;
};

struct CsvOptions {
  std::string separator;  // ",", ";", "\t" or "|"; empty: found out from the header
  std::string encoding;   // "utf-8", "utf-16", "windows-1252"; empty: found out
  CsvLimits limits;
};

struct CsvRow {
  std::size_t line = 0;            // of the file, from 1, where the row begins
  std::vector<std::string> cells;  // exactly as many as the header has; UTF-8
};

struct CsvTable {
  std::vector<std::string> header;  // blanks trimmed
  std::vector<CsvRow> rows;         // rows without any text are left out
  char separator = ',';
  std::string encoding;                  // "utf-8", "utf-16", "windows-1252"
  std::vector<model::Problem> warnings;  // rows that are too long or too short, a guessed encoding; where = "line 7"
};

// Reads a whole file; its first row with text is the header. A cell that our own export guarded with ' is read without
// it (MD-37). Short rows are filled with empty cells; cells beyond the header are dropped with a warning when they hold
// text. Problem kinds: "empty", "too-large", "not-csv" (NUL bytes, a quotation mark that is never closed; where = "line
// 7").
model::Outcome<CsvTable> read_csv(std::string_view bytes, const CsvOptions& options = {});

// Appends one row, every cell in quotation marks, CRLF at the end. Cells that a spreadsheet would run get ' in front.
// read_csv gives the same cells back.
void append_csv_row(std::string& out, std::span<const std::string> cells);

}  // namespace commonplace::formats
