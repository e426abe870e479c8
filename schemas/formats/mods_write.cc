// Writes a Resource as MODS: the column "mods" of the crosswalk table (MD §7). Texts of one thing in several languages
// share an altRepGroup, which is what MODS has it for.
#include <algorithm>

#include "schemas/formats/further.h"
#include "schemas/formats/mods.h"
#include "schemas/formats/mods_words.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/url.h"
#include "schemas/formats/xml_writer.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::formats {
namespace {

using model::LangMap;
using model::Resource;
using Inside = XmlWriter::Inside;

constexpr std::string_view opening =
    "<mods xmlns=\"http://www.loc.gov/mods/v3\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" version=\"3.7\" "
    "xsi:schemaLocation=\"http://www.loc.gov/mods/v3 http://www.loc.gov/standards/mods/v3/mods-3-7.xsd\">";
constexpr std::string_view label_language = "en";  // of the labels in schemas/vocabularies
constexpr std::string_view relators = "http://id.loc.gov/vocabulary/relators";

std::string_view kind_of_dcmi(std::string_view dcmi) {
  if (dcmi == "Text") return "text";
  if (dcmi == "StillImage" || dcmi == "Image") return "still image";
  if (dcmi == "MovingImage") return "moving image";
  if (dcmi == "Sound") return "sound recording";
  if (dcmi == "PhysicalObject") return "three dimensional object";
  if (dcmi == "InteractiveResource" || dcmi == "Software" || dcmi == "Dataset") return "software, multimedia";
  return "mixed material";
}

std::string_view kind_of_type(std::string_view schema_type) {
  if (schema_type == "VideoObject") return "moving image";
  if (schema_type == "ImageObject") return "still image";
  if (schema_type == "AudioObject") return "sound recording";
  if (schema_type == "Book") return "text";
  if (schema_type == "SoftwareApplication" || schema_type == "Dataset") return "software, multimedia";
  return "mixed material";
}

class Writer {
 public:
  explicit Writer(const Resource& resource) : resource_(resource), x_(opening) {}

  std::string write() {
    titles();
    names();
    kinds();
    origin();
    for (const std::string& tag : resource_.in_language) language(tag);
    physical_description();
    abstracts();
    audiences();
    notes();
    subjects();
    related();
    identifiers();
    locations();
    conditions();
    record_info();
    return x_.finish("</mods>");
  }

 private:
  std::string new_group() { return std::to_string(++groups_); }

  void title(std::string_view language, std::string_view text, std::string_view type, std::string_view usage = {}) {
    if (text.empty()) return;
    const Inside inside(x_, "titleInfo", {{"type", type}, {"usage", usage}, {"xml:lang", xml_language(language)}});
    x_.element("title", text);
  }

  // A MODS record must hold something: one without a title says so.
  void titles() {
    if (resource_.name.empty()) x_.empty_element("titleInfo", {});
    bool is_first = true;
    say_main_first(resource_.name, resource_.in_language, [&](auto language, auto text) {
      is_first ? title(language, text, {}, "primary") : title(language, text, "translated");
      is_first = false;
    });
    for (const auto& [language, texts] : resource_.alternate_name)
      for (const std::string& text : texts) title(language, text, "alternative");
  }

  // ---- names

  void role(std::string_view type, std::string_view authority, std::string_view authority_uri, std::string_view term) {
    const Inside inside(x_, "role");
    x_.element("roleTerm", term,
               {{"type", term.empty() ? term : type},
                {"authority", term.empty() ? term : authority},
                {"authorityURI", term.empty() ? term : authority_uri}});
  }

  void name(const model::Agent& agent, std::string_view relator) {
    if (agent == model::Agent{}) return;
    const std::string_view type = agent.type == "Person" ? "personal" : agent.type == "Organization" ? "corporate" : "";
    const Inside inside(x_, "name", {{"type", type}, {"xlink:href", xml_uri(agent.url)}});
    bool is_first = true;
    say_main_first(agent.name, resource_.in_language, [&](auto language, auto text) {
      if (is_first) {
        x_.element("namePart", text, {{"xml:lang", text.empty() ? text : xml_language(language)}});
      } else {
        const Inside other(x_, "alternativeName", {{"altType", "translation"}});
        x_.element("namePart", text, {{"xml:lang", text.empty() ? text : xml_language(language)}});
      }
      is_first = false;
    });
    x_.element("nameIdentifier", agent.id);
    x_.element("affiliation", agent.affiliation);
    role("code", "marcrelator", relators, relator);
    role("text", {}, {}, agent.role);
  }

  void names() {
    for (const auto& agent : resource_.creator) name(agent, "cre");
    for (const auto& agent : resource_.contributor) name(agent, "ctb");
  }

  // ---- kinds

  std::string_view first_kind() const {
    for (const std::string& id : resource_.learning_resource_type)
      if (const auto* type = vocabularies::find_resource_type(id)) return kind_of_dcmi(type->dcmi_type);
    return "mixed material";
  }

  void schema_type(std::string_view type, std::string_view kind) {
    if (type.empty()) return;
    std::string value(mods_words::schema_org);
    value += percent_encode(type);
    x_.element("typeOfResource", kind, {{"authorityURI", mods_words::schema_org}, {"valueURI", xml_uri(value)}});
  }

  void concept_element(std::string_view tag, std::string_view source, const std::string& id) {
    if (id.find(':') != std::string::npos) return x_.element(tag, id, {{"valueURI", xml_uri(id)}});
    std::string value(source);
    value.append("/").append(percent_encode(id));
    x_.element(tag, vocabularies::concept_label(id),
               {{"authority", mods_words::authority},
                {"authorityURI", source},
                {"valueURI", xml_uri(value)},
                {"xml:lang", label_language}});
  }

  void kinds() {
    for (const std::string& type : resource_.types)
      schema_type(type, type == "LearningResource" ? first_kind() : kind_of_type(type));
    for (const std::string& id : resource_.learning_resource_type)
      concept_element("genre", mods_words::type_source, id);
  }

  // ---- origin

  void date(std::string_view tag, std::string_view text) {
    const auto normal = normalise_date(text);
    if (normal && !normal->starts_with("0000")) x_.element(tag, *normal, {{"encoding", "w3cdtf"}});
  }

  void origin() {
    const Inside inside(x_, "originInfo");
    const model::Ref& publisher = resource_.publisher;
    const std::string_view id = xml_uri(publisher.id.empty() ? publisher.url : publisher.id);
    if (publisher.name.empty()) x_.element("publisher", {}, {{"valueURI", id}});
    say_main_first(publisher.name, resource_.in_language, [&](auto language, auto text) {
      x_.element("publisher", text, {{"valueURI", id}, {"xml:lang", text.empty() ? text : xml_language(language)}});
    });
    date("dateCreated", resource_.date_created);
    date("dateIssued", resource_.date_published);
    date("dateModified", resource_.date_modified);
    x_.element("edition", further_text(resource_, "version"));
  }

  void language(std::string_view tag) {
    if (tag.empty()) return;
    const Inside inside(x_, "language");
    x_.element("languageTerm", tag, {{"type", "code"}, {"authority", "rfc3066"}});
  }

  void physical_description() {
    const Inside inside(x_, "physicalDescription");
    std::vector<std::string_view> said;
    for (const model::Encoding& file : resource_.encoding) {
      if (std::find(said.begin(), said.end(), file.encoding_format) != said.end()) continue;
      said.push_back(file.encoding_format);
      x_.element("internetMediaType", file.encoding_format);
    }
    if (!resource_.duration.empty()) x_.element("extent", resource_.duration, {{"unit", mods_words::duration_unit}});
  }

  void abstracts() {
    say_main_first(resource_.description, resource_.in_language, [&](auto language, auto text) {
      if (!text.empty()) x_.element("abstract", text, {{"xml:lang", xml_language(language)}});
    });
    say_main_first(resource_.abstract, resource_.in_language, [&](auto language, auto text) {
      if (!text.empty())
        x_.element("abstract", text, {{"type", mods_words::short_abstract}, {"xml:lang", xml_language(language)}});
    });
  }

  void audiences() {
    for (const std::string& id : resource_.educational_level)
      concept_element("targetAudience", mods_words::level_source, id);
    if (resource_.age_range) {
      std::string ages = std::to_string(resource_.age_range->min);
      ages.append("-").append(std::to_string(resource_.age_range->max));
      x_.element("targetAudience", ages, {{"displayLabel", mods_words::ages_label}});
    }
    for (const std::string& role : resource_.audience) {
      std::string value(mods_words::audience_source);
      value.append("/").append(percent_encode(role));
      x_.element("targetAudience", role,
                 {{"authority", "lrmi"}, {"authorityURI", mods_words::audience_source}, {"valueURI", xml_uri(value)}});
    }
  }

  // ---- notes

  void note(std::string_view type, const LangMap& map, const std::string& group) {
    say_main_first(map, resource_.in_language, [&](auto language, auto text) {
      if (!text.empty())
        x_.element("note", text, {{"type", type}, {"altRepGroup", group}, {"xml:lang", xml_language(language)}});
    });
  }

  void note(std::string_view type, const LangMap& map) {
    note(type, map, map.size() > 1 ? new_group() : std::string());
  }

  void pair(std::string_view type, const LangMap& map, std::string_view second_type, const LangMap& second) {
    const std::string group = map.size() + second.size() > 1 ? new_group() : std::string();
    note(type, map, group);
    note(second_type, second, group);
  }

  void statement(std::string_view label, const model::StatementRef& ref) {
    const std::string group = ref.text.size() > 1 ? new_group() : std::string();
    const std::string code = xml_label(ref.code);
    const auto say = [&](std::string_view language, std::string_view text) {
      if (xml_uri(ref.uri).empty() && code.empty() && text.empty()) return;
      x_.element("note", text,
                 {{"type", mods_words::alignment_note},
                  {"displayLabel", label},
                  {"xlink:href", xml_uri(ref.uri)},
                  {"xlink:role", xml_uri(ref.framework)},
                  {"xlink:title", code},
                  {"altRepGroup", group},
                  {"xml:lang", text.empty() ? text : xml_language(language)}});
    };
    if (ref.text.empty()) return say({}, {});
    say_main_first(ref.text, resource_.in_language, say);
  }

  void notes() {
    for (const auto& ref : resource_.teaches) statement(mods_words::teaches_label, ref);
    for (const auto& ref : resource_.assesses) statement(mods_words::assesses_label, ref);
    for (const auto& ref : resource_.competency_required) statement(mods_words::required_label, ref);
    if (!resource_.time_required.empty())
      x_.element("note", resource_.time_required, {{"type", mods_words::time_note}});
    for (const LangMap& objective : resource_.learning_objectives) note(mods_words::objective_note, objective);
    for (const model::Term& term : resource_.key_vocabulary)
      pair(mods_words::term_note, term.term, mods_words::definition_note, term.definition);
    for (const model::Misconception& one : resource_.misconceptions)
      pair(mods_words::misconception_note, one.statement, mods_words::correction_note, one.correction);
    for (const LangMap& material : resource_.materials) note(mods_words::material_note, material);
    for (const std::string& feature : resource_.accessibility_feature)
      if (!feature.empty()) x_.element("note", feature, {{"type", mods_words::accessibility_note}});
  }

  // ---- subjects

  void subject_concept(const std::string& id) {
    if (id.empty()) return;
    const bool is_ours = id.find(':') == std::string::npos;
    std::string value;
    if (is_ours) value.append(mods_words::subject_source).append("/").append(percent_encode(id));
    const Inside inside(x_, "subject",
                        {{"authority", is_ours ? mods_words::authority : std::string_view()},
                         {"authorityURI", is_ours ? mods_words::subject_source : std::string_view()},
                         {"valueURI", xml_uri(is_ours ? std::string_view(value) : id)}});
    x_.element("topic", vocabularies::concept_label(id), {{"xml:lang", is_ours ? label_language : std::string_view()}});
  }

  void subject(std::string_view tag, std::string_view text, std::string_view language = {}) {
    if (text.empty()) return;
    const Inside inside(x_, "subject");
    x_.element(tag, text, {{"xml:lang", xml_language(language)}});
  }

  void subjects() {
    for (const std::string& id : resource_.about) subject_concept(id);
    for (const auto& [language, words] : resource_.keywords)
      for (const std::string& word : words) subject("topic", word, language);
    for (const std::string& place : resource_.spatial_coverage) subject("geographic", place);
    for (const std::string& time : resource_.temporal_coverage) subject("temporal", time);
  }

  // ---- links

  void related(std::string_view type, const std::vector<model::Ref>& refs) {
    for (const model::Ref& ref : refs) {
      const Inside inside(x_, "relatedItem", {{"type", type}});
      bool is_first = true;
      say_main_first(ref.name, resource_.in_language, [&](auto language, auto text) {
        title(language, text, is_first ? "" : "translated");
        is_first = false;
      });
      schema_type(ref.type, kind_of_type(ref.type));
      if (!ref.id.empty()) x_.element("identifier", ref.id, {{"type", "uri"}});
      {
        const Inside location(x_, "location");
        url(ref.url, {});
      }
      if (ref.position) x_.empty_element("part", {{"order", std::to_string(*ref.position)}});
    }
  }

  void related() {
    related("host", resource_.is_part_of);
    related("constituent", resource_.has_part);
    related("original", resource_.is_based_on);
    related("references", resource_.mentions);
  }

  void identifiers() {
    if (!resource_.at_id.empty()) x_.element("identifier", resource_.at_id, {{"type", "uri"}});
    if (!resource_.identifier.empty()) x_.element("identifier", resource_.identifier, {{"type", "oai"}});
    for (const std::string& same : resource_.same_as)
      if (!same.empty()) x_.element("identifier", same, {{"type", "uri"}, {"displayLabel", mods_words::same_as_label}});
  }

  void url(std::string_view address, XmlWriter::Attributes attributes) {
    if (!xml_uri(address).empty()) x_.element("url", address, attributes);
  }

  void locations() {
    const Inside inside(x_, "location");
    url(resource_.url, {{"access", "object in context"}, {"usage", "primary display"}});
    for (const model::Encoding& file : resource_.encoding)
      url(file.content_url, {{"access", "raw object"},
                             {"displayLabel", xml_label(model::best(file.name, resource_.in_language).text)},
                             {"note", xml_label(file.encoding_format)}});
    url(resource_.thumbnail_url, {{"access", "preview"}});
    if (resource_.image)
      url(resource_.image->url, {{"access", "preview"},
                                 {"displayLabel", mods_words::image_label},
                                 {"note", xml_label(model::best(resource_.image->alt, resource_.in_language).text)}});
  }

  // ---- rights

  void condition(std::string_view text, std::string_view label = {}) {
    if (!text.empty())
      x_.element("accessCondition", text, {{"type", mods_words::use_condition}, {"displayLabel", label}});
  }

  // With the address as text too: readers of MODS show that.
  void licence(std::string_view address) {
    if (!address.empty())
      x_.element("accessCondition", address, {{"type", mods_words::use_condition}, {"xlink:href", xml_uri(address)}});
  }

  void conditions() {
    licence(resource_.license);
    licence(resource_.rights_statement);
    condition(resource_.copyright_notice);
    condition(resource_.credit_text, mods_words::credit_label);
    if (!resource_.conditions_of_access.empty())
      x_.element("accessCondition", resource_.conditions_of_access, {{"type", mods_words::access_condition}});
  }

  void record_info() {
    const Inside inside(x_, "recordInfo");
    if (!resource_.metadata_license.empty())
      x_.element("recordInfoNote", resource_.metadata_license, {{"type", mods_words::metadata_licence_note}});
  }

  const Resource& resource_;
  XmlWriter x_;
  int groups_ = 0;
};

}  // namespace

std::string write_mods(const Resource& resource) {
  return Writer(resource).write();
}

}  // namespace commonplace::formats
