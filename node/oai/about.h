// The <about> containers of a record, ready-made when it is stored: rights of the metadata, and where it has been
// (OAI-62, OAI-63).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/provenance.h"

namespace commonplace::oai {

inline constexpr std::string_view cc0 = "https://creativecommons.org/publicdomain/zero/1.0/";

// <about> with a rights package that names `licence` (a URI), then <about> with nested originDescriptions, nearest hop
// outermost; the latter only when there are hops. The CC0 rights package is left out: see default_rights().
std::string about_of(std::string_view metadata_licence, const std::vector<model::Hop>& hops);

// Raised with every change of what about_of() gives for the same record (OAI-48).
inline constexpr int about_version = 1;

// The rights package of records whose stored about names no other licence.
std::string_view default_rights();

}  // namespace commonplace::oai
