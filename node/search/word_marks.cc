#include "node/search/word_marks.h"

#include "node/search/sound_key.h"
#include "node/search/string_table.h"

namespace commonplace::search {

std::uint32_t letter_bits(std::string_view term) {
  constexpr unsigned letters = 26;
  std::uint32_t bits = 0;
  for (const char c : term) {
    const bool is_letter = c >= 'a' && c <= 'z';
    const unsigned bit = is_letter ? static_cast<unsigned>(c - 'a') : letters + static_cast<unsigned char>(c) % 6U;
    bits |= std::uint32_t{1} << bit;
  }
  return bits;
}

WordMark mark_of(std::string_view word) {
  return {.letters = letter_bits(word), .sound = static_cast<std::uint32_t>(quick_hash(sound_key(word)))};
}

std::shared_ptr<const std::vector<WordMark>> WordMarks::of(const SharedTable& table) {
  const std::lock_guard lock(mutex_);
  if (known_->size() >= table.size()) return known_;
  auto grown = std::make_shared<std::vector<WordMark>>(*known_);
  grown->reserve(table.size());
  for (auto id = static_cast<std::uint32_t>(grown->size()); id < table.size(); ++id) grown->push_back(mark_of(table.text(id)));
  known_ = std::move(grown);
  return known_;
}

}  // namespace commonplace::search
