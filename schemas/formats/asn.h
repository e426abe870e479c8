// The Achievement Standards Network: its RDF (RDF/JSON, RDF/XML, Turtle; CUR-10, CUR-12) and its tree JSON (CUR-11).
#pragma once

#include "schemas/formats/framework_package.h"
#include "schemas/formats/json.h"
#include "schemas/formats/rdf.h"
#include "schemas/model/outcome.h"

namespace commonplace::formats {

bool looks_like_asn(const rdf::Graph& graph);       // it holds an asn:StandardDocument
bool looks_like_asn_tree(const json::Value& value);  // things with asn_identifier or asn_statementNotation, or children

// Problem kinds: "no-statements", "too-many-statements", "conflicting-statements".
model::Outcome<FrameworkPackage> read_asn(const rdf::Graph& graph, const FrameworkHints& hints);
// The root is the document where it has children but no text of a statement. A statement may be 60 levels deep.
model::Outcome<FrameworkPackage> read_asn_tree(const json::Value& value, const FrameworkHints& hints);

}  // namespace commonplace::formats
