// Folding for table lookup. The vocabularies stand below formats, so libutf8proc is out of reach here, and not needed.
#include "schemas/vocabularies/lookup_key.h"

#include <array>
#include <cstddef>

namespace commonplace::vocabularies {
namespace {

constexpr std::size_t longest_key_bytes = 200;

// U+00C0…U+00FF without their marks; '*' is a sign, not a letter. ß and æ are written as two letters below.
constexpr std::string_view latin1 = "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo*ouuuuyty";
// U+0100…U+017F.
constexpr std::string_view latin_extended_a =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssss"
    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(latin1.size() == 64 && latin_extended_a.size() == 128);

class Key {
 public:
  void letter(char c) {
    if (blank_ && !text_.empty()) text_ += ' ';
    blank_ = false;
    text_ += c;
  }
  void letters(std::string_view some) {
    for (const char c : some) letter(c);
  }
  void word(std::string_view some) {
    blank();
    letters(some);
    blank();
  }
  void blank() { blank_ = true; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool blank_ = false;
};

void add_ascii(Key& key, char c) {
  if (c >= 'A' && c <= 'Z') {
    key.letter(static_cast<char>(c - 'A' + 'a'));
  } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
    key.letter(c);
  } else if (c == '&') {
    key.word("and");
  } else if (c != '\'') {
    key.blank();
  }
}

void add_latin(Key& key, unsigned code_point) {
  if (code_point == 0xDF) return key.letters("ss");
  if (code_point == 0xE6 || code_point == 0xC6) return key.letters("ae");
  if (code_point == 0x152 || code_point == 0x153) return key.letters("oe");
  const char base = code_point >= 0x100 ? latin_extended_a[code_point - 0x100] : latin1[code_point - 0xC0];
  base == '*' ? key.blank() : key.letter(base);
}

bool is_apostrophe(std::string_view three) {
  return three == "\u2018" || three == "\u2019";
}

bool is_general_punctuation(std::string_view three) {
  return three[0] == '\xE2' && three[1] == '\x80';
}

// Adds the character at `position` and moves on. Broken UTF-8 is taken byte by byte, as it is.
void add_next(Key& key, std::string_view words, std::size_t& position) {
  const auto byte = static_cast<unsigned char>(words[position]);
  if (byte < 0x80) {
    add_ascii(key, words[position++]);
    return;
  }
  if (byte >= 0xC2 && byte <= 0xC5 && position + 1 < words.size()) {
    const unsigned code_point = ((byte & 0x1Fu) << 6) | (static_cast<unsigned char>(words[position + 1]) & 0x3Fu);
    position += 2;
    return code_point < 0xC0 ? key.blank() : add_latin(key, code_point);
  }
  if (position + 2 < words.size() && is_general_punctuation(words.substr(position, 3))) {
    if (!is_apostrophe(words.substr(position, 3))) key.blank();
    position += 3;
    return;
  }
  key.letter(words[position++]);
}

}  // namespace

std::string lookup_key(std::string_view words) {
  if (words.size() > longest_key_bytes) words = words.substr(0, longest_key_bytes);
  Key key;
  for (std::size_t position = 0; position < words.size();) add_next(key, words, position);
  return key.take();
}

}  // namespace commonplace::vocabularies
