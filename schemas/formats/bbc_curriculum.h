// The BBC's curriculum data (its Curriculum Ontology, CUR-16): topics of study of the four nations of the United Kingdom.
#pragma once

#include "schemas/formats/framework_package.h"
#include "schemas/formats/rdf.h"
#include "schemas/model/outcome.h"

namespace commonplace::formats {

bool looks_like_bbc_curriculum(const rdf::Graph& graph);  // it holds a curric:TopicOfStudy

// Topics of study are statements; fields and programmes of study that have topics are the headings above them. The graph
// may be of one file or of all. Problem kinds: "too-many-statements", "conflicting-statements", "no-statements".
model::Outcome<FrameworkPackage> read_bbc_curriculum(const rdf::Graph& graph, const FrameworkHints& hints);

}  // namespace commonplace::formats
