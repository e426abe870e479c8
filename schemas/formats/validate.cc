// The checks of MD §10, all of them at once. Messages name fields as the form does and say what to do next (MD-46).
#include "schemas/formats/validate.h"

#include <algorithm>

#include "schemas/formats/normalise.h"
#include "schemas/formats/rows.h"
#include "schemas/formats/text_limits.h"
#include "schemas/formats/unicode.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::formats {
namespace {

using model::Resource;

constexpr std::int64_t seconds_of_a_day = 86'400;
constexpr int shortest_good_description = 20;  // characters, MD §2

bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  return colon != std::string_view::npos && colon > 0 && text.find_first_of(" \t\n\"<>") == std::string_view::npos;
}

bool is_private_address(std::string_view host) {
  for (const std::string_view start : {"127.", "10.", "192.168.", "169.254.", "0.", "::1", "fe80:", "fc", "fd"})
    if (host.starts_with(start) && host.find_first_not_of("0123456789.abcdef:") == std::string_view::npos &&
        (host.find(':') != std::string_view::npos || start.ends_with('.')))
      return true;
  if (!host.starts_with("172.")) return false;
  const int second = std::atoi(std::string(host.substr(4, host.find('.', 4) - 4)).c_str());
  return second >= 16 && second <= 31;
}

bool is_private_host(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost") || host.ends_with(".local") ||
         host.ends_with(".internal") || is_private_address(host);
}

std::string at(std::string_view field, std::size_t index) {
  return "/" + std::string(field) + "/" + std::to_string(index);
}

class Check {
 public:
  Check(const Resource& resource, model::Datestamp now) : resource_(resource), now_(now) {}

  Findings run() {
    required();
    texts();
    concepts();
    addresses();
    rights();
    times();
    ages();
    counts();
    advice();
    return std::move(findings_);
  }

 private:
  void error(std::string kind, std::string where, std::string what, std::string fix) {
    findings_.errors.push_back({std::move(kind), std::move(where), std::move(what), std::move(fix)});
  }
  void warn(std::string kind, std::string where, std::string what, std::string fix) {
    findings_.warnings.push_back({std::move(kind), std::move(where), std::move(what), std::move(fix)});
  }

  void required() {
    const bool named =
        std::any_of(resource_.name.begin(), resource_.name.end(), [](const auto& one) { return !one.second.empty(); });
    if (!named) error("missing-name", "/name", "The title is missing.", "Give the resource a title.");
    if (resource_.learning_resource_type.empty())
      error("missing-type", "/learningResourceType", "The type is missing.",
            "Choose what it is, for example “Lesson plan” or “Image”.");
    if (resource_.in_language.empty())
      error("missing-language", "/inLanguage", "The language is missing.",
            "Choose a language, or “No words” for a picture or music without text.");
    if (resource_.publisher == model::Ref{})
      error("missing-publisher", "/publisher", "The publisher is missing.",
            "Name the organisation that publishes the resource.");
    if (resource_.license.empty() && resource_.rights_statement.empty())
      error("missing-rights", "/license", "It is not said what people may do with the resource.",
            "Choose a licence, for example “CC BY 4.0” (use with credit), or “In copyright” (ask first).");
    const bool is_event = std::any_of(resource_.further.begin(), resource_.further.end(),
                                      [](const auto& one) { return one.name == "event"; });
    if (resource_.encoding.empty() && resource_.url.empty() && !is_event)
      error("no-content", "/url", "There is nothing to open.", "Add the web address of the resource, or a file.");
  }

  void length(const model::LangMap& map, const std::string& field, std::size_t most) {
    for (const auto& [language, text] : map) {
      const std::string where = "/" + field + "/" + language;
      if (language != "und" && !normalise_language(language))
        error("bad-language", where, "The language of this text is not known.",
              "Use a language code such as “en” or “cy”.");
      if (text.size() > most && characters(text) > most)
        error("too-long", where, field_label(field) + " is longer than " + std::to_string(most) + " characters.",
              "Shorten it.");
      if (!is_utf8(text))
        error("bad-utf8", where, "This text holds bytes that are no letters.",
              "Type the text again, or save the file as UTF-8.");
    }
  }

  void texts() {
    length(resource_.name, "name", longest_title);
    length(resource_.description, "description", longest_description);
    length(resource_.abstract, "abstract", longest_abstract);
    for (const auto& [language, words] : resource_.keywords)
      for (std::size_t i = 0; i < words.size(); ++i)
        if (words[i].size() > longest_keyword && characters(words[i]) > longest_keyword)
          error("too-long", "/keywords/" + language + "/" + std::to_string(i),
                "This keyword is longer than 80 characters.", "Use a few short words.");
    for (const auto& [field, text] :
         {std::pair{"creditText", &resource_.credit_text}, {"copyrightNotice", &resource_.copyright_notice}})
      if (text->size() > longest_notice && characters(*text) > longest_notice)
        error("too-long", "/" + std::string(field), field_label(field) + " is longer than 1000 characters.",
              "Shorten it.");
  }

  template <typename Known>
  void concept_list(const std::vector<std::string>& ids, const std::string& field, Known known) {
    for (std::size_t i = 0; i < ids.size(); ++i)
      if (!known(ids[i]) && !is_uri(ids[i]))
        error("unknown-concept", at(field, i), "This is not in our list for “" + field_label(field) + "”.",
              "Choose an entry of the list.");
  }

  void concepts() {
    concept_list(resource_.learning_resource_type, "learningResourceType",
                 [](const auto& id) { return vocabularies::find_resource_type(id) != nullptr; });
    concept_list(resource_.about, "about", [](const auto& id) { return vocabularies::find_subject(id) != nullptr; });
    concept_list(resource_.educational_level, "educationalLevel",
                 [](const auto& id) { return vocabularies::find_level(id) != nullptr; });
    for (std::size_t i = 0; i < resource_.in_language.size(); ++i)
      if (!normalise_language(resource_.in_language[i]))
        error("bad-language", at("inLanguage", i), "We do not know this language.",
              "Use its name or code, for example “English” or “cy”.");
  }

  void address(const std::string& uri, const std::string& where) {
    if (uri.empty()) return;
    const auto url = parse_http_url(uri);
    const std::string start = fold_case(uri.substr(0, 12));
    const bool unsafe = start.starts_with("javascript:") || start.starts_with("data:") || start.starts_with("file:") ||
                        start.starts_with("vbscript:");
    if (unsafe)
      return error("unsafe-uri", where, "This address could run a program, so it is not accepted.",
                   "Give the web address of a page or file: it begins with https://");
    if (!url)
      return error("bad-uri", where, "This is not a web address that we can read.",
                   "Copy the address from the browser: it begins with https://");
    if (is_private_host(url->host))
      error("private-uri", where, "This address works only inside your own network.",
            "Give an address that everybody can open.");
  }

  void addresses() {
    address(resource_.url, "/url");
    address(resource_.thumbnail_url, "/thumbnailUrl");
    if (resource_.image) address(resource_.image->url, "/image/url");
    for (std::size_t i = 0; i < resource_.encoding.size(); ++i)
      address(resource_.encoding[i].content_url, at("encoding", i) + "/contentUrl");
    for (std::size_t i = 0; i < resource_.encoding.size(); ++i)
      if (resource_.encoding[i].content_url.empty())
        error("bad-uri", at("encoding", i) + "/contentUrl", "This file has no address.",
              "Give the address of the file, or take it out.");
  }

  void rights() {
    if (!resource_.license.empty() && vocabularies::normalise_licence(resource_.license) != resource_.license)
      unknown_licence(resource_.license, "/license");
    if (!resource_.rights_statement.empty() && !vocabularies::is_rights_statement(resource_.rights_statement))
      unknown_licence(resource_.rights_statement, "/rightsStatement");
  }

  void unknown_licence(const std::string& words, const std::string& where) {
    if (!is_uri(words))
      return error("wrong-kind", where, "A licence is given as its web address.", "Choose the licence from the list.");
    warn("unknown-licence", where, "We do not know this licence, so people are told that its terms are unclear.",
         "Choose a licence from the list if one of them says the same.");
  }

  void date(const std::string& text, const std::string& field) {
    if (text.empty()) return;
    const auto normal = normalise_date(text);
    if (!normal) {
      const bool slashes =
          text.find('/') != std::string::npos && text.find_first_not_of("0123456789/") == std::string::npos;
      return error(slashes ? "ambiguous-date" : "bad-date", "/" + field,
                   slashes ? "This date can be read in two ways." : "This date cannot be read.",
                   "Write the year first: 2020-04-03.");
    }
    const std::string tomorrow = model::format_datestamp({now_.seconds + seconds_of_a_day});
    if (normal->compare(0, normal->size(), tomorrow, 0, normal->size()) > 0)
      error("future-date", "/" + field, "This date lies in the future.", "Check the year.");
  }

  void duration(const std::string& text, const std::string& field) {
    if (!text.empty() && !duration_minutes(text))
      error("bad-duration", "/" + field, "This length of time cannot be read.",
            "Write it as minutes, for example “45”.");
  }

  void times() {
    date(resource_.date_created, "dateCreated");
    date(resource_.date_published, "datePublished");
    date(resource_.date_modified, "dateModified");
    duration(resource_.time_required, "timeRequired");
    duration(resource_.duration, "duration");
  }

  void ages() {
    if (!resource_.age_range) return;
    const auto ages = *resource_.age_range;
    if (ages.min < 0 || ages.min >= ages.max || ages.max > 120)
      return error("bad-age", "/ageRange", "These ages do not make a range.",
                   "Give two whole years, the younger one first, for example 7 and 11.");
    const auto covered = vocabularies::ages_of(resource_.educational_level);
    if (covered && !vocabularies::overlap(*covered, ages))
      warn("age-level-clash", "/ageRange", "The ages and the levels do not meet.",
           "Check both; we keep them as they are.");
  }

  template <typename List>
  void count(const List& list, const std::string& field, std::size_t most) {
    if (list.size() > most)
      error("too-many", "/" + field, field_label(field) + " has more than " + std::to_string(most) + " entries.",
            "Keep the most important ones.");
  }

  void counts() {
    count(resource_.learning_resource_type, "learningResourceType", 8);
    count(resource_.about, "about", 32);
    count(resource_.educational_level, "educationalLevel", 32);
    count(resource_.teaches, "teaches", 64);
    count(resource_.assesses, "assesses", 64);
    count(resource_.competency_required, "competencyRequired", 64);
    count(resource_.educational_alignment, "educationalAlignment", 64);
    count(resource_.creator, "creator", 64);
    count(resource_.contributor, "contributor", 64);
    count(resource_.in_language, "inLanguage", 16);
    count(resource_.encoding, "encoding", 200);
    count(resource_.is_part_of, "isPartOf", 500);
    count(resource_.has_part, "hasPart", 500);
    count(resource_.is_based_on, "isBasedOn", 64);
    count(resource_.mentions, "mentions", 500);
    count(resource_.same_as, "sameAs", 32);
    count(resource_.learning_objectives, "learningObjectives", 32);
    count(resource_.key_vocabulary, "keyVocabulary", 200);
    count(resource_.misconceptions, "misconceptions", 64);
    count(resource_.materials, "materials", 64);
    for (const auto& [language, words] : resource_.keywords) count(words, "keywords", 64);
  }

  // What is missing for the quality mark, in words (MD-6).
  void advice() {
    const bool described = std::any_of(resource_.description.begin(), resource_.description.end(), [](const auto& one) {
      return characters(one.second) >= shortest_good_description;
    });
    if (!described)
      warn("short-description", "/description", "The description is missing or very short.",
           "Say in a sentence or two what pupils will do and find.");
    if (resource_.image && resource_.image->alt.empty())
      warn("no-image-alt", "/image/alt", "The image has no description.",
           "Describe it in a few words for people who cannot see it.");
    if (resource_.educational_level.empty() && !resource_.age_range)
      warn("no-level", "/educationalLevel", "No level: teachers filter by level first.",
           "Add a key stage, a year or ages.");
    const auto& types = resource_.learning_resource_type;
    if (resource_.time_required.empty() && std::find(types.begin(), types.end(), "lesson-plan") != types.end())
      warn("no-time", "/timeRequired", "It is not said how long the lesson takes.", "Add the time in minutes.");
    if (resource_.accessibility_feature.empty())
      warn("no-accessibility", "/accessibilityFeature", "Nothing is said about accessibility.",
           "Tick what it offers: captions, large print, transcript.");
  }

  const Resource& resource_;
  model::Datestamp now_;
  Findings findings_;
};

}  // namespace

Findings validate(const Resource& resource, model::Datestamp now) {
  return Check(resource, now).run();
}

}  // namespace commonplace::formats
