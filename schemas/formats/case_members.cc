#include "schemas/formats/case_members.h"

#include <array>
#include <utility>

#include "schemas/formats/framework_package.h"
#include "schemas/formats/uuid.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::formats::case_members {
namespace {

using json::Value;
using model::Relation;

// CASE 1.0's words; the first of a relation is the one that is written.
constexpr std::array<std::pair<std::string_view, Relation>, 9> types = {{{"exactMatchOf", Relation::exact},
                                                                         {"isRelatedTo", Relation::related},
                                                                         {"isPeerOf", Relation::related},
                                                                         {"isPartOf", Relation::part},
                                                                         {"precedes", Relation::precedes},
                                                                         {"replacedBy", Relation::replaced},
                                                                         {"exemplar", Relation::exemplar},
                                                                         {"hasSkillLevel", Relation::skill_level},
                                                                         {"isTranslationOf", Relation::translation}}};

constexpr std::string_view our_relation = "commonplace:relation";

std::string words(const model::LangMap& map) {
  return std::string(model::best(map).text);
}

void set(Value& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}

// Labels, since CASE has no place for our ids; they read back to the same concepts.
void set_labels(Value& object, const char* name, const std::vector<std::string>& ids) {
  if (ids.empty()) return;
  Value list = Value::array();
  for (const auto& id : ids) list.push_back(vocabularies::concept_label(id));
  object[name] = std::move(list);
}

// What came as urn:uuid: keeps its own identifier.
std::string identifier_of(const std::string& uri) {
  constexpr std::string_view urn = "urn:uuid:";
  return uri.starts_with(urn) && is_uuid(std::string_view(uri).substr(urn.size())) ? uri.substr(urn.size()) : uuid_of(uri);
}

std::string when(const std::string& own, std::string_view fallback) {
  return own.empty() ? std::string(fallback) : own;
}

Value end_of(const std::string& uri, const model::Statement* statement) {
  if (statement == nullptr) return link(uri, identifier_of(uri), uri);
  return link(statement->code.empty() ? words(statement->text) : statement->code, statement_identifier(*statement), uri);
}

Value read_extra(const std::string& extra) {
  if (extra.empty()) return Value::object();
  json::Limits limits;
  limits.bytes = 2 * most_framework_bytes;
  limits.members = 2 * most_statements;
  auto value = json::parse(extra, limits);
  return value && value->is_object() ? *std::move(value) : Value::object();
}

}  // namespace

Value link(const std::string& title, const std::string& identifier, const std::string& uri) {
  return {{"title", title}, {"identifier", identifier}, {"uri", uri}};
}

std::string framework_identifier(const model::Framework& framework) {
  for (const auto& uri : framework.same_as)
    if (uri.starts_with("urn:uuid:") && is_uuid(std::string_view(uri).substr(9))) return uri.substr(9);
  return identifier_of(framework.uri);
}

std::string statement_identifier(const model::Statement& statement) {
  return statement.case_guid.empty() ? identifier_of(statement.uri) : statement.case_guid;
}

std::string child_uri(const model::Statement& statement) {
  return statement.uri + "#isChildOf";
}

std::string link_uri(const model::StatementLink& link) {
  std::string uri = link.origin;
  uri.append("#").append(model::word_of(link.relation)).append("=").append(link.destination);
  return link.asserted_by.empty() ? uri : uri.append("&by=").append(link.asserted_by);
}

Value document(const model::Framework& framework, std::string_view changed) {
  const std::string title = words(framework.title);
  Value made = {{"identifier", framework_identifier(framework)},
                {"uri", framework.uri},
                {"title", title},
                {"creator", framework.publisher.empty() ? "Source not known" : framework.publisher},
                {"lastChangeDateTime", when(framework.changed_at, changed)}};
  set(made, "publisher", framework.publisher);
  set(made, "officialSourceURL", framework.source_url);
  set(made, "adoptionStatus", framework.adoption_status);
  set(made, "version", framework.version);
  if (!framework.languages.empty()) made["language"] = framework.languages.front();
  if (!framework.licence.empty()) made["licenseURI"] = link(framework.licence, identifier_of(framework.licence), framework.licence);
  set(made, "notes", framework.attribution);
  return made;
}

Value item(const model::Statement& statement, std::string_view changed) {
  const auto said = model::best(statement.text);
  Value made = {{"identifier", statement_identifier(statement)},
                {"uri", statement.uri},
                {"fullStatement", std::string(said.text)},
                {"lastChangeDateTime", when(statement.changed_at, changed)}};
  set(made, "language", std::string(said.language));
  set(made, "humanCodingScheme", statement.code);
  set(made, "CFItemType", statement.type);
  set(made, "abbreviatedStatement", words(statement.abbreviated));
  set_labels(made, "educationLevel", statement.levels);
  set_labels(made, "subject", statement.subjects);
  return made;
}

Value child_of(const model::Statement& statement, const model::Framework& framework, const model::Statement* parent,
               std::string_view changed) {
  const std::string uri = child_uri(statement);
  return {{"identifier", uuid_of(uri)},
          {"uri", uri},
          {"associationType", "isChildOf"},
          {"sequenceNumber", statement.sequence},
          {"lastChangeDateTime", when(statement.changed_at, changed)},
          {"originNodeURI", end_of(statement.uri, &statement)},
          {"destinationNodeURI", parent != nullptr ? end_of(parent->uri, parent)
                                                   : link(words(framework.title), framework_identifier(framework), framework.uri)}};
}

Value association(const model::StatementLink& link, const model::Statement* origin, const model::Statement* destination,
                  std::string_view changed) {
  const std::string uri = link_uri(link);
  Value made = {{"identifier", uuid_of(uri)},
                {"uri", uri},
                {"associationType", type_of(link.relation)},
                {"lastChangeDateTime", when(link.reviewed_at, changed)},
                {"originNodeURI", end_of(link.origin, origin)},
                {"destinationNodeURI", end_of(link.destination, destination)}};
  if (!is_case_relation(link.relation) && link.relation != Relation::translation)
    made["extensions"] = {{std::string(our_relation), std::string(model::word_of(link.relation))}};
  return made;
}

Relation relation_of(std::string_view association_type) {
  for (const auto& [word, relation] : types)
    if (word == association_type) return relation;
  return Relation::related;
}

std::string type_of(Relation relation) {
  for (const auto& [word, known] : types)
    if (known == relation) return std::string(word);
  return "isRelatedTo";
}

bool is_case_relation(Relation relation) {
  return relation != Relation::close && relation != Relation::narrower && relation != Relation::broader &&
         relation != Relation::translation;
}

bool is_case_type(std::string_view association_type) {
  if (association_type == "isChildOf") return true;
  for (const auto& [word, relation] : types)
    if (word == association_type) return is_case_relation(relation);
  return false;
}

bool is_made_here(const model::Statement& statement, const model::Framework& framework) {
  return statement.uri == framework.uri + std::string(other_statements);
}
bool has_no_place(const model::Statement& statement, const model::Framework& framework) {
  if (statement.parent == framework.uri + std::string(other_statements)) return true;
  const Value said = read_extra(statement.extra);
  return said.contains("CFItem") && !said.contains("isChildOf");
}

Value beyond(const Value& original, const Value& built) {
  Value rest = Value::object();
  for (const auto& [name, value] : original.items()) {
    const auto said = built.find(name);
    if (said == built.end() || *said != value) rest[name] = value;
  }
  return rest;
}

Value part_of(const std::string& extra, const char* part) {
  const Value whole = read_extra(extra);
  const auto found = whole.find(part);
  return found != whole.end() && found->is_object() ? *found : Value::object();
}

Value list_of(const std::string& extra, const char* part) {
  const Value whole = read_extra(extra);
  const auto found = whole.find(part);
  return found != whole.end() && found->is_array() ? *found : Value::array();
}

Value parts_beside(const std::string& extra) {
  Value whole = read_extra(extra);
  for (const char* part : {"CFDocument", "CFItems", "CFAssociations", "rdf"}) whole.erase(part);
  return whole;
}

}  // namespace commonplace::formats::case_members
