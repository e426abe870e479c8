// The known word that is nearest to a mistyped one: for "did you mean" in every error about a name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace commonplace::config {

// By edit distance, first on a tie; empty when `known` is empty.
std::string nearest(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace commonplace::config
