// Mapping files of import (CONTRACT §2): TOML → formats::Mapping.
#pragma once

#include <string>

#include "schemas/formats/rows.h"
#include "schemas/model/outcome.h"

namespace commonplace::config {

// Reads and checks a mapping file. The problem names file, line and key, or the nearest canonical field.
model::Outcome<formats::Mapping> load_mapping(const std::string& path);

}  // namespace commonplace::config
