// Escaping for XML that we write as strings. Text without special characters, nearly all of it, is one append.
#include <array>

#include "schemas/formats/byte_runs.h"
#include "schemas/formats/unicode.h"
#include "schemas/formats/xml.h"

namespace commonplace::formats {
namespace {

enum class Place { element, attribute };

// What stands for an ASCII character; empty where it stands for itself.
constexpr std::string_view stand_in(unsigned char c, Place place) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    // A parser would turn a bare CR into LF (XML 1.0 §2.11), and TAB and LF in attributes into blanks (§3.3.3).
    case '\r':
      return "&#13;";
    case '\t':
      return place == Place::attribute ? "&#9;" : "";
    case '\n':
      return place == Place::attribute ? "&#10;" : "";
    case '"':
      return place == Place::attribute ? "&quot;" : "";
    default:
      return c < 0x20 ? "\uFFFD" : "";
  }
}

// Per byte: whether it can be copied unseen. Bytes above ASCII are looked at, since U+FFFE is illegal.
template <Place place>
constexpr std::array<bool, 256> plain_bytes = [] {
  std::array<bool, 256> plain{};
  for (unsigned c = 0; c < 0x80; ++c) plain[c] = stand_in(static_cast<unsigned char>(c), place).empty();
  return plain;
}();

// Bytes of the legal character at `position`; 0 if it is not legal, and then `position` is past it.
std::size_t legal_bytes(std::string_view text, std::size_t& position) {
  const std::size_t begin = position;
  const char32_t c = next_code_point(text, position);
  const bool broken = c == 0xFFFD && text.substr(begin, 3) != "\uFFFD";
  return is_xml_char(c) && !broken ? position - begin : 0;
}

template <Place place>
void append(std::string& out, std::string_view text) {
  std::size_t copied = 0;
  for (std::size_t i = skip_plain(text, 0); i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (plain_bytes<place>[byte]) {
      ++i;
      continue;
    }
    const std::size_t special = i;
    if (byte < 0x80) {
      ++i;
    } else if (legal_bytes(text, i) != 0) {
      i = skip_plain(text, i);
      continue;
    }
    out.append(text, copied, special - copied);
    out += byte < 0x80 ? stand_in(byte, place) : std::string_view("\uFFFD");
    copied = i;
    i = skip_plain(text, i);
  }
  out.append(text, copied);
}

}  // namespace

void append_xml_text(std::string& out, std::string_view text) {
  append<Place::element>(out, text);
}

void append_xml_attribute(std::string& out, std::string_view value) {
  append<Place::attribute>(out, value);
}

std::string xml_text(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  append_xml_text(escaped, text);
  return escaped;
}

}  // namespace commonplace::formats
