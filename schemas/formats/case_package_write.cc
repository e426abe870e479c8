// Writing a framework as a CASE package: the same framework always gives the same bytes.
#include <unordered_map>

#include "schemas/formats/case_members.h"
#include "schemas/formats/case_package.h"
#include "schemas/formats/uuid.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::formats {
namespace {

using json::Value;

constexpr std::string_view document_members[] = {
    "identifier", "uri",      "creator", "title",   "lastChangeDateTime", "officialSourceURL", "publisher", "description",
    "subject",    "subjectURI", "language", "version", "adoptionStatus", "statusStartDate", "statusEndDate", "licenseURI",
    "notes"};
constexpr std::string_view item_members[] = {
    "identifier", "fullStatement", "alternativeLabel", "CFItemType", "uri", "humanCodingScheme", "listEnumeration",
    "abbreviatedStatement", "conceptKeywords", "conceptKeywordsURI", "notes", "language", "educationLevel",
    "CFItemTypeURI", "licenseURI", "statusStartDate", "statusEndDate", "lastChangeDateTime"};
constexpr std::string_view association_members[] = {
    "identifier", "associationType", "sequenceNumber", "uri", "originNodeURI", "destinationNodeURI",
    "CFAssociationGroupingURI", "lastChangeDateTime"};
constexpr std::string_view whole_number_members[] = {"sequenceNumber"};
constexpr std::string_view list_members[] = {"subject", "subjectURI", "conceptKeywords", "educationLevel"};
constexpr std::string_view link_members[] = {"conceptKeywordsURI", "CFItemTypeURI", "licenseURI", "originNodeURI",
                                             "destinationNodeURI", "CFAssociationGroupingURI"};

template <std::size_t size>
bool is_one_of(const std::string& name, const std::string_view (&names)[size]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool is_strict_link(const Value& value) {
  return value.is_object() && value.size() == 3 && value.contains("title") && value.contains("uri") &&
         value.contains("identifier") && value["identifier"].is_string();
}

// Whether a member has the type that CASE 1.0 asks for.
bool has_strict_type(const std::string& name, const Value& value) {
  if (is_one_of(name, list_members)) return value.is_array();
  if (is_one_of(name, link_members)) return is_strict_link(value);
  if (is_one_of(name, whole_number_members)) return value.is_number_integer();
  return value.is_string();
}

// What the source said beyond our model, put back; in the strict form only what CASE 1.0 has a place for.
template <std::size_t size>
Value finish(Value built, const std::string& extra, const char* part, CaseForm form, const std::string_view (&names)[size]) {
  const Value said = case_members::part_of(extra, part);
  if (form == CaseForm::whole) {
    built.update(said);
    return built;
  }
  for (const auto& [name, value] : said.items())
    if (is_one_of(name, names) && name != "identifier" && has_strict_type(name, value)) built[name] = value;
  for (auto member = built.begin(); member != built.end();)
    member = is_one_of(member.key(), names) ? std::next(member) : built.erase(member);
  return built;
}

}  // namespace

CaseWriter::CaseWriter(const model::Framework& framework, std::string_view changed, CaseForm form)
    : framework_(framework), changed_(changed), form_(form) {}

std::string CaseWriter::identifier() const {
  return case_members::framework_identifier(framework_);
}
std::string CaseWriter::identifier_of(const model::Statement& statement) {
  return case_members::statement_identifier(statement);
}
std::string CaseWriter::child_identifier(const model::Statement& statement) {
  const std::string own = json::text_or(case_members::part_of(statement.extra, "isChildOf"), "identifier");
  return is_uuid(own) ? own : uuid_of(case_members::child_uri(statement));
}
std::string CaseWriter::link_identifier(const model::StatementLink& link) {
  const std::string own = json::text_or(case_members::part_of(link.extra, "CFAssociation"), "identifier");
  return is_uuid(own) ? own : uuid_of(case_members::link_uri(link));
}

Value CaseWriter::document_link() const {
  return case_members::link(std::string(model::best(framework_.title).text), identifier(), framework_.uri);
}

Value CaseWriter::document() const {
  return finish(case_members::document(framework_, changed_), framework_.extra, "CFDocument", form_, document_members);
}

Value CaseWriter::document_alone() const {
  Value made = document();
  if (form_ == CaseForm::strict || !made.contains("CFPackageURI")) made["CFPackageURI"] = document_link();
  return made;
}

Value CaseWriter::item(const model::Statement& statement) const {
  Value made = finish(case_members::item(statement, changed_), statement.extra, "CFItem", form_, item_members);
  // The text of our statement is plain; the source's may hold tags (CUR-19).
  if (form_ == CaseForm::strict) made["fullStatement"] = std::string(model::best(statement.text).text);
  return made;
}

Value CaseWriter::item_alone(const model::Statement& statement) const {
  Value made = item(statement);
  if (form_ == CaseForm::strict || !made.contains("CFDocumentURI")) made["CFDocumentURI"] = document_link();
  return made;
}

Value CaseWriter::child_of(const model::Statement& statement, const model::Statement* parent) const {
  Value built = case_members::child_of(statement, framework_, parent, changed_);
  built = finish(std::move(built), statement.extra, "isChildOf", form_, association_members);
  if (form_ == CaseForm::strict) built["identifier"] = child_identifier(statement);
  return built;
}

Value CaseWriter::association(const model::StatementLink& link, const model::Statement* origin,
                              const model::Statement* destination) const {
  Value built = case_members::association(link, origin, destination, changed_);
  const bool is_strict_type = case_members::is_case_relation(link.relation);
  built = finish(std::move(built), link.extra, "CFAssociation", form_, association_members);
  if (form_ == CaseForm::strict) {
    built["identifier"] = link_identifier(link);
    if (!case_members::is_case_type(built["associationType"].get<std::string>()))
      built["associationType"] = is_strict_type ? case_members::type_of(link.relation) : "isRelatedTo";
  }
  return built;
}

Value CaseWriter::package(const FrameworkPackage& package) const {
  std::unordered_map<std::string_view, const model::Statement*> by_uri;
  for (const auto& statement : package.statements) by_uri.emplace(statement.uri, &statement);
  const auto find = [&](const std::string& uri) {
    const auto found = by_uri.find(uri);
    return found == by_uri.end() ? nullptr : found->second;
  };
  Value items = Value::array();
  Value associations = Value::array();
  for (const auto& statement : package.statements) {
    if (statement.is_retired || case_members::is_made_here(statement, framework_)) continue;
    items.push_back(item(statement));
    if (form_ == CaseForm::strict || !case_members::has_no_place(statement, framework_)) associations.push_back(child_of(statement, find(statement.parent)));
  }
  for (const auto& link : package.links)
    if (link.state == model::LinkState::on) associations.push_back(association(link, find(link.origin), find(link.destination)));
  Value made = form_ == CaseForm::whole ? case_members::parts_beside(framework_.extra) : Value::object();
  const Value left_items = case_members::list_of(framework_.extra, "CFItems");
  const Value left_associations = case_members::list_of(framework_.extra, "CFAssociations");
  if (form_ == CaseForm::whole) {
    items.insert(items.end(), left_items.begin(), left_items.end());
    associations.insert(associations.end(), left_associations.begin(), left_associations.end());
  }
  made["CFDocument"] = form_ == CaseForm::whole ? document_alone() : document();
  made["CFItems"] = std::move(items);
  made["CFAssociations"] = std::move(associations);
  return made;
}

std::string write_case_package(const FrameworkPackage& package, std::string_view changed) {
  return json::pretty(CaseWriter(package.framework, changed).package(package));
}

}  // namespace commonplace::formats
