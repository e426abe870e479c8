// SKOS concept schemes as curriculum frameworks: reading from a graph (CUR-13), writing as Turtle and JSON-LD (CUR-22).
#pragma once

#include <string>

#include "schemas/formats/framework_package.h"
#include "schemas/formats/rdf.h"
#include "schemas/model/outcome.h"

namespace commonplace::formats {

bool looks_like_skos(const rdf::Graph& graph);

// The first scheme is the framework; concepts are statements. All languages of a label are kept. Of several broader
// concepts the first by URI is the parent, the others become links. Labels that are not preferred, definitions and scope
// notes are words that the statement is found by. Problem kinds: "no-statements", "too-many-statements",
// "conflicting-statements".
model::Outcome<FrameworkPackage> read_skos(const rdf::Graph& graph, const FrameworkHints& hints);

// Present statements and links that are on; of our relations those that SKOS has.
std::string write_skos_turtle(const FrameworkPackage& package);
std::string write_skos_json_ld(const FrameworkPackage& package);

}  // namespace commonplace::formats
