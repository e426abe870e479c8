// Texts numbered in the order in which they came, each once: one arena, one table of slots. About text size + 12 bytes
// per entry. Not for: concurrent writing. Copies are cheap block copies, so a changed copy can replace a shared one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace commonplace::search {

// 64-bit FNV-1a: the same on every machine. Ordering of equal hits depends on it: never change it.
std::uint64_t stable_hash(std::string_view bytes);
// Fast hash for tables and checksums; the same on every little-endian machine.
std::uint64_t quick_hash(std::string_view bytes, std::uint64_t seed = 0);

// The first eight bytes as a number in the order of the texts: texts whose numbers differ compare like them.
std::uint64_t leading_bytes(std::string_view text);

class StringTable {
 public:
  // The number of `text`, new or known. Throws std::length_error beyond 4 GiB of text.
  std::uint32_t add(std::string_view text);
  std::optional<std::uint32_t> find(std::string_view text) const;
  // Requires id < size(). A view into the table, until the next add().
  std::string_view text(std::uint32_t id) const {
    const std::uint32_t begin = id == 0 ? 0 : ends_[id - 1];
    return {bytes_.data() + begin, ends_[id] - begin};
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size()); }
  void clear();

 private:
  std::size_t slot_of(std::string_view text, std::uint64_t hash) const;
  void grow();

  std::string bytes_;
  std::vector<std::uint32_t> ends_;
  std::vector<std::uint64_t> slots_;  // upper half of the hash, and id + 1 in the lower half; 0 is free
};

}  // namespace commonplace::search
