#include "harvest/seen_identifiers.h"

#include <functional>
#include <utility>

namespace commonplace::harvest {

namespace {

constexpr std::uint64_t pass_bits = 0xFF;
constexpr std::size_t first_size = 1024;

// Never 0 in its upper 56 bits.
std::uint64_t hash_of(std::string_view identifier) {
  const std::uint64_t hash = std::hash<std::string_view>{}(identifier) & ~pass_bits;
  return hash == 0 ? pass_bits + 1 : hash;
}

}  // namespace

// The slot of the hash, or the empty one where it belongs.
std::size_t SeenIdentifiers::place_of(std::uint64_t hash) const {
  std::size_t place = (hash >> 8) & (slots_.size() - 1);
  while (slots_[place] != 0 && (slots_[place] & ~pass_bits) != hash) place = (place + 1) & (slots_.size() - 1);
  return place;
}

void SeenIdentifiers::grow() {
  const auto before = std::exchange(slots_, std::vector<std::uint64_t>(slots_.empty() ? first_size : slots_.size() * 2));
  for (const std::uint64_t slot : before) {
    if (slot != 0) slots_[place_of(slot & ~pass_bits)] = slot;
  }
}

SeenIdentifiers::News SeenIdentifiers::note(std::string_view identifier, int pass) {
  if (static_cast<std::size_t>(count_) * 3 >= slots_.size() * 2) grow();
  const std::uint64_t hash = hash_of(identifier);
  const std::uint64_t now = static_cast<std::uint64_t>(pass) & pass_bits;
  std::uint64_t& slot = slots_[place_of(hash)];
  const News news{slot == 0, slot == 0 || (slot & pass_bits) != now};
  if (news.to_the_visit) ++count_;
  slot = hash | now;
  return news;
}

bool SeenIdentifiers::has(std::string_view identifier) const {
  return !slots_.empty() && slots_[place_of(hash_of(identifier))] != 0;
}

}  // namespace commonplace::harvest
