// Contexts, terms and values of JSON-LD as found in the wild.
#include "schemas/formats/json_ld.h"

#include <algorithm>

#include "schemas/formats/normalise.h"

namespace commonplace::formats::json_ld {
namespace {

constexpr int deepest_context = 4;
constexpr int deepest_array = 4;
constexpr std::size_t most_members = 10'000;  // MD-31
constexpr std::size_t most_values = 1'000;    // of one member; more is no description of one resource

struct Spelling {
  std::string_view seen;
  std::string_view term;
};
// Spellings seen in the wild (MD-27), names of other context versions, and AMB's own names.
constexpr Spelling spellings[] = {
    {"accessbilityFeature", "accessibilityFeature"},  // 142 records of DPLA, 2016
    {"accessibilityfeature", "accessibilityFeature"},
    {"isAccesibleForFree", "isAccessibleForFree"},
    {"isAccessibleForfree", "isAccessibleForFree"},
    {"learningResourceTypes", "learningResourceType"},
    {"author", "creator"},
    {"authors", "creator"},
    {"creators", "creator"},
    {"licence", "license"},
    {"language", "inLanguage"},
    {"languages", "inLanguage"},
    {"title", "name"},
    {"prefLabel", "name"},
    {"summary", "description"},
    {"subject", "about"},
    {"subjects", "about"},
    {"id", "@id"},
    {"type", "@type"},
    {"isBasedOnUrl", "isBasedOn"},
    {"associatedMedia", "encoding"},
    {"encodings", "encoding"},
    {"fileFormat", "encodingFormat"},
    {"thumbnail", "thumbnailUrl"},
    {"contentLocation", "spatialCoverage"},
    {"spatial", "spatialCoverage"},
    {"temporal", "temporalCoverage"},
    {"typicalAgerange", "typicalAgeRange"},
    {"useRightsUrl", "license"},  // LRMI 1.0
    {"intendedEndUserRole", "audience"},
    {"sameas", "sameAs"},
};

constexpr std::string_view namespaces[] = {"http://schema.org/",
                                           "https://schema.org/",
                                           "http://www.schema.org/",
                                           "schema:",
                                           "sdo:",
                                           "http://purl.org/dcx/lrmi-terms/",
                                           "lrmi:"};

std::string_view mended(std::string_view member) {
  const auto* found =
      std::find_if(std::begin(spellings), std::end(spellings), [&](const auto& one) { return one.seen == member; });
  return found == std::end(spellings) ? member : found->term;
}

std::string_view without_namespace(std::string_view member) {
  for (const auto space : namespaces)
    if (member.starts_with(space)) return member.substr(space.size());
  return member;
}

bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  return text.find_first_of(" \n\t") == std::string_view::npos && colon != std::string_view::npos && colon > 1 &&
         colon < 20;
}

const json::Value* member(const json::Value& object, std::string_view name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

std::string string_member(const json::Value& object, std::string_view name) {
  const auto* value = member(object, name);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::string scalar(const json::Value& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_integer() || value.is_number_unsigned() || value.is_boolean()) return value.dump();
  return {};
}

bool is_language_key(std::string_view key) {
  return key == "@none" || key == "none" ||
         (key.size() >= 2 && key.size() <= 35 && normalise_language(key).has_value());
}

// {"en": "Leaves", "cy": ["Dail"]}: every key is a language, every value is text.
bool is_lang_map(const json::Value& object) {
  if (object.empty()) return false;
  for (const auto& [key, value] : object.items()) {
    if (!is_language_key(key)) return false;
    const bool is_list_of_texts =
        value.is_array() &&
        std::all_of(value.begin(), value.end(), [](const json::Value& one) { return one.is_string(); });
    if (!value.is_string() && !is_list_of_texts) return false;
  }
  return true;
}

std::vector<Text> lang_map_texts(const json::Value& object) {
  std::vector<Text> all;
  for (const auto& [key, value] : object.items()) {
    const std::string language = key.ends_with("none") ? "und" : *normalise_language(key);
    if (value.is_string()) {
      all.push_back({language, value.get<std::string>()});
    } else {
      for (const auto& one : value) all.push_back({language, one.get<std::string>()});
    }
  }
  return all;
}

constexpr std::string_view naming_members[] = {"name",  "prefLabel", "schema:name", "label", "rdfs:label", "headline",
                                               "title", "text",      "termCode",    "@id",   "id",         "url"};

}  // namespace

Context::Context(const json::Value& object) {
  if (!object.is_object()) return;
  if (const auto* context = member(object, "@context")) read(*context, 0);
}

void Context::read(const json::Value& context, int depth) {
  if (depth > deepest_context) return;
  if (context.is_array())
    for (const auto& one : context) read(one, depth + 1);
  if (context.is_object())
    for (const auto& [name, value] : context.items()) read_entry(name, value);
}

void Context::read_entry(const std::string& name, const json::Value& value) {
  if (name == "@language" && value.is_string()) language_ = normalise_language(value.get<std::string>()).value_or("");
  if (name.starts_with('@')) return;
  const std::string iri = value.is_object() ? string_member(value, "@id") : scalar(value);
  if (value.is_object() && string_member(value, "@type").find("arkdown") != std::string::npos) markdown_.insert(name);
  if (iri.ends_with('/') || iri.ends_with('#')) prefixes_.emplace(name, iri);
  // A term that schema.org has keeps its meaning: DPLA maps "name" to schema:text and means the name.
  const std::string_view term = without_namespace(iri);
  if (term.size() != iri.size() && !term.empty() && name != term) renamed_.emplace(name, term);
}

std::string Context::term(std::string_view name) const {
  static const std::set<std::string_view> own = {"name",    "description", "about",     "url",
                                                 "license", "creator",     "publisher", "text"};
  const std::string_view bare = without_namespace(name);
  if (!own.contains(bare))
    if (const auto found = renamed_.find(bare); found != renamed_.end()) return std::string(mended(found->second));
  return std::string(mended(bare));
}

std::string Context::expand(std::string_view uri) const {
  if (uri.starts_with("//")) return "https:" + std::string(uri);
  const std::size_t colon = uri.find(':');
  if (colon == std::string_view::npos || uri.substr(colon + 1).starts_with("//")) return std::string(uri);
  const auto found = prefixes_.find(uri.substr(0, colon));
  return found == prefixes_.end() ? std::string(uri) : found->second + std::string(uri.substr(colon + 1));
}

Thing::Thing(const json::Value& object, const Context& context) : context_(context) {
  if (!object.is_object() || object.size() > most_members) return;
  for (const auto& [name, value] : object.items()) add(context.term(name), value, 0);
}

void Thing::add(const std::string& term, const json::Value& value, int depth) {
  if (value.is_null() || depth > deepest_array) return;
  if (value.is_array()) {
    for (const auto& one : value) add(term, one, depth + 1);
    return;
  }
  if (value.is_object() && (value.contains("@list") || value.contains("@set"))) {
    add(term, value.contains("@list") ? value["@list"] : value["@set"], depth + 1);
    return;
  }
  auto& values = members_[term];
  if (values.size() < most_values) values.push_back(&value);
}

const std::vector<const json::Value*>& Thing::values(std::string_view term) const {
  static const std::vector<const json::Value*> none;
  const auto found = members_.find(term);
  return found == members_.end() ? none : found->second;
}

std::string Thing::text(std::string_view term) const {
  for (const auto* value : values(term))
    if (std::string found = text_of(*value, context_); !found.empty()) return found;
  return {};
}

std::vector<Text> texts(const json::Value& value, const Context& context) {
  if (!value.is_object()) {
    std::string words = scalar(value);
    return words.empty() ? std::vector<Text>{} : std::vector<Text>{{context.language(), std::move(words)}};
  }
  if (const auto* words = member(value, "@value")) {
    const std::string said = string_member(value, "@language");
    return {{said.empty() ? context.language() : normalise_language(said).value_or("und"), scalar(*words)}};
  }
  if (is_lang_map(value)) return lang_map_texts(value);
  for (const auto name : naming_members) {
    const auto* named = member(value, name);
    if (named == nullptr || named->is_null()) continue;
    if (named->is_object() && named->contains("name")) continue;  // no names of names
    if (named->is_array()) {
      std::vector<Text> all;
      for (const auto& one : *named)
        if (one.is_string() || (one.is_object() && one.contains("@value")))
          for (auto& text : texts(one, context)) all.push_back(std::move(text));
      if (!all.empty()) return all;
      continue;
    }
    if (named->is_object() && !named->contains("@value") && !is_lang_map(*named)) continue;
    if (auto all = texts(*named, context); !all.empty()) return all;
  }
  return {};
}

std::string text_of(const json::Value& value, const Context& context) {
  const auto all = texts(value, context);
  if (all.empty()) return {};
  for (const auto& one : all)
    if (one.language.starts_with("en")) return one.words;
  return all.front().words;
}

std::string uri_of(const json::Value& value, const Context& context) {
  if (value.is_string()) {
    const std::string whole = context.expand(value.get_ref<const std::string&>());
    return is_uri(whole) ? whole : std::string();
  }
  if (!value.is_object()) return {};
  for (const std::string_view name : {"@id", "id", "url", "contentUrl", "schema:url"})
    if (const auto* found = member(value, name); found != nullptr && found->is_string())
      if (std::string whole = context.expand(found->get_ref<const std::string&>()); is_uri(whole)) return whole;
  return {};
}

}  // namespace commonplace::formats::json_ld
