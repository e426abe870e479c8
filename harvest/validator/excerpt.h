// A piece of what a stranger sent, fit to be shown to a person: short, on one line, and harmless on a terminal.
#pragma once

#include <string>
#include <string_view>

namespace commonplace::harvest::validator {

// At most 120 characters, in quotation marks; controls and signs that turn the direction of writing become \u{XXXX},
// bytes that are not UTF-8 U+FFFD.
std::string excerpt(std::string_view text);

}  // namespace commonplace::harvest::validator
