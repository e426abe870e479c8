#include "node/search/analysis.h"

#include <algorithm>
#include <array>

#include "node/search/welsh.h"
#include "schemas/formats/unicode.h"

namespace commonplace::search {

namespace {

constexpr std::size_t longest_word = 64;    // bytes; nobody types more, and a hostile record must not fill the table
constexpr std::size_t shortest_prefix = 5;  // letters of a word that is taken as a prefix (SRCH-12)
constexpr int prefix_weight = 60;           // percent (SRCH-12)
constexpr int mutation_weight = 80;         // percent (SRCH-12)

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
}

void cut(std::string& word) {
  if (word.size() <= longest_word) return;
  std::size_t end = longest_word;
  while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0) == 0x80) --end;
  word.resize(end);
}

std::string lower_ascii(std::string_view word) {
  std::string lower(word.substr(0, longest_word));
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

// Marks are ornaments in the Latin, Greek, Cyrillic, Armenian, Hebrew and Arabic scripts; vowels in Indic ones.
std::string drop_marks(const std::string& word) {
  if (is_ascii(word)) return word;
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = formats::next_code_point(word, at);
    const bool extended_latin_or_greek = c >= 0x1E00 && c <= 0x1FFF;
    if (c >= 0x0700 && !extended_latin_or_greek) return word;
  }
  return formats::fold(word);
}

// ä → ae, ö → oe, ü → ue; empty when there is none.
std::string spell_umlauts(const std::string& word) {
  std::string spelled;
  bool found = false;
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = formats::next_code_point(word, at);
    const char letter = c == U'ä' ? 'a' : c == U'ö' ? 'o' : c == U'ü' ? 'u' : '\0';
    if (letter == '\0') {
      formats::append_utf8(spelled, c);
      continue;
    }
    spelled += letter;
    spelled += 'e';
    found = true;
  }
  return found ? spelled : std::string();
}

// The stemmers of marked languages read the marks (fr "élève"); English has them in loans only: "mâché" is "mache".
std::string term_of(std::string word, Language language) {
  if (language == Language::english) word = drop_marks(word);
  stem(language, word);
  return keeps_marks(language) ? word : drop_marks(word);
}

void add_form(std::vector<Form>& forms, Form form) {
  const auto same = std::find_if(forms.begin(), forms.end(), [&](const Form& known) {
    return known.term == form.term && known.prefix == form.prefix;
  });
  if (same == forms.end()) {
    forms.push_back(std::move(form));
  } else {
    same->weight = std::max(same->weight, form.weight);
  }
}

void add_unstemmed_guesses(const std::string& word, std::vector<Form>& forms) {
  if (word.size() < shortest_prefix) return;
  add_form(forms, {.term = unstemmed_mark + word, .weight = prefix_weight, .prefix = true, .reading = Reading::guessed});
}

void add_mutations(const std::string& word, std::vector<Form>& forms) {
  for (const std::string& variant : welsh_mutations(word)) {
    add_form(forms, {.term = unstemmed_mark + variant, .weight = mutation_weight, .prefix = false, .reading = Reading::guessed});
  }
}

}  // namespace

std::string fold_word(std::string_view word) {
  if (is_ascii(word)) return lower_ascii(word);
  const std::string folded = formats::fold_case(word);
  std::string kept;
  for (std::size_t at = 0; at < folded.size();) {
    const char32_t c = formats::next_code_point(folded, at);
    if (c == 0xFFFD) continue;
    if (formats::is_letter_or_mark(c) || formats::is_digit(c)) formats::append_utf8(kept, c);
  }
  cut(kept);
  return kept;
}

void append_terms(const std::string& folded, Language language, std::vector<std::string>& terms) {
  if (folded.empty()) return;
  terms.push_back(term_of(folded, language));
  if (!has_stemmer(language)) terms.push_back(unstemmed_mark + terms.back());
  if (language != Language::german) return;
  if (std::string spelled = spell_umlauts(folded); !spelled.empty()) {
    terms.push_back(term_of(std::move(spelled), language));
  }
}

std::vector<Form> query_forms(const std::string& folded, const std::vector<Language>& languages) {
  std::vector<Form> forms;
  if (folded.empty()) return forms;
  const std::string bare = drop_marks(folded);
  for (Language language : languages) {
    std::vector<std::string> terms;
    append_terms(folded, language, terms);
    for (std::string& term : terms) {
      if (term.front() != unstemmed_mark) add_form(forms, {.term = std::move(term), .weight = 100, .prefix = false});
    }
    if (!has_stemmer(language)) add_unstemmed_guesses(bare, forms);
    if (language == Language::welsh) add_mutations(bare, forms);
  }
  return forms;
}

}  // namespace commonplace::search
