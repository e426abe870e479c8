// A damaged snapshot whose checksums hold all the same: what somebody makes who means harm, and what shows whether every
// number is looked at and not only the checksums (SRCH-56).
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include "node/search/string_table.h"

namespace commonplace::search {

// Blocks are: length, content, zeros up to a multiple of eight, checksum chained to the one before; the first checksum is
// chained to the content of the first block. Lengths that lead outside are cut.
inline std::string resealed(std::string file) {
  std::uint64_t chain = 0x00315844495F5043ULL;
  for (std::size_t at = 0; at + 16 <= file.size();) {
    std::uint64_t length = 0;
    std::memcpy(&length, file.data() + at, 8);
    length = std::min<std::uint64_t>(length, file.size() - at - 16);
    std::uint64_t padded = (length + 7) / 8 * 8;
    if (padded > file.size() - at - 16) padded = length = (file.size() - at - 16) / 8 * 8;
    std::memcpy(file.data() + at, &length, 8);
    std::fill(file.begin() + static_cast<std::ptrdiff_t>(at + 8 + length), file.begin() + static_cast<std::ptrdiff_t>(at + 8 + padded), '\0');
    chain = quick_hash(std::string_view(file).substr(at + 8, length), chain);
    std::memcpy(file.data() + at + 8 + padded, &chain, 8);
    at += 16 + padded;
  }
  return file;
}

}  // namespace commonplace::search
