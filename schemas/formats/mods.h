// MODS 3.7 of the Library of Congress (MD §7, §8): writing a Resource, and reading one.
#pragma once

#include <string>
#include <string_view>

#include "schemas/formats/reading.h"
#include "schemas/formats/xml.h"
#include "schemas/model/outcome.h"
#include "schemas/model/resource.h"

namespace commonplace::formats {

inline constexpr std::string_view mods_namespace = "http://www.loc.gov/mods/v3";
inline constexpr std::string_view mods_schema = "http://www.loc.gov/standards/mods/v3/mods-3-7.xsd";
// Goes up with every change of what write_mods() makes of a record (OAI-48).
inline constexpr int mods_crosswalk_version = 1;

// The <mods> element with its namespaces and schemaLocation; the same record always gives the same bytes (MD-26).
std::string write_mods(const model::Resource& resource);

// Reads a <mods> tree of any version 3, or the first of a <modsCollection>. Fails only with neither title nor address
// (MD-30).
model::Outcome<Reading> read_mods(const XmlNode& mods);

}  // namespace commonplace::formats
