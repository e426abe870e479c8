#include "schemas/formats/json_lexer.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

#include "schemas/formats/byte_runs.h"
#include "schemas/formats/unicode.h"

namespace commonplace::json {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Stands for itself inside a text.
bool is_plain(char c) {
  return c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20;
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_lead(std::uint32_t unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_trail(std::uint32_t unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

}  // namespace

Lexer::Lexer(std::string_view json_text)
    : begin_(json_text.data()), here_(json_text.data()), end_(json_text.data() + json_text.size()) {
  if (!json_text.starts_with(byte_order_mark)) return;
  here_ += byte_order_mark.size();
  canonical_ = false;
}

Token Lexer::next() {
  while (here_ != end_ && (*here_ == ' ' || *here_ == '\n' || *here_ == '\r' || *here_ == '\t')) {
    ++here_;
    canonical_ = false;
  }
  if (here_ == end_) return Token::end;
  switch (*here_++) {
    case '{':
      return Token::begin_object;
    case '}':
      return Token::end_object;
    case '[':
      return Token::begin_array;
    case ']':
      return Token::end_array;
    case ':':
      return Token::colon;
    case ',':
      return Token::comma;
    case '"':
      return read_text();
    case 't':
      return word("rue", Token::true_word);
    case 'f':
      return word("alse", Token::false_word);
    case 'n':
      return word("ull", Token::null_word);
    default:
      --here_;
      return read_number();
  }
}

Token Lexer::word(std::string_view rest, Token token) {
  if (!std::string_view(here_, static_cast<std::size_t>(end_ - here_)).starts_with(rest)) return Token::broken;
  here_ += rest.size();
  return token;
}

Token Lexer::read_text() {
  text_.clear();
  for (;;) {
    const char* const run = here_;
    here_ += formats::skip_plain({here_, static_cast<std::size_t>(end_ - here_)}, 0);
    while (here_ != end_ && is_plain(*here_)) ++here_;
    text_.append(run, here_);
    if (here_ == end_ || (*here_ != '"' && *here_ != '\\')) return Token::broken;
    if (*here_++ == '"') return Token::text;
    const char* const escape = here_;
    if (!read_escape()) return Token::broken;
    canonical_ = canonical_ && is_shortest(escape);
  }
}

// Behind the backslash.
bool Lexer::read_escape() {
  if (here_ == end_) return false;
  constexpr std::string_view letters = "\"\\/bfnrt";
  constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
  if (*here_ == 'u') return ++here_, read_unicode();
  const auto place = letters.find(*here_);
  if (place == std::string_view::npos) return false;
  text_ += meanings[place];
  ++here_;
  return true;
}

// Of an escape that has been read, from behind its backslash: JCS escapes quotation mark, backslash and controls alone,
// these by their letter where they have one, else in lower case.
bool Lexer::is_shortest(const char* escape) const {
  if (*escape != 'u') return *escape != '/';
  const std::string_view digits(escape + 1, static_cast<std::size_t>(here_ - escape - 1));
  if (digits.size() != 4 || !digits.starts_with("00") || digits[2] > '1') return false;
  constexpr std::string_view with_letter = "89acd";  // of 0x08 to 0x0d
  const char last = digits[3];
  if (last >= 'A' && last <= 'F') return false;
  return digits[2] == '1' || with_letter.find(last) == std::string_view::npos;
}

// Four hex digits, and four more where they are the first half of a pair. A half alone is no text.
bool Lexer::read_unicode() {
  std::uint32_t unit = 0;
  if (!read_hex(unit) || is_trail(unit)) return false;
  if (is_lead(unit)) {
    std::uint32_t trail = 0;
    if (end_ - here_ < 2 || here_[0] != '\\' || here_[1] != 'u') return false;
    here_ += 2;
    if (!read_hex(trail) || !is_trail(trail)) return false;
    unit = 0x10000 + ((unit - 0xD800) << 10) + (trail - 0xDC00);
  }
  formats::append_utf8(text_, static_cast<char32_t>(unit));
  return true;
}

bool Lexer::read_hex(std::uint32_t& unit) {
  if (end_ - here_ < 4) return false;
  for (int i = 0; i < 4; ++i, ++here_) {
    const int value = hex_value(*here_);
    if (value < 0) return false;
    unit = unit << 4 | static_cast<std::uint32_t>(value);
  }
  return true;
}

// At least one.
bool Lexer::skip_digits() {
  const char* const first = here_;
  while (here_ != end_ && is_digit(*here_)) ++here_;
  return here_ != first;
}

Token Lexer::read_number() {
  const char* const first = here_;
  const bool negative = *here_ == '-';
  if (negative) ++here_;
  const char* const digits = here_;
  if (!skip_digits() || (*digits == '0' && here_ - digits > 1)) return Token::broken;
  bool whole = true;
  if (here_ != end_ && *here_ == '.') {
    whole = false;
    ++here_;
    if (!skip_digits()) return Token::broken;
  }
  if (here_ != end_ && (*here_ == 'e' || *here_ == 'E')) {
    whole = false;
    ++here_;
    if (here_ != end_ && (*here_ == '+' || *here_ == '-')) ++here_;
    if (!skip_digits()) return Token::broken;
  }
  if (whole && !negative && std::from_chars(first, here_, unsigned_).ec == std::errc()) return Token::unsigned_number;
  canonical_ = false;
  if (whole && negative && std::from_chars(first, here_, negative_).ec == std::errc()) return Token::negative_number;
  // What is out of range may be too small, and then it is nearly nothing, or too large: only strtod tells.
  if (std::from_chars(first, here_, other_).ec != std::errc())
    other_ = std::strtod(std::string(first, here_).c_str(), nullptr);
  return std::isfinite(other_) ? Token::other_number : Token::broken;
}

}  // namespace commonplace::json
