// RDF in JSON: RDF/JSON (keyed by URI, CUR-10) and JSON-LD by rules for the shapes we know (CUR-14).
#pragma once

#include <string_view>

#include "schemas/formats/json.h"
#include "schemas/formats/rdf.h"

namespace commonplace::formats {

// Whether it is an object of objects of lists of {"value": …, "type": …}; looks at the first subject.
bool looks_like_rdf_json(const json::Value& value);
// What is not of that shape is passed over.
void read_rdf_json(const json::Value& value, rdf::Graph& graph);

// Terms are made whole by the contexts that stand in the document itself and by names of SKOS, Dublin Core and ASN that
// are known here; no context is ever fetched. @graph, @id, @type, @value, lists, nested things, lang maps.
bool looks_like_json_ld(const json::Value& value);
void read_json_ld(const json::Value& value, std::string_view base, rdf::Graph& graph);

}  // namespace commonplace::formats
