// What a record is filtered and counted by, as numbers. Records say the same things over and over: what a list of
// subjects or a licence comes to is found out once and remembered. Of the writer.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "node/search/columns.h"
#include "node/search/index.h"
#include "node/search/stemming.h"
#include "node/search/string_table.h"
#include "node/search/word_table.h"
#include "node/search/words.h"

namespace commonplace::search {

class ValueReader {
 public:
  // All values that have a number; new ones are added and those of known ones never change.
  const Values& values() const { return values_; }
  // Other values from now on.
  void begin_with(const Values& values);
  // Forgets what is quickly found out again, where much is remembered. Between two batches.
  void tidy();

  void read(const Document& document);
  // Of the record that was read last: ascending, each once.
  std::span<const std::uint32_t> of(Column column) const { return found_[static_cast<std::size_t>(column)]; }
  // Records with the same key have the same numbers, until tidy(); or no_key.
  static constexpr std::uint32_t no_key = UINT32_MAX;
  std::uint32_t key(Column column) const { return keys_[static_cast<std::size_t>(column)]; }

 private:
  // Keys and the numbers that they came to.
  struct Memory {
    StringTable keys;
    std::vector<std::uint32_t> starts{0};
    std::vector<std::uint32_t> numbers;
  };
  using Texts = std::vector<std::string>;

  void read_concepts(const model::Resource& resource);
  void read_statements(const Document& document);
  void read_statements(const Document& document, const std::vector<model::StatementRef>& statements);
  void read_units(const model::Resource& resource);
  void read_phrases(const model::Resource& resource);
  void read_words(const model::Resource& resource);
  void add_phrase(std::string_view text);
  void add_word(std::string_view written, Language language);

  // The numbers of the texts that `texts_of` gives, which depend on `key` alone.
  template <typename TextsOf>
  void remember(Column column, std::string_view key, TextsOf&& texts_of);
  std::uint32_t number(Column column, std::string_view text) {
    return values_[static_cast<std::size_t>(column)].add(text);
  }
  std::vector<std::uint32_t>& own(Column column) { return own_[static_cast<std::size_t>(column)]; }

  Values values_;
  std::array<Memory, column_count> memories_;
  WordTable words_;  // of names: written word → its number
  std::array<std::vector<std::uint32_t>, column_count> own_;  // of the record, where nothing is remembered
  std::array<std::span<const std::uint32_t>, column_count> found_;
  std::array<std::uint32_t, column_count> keys_{};
  std::string key_;
  std::string text_;
  std::vector<Word> split_;
};

}  // namespace commonplace::search
