// LRMI and schema.org terms as RDF/XML, with Dublin Core terms where those say the same (MD §7, §8): writing a
// Resource, and reading one.
#pragma once

#include <string>
#include <string_view>

#include "schemas/formats/reading.h"
#include "schemas/formats/xml.h"
#include "schemas/model/outcome.h"
#include "schemas/model/resource.h"

namespace commonplace::formats {

inline constexpr std::string_view lrmi_namespace = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";  // of its root
inline constexpr std::string_view lrmi_schema = "http://www.openarchives.org/OAI/2.0/rdf.xsd";
// Goes up with every change of what write_lrmi() makes of a record (OAI-48).
inline constexpr int lrmi_crosswalk_version = 1;

// The <rdf:RDF> element with its namespaces and schemaLocation, and one resource in it; the same record always gives
// the same bytes (MD-26). Carries everything that the canonical document says.
std::string write_lrmi(const model::Resource& resource);

// Reads an <rdf:RDF> tree, nested or flat, and takes its learning resource, else its first resource with a title. Fails
// only with neither title nor address (MD-30).
model::Outcome<Reading> read_lrmi(const XmlNode& rdf);

}  // namespace commonplace::formats
