// IEEE LOM 1.0 as XML (IEEE 1484.12.1 and .3; MD §7, §8): writing a Resource, and reading one.
#pragma once

#include <string>
#include <string_view>

#include "schemas/formats/reading.h"
#include "schemas/formats/xml.h"
#include "schemas/model/outcome.h"
#include "schemas/model/resource.h"

namespace commonplace::formats {

inline constexpr std::string_view lom_namespace = "http://ltsc.ieee.org/xsd/LOM";
inline constexpr std::string_view lom_schema = "http://ltsc.ieee.org/xsd/lomv1.0/lom.xsd";
// Goes up with every change of what write_lom() makes of a record (OAI-48).
inline constexpr int lom_crosswalk_version = 1;

// The <lom> element with its namespaces and schemaLocation; the same record always gives the same bytes (MD-26).
std::string write_lom(const model::Resource& resource);

// Reads a <lom> tree of any namespace that LOM is sent with. Fails only with neither title nor address (MD-30).
model::Outcome<Reading> read_lom(const XmlNode& lom);

}  // namespace commonplace::formats
