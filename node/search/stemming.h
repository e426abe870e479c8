// The languages that the index tells apart, and their stemmers (SRCH-12). The room of libstemmer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace commonplace::search {

// A row of the language table. The numbers are in snapshot files: append only.
enum class Language : std::uint8_t {
  plain = 0,
  welsh = 1,
  danish = 4,
  german = 5,
  english = 7,
  finnish = 10,
  hindi = 13,
  nepali = 19,
  norwegian = 21,
  swedish = 26,
  tamil = 27
};
inline constexpr unsigned language_count = 30;  // at most 32: records hold a bit for each

// The language of a BCP 47 tag by its primary subtag; English for "und" and the empty tag, plain for one without
// a stemmer.
Language language_of(std::string_view tag);

bool has_stemmer(Language language);
// Whether a mark makes another letter there (sv å, hi vowel signs), so that it must not be dropped (SRCH-10).
bool keeps_marks(Language language);

// Replaces a folded word by its stem; nothing happens in a language without a stemmer. Safe from any thread: each has
// stemmers of its own.
void stem(Language language, std::string& word);

}  // namespace commonplace::search
