// A place in an order of hits as it stands in addresses (SRCH-25): opaque to readers, checked when it comes back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "node/search/index.h"

namespace commonplace::web {

std::string text_of_place(const search::Place& place);
// Nothing for a text that text_of_place() cannot have made.
std::optional<search::Place> read_place(std::string_view text);

}  // namespace commonplace::web
