// A framework as lines of JSON, one statement each: uri, text, type, levels, subject, code, parent, as taxonomies are often
// handed on.
#pragma once

#include <string_view>

#include "schemas/formats/framework_package.h"
#include "schemas/model/outcome.h"

namespace commonplace::formats {

// Whether the first line is a whole JSON object with a text and a uri.
bool looks_like_statement_lines(std::string_view bytes);
// Problem kinds: "bad-json" (where = "line N"), "no-statements", "too-many-statements", "conflicting-statements".
model::Outcome<FrameworkPackage> read_statement_lines(std::string_view bytes, const FrameworkHints& hints);

}  // namespace commonplace::formats
