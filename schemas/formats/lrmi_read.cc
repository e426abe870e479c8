// Reads RDF/XML with terms of LRMI, schema.org and Dublin Core, by the local names of its properties: repositories
// differ in which of the three they take a term from. Nodes may stand inside properties or beside each other. One bad
// field never fails the record (MD-30).
#include <algorithm>

#include "schemas/formats/canonical.h"
#include "schemas/formats/field_writer.h"
#include "schemas/formats/further.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/json.h"
#include "schemas/formats/lrmi.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/rdf_tree.h"
#include "schemas/formats/text_limits.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::formats {
namespace {

using model::Resource;
using rdf_tree::Graph;
using rdf_tree::is_any_of;
using rdf_tree::local_name;
using rdf_tree::Value;

constexpr std::size_t most_agents = 64;
constexpr std::size_t most_refs = 500;
constexpr std::size_t most_files = 200;
constexpr std::size_t most_statements = 64;
constexpr std::size_t most_further_bytes = 12 * 1024;  // MD-4 allows 16 KiB in all
constexpr std::string_view own_namespace = "https://w3id.org/commonplace/ns/";

class Reader {
 public:
  Reader(const Graph& graph, Value main) : graph_(graph), main_(std::move(main)), writer_(resource_, hints_) {}

  model::Outcome<Reading> read() {
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
    further();
    finish();
    if (resource_.name.empty() && resource_.url.empty() && resource_.at_id.empty() && resource_.same_as.empty() &&
        resource_.encoding.empty())
      return model::Problem{"missing-name", "rdf:RDF", "The record has neither a title nor an address.",
                            "Ask the keeper of the source to mend the record."};
    return Reading{std::move(resource_), writer_.take_notes()};
  }

 private:
  using Put = void (FieldWriter::*)(const Given&);
  using Names = std::initializer_list<std::string_view>;

  void put_texts(Names names, std::string_view where, Put put) {
    for (const Value& value : main_.values(names))
      for (const auto& [language, said] : value.labels()) (writer_.*put)({said, where, language});
  }

  // The address of each value, or else its words.
  void put_addresses(Names names, std::string_view where, Put put) {
    for (const Value& value : main_.values(names)) {
      const std::string uri = value.uri();
      const auto labels = value.labels();
      if (!uri.empty()) {
        (writer_.*put)({uri, where, {}});
      } else if (!labels.empty()) {
        (writer_.*put)({labels.front().second, where, labels.front().first});
      }
    }
  }

  void identity() {
    for (const Value& type : main_.values({"type"})) {
      const std::string name = type.uri();
      if (name.find("schema.org/") != std::string::npos || local_name(name) == "LearningResource")
        writer_.type({name, "rdf:type", {}});
    }
    if (const std::string about = main_.uri(); is_recognised_identifier(about)) resource_.at_id = about;
    for (const Value& value : main_.values({"identifier", "sameAs"})) identifier(value);
    for (const Value& value : main_.values({"url"}))
      if (resource_.url.empty())
        resource_.url =
            normalise_http_url(value.uri().empty() ? normalise_text(value.literal()) : value.uri()).value_or("");
  }

  void identifier(const Value& value) {
    std::string said = value.uri();
    if (said.empty()) said = normalise_text(value.literal());
    if (said.empty()) said = value.text({"value"});
    if (resource_.identifier.empty() && parse_oai_identifier(said)) {
      resource_.identifier = std::move(said);
    } else if (is_recognised_identifier(said)) {
      writer_.same_as({said, "dcterms:identifier", {}});
    }
  }

  void texts() {
    for (const Value& value : main_.values({"title", "name"}))
      for (const auto& [language, said] : value.labels()) {
        const bool is_second = resource_.name.contains(language);
        is_second ? writer_.alternate_name({said, "dcterms:title", language})
                  : writer_.name({said, "dcterms:title", language});
      }
    put_texts({"alternative", "alternateName"}, "dcterms:alternative", &FieldWriter::alternate_name);
    put_texts({"description"}, "dcterms:description", &FieldWriter::description);
    put_texts({"abstract"}, "dcterms:abstract", &FieldWriter::abstract);
    put_texts({"keywords"}, "schema:keywords", &FieldWriter::keyword);
    put_texts({"creditText"}, "schema:creditText", &FieldWriter::credit_text);
    put_texts({"copyrightNotice"}, "schema:copyrightNotice", &FieldWriter::copyright_notice);
  }

  // ---- concepts

  static bool is_type(std::string_view words) { return vocabularies::read_resource_type(words).has_value(); }
  static bool is_level(std::string_view words) { return !vocabularies::read_levels(words).empty(); }
  static bool is_subject(std::string_view words) { return vocabularies::read_subject(words).has_value(); }

  // The address of a concept where a vocabulary knows it, else its label where one does, else whatever there is; an
  // address that nobody knows is kept beside words.
  void put_concepts(Names names, std::string_view where, Put put, bool (*known)(std::string_view)) {
    for (const Value& value : main_.values(names)) {
      const std::string uri = value.uri();
      const auto labels = value.labels();
      const auto named = std::find_if(labels.begin(), labels.end(), [&](const auto& one) { return known(one.second); });
      if (known(uri)) {
        (writer_.*put)({uri, where, {}});
      } else if (named != labels.end()) {
        (writer_.*put)({named->second, where, named->first});
      } else if (!uri.empty()) {
        (writer_.*put)({uri, where, {}});
      } else if (!labels.empty()) {
        (writer_.*put)({labels.front().second, where, labels.front().first});
      }
    }
  }

  void concepts() {
    put_concepts({"learningResourceType"}, "lrmi:learningResourceType", &FieldWriter::resource_type, is_type);
    put_concepts({"subject", "about"}, "dcterms:subject", &FieldWriter::subject, is_subject);
    put_concepts({"educationLevel", "educationalLevel"}, "dcterms:educationLevel", &FieldWriter::level, is_level);
    put_texts({"typicalAgeRange", "ageRange"}, "lrmi:typicalAgeRange", &FieldWriter::age_range);
    put_addresses({"language", "inLanguage"}, "dcterms:language", &FieldWriter::language_of_resource);
    put_local_names({"educationalAudienceRole", "audience", "educationalRole"}, "lrmi:educationalAudienceRole",
                    &FieldWriter::audience);
    put_local_names({"educationalUse"}, "lrmi:educationalUse", &FieldWriter::educational_use);
    put_texts({"accessibilityFeature"}, "schema:accessibilityFeature", &FieldWriter::accessibility_feature);
    put_texts({"isAccessibleForFree"}, "schema:isAccessibleForFree", &FieldWriter::is_free);
    put_texts({"accessRights", "conditionsOfAccess"}, "dcterms:accessRights", &FieldWriter::conditions_of_access);
  }

  // Terms of LRMI's vocabularies, as words or by their address; an EducationalAudience has its role inside.
  void put_local_names(Names names, std::string_view where, Put put) {
    for (const Value& value : main_.values(names)) {
      std::string word(local_name(value.uri()));
      if (word.empty()) word = value.text({"educationalRole", "audienceType", "prefLabel"});
      if (word.empty()) word = normalise_text(value.literal());
      (writer_.*put)({local_name(word), where, {}});
    }
  }

  // ---- statements

  model::StatementRef statement(const Value& value) {
    model::StatementRef ref;
    if (const std::string uri = value.uri(); is_recognised_identifier(uri)) ref.uri = uri;
    ref.code = value.text({"termCode", "notation", "statementNotation"});
    ref.framework = value.text({"inDefinedTermSet", "inScheme"});
    ref.text = value.texts({"name", "prefLabel", "description", "label"});
    ref.asserted_by = value.text({"assertedBy"});
    ref.method = value.text({"method"});
    const std::string confidence = value.text({"confidence"});
    if (!confidence.empty() && confidence.size() < 4 && confidence.find_first_not_of("0123456789") == std::string::npos)
      ref.confidence = std::stoi(confidence);
    ref.reviewed_at = value.text({"reviewedAt"});
    return ref;
  }

  void add_statements(Names names, std::vector<model::StatementRef>& list) {
    for (const Value& value : main_.values(names))
      if (auto ref = statement(value); ref != model::StatementRef{}) add_once(list, std::move(ref), most_statements);
  }

  void statements() {
    add_statements({"teaches"}, resource_.teaches);
    if (resource_.teaches.empty()) add_statements({"conformsTo"}, resource_.teaches);
    add_statements({"assesses"}, resource_.assesses);
    add_statements({"competencyRequired"}, resource_.competency_required);
    for (const Value& value : main_.values({"educationalAlignment"})) alignment(value);
  }

  // MD-5: an alignment that teaches, assesses or requires becomes that; others keep their word.
  void alignment(const Value& value) {
    model::Alignment one;
    one.alignment_type = local_name(value.text({"alignmentType"}));
    one.educational_framework = value.text({"educationalFramework"});
    one.target_name = value.text({"targetName"});
    one.target_url = normalise_http_url(value.text({"targetUrl"})).value_or("");
    one.target_description = value.text({"targetDescription"});
    if (one == model::Alignment{}) return;
    if (one.alignment_type == "teaches") return add_aligned(resource_.teaches, one);
    if (one.alignment_type == "assesses") return add_aligned(resource_.assesses, one);
    if (one.alignment_type == "prerequisite") return add_aligned(resource_.competency_required, one);
    add_once(resource_.educational_alignment, std::move(one), most_statements);
  }

  static void add_aligned(std::vector<model::StatementRef>& list, const model::Alignment& one) {
    model::StatementRef ref;
    ref.uri = one.target_url;
    ref.framework = one.educational_framework;
    const bool is_code = one.target_name.find(' ') == std::string::npos;
    if (is_code) ref.code = one.target_name;
    std::string words = is_code || !one.target_description.empty() ? one.target_description : one.target_name;
    if (!words.empty()) ref.text["und"] = std::move(words);
    add_once(list, std::move(ref), most_statements);
  }

  // ---- people and links

  void add_agents(Names names, std::vector<model::Agent>& list) {
    for (const Value& value : main_.values(names)) {
      model::Agent agent;
      agent.type = value.type();
      if (agent.type != "Person" && agent.type != "Organization") agent.type.clear();
      if (const std::string uri = value.uri(); is_recognised_identifier(uri)) agent.id = uri;
      agent.name = value.texts({"name", "label", "prefLabel", "title"});
      agent.affiliation = affiliation_of(value);
      agent.role = value.text({"roleName"});
      agent.url = normalise_http_url(value.text({"url", "homepage"})).value_or("");
      for (auto& [language, name] : agent.name) name = cut(std::move(name), longest_title);
      if (agent != model::Agent{}) add_once(list, std::move(agent), most_agents);
    }
  }

  static std::string affiliation_of(const Value& value) {
    for (const Value& one : value.values({"affiliation"}))
      if (const auto labels = one.labels(); !labels.empty()) return cut(labels.front().second, longest_title);
    return {};
  }

  model::Ref ref_of(const Value& value) {
    model::Ref ref;
    const std::string uri = value.uri();
    const std::string literal = normalise_text(value.literal());
    if (is_recognised_identifier(uri)) ref.id = uri;
    if (ref.id.empty() && is_recognised_identifier(literal)) ref.id = literal;
    if (value.has_node()) ref.type = value.type().substr(0, 80);
    ref.url = normalise_http_url(value.text({"url", "homepage"})).value_or("");
    if (ref.id.empty() || literal != ref.id) ref.name = value.texts({"name", "title", "label", "prefLabel"});
    for (auto& [language, name] : ref.name) name = cut(std::move(name), longest_title);
    const std::string position = value.text({"position"});
    if (!position.empty() && position.size() < 16 && position.find_first_not_of("0123456789") == std::string::npos)
      ref.position = std::stoll(position);
    return ref;
  }

  void add_refs(Names names, std::vector<model::Ref>& list, std::size_t most) {
    for (const Value& value : main_.values(names))
      if (auto ref = ref_of(value); !ref.id.empty() || !ref.url.empty() || !ref.name.empty())
        add_once(list, std::move(ref), most);
  }

  void people() {
    add_agents({"creator", "author"}, resource_.creator);
    add_agents({"contributor", "editor"}, resource_.contributor);
    for (const Value& value : main_.values({"publisher", "provider"})) {
      if (resource_.publisher != model::Ref{}) continue;
      resource_.publisher = ref_of(value);
      if (resource_.publisher != model::Ref{}) resource_.publisher.type = "Organization";
    }
  }

  void links() {
    add_refs({"isPartOf"}, resource_.is_part_of, most_refs);
    add_refs({"hasPart"}, resource_.has_part, most_refs);
    add_refs({"source", "isBasedOn", "isBasedOnUrl"}, resource_.is_based_on, most_agents);
    add_refs({"references", "mentions", "relation"}, resource_.mentions, most_refs);
    put_texts({"spatial", "spatialCoverage"}, "dcterms:spatial", &FieldWriter::spatial_coverage);
    put_texts({"temporal", "temporalCoverage"}, "dcterms:temporal", &FieldWriter::temporal_coverage);
  }

  void rights() {
    put_addresses({"license", "licence", "useRightsUrl"}, "dcterms:license", &FieldWriter::licence);
    put_addresses({"rights", "rightsStatement", "usageInfo"}, "dcterms:rights", &FieldWriter::licence);
    put_addresses({"sdLicense"}, "schema:sdLicense", &FieldWriter::metadata_licence);
  }

  // ---- files

  void files() {
    for (const Value& value : main_.values({"encoding", "associatedMedia"})) file(value);
    for (const Value& value : main_.values({"image"})) image(value);
    put_addresses({"thumbnailUrl", "thumbnail"}, "schema:thumbnailUrl", &FieldWriter::thumbnail);
  }

  std::string address_of(const Value& value) {
    std::string address = value.text({"contentUrl", "url"});
    if (address.empty()) address = value.uri();
    if (address.empty()) address = normalise_text(value.literal());
    return normalise_http_url(address).value_or("");
  }

  void file(const Value& value) {
    model::Encoding file;
    file.content_url = address_of(value);
    if (file.content_url.empty()) return;
    file.encoding_format = value.text({"encodingFormat", "fileFormat"}).substr(0, 200);
    const std::string size = value.text({"contentSize"});
    if (!size.empty() && size.size() < 16 && size.find_first_not_of("0123456789") == std::string::npos)
      file.content_size_bytes = std::stoll(size);
    file.sha256 = value.text({"sha256"});
    file.name = value.texts({"name"});
    file.in_language = normalise_language(value.text({"inLanguage"})).value_or("");
    file.license = licence_of(value);
    add_once(resource_.encoding, std::move(file), most_files);
  }

  static std::string licence_of(const Value& value) {
    const std::string said = value.text({"license"});
    return vocabularies::normalise_licence(said).value_or(normalise_http_url(said).value_or(""));
  }

  void image(const Value& value) {
    if (resource_.image) return;
    const std::string address = address_of(value);
    if (address.empty()) return;
    resource_.image.emplace().url = address;
    if (!value.has_node()) return;
    resource_.image->alt = value.texts({"caption", "description", "name"});
    resource_.image->credit_text = value.text({"creditText"});
    resource_.image->license = licence_of(value);
  }

  void dates() {
    put_texts({"created", "dateCreated"}, "dcterms:created", &FieldWriter::date_created);
    put_texts({"issued", "datePublished", "date"}, "dcterms:issued", &FieldWriter::date_published);
    put_texts({"modified", "dateModified"}, "dcterms:modified", &FieldWriter::date_modified);
    put_texts({"timeRequired"}, "lrmi:timeRequired", &FieldWriter::time_required);
    put_texts({"duration"}, "schema:duration", &FieldWriter::duration);
  }

  // ---- our own terms

  void lesson() {
    for (const Value& value : main_.values({"learningObjective"}))
      if (auto text = value.texts({"text"}); !text.empty())
        add_once(resource_.learning_objectives, std::move(text), 32);
    for (const Value& value : main_.values({"keyVocabulary"})) {
      model::Term term{value.texts({"term"}), value.texts({"definition"})};
      if (term != model::Term{}) add_once(resource_.key_vocabulary, std::move(term), 200);
    }
    for (const Value& value : main_.values({"misconception"})) {
      model::Misconception one{value.texts({"statement"}), value.texts({"correction"})};
      if (one != model::Misconception{}) add_once(resource_.misconceptions, std::move(one), 64);
    }
    for (const Value& value : main_.values({"material"}))
      if (auto text = value.texts({"text"}); !text.empty()) add_once(resource_.materials, std::move(text), 64);
  }

  void further() {
    for (const std::string_view name : {"creativeWorkStatus", "interactivityType", "version"})
      add_further_text(resource_, name, local_name(main_.text({name})));
    for (const std::string_view name :
         {"accessMode", "accessModeSufficient", "accessibilityAPI", "accessibilityControl", "accessibilityHazard"}) {
      json::Value list = json::Value::array();
      for (const Value& value : main_.values({name}))
        if (const std::string said = normalise_text(value.literal());
            !said.empty() && said.size() <= 100 && list.size() < 32)
          list.push_back(said);
      if (!list.empty()) resource_.further.push_back({std::string(name), json::canonical(list)});
    }
    other_members();
  }

  // Members of the canonical document as they were. They may not spoil it: it is read once more with them.
  void other_members() {
    const std::size_t known = resource_.further.size();
    std::size_t bytes = 0;
    for (const Value& value : main_.values({"further"})) {
      if (!value.property().space.starts_with(own_namespace)) continue;
      const std::string name = value.text({"name"});
      std::string json_text;
      for (const Value& one : value.values({"value"})) json_text = one.literal();
      bytes += name.size() + json_text.size();
      const auto tree = json::parse(json_text);
      if (name.empty() || !tree || bytes > most_further_bytes) continue;
      resource_.further.push_back({name, json::canonical(*tree)});
    }
    if (resource_.further.size() == known) return;
    const auto again = read_canonical(write_canonical(resource_));
    if (!again || again->further.size() != resource_.further.size()) resource_.further.resize(known);
  }

  void finish() {
    writer_.take_address_from_id();
    std::sort(resource_.further.begin(), resource_.further.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    writer_.finish();
  }

  const Graph& graph_;
  const Value main_;
  const ReadingHints hints_;
  Resource resource_;
  FieldWriter writer_;
};

// The node that describes something to learn with: by its type, else the first one with a title.
const XmlNode* main_node(const Graph& graph) {
  const XmlNode* titled = nullptr;
  for (const XmlNode& node : graph.rdf().children) {
    const Value value(graph, node, &node);
    const std::string type = node.local == "Description" ? std::string(local_name(value.text({"type"}))) : node.local;
    if (is_any_of(type, {"LearningResource", "CreativeWork", "Course"})) return &node;
    if (titled == nullptr && !value.text({"title", "name"}).empty()) titled = &node;
  }
  return titled != nullptr || graph.rdf().children.empty() ? titled : &graph.rdf().children.front();
}

}  // namespace

model::Outcome<Reading> read_lrmi(const XmlNode& rdf) {
  Graph graph(rdf);
  const XmlNode* node = rdf.local == "RDF" ? main_node(graph) : nullptr;
  if (node == nullptr)
    return model::Problem{"wrong-root", "rdf:RDF", "The metadata is not an rdf:RDF element that describes something.",
                          "Ask the keeper of the source to mend the record."};
  graph.set_main(*node);
  return Reader(graph, Value(graph, *node, node)).read();
}

}  // namespace commonplace::formats
