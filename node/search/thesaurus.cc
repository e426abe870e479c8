#include "node/search/thesaurus.h"

#include <algorithm>

#include "node/search/stop_words.h"
#include "node/search/words.h"

namespace commonplace::search {

namespace {

constexpr int synonym_weight = 70;            // percent (SRCH-15)
constexpr std::size_t longest_side = 6;       // words
constexpr std::size_t most_of_one_word = 24;  // other words for one

std::vector<std::string> folded_words(std::string_view text) {
  std::vector<Word> words;
  split_words(text, words);
  std::vector<std::string> folded;
  for (const Word& word : words) folded.push_back(fold_word(text.substr(word.begin, word.end - word.begin)));
  return folded;
}

std::string foremost_term(const std::string& folded, Language language) {
  std::vector<std::string> terms;
  append_terms(folded, language, terms);
  return terms.empty() ? std::string() : terms.front();
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\"");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\"") + 1 - begin);
}

std::vector<std::string_view> divided(std::string_view text, char sign) {
  std::vector<std::string_view> sides;
  for (;;) {
    const auto end = text.find(sign);
    sides.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return sides;
    text.remove_prefix(end + 1);
  }
}

bool is_side(std::string_view text) {
  const auto words = folded_words(text);
  return !words.empty() && words.size() <= longest_side;
}

bool may_expand(const Group& group) {
  return !group.required && !group.excluded;
}

bool was_typed_as(const Group& group, const std::string& term) {
  return std::any_of(group.forms.begin(), group.forms.end(), [&](const Form& form) {
    return !form.prefix && form.reading == Reading::typed && form.term == term;
  });
}

void add_form(Group& group, Form form) {
  const auto known = std::any_of(group.forms.begin(), group.forms.end(),
                                 [&](const Form& f) { return f.term == form.term && f.prefix == form.prefix; });
  if (!known && group.forms.size() < most_forms) group.forms.push_back(std::move(form));
}

std::vector<Form> plain_forms(const std::string& folded, const std::vector<Language>& languages) {
  auto forms = query_forms(folded, languages);
  std::erase_if(forms, [](const Form& form) { return form.prefix || form.reading != Reading::typed; });
  return forms;
}

// The words of the other side, as one word or as several that stand together.
struct Addition {
  std::size_t group;
  std::string shown;
};

void add_words(Group& group, const std::string& shown, const std::vector<Language>& languages, Language main_language) {
  auto words = folded_words(shown);
  if (words.size() > 1) std::erase_if(words, [&](const auto& word) { return is_stop_word(word, main_language); });
  if (words.empty()) return;
  if (words.size() > 1) {
    Together together{.words = {}, .weight = synonym_weight, .reading = Reading::synonym, .shown = shown};
    for (const auto& word : words) together.words.push_back(plain_forms(word, languages));
    group.together.push_back(std::move(together));
    return;
  }
  for (Form& form : plain_forms(words.front(), languages)) {
    form.weight = synonym_weight;
    form.reading = Reading::synonym;
    form.shown = shown;
    add_form(group, std::move(form));
  }
}

void add_other_spellings(Group& group) {
  for (const std::string& term : other_spellings(foremost_term(group.word, Language::english)))
    add_form(group, {.term = term, .weight = 100, .prefix = false, .reading = Reading::variant, .shown = {}});
}

}  // namespace

std::vector<int> Thesaurus::add(std::string_view lines, Language language) {
  std::vector<int> unread;
  int number = 0;
  for (const auto line : divided(lines, '\n')) {
    ++number;
    const auto said = trimmed(line.substr(0, line.find('#')));
    if (!said.empty() && !add_line(said, language)) unread.push_back(number);
  }
  return unread;
}

bool Thesaurus::add_line(std::string_view line, Language language) {
  const auto arrow = line.find("=>");
  const bool is_one_way = arrow != std::string_view::npos;
  const auto left = divided(line.substr(0, arrow), is_one_way ? ',' : '=');
  const auto right = is_one_way ? divided(line.substr(arrow + 2), ',') : left;
  if (!is_one_way && left.size() < 2) return false;
  for (const auto* sides : {&left, &right})
    if (!std::all_of(sides->begin(), sides->end(), is_side)) return false;
  for (const auto typed : left)
    for (const auto shown : right)
      if (typed != shown) add_pair(typed, shown, language);
  return true;
}

void Thesaurus::add_pair(std::string_view typed, std::string_view shown, Language language) {
  Entry entry{.language = language, .terms = {}, .shown = std::string(shown)};
  for (const auto& word : folded_words(typed)) entry.terms.push_back(foremost_term(word, language));
  auto& entries = by_first_term_[entry.terms.front()];
  entries.push_back(std::move(entry));
  ++size_;
}

// How many groups from `at` on are the side that is typed; 0 when they are not.
std::size_t Thesaurus::typed_at(const Entry& entry, const std::vector<Group>& groups, std::size_t at) const {
  if (at + entry.terms.size() > groups.size()) return 0;
  for (std::size_t i = 0; i < entry.terms.size(); ++i)
    if (!may_expand(groups[at + i]) || !was_typed_as(groups[at + i], entry.terms[i])) return 0;
  return entry.terms.size();
}

void Thesaurus::expand(std::vector<Group>& groups, const std::vector<Language>& languages,
                       Language main_language) const {
  std::vector<Addition> additions;
  for (std::size_t at = 0; at < groups.size(); ++at) {
    if (!may_expand(groups[at])) continue;
    std::size_t found = 0;
    for (const Form& form : groups[at].forms) {
      const auto entries = by_first_term_.find(form.term);
      if (form.prefix || entries == by_first_term_.end()) continue;
      for (const Entry& entry : entries->second) {
        if (std::find(languages.begin(), languages.end(), entry.language) == languages.end()) continue;
        const std::size_t length = found < most_of_one_word ? typed_at(entry, groups, at) : 0;
        for (std::size_t i = 0; i < length; ++i) additions.push_back({.group = at + i, .shown = entry.shown});
        found += length > 0 ? 1 : 0;
      }
    }
  }
  for (const auto& [group, shown] : additions) add_words(groups[group], shown, languages, main_language);
  for (Group& group : groups)
    if (may_expand(group)) add_other_spellings(group);
}

const Thesaurus& shipped_thesaurus() {
  static const Thesaurus thesaurus = [] {
    Thesaurus made;
    for (const auto& [language, lines] : shipped_synonyms()) made.add(lines, language_of(language));
    return made;
  }();
  return thesaurus;
}

}  // namespace commonplace::search
