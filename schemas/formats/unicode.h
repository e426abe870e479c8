// Unicode: validity, normal forms, folding. The room of libutf8proc.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace commonplace::formats {

bool is_utf8(std::string_view bytes);
// Position of the first byte that belongs to no valid sequence, or the size.
std::size_t valid_utf8_prefix(std::string_view bytes);
// Invalid sequences become U+FFFD. `replaced` counts them when not null.
std::string repair_utf8(std::string_view bytes, int* replaced = nullptr);
std::string nfc(std::string_view text);
// NFKC, case-folded, combining marks dropped: for search and comparison in languages where marks may go.
std::string fold(std::string_view text);
// NFKC and case-folded, marks kept.
std::string fold_case(std::string_view text);

// Decodes one code point at `position` of valid UTF-8 and moves on; U+FFFD for an invalid byte. Requires position < size.
char32_t next_code_point(std::string_view text, std::size_t& position);
void append_utf8(std::string& out, char32_t code_point);

bool is_letter_or_mark(char32_t code_point);
bool is_digit(char32_t code_point);
// XML 1.0 Char: TAB, LF, CR, U+0020…U+D7FF, U+E000…U+FFFD, U+10000…U+10FFFF.
bool is_xml_char(char32_t code_point);

}  // namespace commonplace::formats
