// Members of the canonical document that the model has no field for (MD-4), where they are plain texts: version,
// creativeWorkStatus, interactivityType.
#pragma once

#include <string>
#include <string_view>

#include "schemas/model/resource.h"

namespace commonplace::formats {

// The text of a member; empty where it is absent or no text.
std::string further_text(const model::Resource& resource, std::string_view name);
// Adds a member unless one of that name is there or the text is empty.
void add_further_text(model::Resource& resource, std::string_view name, std::string_view text);

}  // namespace commonplace::formats
