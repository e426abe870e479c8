#include "node/search/stop_words.h"

#include <algorithm>
#include <array>
#include <span>

namespace commonplace::search {

namespace {

// Sorted: looked up by bisection. Our own short lists: function words only, so that "will", "us" or "may" as content
// words of another reading lose little.
constexpr auto english = std::to_array<std::string_view>(
    {"a",    "about", "all",  "am",    "an",    "and",  "any",   "are",   "as",   "at",    "be",    "been", "but", "by",
     "can",  "did",   "do",   "does",  "for",   "from", "had",   "has",   "have", "he",    "her",   "his",  "how", "i",
     "if",   "in",    "into", "is",    "it",    "its",  "me",    "my",    "of",   "on",    "or",    "our",  "she", "so",
     "some", "that",  "the",  "their", "them",  "then", "there", "these", "they", "this",  "those", "to",   "was", "we",
     "were", "what",  "when", "where", "which", "who",  "why",   "will",  "with", "would", "you",   "your"});
constexpr auto welsh = std::to_array<std::string_view>(
    {"a",   "ac",   "ag",  "am", "ar",   "at",  "beth", "ei",  "ein", "eu",   "fy", "gan", "gyda", "i",
     "mae", "mewn", "neu", "o",  "oedd", "pam", "r",    "sut", "sy",  "sydd", "y",  "yn",  "yng",  "yr"});
constexpr auto french = std::to_array<std::string_view>(
    {"au", "aux", "avec", "ce", "ces", "comment", "dans", "de",  "des", "du",   "en",  "est", "et", "il",
     "la", "le",  "les",  "ou", "où",  "par",     "pour", "que", "qui", "sont", "sur", "un",  "une"});
constexpr auto german = std::to_array<std::string_view>(
    {"am",  "auf", "aus", "bei", "das", "dem",  "den",  "der", "des", "die", "ein", "eine", "einem", "einen", "einer",
     "für", "im",  "in",  "ist", "mit", "oder", "sind", "und", "von", "was", "wie", "zu",   "zum",   "zur"});
constexpr auto spanish =
    std::to_array<std::string_view>({"a",   "al",  "como", "con",  "de",  "del", "e",  "el",  "en", "es",  "la",
                                     "las", "los", "o",    "para", "por", "que", "se", "son", "un", "una", "y"});
constexpr auto english_fillers = std::to_array<std::string_view>(
    {"activities", "activity",    "classroom", "explain", "explaining", "find",     "help",      "idea",   "ideas",
     "introducing", "introduction", "kids",    "learn",   "lesson",     "lessons",  "need",      "please", "pupil",
     "pupils",     "resource",    "resources", "show",    "student",    "students", "task",      "tasks",  "teach",
     "teaching",   "topic",       "topics",    "use",     "using",      "want"});
static_assert(std::is_sorted(english_fillers.begin(), english_fillers.end()));
static_assert(std::is_sorted(english.begin(), english.end()) && std::is_sorted(welsh.begin(), welsh.end()) &&
              std::is_sorted(french.begin(), french.end()) && std::is_sorted(german.begin(), german.end()) &&
              std::is_sorted(spanish.begin(), spanish.end()));

std::span<const std::string_view> list_of(Language language) {
  static const Language french_row = language_of("fr");
  static const Language spanish_row = language_of("es");
  if (language == Language::english) return english;
  if (language == Language::welsh) return welsh;
  if (language == Language::german) return german;
  if (language == french_row) return french;
  if (language == spanish_row) return spanish;
  return {};
}

}  // namespace

bool is_stop_word(std::string_view folded, Language language) {
  const auto list = list_of(language);
  return std::binary_search(list.begin(), list.end(), folded);
}

bool is_filler_word(std::string_view folded, Language language) {
  return language == Language::english && std::binary_search(english_fillers.begin(), english_fillers.end(), folded);
}

}  // namespace commonplace::search
