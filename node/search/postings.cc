#include "node/search/postings.h"

#include <optional>

namespace commonplace::search {

namespace {

// Reads a varint of at most 32 bits and moves behind it; nullopt when it ends early or is too large.
std::optional<std::uint32_t> checked_varint(std::span<const std::uint8_t>& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 35 && !bytes.empty(); shift += 7) {
    const std::uint8_t byte = bytes.front();
    bytes = bytes.subspan(1);
    value |= static_cast<std::uint64_t>(byte & 0x7Fu) << shift;
    if ((byte & 0x80u) != 0) continue;
    if (value > UINT32_MAX) return std::nullopt;
    return static_cast<std::uint32_t>(value);
  }
  return std::nullopt;
}

}  // namespace

void append_varint(std::vector<std::uint8_t>& out, std::uint32_t value) {
  for (; value >= 0x80u; value >>= 7) out.push_back(static_cast<std::uint8_t>(value | 0x80u));
  out.push_back(static_cast<std::uint8_t>(value));
}

void append_postings(std::vector<std::uint8_t>& out, std::span<const Posting> postings) {
  append_varint(out, static_cast<std::uint32_t>(postings.size()));
  std::uint32_t before = 0;
  for (const Posting& posting : postings) {
    append_varint(out, posting.record - before);
    out.push_back(posting.impact);
    before = posting.record;
  }
}

bool postings_are_sound(std::span<const std::uint8_t> bytes, std::uint32_t record_count) {
  const auto count = checked_varint(bytes);
  if (!count || *count == 0 || *count > record_count) return false;
  std::uint64_t record = 0;
  for (std::uint32_t i = 0; i < *count; ++i) {
    const auto distance = checked_varint(bytes);
    if (!distance || (i > 0 && *distance == 0) || bytes.empty()) return false;
    record += *distance;
    if (record >= record_count) return false;
    bytes = bytes.subspan(1);
  }
  return bytes.empty();
}

}  // namespace commonplace::search
