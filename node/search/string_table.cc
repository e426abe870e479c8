#include "node/search/string_table.h"

#include <bit>
#include <cstring>
#include <stdexcept>

namespace commonplace::search {

namespace {

constexpr std::size_t first_slots = 16;

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = (a ^ b) * 0x9E3779B97F4A7C15ULL;
  return x ^ (x >> 29);
}

std::uint32_t id_in(std::uint64_t slot) {
  return static_cast<std::uint32_t>(slot) - 1;
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

std::uint64_t leading_bytes(std::string_view text) {
  std::uint64_t value = 0;
  if (text.size() >= sizeof value && std::endian::native == std::endian::little) {
    std::memcpy(&value, text.data(), sizeof value);
    return __builtin_bswap64(value);
  }
  for (std::size_t i = 0; i < sizeof value; ++i) {
    value = value << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  }
  return value;
}

std::size_t StringTable::slot_of(std::string_view text_sought, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if (slots_[slot] >> 32 == hash >> 32 && text(id_in(slots_[slot])) == text_sought) break;
  }
  return slot;
}

std::uint32_t StringTable::add(std::string_view text) {
  if (ends_.size() * 2 >= slots_.size()) grow();
  const std::uint64_t hash = quick_hash(text);
  const std::size_t slot = slot_of(text, hash);
  if (slots_[slot] != 0) return id_in(slots_[slot]);
  if (bytes_.size() + text.size() > UINT32_MAX) throw std::length_error("search: more than 4 GiB of text in a table");
  bytes_.append(text);
  ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  slots_[slot] = (hash >> 32 << 32) | size();
  return size() - 1;
}

std::optional<std::uint32_t> StringTable::find(std::string_view text) const {
  if (slots_.empty()) return std::nullopt;
  const std::size_t slot = slot_of(text, quick_hash(text));
  if (slots_[slot] == 0) return std::nullopt;
  return id_in(slots_[slot]);
}

void StringTable::clear() {
  *this = StringTable();
}

void StringTable::grow() {
  slots_.assign(slots_.empty() ? first_slots : slots_.size() * 2, 0);
  for (std::uint32_t id = 0; id < size(); ++id) {
    const std::uint64_t hash = quick_hash(text(id));
    slots_[slot_of(text(id), hash)] = (hash >> 32 << 32) | (id + 1);
  }
}

}  // namespace commonplace::search
