// Reading CASE packages as real tools export them (CUR-7 to CUR-9).
#include "schemas/formats/case_package.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "schemas/formats/case_members.h"
#include "schemas/formats/framework_words.h"
#include "schemas/formats/json.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/uuid.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::formats {
namespace {

using json::Value;
using model::Outcome;
using model::Problem;

constexpr std::size_t looked_at_bytes = 64 * 1024;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

const Value* member(const Value& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string text(const Value& object, std::string_view name) {
  const Value* value = member(object, name);
  if (value == nullptr) return {};
  if (value->is_string()) return value->get<std::string>();
  return value->is_number_integer() ? value->dump() : std::string();
}

// One string, several, or objects with a title (educationLevel as string: CUR-9).
std::vector<std::string> texts(const Value& object, std::string_view name) {
  const Value* value = member(object, name);
  if (value == nullptr) return {};
  if (value->is_string()) return {value->get<std::string>()};
  std::vector<std::string> all;
  if (value->is_array())
    for (const auto& one : *value) {
      std::string words = one.is_string() ? one.get<std::string>() : text(one, "title");
      if (!words.empty()) all.push_back(std::move(words));
    }
  return all;
}

// http://localhost… was seen in a real export (opensalt): such an address names nothing (CUR-9). Nor does example.org.
bool names_something(std::string_view uri) {
  if (uri.find(':') == std::string_view::npos) return false;
  const std::size_t host = uri.find("://");
  if (host == std::string_view::npos) return true;
  const std::string_view rest = uri.substr(host + 3);
  return !rest.starts_with("localhost") && !rest.starts_with("127.") && !rest.starts_with("example.org/");
}

// A LinkURI object, or a bare string.
struct Node {
  std::string identifier;
  std::string uri;
};
Node node(const Value& association, std::string_view name) {
  const Value* value = member(association, name);
  if (value == nullptr) return {};
  if (value->is_string()) return {lower(value->get<std::string>()), value->get<std::string>()};
  return {lower(text(*value, "identifier")), text(*value, "uri")};
}

class Reader {
 public:
  explicit Reader(const FrameworkHints& hints) : hints_(hints) {}

  Outcome<FrameworkPackage> read(const Value& whole) {
    const Value* inner = member(whole, "CFPackage");
    const Value& package = inner == nullptr ? whole : *inner;
    const Value* document = member(package, "CFDocument");
    const Value* items = member(package, "CFItems");
    if (document == nullptr || !document->is_object() || items == nullptr || !items->is_array())
      return Problem{"not-case", "", "This is not a CASE package: CFDocument or CFItems is missing.",
                     "Export the framework again as a CASE CFPackage in JSON."};
    read_document(*document);
    if (auto problem = read_items(*items)) return *std::move(problem);
    if (list_.all().empty())
      return Problem{"no-statements", "/CFItems", "The package holds no statement.",
                     "Check that the export was complete."};
    items_ = items;
    read_associations(package);
    leave_repetitions();
    keep_the_rest(package);
    arrange(list_.take(), package_);
    for (auto& warning : warnings_.take()) package_.warnings.push_back(std::move(warning));
    return std::move(package_);
  }

 private:
  void read_document(const Value& document) {
    model::Framework& framework = package_.framework;
    document_id_ = lower(text(document, "identifier"));
    document_uri_ = text(document, "uri");
    framework.source_url = text(document, "officialSourceURL");
    framework.uri = names_something(document_uri_) ? document_uri_ : framework.source_url;
    if (framework.uri.empty()) framework.uri = "urn:uuid:" + document_id_;
    if (is_uuid(document_id_)) framework.same_as.push_back("urn:uuid:" + document_id_);
    if (names_something(document_uri_) && document_uri_ != framework.uri) framework.same_as.push_back(document_uri_);
    language_ = normalise_language(text(document, "language")).value_or(hints_.language);
    framework.languages = {language_};
    framework.title[language_] = html_to_text(text(document, "title"));
    framework.publisher = text(document, "publisher").empty() ? text(document, "creator") : text(document, "publisher");
    framework.jurisdiction = hints_.jurisdiction;
    framework.version = text(document, "version");
    framework.adoption_status = text(document, "adoptionStatus");
    framework.source_format = "case";
    read_licence(document);
    if (text(document, "lastChangeDateTime").empty()) missing_date("CFDocument");
    rest_["CFDocument"] = case_members::beyond(document, case_members::document(framework, ""));
  }

  void read_licence(const Value& document) {
    const Value* licence = member(document, "licenseURI");
    if (licence == nullptr) return;
    const std::string uri = licence->is_string() ? licence->get<std::string>() : text(*licence, "uri");
    package_.framework.licence = vocabularies::normalise_licence(uri).value_or(uri);
    package_.framework.attribution = text(document, "notes");
  }

  void missing_date(const std::string& where) {
    warnings_.add("missing-date", where, "lastChangeDateTime is missing.",
                  "Nothing to do; the date of the import is used.");
  }

  model::Failure read_items(const Value& items) {
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string where = "/CFItems/" + std::to_string(i);
      if (!items[i].is_object() || text(items[i], "fullStatement").empty()) {
        warnings_.add("no-text", where, "An item has no fullStatement and was left out.",
                      "Add its text in the source.");
        if (items[i].is_object()) left_items_.push_back(items[i]);
        continue;
      }
      auto placed = read_item(items[i], where);
      place_of_.emplace(placed.statement.uri, i);
      if (auto problem = list_.add(std::move(placed))) return problem;
    }
    return std::nullopt;
  }

  PlacedStatement read_item(const Value& item, const std::string& where) {
    PlacedStatement placed;
    model::Statement& statement = placed.statement;
    const std::string identifier = lower(text(item, "identifier"));
    statement.uri = uri_of(item, identifier, where);
    if (is_uuid(identifier)) statement.case_guid = identifier;
    const std::string own = text(item, "uri");
    if (own != statement.uri && names_something(own)) statement.same_as.push_back(own);
    statement.code = normalise_text(text(item, "humanCodingScheme"));
    const std::string language = normalise_language(text(item, "language")).value_or(language_);
    statement.text[language] = html_to_text(text(item, "fullStatement"));
    if (auto words = html_to_text(text(item, "abbreviatedStatement")); !words.empty())
      statement.abbreviated[language] = std::move(words);
    read_context(item, statement.context, language);
    statement.type = text(item, "CFItemType");
    placed.order = text(item, "listEnumeration");
    for (const auto& words : texts(item, "educationLevel"))
      if (!add_level(statement, words, hints_))
        warnings_.add("level-unclear", where, "A level is not known here.", "Name the jurisdiction of the framework.");
    for (const auto& words : texts(item, "subject")) add_subject(statement, words);
    if (text(item, "lastChangeDateTime").empty()) missing_date(where);
    if (!identifier.empty()) uri_of_node_.emplace(identifier, statement.uri);
    if (!own.empty()) uri_of_node_.emplace(own, statement.uri);
    extras_[statement.uri]["CFItem"] = case_members::beyond(item, case_members::item(statement, ""));
    return placed;
  }

  // Notes and keywords: statements are found by them.
  static void read_context(const Value& item, model::LangMap& context, const std::string& language) {
    std::string all = html_to_text(text(item, "notes"));
    for (const auto& words : texts(item, "conceptKeywords")) all.append(all.empty() ? "" : "\n").append(html_to_text(words));
    if (!all.empty()) context[language] = std::move(all);
  }

  std::string uri_of(const Value& item, const std::string& identifier, const std::string& where) {
    if (const Value* extensions = member(item, "extensions"))
      if (const std::string source = text(*extensions, "sourceURI"); names_something(source)) return source;
    const std::string own = text(item, "uri");
    if (names_something(own)) return own;
    if (!identifier.empty()) return "urn:uuid:" + identifier;
    warnings_.add("no-identifier", where, "An item has no identifier.",
                  "It gets one from its place; another import may not find it again.");
    return package_.framework.uri + "#" + where;
  }

  std::string resolve(const Node& place) const {
    for (const auto& key : {place.identifier, place.uri})
      if (const auto found = uri_of_node_.find(key); !key.empty() && found != uri_of_node_.end()) return found->second;
    return {};
  }

  bool is_document(const Node& place) const {
    return (!document_id_.empty() && place.identifier == document_id_) ||
           (!document_uri_.empty() && place.uri == document_uri_);
  }

  void read_associations(const Value& package) {
    const Value* associations = member(package, "CFAssociations");
    if (associations == nullptr || !associations->is_array()) return;
    for (std::size_t i = 0; i < associations->size(); ++i) {
      const Value& association = (*associations)[i];
      if (!association.is_object()) continue;
      const std::string where = "/CFAssociations/" + std::to_string(i);
      const std::string type = text(association, "associationType");
      const bool is_kept = lower(type) == "ischildof" ? read_child(association, where) : read_link(association, type, where);
      if (!is_kept) left_associations_.push_back(association);
    }
  }

  // The origin is the child; the destination may be the document (CUR-7). False: it is not in our tree as it stands.
  bool read_child(const Value& association, const std::string& where) {
    const Node parent = node(association, "destinationNodeURI");
    PlacedStatement* child = list_.find(resolve(node(association, "originNodeURI")));
    if (child == nullptr) {
      warnings_.add("unknown-item", where, "An association names an item that is not in the package.",
                    "It is left out.");
      return false;
    }
    if (!placed_.insert(child->statement.uri).second) {
      warnings_.add("second-parent", where, "An item has more than one parent.", "It is shown under the first.");
      return false;
    }
    if (const std::string order = text(association, "sequenceNumber"); !order.empty()) child->order = order;
    const std::string found = resolve(parent);
    if (!is_document(parent))
      child->statement.parent = !found.empty()        ? found
                                : !parent.uri.empty() ? parent.uri
                                                      : "urn:uuid:" + parent.identifier;
    if (!is_document(parent) && found.empty()) return false;
    children_.emplace_back(child->statement.uri, &association);
    return true;
  }

  std::string end_of(const Node& place) const {
    if (std::string known = resolve(place); !known.empty()) return known;
    if (names_something(place.uri)) return place.uri;
    return place.identifier.empty() ? place.uri : "urn:uuid:" + place.identifier;
  }

  // False: a link that nothing can be made of, or one that says what another says already.
  bool read_link(const Value& association, const std::string& type, const std::string& where) {
    model::StatementLink link;
    link.origin = end_of(node(association, "originNodeURI"));
    link.destination = end_of(node(association, "destinationNodeURI"));
    link.relation = relation_in(association, type);
    link.method = "manual";
    if (link.origin.empty() || link.destination.empty() || link.origin == link.destination) {
      warnings_.add("broken-association", where, "An association does not say which items it connects.",
                    "Name both ends in the source.");
      return false;
    }
    std::string key = link.origin;
    key.append(" ").append(model::word_of(link.relation)).append(" ").append(link.destination);
    if (!links_.insert(std::move(key)).second) return false;
    if (link.relation == model::Relation::replaced)
      if (PlacedStatement* origin = list_.find(link.origin)) origin->statement.replaced_by.push_back(link.destination);
    linked_.push_back(&association);
    package_.links.push_back(std::move(link));
    return true;
  }

  static model::Relation relation_in(const Value& association, const std::string& type) {
    if (const Value* extensions = member(association, "extensions"))
      if (const auto ours = model::read_relation(text(*extensions, "commonplace:relation"))) return *ours;
    return case_members::relation_of(type);
  }

  // Oak's sub-content descriptors (CUR-17): they come out again as they were.
  void leave_repetitions() {
    std::set<std::string> taken;
    for (const auto& one : take_repetitions(list_, warnings_)) {
      taken.insert(one.statement.uri);
      left_items_.push_back((*items_)[place_of_.at(one.statement.uri)]);
    }
    for (const auto& [uri, association] : children_)
      if (taken.contains(uri)) left_associations_.push_back(*association);
  }

  // What the source says beyond our model, beside each thing that it says it of.
  void keep_the_rest(const Value& package) {
    for (const auto& [uri, association] : children_) {
      PlacedStatement* child = list_.find(uri);
      if (child == nullptr) continue;
      const PlacedStatement* parent = list_.find(child->statement.parent);
      const auto built = case_members::child_of(child->statement, package_.framework,
                                                parent == nullptr ? nullptr : &parent->statement, "");
      extras_[uri]["isChildOf"] = case_members::beyond(*association, without_order(built));
    }
    for (auto& [uri, extra] : extras_)
      if (PlacedStatement* statement = list_.find(uri)) statement->statement.extra = extra.dump();
    for (std::size_t i = 0; i < linked_.size(); ++i) {
      const auto built = case_members::association(package_.links[i], nullptr, nullptr, "");
      package_.links[i].extra = Value{{"CFAssociation", case_members::beyond(*linked_[i], built)}}.dump();
    }
    for (const auto& [name, value] : package.items())
      if (name != "CFDocument" && name != "CFItems" && name != "CFAssociations") rest_[name] = value;
    if (!left_items_.empty()) rest_["CFItems"] = left_items_;
    if (!left_associations_.empty()) rest_["CFAssociations"] = left_associations_;
    package_.framework.extra = rest_.dump();
  }

  // Its order among its siblings is not known yet.
  static Value without_order(Value built) {
    built.erase("sequenceNumber");
    return built;
  }

  const FrameworkHints& hints_;
  FrameworkPackage package_;
  StatementList list_;
  Warnings warnings_;
  std::string language_;
  std::string document_id_;
  std::string document_uri_;
  std::unordered_map<std::string, std::string> uri_of_node_;  // identifier and uri of an item → URI of its statement
  std::set<std::string> placed_;
  std::set<std::string> links_;
  const Value* items_ = nullptr;
  std::unordered_map<std::string, std::size_t> place_of_;          // URI → place in CFItems
  std::vector<std::pair<std::string, const Value*>> children_;     // URI of the child, its isChildOf
  std::vector<const Value*> linked_;                               // as package_.links
  std::unordered_map<std::string, Value> extras_;                  // by URI of a statement
  Value left_items_ = Value::array();
  Value left_associations_ = Value::array();
  Value rest_ = Value::object();
};

}  // namespace

bool looks_like_case(std::string_view json_text) {
  const std::string_view start = json_text.substr(0, looked_at_bytes);
  return start.find("\"CFDocument\"") != std::string_view::npos ||
         start.find("\"CFPackage\"") != std::string_view::npos || start.find("\"CFItems\"") != std::string_view::npos;
}

Outcome<FrameworkPackage> read_case_package(std::string_view json_text, const FrameworkHints& hints) {
  json::Limits limits;
  limits.bytes = most_framework_bytes;
  limits.members = most_statements;
  auto value = json::parse(json_text, limits);
  if (!value) return value.problem();
  return read_case_value(*value, hints);
}

bool is_case(const Value& value) {
  return value.is_object() && (value.contains("CFDocument") || value.contains("CFPackage") || value.contains("CFItems"));
}

Outcome<FrameworkPackage> read_case_value(const Value& value, const FrameworkHints& hints) {
  return Reader(hints).read(value);
}

}  // namespace commonplace::formats
