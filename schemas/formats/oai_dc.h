// Unqualified Dublin Core as OAI-PMH carries it (MD §7, §8): writing a Resource, and reading one.
#pragma once

#include <string>
#include <string_view>

#include "schemas/formats/xml.h"
#include "schemas/model/outcome.h"
#include "schemas/model/resource.h"

namespace commonplace::formats {

inline constexpr std::string_view oai_dc_namespace = "http://www.openarchives.org/OAI/2.0/oai_dc/";
// Goes up with every change of what write_oai_dc() makes of a record (OAI-48).
inline constexpr int oai_dc_crosswalk_version = 1;
inline constexpr std::string_view oai_dc_schema = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd";

// The <oai_dc:dc> element with its namespaces and schemaLocation; the same record always gives the same bytes (MD-26).
std::string write_oai_dc(const model::Resource& resource);

// Whether an element is Dublin Core that read_oai_dc() reads: oai_dc, nsdl_dc, qualified DC of any namespace.
bool is_dublin_core(const XmlNode& node);

// Reads an <oai_dc:dc> tree, or one that refines it with DCMI Terms. Fails only with neither title nor identifier (MD-30). Field rules of MD §8.
model::Outcome<model::Resource> read_oai_dc(const XmlNode& dc);

}  // namespace commonplace::formats
