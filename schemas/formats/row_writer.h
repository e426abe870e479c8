// A Resource as one row of a spreadsheet: the columns of the template (MD §8.1) in words that people read, and the whole
// record behind them, so that the row read again gives the same record, but for what was changed in the other cells.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/resource.h"

namespace commonplace::formats {

// The header of the last column; its cells hold canonical JSON.
inline constexpr std::string_view whole_record_column = "Whole record (JSON)";

std::vector<std::string> exported_header();
// As many cells as the header has. `document`: the canonical JSON of `resource`.
std::vector<std::string> exported_cells(const model::Resource& resource, std::string_view document);
// The cell of one field ("name", "about", …) in that language, where the field has languages; empty: the record's first.
// Empty for a field that has no column.
std::string exported_cell(const model::Resource& resource, std::string_view field, std::string_view language = {});

}  // namespace commonplace::formats
