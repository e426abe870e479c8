// Writes a Resource as LOM: the column "lom" of the crosswalk table (MD §7), in the order of LOM's nine categories.
// Where LOM has a vocabulary of its own, the nearest of its words goes beside ours, so that both kinds of reader find
// theirs; ours comes second, and our reader prefers it.
#include <algorithm>
#include <array>

#include "schemas/formats/further.h"
#include "schemas/formats/lom.h"
#include "schemas/formats/lom_words.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/vcard.h"
#include "schemas/formats/xml_writer.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::formats {
namespace {

using model::LangMap;
using model::Resource;
using Inside = XmlWriter::Inside;

constexpr std::string_view opening =
    "<lom xmlns=\"http://ltsc.ieee.org/xsd/LOM\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
    "xsi:schemaLocation=\"http://ltsc.ieee.org/xsd/LOM http://ltsc.ieee.org/xsd/lomv1.0/lom.xsd\">";
constexpr std::string_view label_language = "en";  // of the labels in schemas/vocabularies

bool is_uri(std::string_view concept_id) {
  return concept_id.find(':') != std::string_view::npos;
}

// A date that LOM's schema takes (DateTimeString): it asks for a fraction of the second where a time has a zone. Empty
// for what is no date.
std::string lom_date(std::string_view text) {
  std::string date = normalise_date(text).value_or("");
  if (date.starts_with("0000")) return {};
  if (date.ends_with('Z') && date.find('.') == std::string::npos) date.insert(date.size() - 1, ".0");
  return date;
}

// Whether LOM's schema takes a duration (DurationString): no weeks, seconds alone with a fraction.
bool is_lom_duration(std::string_view text) {
  if (!text.starts_with('P')) return false;
  std::string_view units = "YMD";
  bool has_time = false;
  std::size_t digits = 0;
  for (const char c : text.substr(1)) {
    if (c >= '0' && c <= '9') {
      ++digits;
    } else if (c == 'T' && digits == 0 && !has_time) {
      has_time = true;
      units = "HMS";
    } else {
      const std::size_t unit = units.find(c);
      if (digits == 0 || unit == std::string_view::npos) return false;
      units.remove_prefix(unit + 1);
      digits = 0;
    }
  }
  return digits == 0 && text.size() > 2;
}

// LOM has no weeks: "P2W" is "P14D" there.
std::string lom_duration(std::string_view text) {
  if (is_lom_duration(text)) return std::string(text);
  const auto minutes = duration_minutes(text);
  constexpr int minutes_per_day = 24 * 60;
  if (!text.ends_with('W') || !minutes || *minutes % minutes_per_day != 0) return {};
  return "P" + std::to_string(*minutes / minutes_per_day) + "D";
}

class Writer {
 public:
  explicit Writer(const Resource& resource) : resource_(resource), x_(opening) {}

  std::string write() {
    general();
    life_cycle();
    meta_metadata();
    technical();
    educational();
    rights();
    relations();
    classifications();
    return x_.finish("</lom>");
  }

 private:
  // ---- data types

  void string(std::string_view language, std::string_view text) {
    if (!text.empty()) x_.element("string", text, {{"language", xml_language(language)}});
  }
  void strings(const LangMap& map) {
    say_main_first(map, resource_.in_language, [this](auto language, auto text) { string(language, text); });
  }
  void lang_string(std::string_view tag, const LangMap& map) {
    const Inside inside(x_, tag);
    strings(map);
  }
  void lang_string(std::string_view tag, std::string_view text, std::string_view language = {}) {
    if (text.empty()) return;
    const Inside inside(x_, tag);
    string(language, text);
  }
  void vocabulary(std::string_view tag, std::string_view source, std::string_view value) {
    if (value.empty()) return;
    const Inside inside(x_, tag);
    x_.element("source", source);
    x_.element("value", value);
  }
  void identifier(std::string_view catalog, std::string_view entry) {
    if (entry.empty()) return;
    const Inside inside(x_, "identifier");
    x_.element("catalog", catalog);
    x_.element("entry", entry);
  }
  void duration(std::string_view tag, std::string_view text) {
    const Inside inside(x_, tag);
    x_.element("duration", lom_duration(text));
  }
  void date(std::string_view text) {
    const Inside inside(x_, "date");
    x_.element("dateTime", lom_date(text));
  }

  // ---- 1 to 9

  void general() {
    const Inside inside(x_, "general");
    identifier(lom_words::uri_catalog, resource_.at_id);
    identifier(lom_words::oai_catalog, resource_.identifier);
    for (const std::string& same : resource_.same_as) identifier(lom_words::same_as_catalog, same);
    lang_string("title", resource_.name);
    for (const std::string& tag : resource_.in_language) x_.element("language", tag == "und" ? tag : xml_language(tag));
    lang_string("description", resource_.description);
    for (const auto& [language, words] : resource_.keywords)
      for (const std::string& word : words) lang_string("keyword", word, language);
    for (const std::string& place : resource_.spatial_coverage) lang_string("coverage", place);
    for (const std::string& time : resource_.temporal_coverage) lang_string("coverage", time);
  }

  void life_cycle() {
    const Inside inside(x_, "lifeCycle");
    lang_string("version", further_text(resource_, "version"));
    const std::string status = further_text(resource_, "creativeWorkStatus");
    const bool is_lom_status = status == "draft" || status == "final";
    vocabulary("status", is_lom_status ? lom_words::lom_source : lom_words::status_source, status);
    creators();
    for (const model::Agent& agent : resource_.contributor) contributor(agent);
    publisher();
    contribution(lom_words::lom_source, "editor", {}, resource_.date_modified);
  }

  void contribution(std::string_view source, std::string_view role, const std::vector<std::string>& entities,
                    std::string_view day) {
    if (entities.empty() && day.empty()) return;
    const Inside inside(x_, "contribute");
    vocabulary("role", source, role);
    for (const std::string& entity : entities) x_.element("entity", entity);
    date(day);
  }

  void creators() {
    std::vector<std::string> cards;
    for (const model::Agent& agent : resource_.creator) cards.push_back(write_vcard(agent, resource_.in_language));
    contribution(lom_words::lom_source, "author", cards, resource_.date_created);
  }

  // What somebody did is said as LOM says it where it can; words that LOM gives another meaning stay ours.
  void contributor(const model::Agent& agent) {
    model::Agent named = agent;
    named.role.clear();
    const bool is_lom = agent.role.empty() || lom_words::is_contributor_role(agent.role);
    contribution(is_lom ? lom_words::lom_source : lom_words::role_source, agent.role.empty() ? "unknown" : agent.role,
                 {write_vcard(named, resource_.in_language)}, {});
  }

  void publisher() {
    const model::Ref& ref = resource_.publisher;
    std::vector<std::string> cards;
    if (!ref.name.empty() || !ref.id.empty() || !ref.url.empty())
      cards.push_back(write_vcard({ref.type, ref.id, ref.name, {}, {}, ref.url}, resource_.in_language));
    contribution(lom_words::lom_source, "publisher", cards, resource_.date_published);
  }

  void meta_metadata() {
    const Inside inside(x_, "metaMetadata");
    identifier(lom_words::metadata_licence_catalog, resource_.metadata_license);
    x_.element("metadataSchema", lom_words::lom_source);
  }

  // A file's format stands right before its location; the page has none.
  void technical() {
    const Inside inside(x_, "technical");
    x_.element("location", resource_.url);
    for (const model::Encoding& file : resource_.encoding) {
      if (file.content_url.empty()) continue;
      x_.element("format", file.encoding_format);
      x_.element("location", file.content_url);
    }
    if (resource_.encoding.size() == 1 && resource_.encoding[0].content_size_bytes.value_or(-1) >= 0)
      x_.element("size", std::to_string(*resource_.encoding[0].content_size_bytes));
    duration("duration", resource_.duration);
  }

  void educational() {
    const Inside inside(x_, "educational");
    vocabulary("interactivityType", lom_words::lom_source, further_text(resource_, "interactivityType"));
    types();
    roles();
    contexts();
    if (resource_.age_range)
      lang_string("typicalAgeRange",
                  std::to_string(resource_.age_range->min) + "-" + std::to_string(resource_.age_range->max));
    duration("typicalLearningTime", resource_.time_required);
    notes();
  }

  // Each word of LOM's once, however many of ours it is the nearest to.
  template <typename Nearest>
  void nearest(std::string_view tag, const std::vector<std::string>& ours, Nearest nearest_of) {
    std::array<std::string_view, 32> said;
    std::size_t count = 0;
    for (const std::string& one : ours) {
      const std::string_view word = nearest_of(one);
      const auto* const end = said.begin() + count;
      if (word.empty() || count == said.size() || std::find(said.cbegin(), end, word) != end) continue;
      said[count++] = word;
      vocabulary(tag, lom_words::lom_source, word);
    }
  }

  void types() {
    nearest("learningResourceType", resource_.learning_resource_type, lom_words::nearest_type);
    for (const std::string& type : resource_.learning_resource_type)
      vocabulary("learningResourceType", lom_words::type_source, type);
  }

  void roles() {
    nearest("intendedEndUserRole", resource_.audience, lom_words::nearest_role);
    for (const std::string& role : resource_.audience)
      vocabulary("intendedEndUserRole", lom_words::audience_source, role);
  }

  void contexts() { nearest("context", resource_.educational_level, lom_words::nearest_context); }

  void note(std::string_view label, const LangMap& map) {
    const Inside inside(x_, "description");
    say_main_first(map, resource_.in_language, [&](auto language, auto text) {
      std::string words(label);
      if (!text.empty()) string(language, words.append(text));
    });
  }

  // Two texts of one language in one string, the second on a line of its own.
  void note(std::string_view label, const LangMap& first, std::string_view second_label, const LangMap& second) {
    const Inside inside(x_, "description");
    say_main_first(first, resource_.in_language, [&](auto language, auto text) {
      std::string words(label);
      words += text;
      if (const auto more = second.find(std::string(language)); more != second.end() && !more->second.empty())
        words.append("\n").append(second_label).append(more->second);
      if (!text.empty()) string(language, words);
    });
  }

  void notes() {
    for (const LangMap& objective : resource_.learning_objectives) note(lom_words::objective_label, objective);
    for (const model::Term& term : resource_.key_vocabulary)
      note(lom_words::term_label, term.term, lom_words::definition_label, term.definition);
    for (const model::Misconception& one : resource_.misconceptions)
      note(lom_words::misconception_label, one.statement, lom_words::correction_label, one.correction);
    for (const LangMap& material : resource_.materials) note(lom_words::material_label, material);
  }

  void rights() {
    const Inside inside(x_, "rights");
    if (resource_.is_accessible_for_free)
      vocabulary("cost", lom_words::lom_source, *resource_.is_accessible_for_free ? "no" : "yes");
    const bool says_rights =
        !resource_.license.empty() || !resource_.rights_statement.empty() || !resource_.copyright_notice.empty();
    if (says_rights) vocabulary("copyrightAndOtherRestrictions", lom_words::lom_source, is_restricted() ? "yes" : "no");
    const Inside description(x_, "description");
    string(lom_words::licence_language(resource_.license), resource_.license);
    string(lom_words::rights_language, resource_.rights_statement);
    string({}, resource_.copyright_notice);
    string(lom_words::credit_language, resource_.credit_text);
  }

  bool is_restricted() const {
    using vocabularies::Answer;
    const auto may = vocabularies::permissions(resource_.license, resource_.rights_statement);
    return may.print != Answer::yes || may.adapt != Answer::yes || may.share != Answer::yes ||
           may.sell != Answer::yes || may.credit != Answer::no;
  }

  void relation(std::string_view kind, const std::vector<model::Ref>& refs) {
    for (const model::Ref& ref : refs) {
      const Inside inside(x_, "relation");
      vocabulary("kind", lom_words::lom_source, kind);
      const Inside resource(x_, "resource");
      identifier(lom_words::uri_catalog, ref.id);
      identifier(lom_words::url_catalog, ref.url);
      lang_string("description", ref.name);
    }
  }

  void relations() {
    relation("ispartof", resource_.is_part_of);
    relation("haspart", resource_.has_part);
    relation("isbasedon", resource_.is_based_on);
    relation("references", resource_.mentions);
  }

  // ---- 9 Classification

  void taxon(std::string_view id, std::string_view label) {
    const Inside path(x_, "taxonPath");
    lang_string("source", id.substr(0, id.rfind('/') + 1));
    const Inside inside(x_, "taxon");
    x_.element("id", id);
    lang_string("entry", label, label_language);
  }

  void concept_paths(std::string_view purpose, std::string_view scheme, const std::vector<std::string>& ids) {
    if (ids.empty()) return;
    const Inside inside(x_, "classification");
    vocabulary("purpose", lom_words::lom_source, purpose);
    for (const std::string& id : ids) {
      if (is_uri(id)) {
        taxon(id, {});
      } else {
        std::string uri(scheme);
        taxon(uri.append("/").append(id), vocabularies::concept_label(id));
      }
    }
  }

  void statement(std::string_view purpose, const model::StatementRef& ref) {
    const Inside inside(x_, "classification");
    vocabulary("purpose", lom_words::lom_source, purpose);
    {
      const Inside path(x_, "taxonPath");
      lang_string("source", ref.framework);
      const Inside taxon(x_, "taxon");
      x_.element("id", ref.uri);
      lang_string("entry", ref.text);
    }
    lang_string("keyword", ref.code);
  }

  void alignment(const model::Alignment& one) {
    const Inside inside(x_, "classification");
    vocabulary("purpose", lom_words::alignment_source, one.alignment_type.empty() ? "unknown" : one.alignment_type);
    {
      const Inside path(x_, "taxonPath");
      lang_string("source", one.educational_framework);
      const Inside taxon(x_, "taxon");
      x_.element("id", one.target_url);
      lang_string("entry", one.target_name);
    }
    lang_string("description", one.target_description);
  }

  void classifications() {
    concept_paths("discipline", lom_words::subject_source, resource_.about);
    concept_paths("educational level", lom_words::level_source, resource_.educational_level);
    for (const auto& ref : resource_.teaches) statement("educational objective", ref);
    for (const auto& ref : resource_.assesses) statement("competency", ref);
    for (const auto& ref : resource_.competency_required) statement("prerequisite", ref);
    for (const auto& one : resource_.educational_alignment) alignment(one);
  }

  const Resource& resource_;
  XmlWriter x_;
};

}  // namespace

std::string write_lom(const Resource& resource) {
  return Writer(resource).write();
}

}  // namespace commonplace::formats
