#include "schemas/formats/uuid.h"

#include <array>
#include <bit>
#include <cstdint>

namespace commonplace::formats {
namespace {

// SHA-1 of a short text. Only for UUIDv5, which asks for it (RFC 9562 §5.5); it secures nothing here.
class Sha1 {
 public:
  std::array<std::uint32_t, 5> of(std::string text) {
    const std::uint64_t bits = text.size() * 8;
    text += '\x80';
    while (text.size() % 64 != 56) text += '\0';
    for (int shift = 56; shift >= 0; shift -= 8) text += static_cast<char>(bits >> shift & 0xFF);
    for (std::size_t begin = 0; begin < text.size(); begin += 64) block(text.data() + begin);
    return state_;
  }

 private:
  void block(const char* bytes) {
    std::array<std::uint32_t, 80> words{};
    for (std::size_t i = 0; i < 64; ++i) words[i / 4] = words[i / 4] << 8 | static_cast<std::uint8_t>(bytes[i]);
    for (std::size_t i = 16; i < 80; ++i)
      words[i] = std::rotl(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
    auto [a, b, c, d, e] = state_;
    for (std::size_t i = 0; i < 80; ++i) {
      const std::uint32_t mixed = std::rotl(a, 5) + mix(i, b, c, d) + e + constants_[i / 20] + words[i];
      e = d;
      d = c;
      c = std::rotl(b, 30);
      b = a;
      a = mixed;
    }
    const std::array<std::uint32_t, 5> round = {a, b, c, d, e};
    for (std::size_t i = 0; i < 5; ++i) state_[i] += round[i];
  }

  static std::uint32_t mix(std::size_t i, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    if (i < 20) return (b & c) | (~b & d);
    if (i >= 40 && i < 60) return (b & c) | (b & d) | (c & d);
    return b ^ c ^ d;
  }

  static constexpr std::array<std::uint32_t, 4> constants_ = {0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xCA62C1D6};
  std::array<std::uint32_t, 5> state_ = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
};

}  // namespace

std::string uuid_of(std::string_view uri) {
  // RFC 9562 §6.6.
  constexpr std::string_view url_namespace("\x6b\xa7\xb8\x11\x9d\xad\x11\xd1\x80\xb4\x00\xc0\x4f\xd4\x30\xc8", 16);
  auto hash = Sha1().of(std::string(url_namespace).append(uri));
  hash[1] = (hash[1] & 0xFFFF0FFF) | 0x5000;
  hash[2] = (hash[2] & 0x3FFFFFFF) | 0x80000000;
  std::string out;
  for (std::size_t digit = 0; digit < 32; ++digit) {
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20) out += '-';
    out += "0123456789abcdef"[hash[digit / 8] >> (28 - digit % 8 * 4) & 0xF];
  }
  return out;
}

bool is_uuid(std::string_view text) {
  return text.size() == 36 && text[8] == '-' && text[13] == '-' && text[18] == '-' && text[23] == '-' &&
         text.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
}

}  // namespace commonplace::formats
