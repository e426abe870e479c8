// Turtle and N-Triples (RDF 1.1): the room of libserd (docs/decisions/0010).
#pragma once

#include <string>
#include <string_view>

#include "schemas/formats/rdf.h"
#include "schemas/model/outcome.h"

namespace commonplace::formats {

// Adds the triples of a Turtle or N-Triples text to the graph; relative addresses are taken from `base`. The habits of N3
// that real files have are read too: "=" as predicate is owl:sameAs (CUR-15). Brackets may be 64 deep.
// `file`: set before blank nodes, so that those of several files stay apart.
// Problem kinds: "bad-utf8", "too-deep", "bad-turtle"; where = "line N". What stood before the fault is in the graph.
model::Failure read_turtle(std::string_view text, std::string_view base, rdf::Graph& graph, std::string_view file = {});

}  // namespace commonplace::formats
