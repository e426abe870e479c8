// Texts numbered in the order in which they came, each once, that many may read while one adds. A copy sees the texts
// that were there when it was made and costs nothing, so that a change of an index need not copy what it knew before.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace commonplace::search {

class SharedTable {
 public:
  // The number of `text`, new or known. Among copies of each other one thread at a time may add; where another copy has
  // been added to before, this one gets texts of its own first. Throws std::length_error beyond 4 GiB of text.
  std::uint32_t add(std::string_view text);
  std::optional<std::uint32_t> find(std::string_view text) const;
  // Requires id < size(). Holds as long as any copy does.
  std::string_view text(std::uint32_t id) const;
  std::uint32_t size() const { return size_; }

 private:
  struct Texts;
  struct Slots;

  std::optional<std::uint32_t> find(std::string_view text, std::uint32_t hash) const;
  void take_apart();
  void make_room();

  std::shared_ptr<Texts> texts_;
  std::shared_ptr<Slots> slots_;
  std::uint32_t size_ = 0;
};

}  // namespace commonplace::search
