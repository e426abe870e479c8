#include "node/search/string_table.h"

#include <cstring>
#include <stdexcept>

namespace commonplace::search {

namespace {

constexpr std::size_t first_slots = 16;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = (a ^ b) * 0x9E3779B97F4A7C15ULL;
  return x ^ (x >> 29);
}

}  // namespace

std::uint64_t stable_hash(std::string_view bytes) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
  return hash;
}

std::uint64_t quick_hash(std::string_view bytes, std::uint64_t seed) {
  std::uint64_t hash = mix(seed, bytes.size() + 0x1234567ULL);
  while (bytes.size() >= sizeof(std::uint64_t)) {
    std::uint64_t lane = 0;
    std::memcpy(&lane, bytes.data(), sizeof lane);
    hash = mix(hash, lane);
    bytes.remove_prefix(sizeof lane);
  }
  std::uint64_t rest = 0;
  if (!bytes.empty()) std::memcpy(&rest, bytes.data(), bytes.size());
  hash = mix(hash, rest);
  return mix(hash, hash >> 32);
}

std::size_t StringTable::slot_of(std::string_view text_sought) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = quick_hash(text_sought) & mask;
  while (slots_[slot] != 0 && text(slots_[slot] - 1) != text_sought) slot = (slot + 1) & mask;
  return slot;
}

std::uint32_t StringTable::add(std::string_view text) {
  if (ends_.size() * 2 >= slots_.size()) grow();
  const std::size_t slot = slot_of(text);
  if (slots_[slot] != 0) return slots_[slot] - 1;
  if (bytes_.size() + text.size() > UINT32_MAX) throw std::length_error("search: more than 4 GiB of text in a table");
  bytes_.append(text);
  ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  slots_[slot] = size();
  return size() - 1;
}

std::optional<std::uint32_t> StringTable::find(std::string_view text) const {
  if (slots_.empty()) return std::nullopt;
  const std::size_t slot = slot_of(text);
  if (slots_[slot] == 0) return std::nullopt;
  return slots_[slot] - 1;
}

std::string_view StringTable::text(std::uint32_t id) const {
  const std::uint32_t begin = id == 0 ? 0 : ends_[id - 1];
  return std::string_view(bytes_).substr(begin, ends_[id] - begin);
}

void StringTable::clear() {
  *this = StringTable();
}

void StringTable::grow() {
  slots_.assign(slots_.empty() ? first_slots : slots_.size() * 2, 0);
  for (std::uint32_t id = 0; id < size(); ++id) slots_[slot_of(text(id))] = id + 1;
}

}  // namespace commonplace::search
