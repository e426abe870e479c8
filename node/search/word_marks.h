// What tells most words apart at a glance, kept for all words of a growing table, so that a misspelt word is compared
// letter by letter with few of them (SRCH-22).
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

#include "node/search/shared_table.h"

namespace commonplace::search {

// The letters of a term as bits: the distance of two terms is at least half the number of bits in which these differ.
std::uint32_t letter_bits(std::string_view term);

struct WordMark {
  std::uint32_t letters = 0;  // letter_bits()
  std::uint32_t sound = 0;    // hash of sound_key()
};
WordMark mark_of(std::string_view word);

class WordMarks {
 public:
  // By number, of all texts of `table` at least. Each call must give the same table, grown or not. Any thread.
  std::shared_ptr<const std::vector<WordMark>> of(const SharedTable& table);

 private:
  std::mutex mutex_;
  std::shared_ptr<const std::vector<WordMark>> known_ = std::make_shared<const std::vector<WordMark>>();
};

}  // namespace commonplace::search
