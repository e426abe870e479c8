// The one door for curriculum frameworks: any file, told apart by its content (CUR §2).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/formats/framework_package.h"
#include "schemas/model/outcome.h"

namespace commonplace::formats {

struct FrameworkFile {
  std::string name;  // for messages, and to keep blank nodes apart
  std::string bytes;
};

// CASE JSON, ASN (RDF/JSON, tree JSON, RDF/XML, Turtle), SKOS (Turtle, N-Triples, RDF/XML, JSON-LD), BBC curriculum data,
// the lines of a JSON list of statements (uri, text, parent, …), CSV. Several files are one framework; they must be RDF.
// What the file does not say of publisher, licence and source is taken from the hints.
// Problem kinds: those of the readers, "too-large" (over 100 MiB together), "not-a-framework" (well-formed, but no
// statements of a kind that is known here), "several-files".
model::Outcome<FrameworkPackage> read_framework(const std::vector<FrameworkFile>& files, const FrameworkHints& hints);

}  // namespace commonplace::formats
