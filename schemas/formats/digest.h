// SHA-256 and its text forms: the only use of libcrypto on this floor.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace commonplace::formats {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);
std::string sha256_hex(std::string_view bytes);  // 64 lower-case hex digits

}  // namespace commonplace::formats
