#include "node/web/why.h"

#include <fmt/format.h>

#include <algorithm>

#include "schemas/vocabularies/concepts.h"

namespace commonplace::web {
namespace {

constexpr std::size_t most_words_said = 4;

bool stands_in(const Context& context, const std::string& word, const std::string& language, const std::string& text) {
  return !context.index().highlight(word, text, language).empty();
}

bool stands_in(const Context& context, const std::string& word, const model::LangMap& map) {
  return std::any_of(map.begin(), map.end(), [&](const auto& said) { return stands_in(context, word, said.first, said.second); });
}

bool stands_in(const Context& context, const std::string& word, const model::LangLists& lists) {
  return std::any_of(lists.begin(), lists.end(), [&](const auto& said) {
    return std::any_of(said.second.begin(), said.second.end(), [&](const auto& text) { return stands_in(context, word, said.first, text); });
  });
}

template <typename List, typename Map>
bool any_stands_in(const Context& context, const std::string& word, const List& list, const Map& map) {
  return std::any_of(list.begin(), list.end(), [&](const auto& one) { return stands_in(context, word, map(one)); });
}

bool stands_in_label(const Context& context, const std::string& word, const std::vector<std::string>& ids) {
  return std::any_of(ids.begin(), ids.end(), [&](const auto& id) { return stands_in(context, word, "en", vocabularies::concept_label(id)); });
}

// The foremost field that holds the word, by the name of the canonical document.
std::string_view field_of(const Context& context, const Shown& shown, const std::string& word) {
  const auto& r = shown.resource;
  if (stands_in(context, word, r.name)) return "name";
  if (stands_in(context, word, r.alternate_name)) return "alternateName";
  if (stands_in(context, word, r.keywords) || any_stands_in(context, word, r.key_vocabulary, [](const auto& t) { return t.term; })) return "keywords";
  if (any_stands_in(context, word, r.learning_objectives, [](const auto& o) { return o; })) return "learningObjectives";
  if (any_stands_in(context, word, r.is_part_of, [](const auto& whole) { return whole.name; })) return "isPartOf";
  if (stands_in(context, word, r.description) || stands_in(context, word, r.abstract)) return "description";
  if (stands_in_label(context, word, r.about)) return "about";
  if (stands_in_label(context, word, r.learning_resource_type)) return "learningResourceType";
  if (stands_in_label(context, word, r.educational_level)) return "educationalLevel";
  if (any_stands_in(context, word, r.teaches, [](const auto& s) { return s.text; })) return "teaches";
  if (shown.contributor && stands_in(context, word, "und", shown.contributor->profile.name)) return "contributor";
  return "other";
}

std::string_view in_words(std::string_view field) {
  if (field == "name" || field == "alternateName") return "the title";
  if (field == "keywords") return "the keywords";
  if (field == "learningObjectives") return "the aims";
  if (field == "isPartOf") return "the unit it belongs to";
  if (field == "description") return "the description";
  if (field == "about") return "the subject";
  if (field == "learningResourceType") return "the kind of resource";
  if (field == "educationalLevel") return "the level";
  if (field == "teaches") return "a curriculum statement";
  if (field == "contributor") return "the organisation’s name";
  return "the details";
}

// By the word where it stands as typed, else by what it was read as.
std::string_view field_of(const Context& context, const Shown& shown, const search::WordFound& found) {
  const bool as_read = found.as == search::FoundAs::corrected || found.as == search::FoundAs::synonym || found.as == search::FoundAs::related;
  return field_of(context, shown, as_read ? found.form : found.word);
}

std::string_view as_word(search::FoundAs as) {
  switch (as) {
    case search::FoundAs::typed: return "typed";
    case search::FoundAs::guessed: return "guessed";
    case search::FoundAs::variant: return "variant";
    case search::FoundAs::synonym: return "synonym";
    case search::FoundAs::corrected: return "corrected";
    case search::FoundAs::related: return "related";
  }
  return "typed";
}

std::string said(const search::WordFound& found) {
  if (found.as == search::FoundAs::synonym) return fmt::format("“{}” (for “{}”)", found.form, found.word);
  if (found.as == search::FoundAs::corrected) return fmt::format("a word like “{}”", found.word);
  if (found.as == search::FoundAs::related) return fmt::format("a word related to “{}”", found.word);
  return fmt::format("“{}”", found.word);
}

std::string enumerated(const std::vector<std::string>& parts) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) out.append(i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ").append(parts[i]);
  return out;
}

// "“war” and “poster” are in the title, “boat” is in the description.": places in the order of the words typed.
std::string sentence_of_words(const Context& context, const Shown& shown, const search::Why& why) {
  std::vector<std::pair<std::string_view, std::vector<std::string>>> by_place;
  for (std::size_t i = 0; i < std::min(why.words.size(), most_words_said); ++i) {
    const auto place = in_words(field_of(context, shown, why.words[i]));
    auto known = std::find_if(by_place.begin(), by_place.end(), [&](const auto& one) { return one.first == place; });
    if (known == by_place.end()) known = by_place.insert(by_place.end(), {place, {}});
    known->second.push_back(said(why.words[i]));
  }
  std::string out;
  for (const auto& [place, words] : by_place)
    out += fmt::format("{}{} {} in {}", out.empty() ? "" : "; ", enumerated(words), words.size() == 1 ? "is" : "are", place);
  if (out.empty()) return {};
  if (out.starts_with("a word")) out.front() = 'A';
  return out + ".";
}

std::string sentence_of_place(const search::Why& why) {
  if (!why.statement.empty()) return "It is aligned to the curriculum statement you asked for.";
  if (why.near > 1 && why.moved == 0) return "Your words stand close together in its title or aims.";
  if (why.moved > 0) return "It stands a little higher so that organisations take turns.";
  if (why.moved < 0) return "It stands a little lower so that organisations take turns.";
  if (why.teaching > 1) return "It is made for where you teach.";
  if (why.soft > 1) return "It also fits the level, kind or subject in your words.";
  return {};
}

}  // namespace

json::Value why_json(const Context& context, const Shown& shown, const search::Hit& hit) {
  if (!hit.why) return nullptr;
  const auto& why = *hit.why;
  json::Value words = json::Value::array(), synonyms = json::Value::array(), corrections = json::Value::array();
  for (const auto& found : why.words) {
    words.push_back({{"word", found.word}, {"form", found.form}, {"as", as_word(found.as)},
                     {"field", field_of(context, shown, found)}, {"part", found.part}});
    if (found.as == search::FoundAs::synonym) synonyms.push_back({{"word", found.word}, {"read", found.form}});
    if (found.as == search::FoundAs::corrected) corrections.push_back({{"word", found.word}, {"read", found.form}});
  }
  const auto curriculum = why.statement.empty()
                              ? json::Value()
                              : json::Value{{"statement", why.statement}, {"path", json::Value::array()}, {"factor", why.curriculum}};
  const auto because = why.moved == 0 ? json::Value() : json::Value("organisations take turns among results that fit about equally well");
  const std::string host = shown.contributor ? shown.contributor->profile.host : context.profile->identity_host;
  return {{"words", words},
          {"synonyms", synonyms},
          {"corrections", corrections},
          {"curriculum", curriculum},
          {"soft", {{"parts", why.soft_parts}, {"factor", why.soft}}},
          {"near", why.near},
          {"named", why.named},
          {"teaching", why.teaching},
          {"quality", why.quality},
          {"freshness", why.freshness},
          {"fairness", {{"moved", why.moved}, {"because", because}}},
          {"source", {{"node", host}, {"seen", model::format_datestamp(shown.record.last_seen)}}}};
}

std::vector<std::string> why_sentences(const Context& context, const Shown& shown, const search::Hit& hit) {
  std::vector<std::string> out;
  if (!hit.why) return out;
  if (auto words = sentence_of_words(context, shown, *hit.why); !words.empty()) out.push_back(std::move(words));
  if (auto place = sentence_of_place(*hit.why); !place.empty()) out.push_back(std::move(place));
  return out;
}

}  // namespace commonplace::web
