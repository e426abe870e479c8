// Reading CASE packages as real tools export them (CUR-7 to CUR-9).
#include "schemas/formats/case_package.h"

#include <algorithm>
#include <set>

#include "schemas/formats/framework_words.h"
#include "schemas/formats/json.h"
#include "schemas/formats/normalise.h"
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
    read_associations(package);
    drop_repetitions();
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
        continue;
      }
      if (auto problem = list_.add(read_item(items[i], where))) return problem;
    }
    return std::nullopt;
  }

  PlacedStatement read_item(const Value& item, const std::string& where) {
    PlacedStatement placed;
    model::Statement& statement = placed.statement;
    const std::string identifier = lower(text(item, "identifier"));
    statement.uri = uri_of(item, identifier, where);
    statement.code = normalise_text(text(item, "humanCodingScheme"));
    const std::string language = normalise_language(text(item, "language")).value_or(language_);
    statement.text[language] = html_to_text(text(item, "fullStatement"));
    statement.type = text(item, "CFItemType");
    placed.order = text(item, "listEnumeration");
    for (const auto& words : texts(item, "educationLevel"))
      if (!add_level(statement, words, hints_))
        warnings_.add("level-unclear", where, "A level is not known here.", "Name the jurisdiction of the framework.");
    for (const auto& words : texts(item, "subject")) add_subject(statement, words);
    if (text(item, "lastChangeDateTime").empty()) missing_date(where);
    if (!identifier.empty()) uri_of_node_.emplace(identifier, statement.uri);
    if (const std::string own = text(item, "uri"); !own.empty()) uri_of_node_.emplace(own, statement.uri);
    return placed;
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
    for (std::size_t i = 0; i < associations->size(); ++i)
      if (lower(text((*associations)[i], "associationType")) == "ischildof")
        read_child((*associations)[i], "/CFAssociations/" + std::to_string(i));
  }

  // The origin is the child; the destination may be the document (CUR-7).
  void read_child(const Value& association, const std::string& where) {
    const Node parent = node(association, "destinationNodeURI");
    PlacedStatement* child = list_.find(resolve(node(association, "originNodeURI")));
    if (child == nullptr) {
      warnings_.add("unknown-item", where, "An association names an item that is not in the package.",
                    "It is left out.");
      return;
    }
    if (!placed_.insert(child->statement.uri).second) {
      warnings_.add("second-parent", where, "An item has more than one parent.", "It is shown under the first.");
      return;
    }
    if (const std::string order = text(association, "sequenceNumber"); !order.empty()) child->order = order;
    if (is_document(parent)) return;
    const std::string found = resolve(parent);
    child->statement.parent = !found.empty()        ? found
                              : !parent.uri.empty() ? parent.uri
                                                    : "urn:uuid:" + parent.identifier;
  }

  // A last level that only says its parent's words again says nothing (CUR-17: Oak's sub-content descriptors).
  void drop_repetitions() {
    std::set<std::string> parents;
    for (const auto& one : list_.all()) parents.insert(one.statement.parent);
    StatementList kept;
    for (const auto& one : list_.all()) {
      const PlacedStatement* parent = list_.find(one.statement.parent);
      const bool repeats = parent != nullptr && one.statement.code.empty() &&
                           parent->statement.text == one.statement.text && !parents.contains(one.statement.uri);
      if (repeats) {
        warnings_.add("repeated-text", one.statement.uri,
                      "A statement only repeats its parent's text and was left out.", "Nothing to do.");
      } else {
        (void)kept.add(one);
      }
    }
    list_ = std::move(kept);
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
  auto value = json::parse(json_text, limits);
  if (!value) return value.problem();
  return Reader(hints).read(*value);
}

}  // namespace commonplace::formats
