// Words that stand for concepts, on their way into a Resource: types, subjects, levels, languages, licences and the
// like.
#include <algorithm>

#include "schemas/formats/field_writer.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/licences.h"
#include "schemas/vocabularies/lookup_key.h"

namespace commonplace::formats {
namespace {

using vocabularies::lookup_key;

constexpr std::size_t most_types = 8;
constexpr std::size_t most_concepts = 32;
constexpr std::size_t most_languages = 16;

bool is_address(std::string_view words) {
  return words.starts_with("http://") || words.starts_with("https://");
}

struct Word {
  std::string_view key;  // as lookup_key writes it
  std::string_view term;
};

// The LRMI term for a word; the word itself where the table has none but `terms` lets it pass.
template <std::size_t size>
std::string_view term_of(const Word (&table)[size], std::string_view key) {
  const auto* found =
      std::find_if(std::begin(table), std::end(table), [&](const Word& word) { return word.key == key; });
  return found == std::end(table) ? std::string_view() : found->term;
}

constexpr Word audiences[] = {
    {"administrator", "administrator"},
    {"generalpublic", "generalPublic"},
    {"general public", "generalPublic"},
    {"public", "generalPublic"},
    {"everyone", "generalPublic"},
    {"mentor", "mentor"},
    {"parent", "parent"},
    {"parents", "parent"},
    {"carers", "parent"},
    {"families", "parent"},
    {"peertutor", "peerTutor"},
    {"peer tutor", "peerTutor"},
    {"professional", "professional"},
    {"student", "student"},
    {"students", "student"},
    {"pupil", "student"},
    {"pupils", "student"},
    {"learner", "student"},
    {"learners", "student"},
    {"children", "student"},
    {"teacher", "teacher"},
    {"teachers", "teacher"},
    {"educator", "teacher"},
    {"educators", "teacher"},
    {"athrawon", "teacher"},
    {"disgyblion", "student"},
    {"rhieni", "parent"},
};
constexpr Word uses[] = {
    {"assessment", "assessment"},
    {"instruction", "instruction"},
    {"teaching", "instruction"},
    {"professionalsupport", "professionalSupport"},
    {"professional support", "professionalSupport"},
    {"professional development", "professionalSupport"},
};
constexpr Word conditions[] = {
    {"no login", "no-login"},
    {"free", "no-login"},
    {"open", "no-login"},
    {"none", "no-login"},
    {"login", "login"},
    {"login required", "login"},
    {"registration", "registration"},
    {"registration required", "registration"},
    {"on site", "on-site"},
    {"onsite", "on-site"},
    {"in person", "on-site"},
};
constexpr Word accessibility_words[] = {
    {"captions", "captions"},
    {"subtitles", "captions"},
    {"closed captions", "captions"},
    {"large print", "largePrint"},
    {"transcript", "transcript"},
    {"audio description", "audioDescription"},
    {"alternative text", "alternativeText"},
    {"alt text", "alternativeText"},
    {"sign language", "signLanguage"},
    {"bsl", "signLanguage"},
    {"braille", "braille"},
    {"tactile object", "tactileObject"},
    {"high contrast", "highContrastDisplay"},
    {"tagged pdf", "taggedPDF"},
    {"long description", "longDescription"},
    {"table of contents", "tableOfContents"},
    {"none", "none"},
};

enum class YesNo { yes, no, unclear };

YesNo yes_or_no(std::string_view words) {
  const std::string key = lookup_key(words);
  for (const std::string_view yes :
       {"true", "yes", "y", "1", "free", "ydy", "ja", "oui", "si", "http schema org true", "https schema org true"})
    if (key == yes) return YesNo::yes;
  for (const std::string_view no :
       {"false", "no", "n", "0", "nein", "non", "nac ydy", "http schema org false", "https schema org false"})
    if (key == no) return YesNo::no;
  return YesNo::unclear;
}

}  // namespace

void FieldWriter::resource_type(const Given& given) {
  if (auto id = vocabularies::read_resource_type(given.words)) {
    add_once(resource_.learning_resource_type, *std::move(id), most_types);
    return;
  }
  if (normalise_text(given.words).empty()) return;
  if (is_address(given.words)) {
    add_once(resource_.learning_resource_type, std::string(given.words), most_types);
    return;
  }
  add_once(resource_.learning_resource_type, std::string("other"), most_types);
  keyword(given);
  warning(given, "unknown-concept", "We do not know this type; it is kept as a keyword and shown as “Other”.",
          "Choose a type from the list, for example “Lesson plan” or “Image”.");
}

void FieldWriter::subject(const Given& given) {
  if (auto id = vocabularies::read_subject(given.words)) {
    add_once(resource_.about, *std::move(id), most_concepts);
  } else if (is_address(given.words)) {
    add_once(resource_.about, std::string(given.words), most_concepts);
  } else {
    keyword(given);  // a theme rather than a school subject: "Women", "Migration"
  }
}

void FieldWriter::level(const Given& given) {
  auto ids = vocabularies::read_levels(given.words, hints_.jurisdiction);
  for (auto& id : ids) add_once(resource_.educational_level, std::move(id), most_concepts);
  if (!ids.empty() || normalise_text(given.words).empty()) return;
  if (const auto ages = normalise_age_range(given.words)) {
    if (!resource_.age_range) resource_.age_range = ages;
  } else if (is_address(given.words)) {
    add_once(resource_.educational_level, std::string(given.words), most_concepts);
  } else {
    keyword(given);
    warning(given, "level-unclear", "We cannot tell which level or age this is; it is kept as a keyword.",
            "Write it as “KS2”, “Year 4”, “Grades 3–5” or “ages 7–11”.");
  }
}

void FieldWriter::age_range(const Given& given) {
  if (const auto ages = normalise_age_range(given.words)) {
    if (!resource_.age_range) resource_.age_range = ages;
    return;
  }
  if (!vocabularies::read_levels(given.words, hints_.jurisdiction).empty()) return level(given);
  if (!normalise_text(given.words).empty())
    problem(given, "bad-age", "These ages cannot be read.", "Write two whole years, for example “7–11”, or “11+”.");
}

void FieldWriter::language_of_resource(const Given& given) {
  if (auto tag = normalise_language(given.words)) {
    add_once(resource_.in_language, *std::move(tag), most_languages);
  } else if (!normalise_text(given.words).empty()) {
    problem(given, "bad-language", "We do not know this language.",
            "Write its name or code, for example “English” or “cy”.");
  }
}

void FieldWriter::licence(const Given& given) {
  if (auto uri = vocabularies::normalise_licence(given.words)) {
    std::string& field = vocabularies::is_rights_statement(*uri) ? resource_.rights_statement : resource_.license;
    if (field.empty()) field = *std::move(uri);
    return;
  }
  std::string words = normalise_text(given.words);
  if (words.empty()) return;
  if (const auto uri = normalise_http_url(words); uri && resource_.license.empty()) {
    resource_.license = *uri;
    warning(given, "unknown-licence", "We do not know this licence, so people are told that its terms are unclear.",
            "If it is a Creative Commons licence, write its name and version, for example “CC BY 4.0”.");
    return;
  }
  copyright_notice(given);
  const auto suggestion = vocabularies::suggest_licence(words);
  warning(given, "unknown-licence",
          suggestion ? "This names a licence without its version; it is kept in your own words."
                     : "We do not know this licence; it is kept in your own words.",
          suggestion ? "If you mean “" + vocabularies::licence_label(*suggestion) + "”, write exactly that."
                     : "Write a licence with its version, for example “CC BY 4.0” or “In copyright”.");
}

void FieldWriter::metadata_licence(const Given& given) {
  if (auto uri = vocabularies::normalise_licence(given.words)) {
    resource_.metadata_license = *std::move(uri);
  } else if (auto address_ = normalise_http_url(given.words)) {
    resource_.metadata_license = *std::move(address_);
  }
}

void FieldWriter::audience(const Given& given) {
  const auto term = term_of(audiences, lookup_key(given.words));
  if (!term.empty()) add_once(resource_.audience, std::string(term), most_concepts);
}

void FieldWriter::educational_use(const Given& given) {
  const auto term = term_of(uses, lookup_key(given.words));
  if (!term.empty()) add_once(resource_.educational_use, std::string(term), most_concepts);
}

void FieldWriter::accessibility_feature(const Given& given) {
  const auto term = term_of(accessibility_words, lookup_key(given.words));
  std::string feature = term.empty() ? normalise_text(given.words) : std::string(term);
  if (!feature.empty() && feature.size() <= 100)
    add_once(resource_.accessibility_feature, std::move(feature), most_concepts);
}

void FieldWriter::conditions_of_access(const Given& given) {
  const auto term = term_of(conditions, lookup_key(given.words));
  if (!term.empty()) resource_.conditions_of_access = term;
}

void FieldWriter::is_free(const Given& given) {
  const YesNo answer = yes_or_no(given.words);
  if (answer != YesNo::unclear) resource_.is_accessible_for_free = answer == YesNo::yes;
}

void FieldWriter::type(const Given& given) {
  std::string_view name = given.words;
  if (const auto place = name.find_last_of("/:#"); place != std::string_view::npos) name.remove_prefix(place + 1);
  const bool sound = !name.empty() && name.size() <= 60 && std::all_of(name.begin(), name.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
  });
  if (sound) add_once(resource_.types, std::string(name), most_types);
}

}  // namespace commonplace::formats
