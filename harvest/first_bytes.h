// What an answer is by its first bytes, whatever it says it is (HAR-49, SEC-52).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace commonplace::harvest {

// nullopt for what looks like XML; else a sentence for the keeper about what came instead.
std::optional<std::string> instead_of_xml(std::string_view body);

}  // namespace commonplace::harvest
