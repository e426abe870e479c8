// Curriculum frameworks as spreadsheets (CUR-18): identifier, code, text, parent, level, subject, language, type,
// order.
#pragma once

#include <string>
#include <string_view>

#include "schemas/formats/framework_package.h"
#include "schemas/model/outcome.h"

namespace commonplace::formats {

// Reads CSV bytes. Columns by header, with synonyms; the tree from `parent` (identifier or code), else from dotted
// order or codes (1, 1.2, 1.2.3). Problem kinds: those of read_csv, "no-text-column", "no-statements",
// "too-many-statements", "conflicting-statements".
model::Outcome<FrameworkPackage> read_framework_csv(std::string_view bytes, const FrameworkHints& hints = {});

// The same columns, with a header; present statements only, parents before children. Texts that a spreadsheet would take
// for a formula are made harmless as append_csv_row does.
std::string write_framework_csv(const FrameworkPackage& package);

}  // namespace commonplace::formats
