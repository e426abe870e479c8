// CASE 1.0 and 1.1 packages (1EdTech) as JSON: reading, tolerantly (CUR-7, CUR-8, CUR-9), and writing.
#pragma once

#include <string>
#include <string_view>

#include "schemas/formats/framework_package.h"
#include "schemas/model/outcome.h"

namespace commonplace::formats {

// Reads a CFPackage. The statement URI is extensions.sourceURI where the item has one, else its uri, else (for
// localhost and missing ones) urn:uuid: and its identifier. Problem kinds: those of json::parse, "not-case",
// "no-statements", "too-many-statements", "conflicting-statements" (one URI, two texts).
model::Outcome<FrameworkPackage> read_case_package(std::string_view json_text, const FrameworkHints& hints = {});

// Whether JSON text that begins so is a CASE package rather than another framework format: looks at the first 64 KiB.
bool looks_like_case(std::string_view json_text);

// Writes a CASE 1.0 package. `changed` (datestamp text) is the lastChangeDateTime of everything; identifiers are UUIDv5
// of the URIs, so the same framework always gives the same package.
std::string write_case_package(const FrameworkPackage& package, std::string_view changed);

}  // namespace commonplace::formats
