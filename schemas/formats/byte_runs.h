// Sixteen bytes at a glance: how far a text is plain, so that it can be copied without a closer look. For the writers and
// readers of this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace commonplace::formats {

// Position of the first sixteen bytes, from `from` on, with one among them that is a control, not ASCII, or one of
// " & < > \ ; or where fewer than sixteen are left. All before it is plain in JSON strings and in XML text.
inline std::size_t skip_plain(std::string_view text, std::size_t from) {
  using Bytes = std::uint8_t __attribute__((vector_size(16)));
  for (; from + 16 <= text.size(); from += 16) {
    Bytes bytes;
    std::memcpy(&bytes, text.data() + from, 16);
    const auto special = (bytes < 0x20) | (bytes > 0x7E) | (bytes == '"') | (bytes == '&') | (bytes == '<') |
                         (bytes == '>') | (bytes == '\\');
    std::uint64_t halves[2];
    std::memcpy(halves, &special, 16);
    if ((halves[0] | halves[1]) != 0) break;
  }
  return from;
}

// The same for printable ASCII without two blanks in a row; the byte behind the sixteen is looked at too.
inline std::size_t skip_single_blanks(std::string_view text) {
  using Bytes = std::uint8_t __attribute__((vector_size(16)));
  std::size_t from = 0;
  for (; from + 17 <= text.size(); from += 16) {
    Bytes bytes;
    Bytes next;
    std::memcpy(&bytes, text.data() + from, 16);
    std::memcpy(&next, text.data() + from + 1, 16);
    const auto special = (bytes < 0x20) | (bytes > 0x7E) | ((bytes == ' ') & (next == ' '));
    std::uint64_t halves[2];
    std::memcpy(halves, &special, 16);
    if ((halves[0] | halves[1]) != 0) break;
  }
  return from;
}

}  // namespace commonplace::formats
