// RDF/XML through the one XML door (CUR-12, CUR-14).
#pragma once

#include <string_view>

#include "schemas/formats/rdf.h"
#include "schemas/model/outcome.h"

namespace commonplace::formats {

// Adds the triples of an RDF/XML document to the graph; relative addresses are taken from xml:base, else from `base`.
// A collection becomes one triple for each member; XML literals become their text.
// Problem kinds: those of prepare_xml and stream_xml.
model::Failure read_rdf_xml(std::string_view bytes, std::string_view base, rdf::Graph& graph);

}  // namespace commonplace::formats
