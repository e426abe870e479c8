// Links between statements as SSSOM tables (Simple Standard for Sharing Ontological Mappings, TSV), in and out (CUR-53).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/crosswalk.h"
#include "schemas/model/outcome.h"

namespace commonplace::formats {

struct SssomTable {
  std::vector<model::StatementLink> links;
  std::vector<model::Problem> warnings;  // grouped: one a kind, with count and the first five lines
};

// Reads subject_id, predicate_id, object_id, mapping_justification, confidence, author_id or author_label, reviewer_id,
// mapping_date, license. Short names are made whole by the curie_map in the lines that begin with "#"; mapping_set_id and
// license may stand there too. Rows with another predicate than those of SKOS, isReplacedBy and sameAs are left out.
// Problem kinds: those of read_csv, "no-columns", "no-links".
model::Outcome<SssomTable> read_sssom(std::string_view bytes);

// Links that are on and have a SKOS predicate.
std::string write_sssom(const std::vector<model::StatementLink>& links);

}  // namespace commonplace::formats
