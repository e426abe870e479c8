// Invented records for the benchmarks of the search (SRCH-70): record i depends on the seed and i alone. One in seven is
// a lesson of some 260 words, the others are short artworks; about 64 distinct terms a record, of a vocabulary of 250,000
// words that follow Zipf's law. "common" stands in 30 % of the records, "middling" in 10 %.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "node/search/index.h"

namespace commonplace::bench {

class SearchRecords {
 public:
  explicit SearchRecords(unsigned seed);

  // `document` points to `resource` then.
  void fill(std::size_t number, model::Resource& resource, search::Document& document) const;
  const std::string& word(std::size_t rank) const { return words_[rank % words_.size()]; }

  static constexpr std::size_t vocabulary_size = 250'000;
  static constexpr unsigned types = 25;
  static constexpr unsigned subjects = 300;
  static constexpr unsigned licences = 10;
  static constexpr unsigned contributors = 20'000;
  static constexpr unsigned languages = 40;
  static constexpr unsigned statements = 5'000;
  static constexpr unsigned origins = 60;

 private:
  void fill_columns(std::mt19937_64& random, model::Resource& resource, search::Document& document) const;
  void fill_lesson(std::mt19937_64& random, const std::string& tag, model::Resource& resource) const;
  std::string text(std::mt19937_64& random, std::size_t count) const;

  unsigned seed_;
  std::vector<double> cumulative_;
  std::vector<std::string> words_;
};

// All words of a record, one after the other: what the engines beside ours are given.
std::string text_of(const model::Resource& resource);

}  // namespace commonplace::bench
