#include "schemas/formats/asn.h"

#include <unordered_map>

#include "schemas/formats/framework_words.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/rdf_words.h"

namespace commonplace::formats {
namespace {

using json::Value;
using model::Outcome;
using model::Problem;

constexpr std::string_view document_type = "http://purl.org/ASN/schema/core/StandardDocument";
constexpr std::string_view statement_type = "http://purl.org/ASN/schema/core/Statement";
constexpr std::string_view identifier = "http://purl.org/ASN/schema/core/identifier";
constexpr std::string_view notation = "http://purl.org/ASN/schema/core/statementNotation";
constexpr std::string_view other_notation = "http://purl.org/ASN/schema/core/altStatementNotation";
constexpr std::string_view label = "http://purl.org/ASN/schema/core/statementLabel";
constexpr std::string_view comment = "http://purl.org/ASN/schema/core/comment";
constexpr std::string_view jurisdiction = "http://purl.org/ASN/schema/core/jurisdiction";
constexpr std::string_view status = "http://purl.org/ASN/schema/core/publicationStatus";
constexpr std::string_view local_subject = "http://purl.org/ASN/schema/core/localSubject";
constexpr std::string_view has_child = "http://purl.org/gem/qualifiers/hasChild";
constexpr std::string_view is_child_of = "http://purl.org/gem/qualifiers/isChildOf";
constexpr std::string_view valid = "http://purl.org/dc/terms/valid";
constexpr std::string_view is_part_of = "http://purl.org/dc/terms/isPartOf";
constexpr std::string_view exact_match = "http://www.w3.org/2004/02/skos/core#exactMatch";

Problem no_statements(const char* where) {
  return {"no-statements", where, "The file holds no statement.", "Check that the export was complete."};
}

// ASN is of the United States, but for a few that it names; the state stands behind a hyphen.
std::string place_of(const std::string& asn_jurisdiction) {
  if (asn_jurisdiction.empty()) return "us";
  if (asn_jurisdiction == "AUS" || asn_jurisdiction == "Australia") return "australia";
  if (asn_jurisdiction.size() != 2) return "us";
  std::string place = "us-" + asn_jurisdiction;
  for (char& c : place) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return place;
}

class GraphReader {
 public:
  GraphReader(const rdf::Graph& graph, const FrameworkHints& hints) : graph_(graph), hints_(hints) {
    hints_.jurisdiction = "us";
  }

  Outcome<FrameworkPackage> read() {
    read_document(graph_.of_type(document_type).front());
    for (const auto& subject : graph_.of_type(statement_type))
      if (auto problem = read_statement(subject)) return *std::move(problem);
    if (list_.all().empty()) return no_statements("");
    place_children();
    arrange(list_.take(), package_);
    for (auto& warning : warnings_.take()) package_.warnings.push_back(std::move(warning));
    return std::move(package_);
  }

 private:
  void read_document(const std::string& document) {
    model::Framework& framework = package_.framework;
    document_ = document;
    framework.uri = document;
    for (const auto* node : graph_.values(document, identifier))
      if (node->value != document) framework.same_as.push_back(node->value);
    language_ = language_of(document).value_or("en");
    framework.title = graph_.texts(document, rdf::dc_title);
    if (framework.title.empty()) framework.title = graph_.texts(document, rdf::dcterms_title);
    framework.title = rdf::with_language(std::move(framework.title), language_);
    framework.languages = {language_};
    framework.jurisdiction = place_of(rdf::local_name(graph_.text(document, jurisdiction)));
    framework.version = graph_.text(document, valid);
    framework.adoption_status = rdf::local_name(graph_.text(document, status));
    framework.source_url = document;
    framework.source_format = "asn";
    for (const auto& subject : {document, document + ".json", document + ".xml"}) read_rights(subject);
    framework.extra = rdf::rest_of(graph_, document, {identifier, rdf::dc_title, rdf::dcterms_title, jurisdiction, valid, status, has_child});
  }

  // Licence and attribution stand on a subject of their own (CUR-10).
  void read_rights(const std::string& subject) {
    model::Framework& framework = package_.framework;
    for (const auto predicate : {rdf::dcterms_publisher, rdf::dc_publisher, rdf::dc_creator, rdf::dcterms_creator})
      if (framework.publisher.empty()) framework.publisher = graph_.text(subject, predicate);
    for (const auto predicate : {rdf::cc_license, rdf::dcterms_license})
      if (framework.licence.empty()) framework.licence = rdf::licence_of(graph_.text(subject, predicate));
    if (framework.attribution.empty()) framework.attribution = graph_.text(subject, rdf::cc_attribution);
  }

  std::optional<std::string> language_of(const std::string& subject) const {
    const std::string said = rdf::local_name(graph_.text(subject, rdf::dcterms_language));
    return said.empty() ? std::nullopt : normalise_language(said);
  }

  model::Failure read_statement(const std::string& subject) {
    PlacedStatement placed;
    model::Statement& statement = placed.statement;
    statement.uri = subject;
    statement.text = rdf::with_language(graph_.texts(subject, rdf::dcterms_description), language_of(subject).value_or(language_));
    if (statement.text.empty()) {
      warnings_.add("no-text", subject, "A statement has no description and was left out.", "Add its text in the source.");
      return std::nullopt;
    }
    for (const auto predicate : {identifier, rdf::same_as, exact_match})
      for (const auto* node : graph_.values(subject, predicate))
        if (node->value != subject) statement.same_as.push_back(node->value);
    statement.code = normalise_text(graph_.text(subject, notation));
    if (statement.code.empty()) statement.code = normalise_text(graph_.text(subject, other_notation));
    statement.type = graph_.text(subject, label);
    statement.context = rdf::with_language(graph_.texts(subject, comment), language_);
    for (const auto* level : graph_.values(subject, rdf::dcterms_level))
      if (!add_level(statement, rdf::local_name(level->value), hints_))
        warnings_.add("level-unclear", subject, "A level is not known here.", "Nothing to do.");
    read_subjects(subject, statement);
    for (const auto* node : graph_.values(subject, rdf::dcterms_replaced)) statement.replaced_by.push_back(node->value);
    statement.parent = graph_.text(subject, is_child_of);
    if (statement.parent == document_) statement.parent.clear();
    statement.extra = rdf::rest_of(graph_, subject,
                                   {rdf::dcterms_description, identifier, rdf::same_as, notation, label, comment,
                                    rdf::dcterms_replaced, is_child_of, has_child, is_part_of});
    return list_.add(std::move(placed));
  }

  // What the publisher calls it before what ASN does.
  void read_subjects(const std::string& subject, model::Statement& statement) {
    for (const auto* node : graph_.values(subject, local_subject)) add_subject(statement, node->value);
    if (!statement.subjects.empty()) return;
    for (const auto* node : graph_.values(subject, rdf::dcterms_subject)) add_subject(statement, rdf::local_name(node->value));
  }

  // The order of hasChild is the order of the tree.
  void place_children() {
    std::vector<std::string> parents = {document_};
    for (const auto& one : list_.all()) parents.push_back(one.statement.uri);
    for (const auto& parent : parents) {
      int place = 0;
      for (const auto* node : graph_.values(parent, has_child)) {
        ++place;
        PlacedStatement* child = list_.find(node->name());
        if (child == nullptr || !child->order.empty()) continue;
        child->order = std::to_string(place);
        child->statement.parent = parent == document_ ? std::string() : parent;
      }
    }
  }

  const rdf::Graph& graph_;
  FrameworkHints hints_;
  FrameworkPackage package_;
  StatementList list_;
  Warnings warnings_;
  std::string document_;
  std::string language_;
};

const Value* member(const Value& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

// The same member as a string, an object with a label, or a list of those (CUR-11).
std::vector<std::string> words_in(const Value* value) {
  std::vector<std::string> all;
  if (value == nullptr) return all;
  if (value->is_array()) {
    for (const auto& one : *value)
      if (!one.is_array())
        for (auto& words : words_in(&one)) all.push_back(std::move(words));
  } else if (value->is_string()) {
    all.push_back(value->get<std::string>());
  } else if (value->is_object()) {
    for (const char* name : {"prefLabel", "literal", "uri"})
      if (const Value* found = member(*value, name); found != nullptr && found->is_string()) {
        all.push_back(found->get<std::string>());
        break;
      }
  }
  return all;
}

std::string first_of(const Value& object, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (auto words = words_in(member(object, name)); !words.empty() && !words.front().empty()) return words.front();
  return {};
}

class TreeReader {
 public:
  explicit TreeReader(const FrameworkHints& hints) : hints_(hints) { hints_.jurisdiction = "us"; }

  Outcome<FrameworkPackage> read(const Value& value) {
    std::vector<const Value*> roots;
    if (value.is_array())
      for (const auto& one : value) roots.push_back(&one);
    else
      roots.push_back(&value);
    begin_framework(*roots.front(), roots.size() == 1);
    const Value* tops = roots.size() == 1 && is_document(*roots.front()) ? member(*roots.front(), "children") : &value;
    if (auto problem = add_all(*tops, "", "")) return *std::move(problem);
    if (list_.all().empty()) return no_statements("");
    arrange(list_.take(), package_);
    for (auto& warning : warnings_.take()) package_.warnings.push_back(std::move(warning));
    return std::move(package_);
  }

 private:
  static bool is_document(const Value& root) {
    const std::string kind = first_of(root, {"cls", "type"});
    const Value* children = member(root, "children");
    return children != nullptr && children->is_array() &&
           (rdf::local_name(kind) == "StandardDocument" || kind == "document" ||
            (member(root, "asn_statementNotation") == nullptr && member(root, "dcterms_description") == nullptr) ||
            member(root, "dcterms_title") != nullptr || member(root, "dc_title") != nullptr);
  }

  void begin_framework(const Value& root, bool is_alone) {
    model::Framework& framework = package_.framework;
    framework.source_format = "asn";
    framework.jurisdiction = place_of(rdf::local_name(first_of(root, {"asn_jurisdiction"})));
    framework.languages = {hints_.language};
    framework.uri = hints_.uri;
    if (is_alone && is_document(root)) {
      framework.title[hints_.language] = html_to_text(first_of(root, {"dcterms_title", "dc_title", "text"}));
      framework.uri = uri_of(root);
      framework.source_url = framework.uri;
      framework.publisher = first_of(root, {"dcterms_publisher", "dc_publisher", "dc_creator", "dcterms_creator"});
      framework.version = first_of(root, {"dcterms_valid"});
      framework.licence = rdf::licence_of(first_of(root, {"cc_license", "dcterms_license"}));
    }
    if (framework.title[hints_.language].empty()) framework.title[hints_.language] = hints_.title;
    if (framework.uri.empty()) framework.uri = hints_.uri;
  }

  static std::string uri_of(const Value& thing) {
    const std::string id = first_of(thing, {"id"});
    if (id.find("://") != std::string::npos) return id;
    const std::string asn = first_of(thing, {"asn_identifier"});
    if (asn.find("://") != std::string::npos) return asn;
    if (!asn.empty()) return "http://purl.org/ASN/resources/" + asn;
    return id.empty() ? std::string() : "http://asn.jesandco.org/resources/" + id;
  }

  model::Failure add_all(const Value& children, const std::string& parent, const std::string& where) {
    if (!children.is_array()) return std::nullopt;
    for (std::size_t i = 0; i < children.size(); ++i)
      if (children[i].is_object())
        if (auto problem = add_one(children[i], parent, where + "/" + std::to_string(i), i)) return problem;
    return std::nullopt;
  }

  model::Failure add_one(const Value& thing, const std::string& parent, const std::string& where, std::size_t place) {
    PlacedStatement placed;
    model::Statement& statement = placed.statement;
    const std::string words = html_to_text(first_of(thing, {"dcterms_description", "text"}));
    statement.uri = uri_of(thing);
    if (words.empty() || statement.uri.empty()) {
      warnings_.add("no-text", where, "A statement has no text or no identifier and was left out.", "Mend it in the source.");
      return std::nullopt;
    }
    statement.text[language_of(thing)] = words;
    const std::string asn = first_of(thing, {"asn_identifier"});
    if (asn.find("://") != std::string::npos && asn != statement.uri) statement.same_as.push_back(asn);
    statement.code = normalise_text(first_of(thing, {"asn_statementNotation", "asn_altStatementNotation"}));
    statement.type = first_of(thing, {"asn_statementLabel"});
    for (const auto& level : words_in(member(thing, "dcterms_educationLevel")))
      if (!add_level(statement, rdf::local_name(level), hints_))
        warnings_.add("level-unclear", where, "A level is not known here.", "Nothing to do.");
    for (const auto& subject : words_in(member(thing, "asn_localSubject"))) add_subject(statement, subject);
    if (statement.subjects.empty())
      for (const auto& subject : words_in(member(thing, "dcterms_subject"))) add_subject(statement, rdf::local_name(subject));
    statement.parent = parent;
    placed.order = std::to_string(place + 1);
    const std::string uri = statement.uri;
    if (auto problem = list_.add(std::move(placed))) return problem;
    const Value* children = member(thing, "children");
    return children == nullptr ? std::nullopt : add_all(*children, uri, where + "/children");
  }

  std::string language_of(const Value& thing) const {
    const Value* description = member(thing, "dcterms_description");
    if (description != nullptr && description->is_array() && !description->empty()) description = &description->front();
    if (description == nullptr || !description->is_object()) return hints_.language;
    return normalise_language(json::text_or(*description, "language")).value_or(hints_.language);
  }

  FrameworkHints hints_;
  FrameworkPackage package_;
  StatementList list_;
  Warnings warnings_;
};

}  // namespace

bool looks_like_asn(const rdf::Graph& graph) {
  return !graph.of_type(document_type).empty();
}

bool looks_like_asn_tree(const Value& value) {
  const Value* first = &value;
  if (value.is_array() && !value.empty()) first = &value.front();
  if (!first->is_object()) return false;
  const auto is_asn = [](const Value& thing) {
    return thing.is_object() && (thing.contains("asn_identifier") || thing.contains("asn_statementNotation") ||
                                 thing.contains("dcterms_description"));
  };
  const Value* children = member(*first, "children");
  return is_asn(*first) || (children != nullptr && children->is_array() && !children->empty() && is_asn(children->front()));
}

Outcome<FrameworkPackage> read_asn(const rdf::Graph& graph, const FrameworkHints& hints) {
  return GraphReader(graph, hints).read();
}

Outcome<FrameworkPackage> read_asn_tree(const Value& value, const FrameworkHints& hints) {
  return TreeReader(hints).read(value);
}

}  // namespace commonplace::formats
