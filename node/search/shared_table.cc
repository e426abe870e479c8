#include "node/search/shared_table.h"

#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <stdexcept>

#include "node/search/string_table.h"

namespace commonplace::search {

namespace {

// A row that grows without moving: each block is twice as long as the one before.
template <typename T, std::uint64_t first_block>
class Blocks {
 public:
  static unsigned block_of(std::uint64_t place) {
    return static_cast<unsigned>(std::bit_width(place / first_block + 1)) - 1;
  }
  static std::uint64_t begin_of(unsigned block) { return (first_block << block) - first_block; }
  static std::uint64_t length_of(unsigned block) { return first_block << block; }

  // Requires that a block was opened there.
  T* at(std::uint64_t place) { return blocks_[block_of(place)].get() + (place - begin_of(block_of(place))); }
  const T* at(std::uint64_t place) const {
    return blocks_[block_of(place)].get() + (place - begin_of(block_of(place)));
  }
  void open(std::uint64_t place) {
    std::unique_ptr<T[]>& block = blocks_[block_of(place)];
    if (!block) block = std::make_unique_for_overwrite<T[]>(length_of(block_of(place)));
  }

 private:
  std::array<std::unique_ptr<T[]>, 33> blocks_;
};

constexpr std::size_t first_slots = 16;
constexpr unsigned length_bits = 7;
constexpr std::size_t most_length_bytes = 5;

std::uint32_t hash_of(std::string_view text) {
  return static_cast<std::uint32_t>(quick_hash(text) >> 32);
}

char* write_length(char* at, std::size_t length) {
  for (; length >= 0x80; length >>= length_bits) *at++ = static_cast<char>(length | 0x80U);
  *at++ = static_cast<char>(length);
  return at;
}

}  // namespace

// Each text behind its length, whole in one block. What was written is never changed.
struct SharedTable::Texts {
  Blocks<std::uint32_t, 64> begins;
  Blocks<char, 4096> bytes;
  std::uint64_t end = 0;    // of the bytes
  std::uint32_t count = 0;  // known to the latest copy

  void append(std::string_view text) {
    using Bytes = Blocks<char, 4096>;
    std::uint64_t begin = end;
    const std::uint64_t needed = text.size() + most_length_bytes;
    for (unsigned block = Bytes::block_of(begin); Bytes::begin_of(block) + Bytes::length_of(block) < begin + needed;)
      begin = Bytes::begin_of(++block);
    if (begin + needed > UINT32_MAX) throw std::length_error("search: more than 4 GiB of text in a table");
    begins.open(count);
    bytes.open(begin);
    char* const at = bytes.at(begin);
    char* const content = write_length(at, text.size());
    if (!text.empty()) std::memcpy(content, text.data(), text.size());
    *begins.at(count) = static_cast<std::uint32_t>(begin);
    end = begin + static_cast<std::uint64_t>(content - at) + text.size();
    ++count;
  }

  std::string_view text(std::uint32_t id) const {
    const char* at = bytes.at(*begins.at(id));
    std::size_t length = 0;
    for (unsigned shift = 0;; shift += length_bits) {
      const auto byte = static_cast<unsigned char>(*at++);
      length |= std::size_t{byte & 0x7FU} << shift;
      if ((byte & 0x80U) == 0) return {at, length};
    }
  }
};

// The hash in the upper half and id + 1 in the lower; 0 is free. Copies that know fewer texts pass over the others.
struct SharedTable::Slots {
  explicit Slots(std::size_t count) : mask(count - 1), row(new std::atomic<std::uint64_t>[count]()) {}
  std::size_t mask;
  std::unique_ptr<std::atomic<std::uint64_t>[]> row;

  std::uint64_t at(std::size_t place) const { return row[place & mask].load(std::memory_order_relaxed); }
  void put(std::uint64_t slot) {
    std::size_t place = slot >> 32;
    while (at(place) != 0) ++place;
    row[place & mask].store(slot, std::memory_order_relaxed);
  }
};

std::string_view SharedTable::text(std::uint32_t id) const {
  return texts_->text(id);
}

std::optional<std::uint32_t> SharedTable::find(std::string_view sought) const {
  return find(sought, hash_of(sought));
}

std::optional<std::uint32_t> SharedTable::find(std::string_view sought, std::uint32_t hash) const {
  if (!slots_) return std::nullopt;
  for (std::size_t place = hash;; ++place) {
    const std::uint64_t slot = slots_->at(place);
    if (slot == 0) return std::nullopt;
    const std::uint32_t id = static_cast<std::uint32_t>(slot) - 1;
    if (slot >> 32 == hash && id < size_ && text(id) == sought) return id;
  }
}

std::uint32_t SharedTable::add(std::string_view text) {
  const std::uint32_t hash = hash_of(text);
  if (const auto known = find(text, hash)) return *known;
  if (!texts_ || texts_->count != size_) take_apart();
  make_room();
  texts_->append(text);
  slots_->put(std::uint64_t{hash} << 32 | ++size_);
  return size_ - 1;
}

// Texts of its own: those that it knows.
void SharedTable::take_apart() {
  auto texts = std::make_shared<Texts>();
  std::size_t count = first_slots;
  while (std::uint64_t{size_} * 4 >= count * 3) count *= 2;
  auto slots = std::make_shared<Slots>(count);
  for (std::uint32_t id = 0; id < size_; ++id) {
    texts->append(text(id));
    slots->put(std::uint64_t{hash_of(text(id))} << 32 | (id + 1));
  }
  texts_ = std::move(texts);
  slots_ = std::move(slots);
}

// Copies keep the slots that they have.
void SharedTable::make_room() {
  const std::size_t count = slots_->mask + 1;
  if (std::uint64_t{size_} * 4 < count * 3) return;
  auto slots = std::make_shared<Slots>(count * 2);
  for (std::size_t place = 0; place < count; ++place) {
    if (const std::uint64_t slot = slots_->at(place); slot != 0) slots->put(slot);
  }
  slots_ = std::move(slots);
}

}  // namespace commonplace::search
