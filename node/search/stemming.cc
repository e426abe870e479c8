#include "node/search/stemming.h"

#include <array>
#include <memory>

#include <libstemmer.h>

namespace commonplace::search {

namespace {

// Snowball's languages by ISO 639-1 code. "" and cy have no stemmer.
constexpr std::array<std::string_view, language_count> codes = {
    "",   "cy", "ar", "ca", "da", "de", "el", "en", "es", "eu", "fi", "fr", "ga", "hi", "hu",
    "hy", "id", "it", "lt", "ne", "nl", "no", "pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi"};

struct StemmerCloser {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};
using Stemmer = std::unique_ptr<sb_stemmer, StemmerCloser>;

sb_stemmer* stemmer_of_this_thread(Language language) {
  thread_local std::array<Stemmer, language_count> stemmers;
  Stemmer& stemmer = stemmers[static_cast<std::size_t>(language)];
  if (!stemmer) stemmer.reset(sb_stemmer_new(codes[static_cast<std::size_t>(language)].data(), nullptr));
  return stemmer.get();
}

}  // namespace

Language language_of(std::string_view tag) {
  if (tag.empty() || tag == "und") return Language::english;
  std::string primary(tag.substr(0, tag.find_first_of("-_")));
  for (char& letter : primary) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  if (primary == "nb" || primary == "nn") primary = "no";
  for (std::size_t row = 1; row < codes.size(); ++row) {
    if (codes[row] == primary) return static_cast<Language>(row);
  }
  return Language::plain;
}

bool has_stemmer(Language language) {
  return language != Language::plain && language != Language::welsh;
}

bool keeps_marks(Language language) {
  switch (language) {
    case Language::danish:
    case Language::finnish:
    case Language::hindi:
    case Language::nepali:
    case Language::norwegian:
    case Language::swedish:
    case Language::tamil:
      return true;
    default:
      return false;
  }
}

void stem(Language language, std::string& word) {
  if (!has_stemmer(language)) return;
  sb_stemmer* stemmer = stemmer_of_this_thread(language);
  if (stemmer == nullptr) return;
  const auto* begin = reinterpret_cast<const sb_symbol*>(word.data());
  const sb_symbol* result = sb_stemmer_stem(stemmer, begin, static_cast<int>(word.size()));
  const int length = sb_stemmer_length(stemmer);
  if (result == nullptr || length <= 0) return;
  word.assign(reinterpret_cast<const char*>(result), static_cast<std::size_t>(length));
}

}  // namespace commonplace::search
