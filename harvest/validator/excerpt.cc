#include "harvest/validator/excerpt.h"

#include <iterator>

#include <fmt/format.h>

#include "schemas/formats/unicode.h"

namespace commonplace::harvest::validator {

namespace {

constexpr int longest = 120;

bool is_harmless(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  const bool turns = (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  const bool breaks = c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0x061C;
  return !control && !turns && !breaks;
}

}  // namespace

std::string excerpt(std::string_view text) {
  std::string out = "\"";
  int written = 0;
  for (std::size_t at = 0; at < text.size() && written < longest; ++written) {
    const char32_t c = formats::next_code_point(text, at);
    if (is_harmless(c)) {
      formats::append_utf8(out, c);
    } else {
      fmt::format_to(std::back_inserter(out), "\\u{{{:04X}}}", static_cast<std::uint32_t>(c));
    }
    if (written + 1 == longest && at < text.size()) out += "…";
  }
  return out += '"';
}

}  // namespace commonplace::harvest::validator
