#include "node/search/word_table.h"

#include <cstring>

namespace commonplace::search {

namespace {

constexpr std::size_t first_slots = 1024;
constexpr std::size_t lane = sizeof(std::uint64_t);

template <typename Number>
std::uint64_t load(const char* bytes) {
  Number value = 0;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

// Up to seven bytes, from both ends: what is read twice is the same.
std::uint64_t load_few(const char* bytes, std::size_t count) {
  if (count >= 4) return load<std::uint32_t>(bytes) | load<std::uint32_t>(bytes + count - 4) << (8 * (count - 4));
  if (count >= 2) return load<std::uint16_t>(bytes) | load<std::uint16_t>(bytes + count - 2) << (8 * (count - 2));
  return count == 0 ? 0 : load<std::uint8_t>(bytes);
}

}  // namespace

WordTable::Slot WordTable::key_of(std::string_view word, std::uint8_t label) {
  Slot key;
  if (word.size() >= lane) {
    key.head = load<std::uint64_t>(word.data());
    // The last eight bytes without those that are in the head already.
    const std::size_t again = 2 * lane - word.size();
    key.tail = again == lane ? 0 : load<std::uint64_t>(word.data() + word.size() - lane) >> (8 * again);
  } else {
    key.head = load_few(word.data(), word.size());
  }
  key.tail |= (std::uint64_t{label} + 1) << 56;
  return key;
}

std::size_t WordTable::hash_of(const Slot& key) {
  std::uint64_t hash = (key.head ^ (key.tail << 29 | key.tail >> 35)) * 0x9E3779B97F4A7C15ULL;
  hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93ULL;
  return hash ^ hash >> 32;
}

std::size_t WordTable::place_of(const Slot& key, std::size_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t place = hash & mask;
  while (slots_[place].tail != 0 && (slots_[place].head != key.head || slots_[place].tail != key.tail))
    place = (place + 1) & mask;
  return place;
}

WordTable::Question WordTable::ask(std::string_view word, std::uint8_t label) const {
  Question question;
  question.key = key_of(word, label);
  question.hash = hash_of(question.key);
  if (!slots_.empty()) __builtin_prefetch(&slots_[question.hash & (slots_.size() - 1)]);
  return question;
}

const WordTerms* WordTable::find(const Question& question) const {
  if (slots_.empty()) return nullptr;
  const Slot& slot = slots_[place_of(question.key, question.hash)];
  return slot.tail == 0 ? nullptr : &slot.terms;
}

const WordTerms* WordTable::find(std::string_view word, std::uint8_t label) const {
  return find(ask(word, label));
}

void WordTable::add(std::string_view word, std::uint8_t label, WordTerms terms) {
  if (size_ * 2 >= slots_.size()) grow();
  Slot key = key_of(word, label);
  key.terms = terms;
  slots_[place_of(key, hash_of(key))] = key;
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
    if (slot.tail != 0) slots_[place_of(slot, hash_of(slot))] = slot;
  }
}

}  // namespace commonplace::search
