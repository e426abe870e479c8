// UTF-8 is decoded by hand, since every byte of every harvest passes here; libutf8proc knows the properties.
#include "schemas/formats/unicode.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>

#include <utf8proc.h>

namespace commonplace::formats {
namespace {

constexpr char32_t replacement = 0xFFFD;

// A code point and the bytes it took; `valid` is false for a broken sequence, whose longest sound beginning is taken.
struct Decoded {
  char32_t code_point;
  std::size_t bytes;
  bool valid;
};

std::uint8_t byte_at(std::string_view text, std::size_t position) {
  return static_cast<std::uint8_t>(text[position]);
}

// The table of well-formed sequences. Source: Unicode 15 §3.9, tables 3-7 and 3-8.
Decoded decode(std::string_view text, std::size_t position) {
  const std::uint8_t lead = byte_at(text, position);
  if (lead < 0x80) return {lead, 1, true};
  if (lead < 0xC2 || lead > 0xF4) return {replacement, 1, false};
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::uint8_t lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  std::uint8_t highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  char32_t code_point = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (position + i >= text.size()) return {replacement, i, false};
    const std::uint8_t next = byte_at(text, position + i);
    if (next < lowest || next > highest) return {replacement, i, false};
    code_point = code_point << 6 | (next & 0x3Fu);
    lowest = 0x80;
    highest = 0xBF;
  }
  return {code_point, length, true};
}

// Position of the first byte from `position` on that is not ASCII.
std::size_t skip_ascii(std::string_view text, std::size_t position) {
  constexpr std::uint64_t high_bits = 0x8080808080808080u;
  for (; position + 8 <= text.size(); position += 8) {
    std::uint64_t eight;
    std::memcpy(&eight, text.data() + position, 8);
    if ((eight & high_bits) != 0) break;
  }
  while (position < text.size() && byte_at(text, position) < 0x80) ++position;
  return position;
}

// Position of the first broken sequence, or the size.
std::size_t valid_prefix(std::string_view text) {
  std::size_t position = 0;
  while ((position = skip_ascii(text, position)) < text.size()) {
    const Decoded decoded = decode(text, position);
    if (!decoded.valid) break;
    position += decoded.bytes;
  }
  return position;
}

bool is_ascii(std::string_view text) {
  return skip_ascii(text, 0) == text.size();
}

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lower;
}

std::string mapped(std::string_view text, int options) {
  utf8proc_uint8_t* bytes = nullptr;
  const auto size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                   &bytes, static_cast<utf8proc_option_t>(options));
  if (size == UTF8PROC_ERROR_INVALIDUTF8) return mapped(repair_utf8(text), options);
  if (size < 0) throw std::bad_alloc();
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(bytes, &std::free);
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

utf8proc_category_t category(char32_t code_point) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(code_point));
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  return valid_prefix(bytes) == bytes.size();
}

std::size_t valid_utf8_prefix(std::string_view bytes) {
  return valid_prefix(bytes);
}

std::string repair_utf8(std::string_view bytes, int* replaced) {
  std::string sound;
  sound.reserve(bytes.size());
  int count = 0;
  while (true) {
    const std::size_t good = valid_prefix(bytes);
    sound.append(bytes.substr(0, good));
    if (good == bytes.size()) break;
    append_utf8(sound, replacement);
    ++count;
    bytes.remove_prefix(good + decode(bytes, good).bytes);
  }
  if (replaced != nullptr) *replaced = count;
  return sound;
}

std::string nfc(std::string_view text) {
  // Everything below U+0300 is composed already (its lead bytes are below 0xCC): most of western Europe.
  const auto needs_work = [](char c) { return static_cast<std::uint8_t>(c) >= 0xCC; };
  if (std::none_of(text.begin(), text.end(), needs_work)) return is_utf8(text) ? std::string(text) : repair_utf8(text);
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

std::string fold(std::string_view text) {
  if (is_ascii(text)) return ascii_lower(text);
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
}

std::string fold_case(std::string_view text) {
  if (is_ascii(text)) return ascii_lower(text);
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
}

char32_t next_code_point(std::string_view text, std::size_t& position) {
  const Decoded decoded = decode(text, position);
  position += decoded.valid ? decoded.bytes : 1;
  return decoded.code_point;
}

void append_utf8(std::string& out, char32_t code_point) {
  const auto tail = [&out](char32_t bits) { out += static_cast<char>(0x80 | (bits & 0x3F)); };
  if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) code_point = replacement;
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    out += static_cast<char>(0xC0 | code_point >> 6);
    tail(code_point);
  } else if (code_point < 0x10000) {
    out += static_cast<char>(0xE0 | code_point >> 12);
    tail(code_point >> 6);
    tail(code_point);
  } else {
    out += static_cast<char>(0xF0 | code_point >> 18);
    tail(code_point >> 12);
    tail(code_point >> 6);
    tail(code_point);
  }
}

bool is_letter_or_mark(char32_t code_point) {
  const utf8proc_category_t kind = category(code_point);
  return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_ME;
}

bool is_digit(char32_t code_point) {
  return category(code_point) == UTF8PROC_CATEGORY_ND;
}

bool is_xml_char(char32_t code_point) {
  if (code_point < 0x20) return code_point == '\t' || code_point == '\n' || code_point == '\r';
  return code_point < 0xD800 || (code_point >= 0xE000 && code_point <= 0xFFFD) ||
         (code_point >= 0x10000 && code_point <= 0x10FFFF);
}

}  // namespace commonplace::formats
