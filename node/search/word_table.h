// From a short written word to a small value, for the one question that is asked for every word of every record: the key
// lies in the slot itself, so that an answer costs one cache line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace commonplace::search {

struct WordTerms {
  std::uint32_t first;
  std::uint32_t second;
};

class WordTable {
 public:
  static constexpr std::size_t longest_word = 15;  // bytes

  class Question;
  // Fetches what find() will look at. Requires 1…15 bytes without NUL, and a label below 255.
  Question ask(std::string_view word, std::uint8_t label) const;
  // nullptr when the word was not added; holds until the next add().
  const WordTerms* find(const Question& question) const;
  const WordTerms* find(std::string_view word, std::uint8_t label) const;
  // Requires that find() said nullptr.
  void add(std::string_view word, std::uint8_t label, WordTerms terms);

  std::size_t size() const { return size_; }
  void clear();

 private:
  struct Slot {
    std::uint64_t head = 0;  // the first eight bytes of the word
    std::uint64_t tail = 0;  // the others, and label + 1 on top: an empty slot has 0
    WordTerms terms{};
  };

  static Slot key_of(std::string_view word, std::uint8_t label);
  static std::size_t hash_of(const Slot& key);
  std::size_t place_of(const Slot& key, std::size_t hash) const;
  void grow();

  std::vector<Slot> slots_;
  std::size_t size_ = 0;
};

class WordTable::Question {
  friend class WordTable;
  Slot key;
  std::size_t hash = 0;
};

}  // namespace commonplace::search
