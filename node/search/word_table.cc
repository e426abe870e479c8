#include "node/search/word_table.h"

#include <cstring>

namespace commonplace::search {

namespace {

constexpr std::size_t first_slots = 1024;
constexpr std::size_t lane = sizeof(std::uint64_t);

std::uint64_t load(const char* bytes) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes, lane);
  return value;
}

// Up to seven bytes, without a loop or a call.
std::uint64_t load_few(const char* bytes, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  return value;
}

}  // namespace

WordTable::Slot WordTable::key_of(std::string_view word, std::uint8_t label) {
  Slot key;
  if (word.size() >= lane) {
    key.head = load(word.data());
    // The last eight bytes without those that are in the head already.
    const std::size_t again = 2 * lane - word.size();
    key.tail = again == lane ? 0 : load(word.data() + word.size() - lane) >> (8 * again);
  } else {
    key.head = load_few(word.data(), word.size());
  }
  key.tail |= (std::uint64_t{label} + 1) << 56;
  return key;
}

std::size_t WordTable::place_of(const Slot& key) const {
  const std::size_t mask = slots_.size() - 1;
  std::uint64_t hash = (key.head ^ (key.tail << 29 | key.tail >> 35)) * 0x9E3779B97F4A7C15ULL;
  hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93ULL;
  std::size_t place = (hash ^ hash >> 32) & mask;
  while (slots_[place].tail != 0 && (slots_[place].head != key.head || slots_[place].tail != key.tail))
    place = (place + 1) & mask;
  return place;
}

const WordTerms* WordTable::find(std::string_view word, std::uint8_t label) const {
  if (slots_.empty()) return nullptr;
  const Slot& slot = slots_[place_of(key_of(word, label))];
  return slot.tail == 0 ? nullptr : &slot.terms;
}

void WordTable::add(std::string_view word, std::uint8_t label, WordTerms terms) {
  if (size_ * 2 >= slots_.size()) grow();
  Slot key = key_of(word, label);
  key.terms = terms;
  slots_[place_of(key)] = key;
  ++size_;
}

void WordTable::clear() {
  slots_.clear();
  size_ = 0;
}

void WordTable::grow() {
  std::vector<Slot> before(slots_.empty() ? first_slots : slots_.size() * 2);
  before.swap(slots_);
  for (const Slot& slot : before) {
    if (slot.tail != 0) slots_[place_of(slot)] = slot;
  }
}

}  // namespace commonplace::search
