// Writes a Resource as RDF/XML: the column "lrmi" of the crosswalk table (MD §7).
#include <algorithm>

#include "schemas/formats/further.h"
#include "schemas/formats/json.h"
#include "schemas/formats/lrmi.h"
#include "schemas/formats/xml_writer.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::formats {
namespace {

using model::LangMap;
using model::Resource;
using Inside = XmlWriter::Inside;
using WhenEmpty = XmlWriter::WhenEmpty;

constexpr std::string_view opening =
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
    "xmlns:schema=\"http://schema.org/\" xmlns:lrmi=\"http://purl.org/dcx/lrmi-terms/\" "
    "xmlns:skos=\"http://www.w3.org/2004/02/skos/core#\" xmlns:cp=\"https://w3id.org/commonplace/ns/term/\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
    "xsi:schemaLocation=\"http://www.w3.org/1999/02/22-rdf-syntax-ns# http://www.openarchives.org/OAI/2.0/rdf.xsd\">";
constexpr std::string_view own_namespace = "https://w3id.org/commonplace/ns/";
constexpr std::string_view schema_org = "http://schema.org/";
constexpr std::string_view json_type = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON";
constexpr std::string_view label_language = "en";  // of the labels in schemas/vocabularies

// Members without a field that schema.org has a property for (MD §2): texts, and lists of texts.
constexpr std::string_view text_members[] = {"creativeWorkStatus", "interactivityType", "version"};
constexpr std::string_view list_members[] = {"accessMode", "accessModeSufficient", "accessibilityAPI",
                                             "accessibilityControl", "accessibilityHazard"};

template <std::size_t size>
bool is_one_of(const std::string_view (&list)[size], std::string_view name) {
  return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

// The texts of a JSON list of texts; empty for anything else.
std::vector<std::string> texts_of(const std::string& json_text) {
  const auto list = json::parse(json_text);
  if (!list || !list->is_array()) return {};
  std::vector<std::string> texts;
  for (const auto& one : *list) {
    if (!one.is_string()) return {};
    texts.push_back(one.get<std::string>());
  }
  return texts;
}

class Writer {
 public:
  explicit Writer(const Resource& resource) : resource_(resource), x_(opening) {}

  std::string write() {
    {
      const Inside inside(x_, "rdf:Description", {{"rdf:about", xml_uri(resource_.at_id)}}, WhenEmpty::kept);
      for (const std::string& type : resource_.types) schema_type(type);
      identity();
      texts();
      concepts();
      statements();
      people();
      rights();
      files();
      links();
      dates();
      lesson();
      for (const model::FurtherMember& member : resource_.further) further(member);
    }
    return x_.finish("</rdf:RDF>");
  }

 private:
  // ---- values

  void schema_type(std::string_view type) {
    std::string uri(schema_org);
    uri += type;
    if (!type.empty() && !xml_uri(uri).empty()) x_.empty_element("rdf:type", {{"rdf:resource", uri}});
  }
  void texts(std::string_view tag, const LangMap& map) {
    say_main_first(map, resource_.in_language, [&](auto language, auto text) { this->text(tag, text, language); });
  }
  void texts(std::string_view tag, const model::LangLists& lists) {
    for (const auto& [language, all] : lists)
      for (const std::string& one : all) text(tag, one, language);
  }
  void texts(std::string_view tag, const std::vector<std::string>& all) {
    for (const std::string& one : all) text(tag, one);
  }
  void text(std::string_view tag, std::string_view text, std::string_view language = {}) {
    if (!text.empty()) x_.element(tag, text, {{"xml:lang", xml_language(language)}});
  }
  // An address as a resource; what is none as text.
  void address(std::string_view tag, std::string_view text) {
    if (text.empty()) return;
    if (xml_uri(text).empty()) return x_.element(tag, text);
    x_.empty_element(tag, {{"rdf:resource", text}});
  }

  void concepts(std::string_view tag, std::string_view scheme, const std::vector<std::string>& ids) {
    for (const std::string& id : ids) {
      if (id.find(':') != std::string::npos) {
        address(tag, id);
        continue;
      }
      std::string uri(own_namespace);
      uri.append(scheme).append("/").append(id);
      if (id.empty() || xml_uri(uri).empty()) {
        text(tag, id);
        continue;
      }
      const Inside property(x_, tag);
      const Inside inside(x_, "skos:Concept", {{"rdf:about", uri}});
      text("skos:prefLabel", vocabularies::concept_label(id), label_language);
    }
  }

  // ---- groups of fields

  void identity() {
    text("dcterms:identifier", resource_.identifier);
    for (const std::string& same : resource_.same_as) text("dcterms:identifier", same);
    address("schema:url", resource_.url);
  }

  void texts() {
    texts("dcterms:title", resource_.name);
    texts("dcterms:alternative", resource_.alternate_name);
    texts("dcterms:description", resource_.description);
    texts("dcterms:abstract", resource_.abstract);
    texts("schema:keywords", resource_.keywords);
  }

  void concepts() {
    concepts("lrmi:learningResourceType", "type", resource_.learning_resource_type);
    concepts("dcterms:subject", "subject", resource_.about);
    concepts("dcterms:educationLevel", "level", resource_.educational_level);
    if (resource_.age_range) {
      std::string ages = std::to_string(resource_.age_range->min);
      text("lrmi:typicalAgeRange", ages.append("-").append(std::to_string(resource_.age_range->max)));
    }
    texts("dcterms:language", resource_.in_language);
    texts("lrmi:educationalAudienceRole", resource_.audience);
    texts("lrmi:educationalUse", resource_.educational_use);
    texts("schema:accessibilityFeature", resource_.accessibility_feature);
    if (resource_.is_accessible_for_free)
      text("schema:isAccessibleForFree", *resource_.is_accessible_for_free ? "true" : "false");
    text("dcterms:accessRights", resource_.conditions_of_access);
  }

  void statements(std::string_view tag, const std::vector<model::StatementRef>& refs) {
    for (const model::StatementRef& ref : refs) {
      const Inside property(x_, tag);
      const std::string_view uri = xml_uri(ref.uri);
      const Inside inside(x_, "schema:DefinedTerm", {{"rdf:about", uri}},
                          uri.empty() ? WhenEmpty::taken_back : WhenEmpty::kept);
      text("schema:termCode", ref.code);
      text("schema:inDefinedTermSet", ref.framework);
      texts("schema:name", ref.text);
      text("cp:assertedBy", ref.asserted_by);
      text("cp:method", ref.method);
      if (ref.confidence) text("cp:confidence", std::to_string(*ref.confidence));
      text("cp:reviewedAt", ref.reviewed_at);
    }
  }

  void statements() {
    statements("lrmi:teaches", resource_.teaches);
    for (const model::StatementRef& ref : resource_.teaches)
      if (!xml_uri(ref.uri).empty()) address("dcterms:conformsTo", ref.uri);
    statements("lrmi:assesses", resource_.assesses);
    statements("lrmi:competencyRequired", resource_.competency_required);
    for (const model::Alignment& one : resource_.educational_alignment) {
      const Inside property(x_, "lrmi:educationalAlignment");
      const Inside inside(x_, "lrmi:AlignmentObject");
      text("lrmi:alignmentType", one.alignment_type);
      text("lrmi:educationalFramework", one.educational_framework);
      text("lrmi:targetName", one.target_name);
      address("lrmi:targetUrl", one.target_url);
      text("lrmi:targetDescription", one.target_description);
    }
  }

  void agent(std::string_view tag, const model::Agent& agent) {
    if (agent == model::Agent{}) return;
    const Inside property(x_, tag);
    const std::string_view uri = xml_uri(agent.id);
    const Inside inside(x_, "rdf:Description", {{"rdf:about", uri}},
                        uri.empty() ? WhenEmpty::taken_back : WhenEmpty::kept);
    schema_type(agent.type);
    texts("schema:name", agent.name);
    text("schema:affiliation", agent.affiliation);
    text("schema:roleName", agent.role);
    address("schema:url", agent.url);
  }

  void refs(std::string_view tag, const std::vector<model::Ref>& all) {
    for (const model::Ref& one : all) ref(tag, one);
  }

  void ref(std::string_view tag, const model::Ref& ref) {
    if (ref == model::Ref{}) return;
    const Inside property(x_, tag);
    const std::string_view uri = xml_uri(ref.id);
    const Inside inside(x_, "rdf:Description", {{"rdf:about", uri}},
                        uri.empty() ? WhenEmpty::taken_back : WhenEmpty::kept);
    schema_type(ref.type);
    texts("schema:name", ref.name);
    address("schema:url", ref.url);
    if (ref.position) text("schema:position", std::to_string(*ref.position));
  }

  void people() {
    for (const model::Agent& one : resource_.creator) agent("dcterms:creator", one);
    for (const model::Agent& one : resource_.contributor) agent("dcterms:contributor", one);
    ref("dcterms:publisher", resource_.publisher);
  }

  void rights() {
    address("dcterms:license", resource_.license);
    address("dcterms:rights", resource_.rights_statement);
    text("schema:copyrightNotice", resource_.copyright_notice);
    text("schema:creditText", resource_.credit_text);
    address("schema:sdLicense", resource_.metadata_license);
  }

  void files() {
    for (const model::Encoding& file : resource_.encoding) {
      const Inside property(x_, "schema:encoding");
      const Inside inside(x_, "schema:MediaObject");
      address("schema:contentUrl", file.content_url);
      text("schema:encodingFormat", file.encoding_format);
      if (file.content_size_bytes) text("schema:contentSize", std::to_string(*file.content_size_bytes));
      text("schema:sha256", file.sha256);
      texts("schema:name", file.name);
      text("schema:inLanguage", file.in_language);
      address("schema:license", file.license);
    }
    if (resource_.image) {
      const Inside property(x_, "schema:image");
      const Inside inside(x_, "schema:ImageObject");
      address("schema:contentUrl", resource_.image->url);
      texts("schema:caption", resource_.image->alt);
      text("schema:creditText", resource_.image->credit_text);
      address("schema:license", resource_.image->license);
    }
    address("schema:thumbnailUrl", resource_.thumbnail_url);
  }

  void links() {
    refs("dcterms:isPartOf", resource_.is_part_of);
    refs("dcterms:hasPart", resource_.has_part);
    refs("dcterms:source", resource_.is_based_on);
    refs("dcterms:references", resource_.mentions);
    texts("dcterms:spatial", resource_.spatial_coverage);
    texts("dcterms:temporal", resource_.temporal_coverage);
  }

  void dates() {
    text("dcterms:created", resource_.date_created);
    text("dcterms:issued", resource_.date_published);
    text("dcterms:modified", resource_.date_modified);
    text("lrmi:timeRequired", resource_.time_required);
    text("schema:duration", resource_.duration);
  }

  void item(std::string_view tag, std::string_view first_tag, const LangMap& first, std::string_view second_tag = {},
            const LangMap& second = {}) {
    if (first.empty() && second.empty()) return;
    const Inside property(x_, tag, {{"rdf:parseType", "Resource"}});
    texts(first_tag, first);
    texts(second_tag, second);
  }

  void lesson() {
    for (const LangMap& one : resource_.learning_objectives) item("cp:learningObjective", "schema:text", one);
    for (const model::Term& one : resource_.key_vocabulary)
      item("cp:keyVocabulary", "cp:term", one.term, "cp:definition", one.definition);
    for (const model::Misconception& one : resource_.misconceptions)
      item("cp:misconception", "cp:statement", one.statement, "cp:correction", one.correction);
    for (const LangMap& one : resource_.materials) item("cp:material", "schema:text", one);
  }

  void further(const model::FurtherMember& member) {
    std::string tag = member.name == "interactivityType" ? "lrmi:" : "schema:";
    tag += member.name;
    if (is_one_of(text_members, member.name))
      if (const std::string said = further_text(resource_, member.name); !said.empty()) return text(tag, said);
    if (is_one_of(list_members, member.name))
      if (const auto all = texts_of(member.json); !all.empty()) return texts(tag, all);
    const Inside property(x_, "cp:further", {{"rdf:parseType", "Resource"}});
    x_.element("schema:name", member.name);
    x_.element("rdf:value", member.json, {{"rdf:datatype", json_type}});
  }

  const Resource& resource_;
  XmlWriter x_;
};

}  // namespace

std::string write_lrmi(const Resource& resource) {
  return Writer(resource).write();
}

}  // namespace commonplace::formats
