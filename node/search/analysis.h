// From a word to the terms of the dictionary: one way for documents and queries (SRCH-10, 12, 13).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "node/search/stemming.h"

namespace commonplace::search {

// NFKC, case-folded, letters, digits and marks only, at most 64 bytes. Marks are kept.
std::string fold_word(std::string_view word);

// Appends the terms under which a record with the folded word is filed, the foremost first: its stem without marks;
// in German also the spelling with ae, oe, ue; in a language without a stemmer also the word behind `unstemmed_mark`.
void append_terms(const std::string& folded, Language language, std::vector<std::string>& terms);

// Stands before words of languages without a stemmer, filed a second time, so that guesses made at query time for
// those languages (Welsh mutations, long prefixes) cannot hit words of other languages.
inline constexpr char unstemmed_mark = '\x01';

// Why a form stands for a word of the query (SRCH-36).
enum class Reading : std::uint8_t { typed, guessed, variant, synonym, corrected, related };

// One way in which a query word may be written in the dictionary.
struct Form {
  std::string term;
  int weight = 100;  // percent
  bool prefix = false;
  Reading reading = Reading::typed;
  std::string shown = {};  // the word as people write it, where it is not the one typed

  friend bool operator==(const Form&, const Form&) = default;
};

// The forms of a folded query word for readers and records in `languages`; each term once, with its best weight.
std::vector<Form> query_forms(const std::string& folded, const std::vector<Language>& languages);

}  // namespace commonplace::search
