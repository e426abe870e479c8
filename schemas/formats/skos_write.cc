// A framework as SKOS. Texts, codes, tree, links and addresses; what SKOS has no word for stands in Dublin Core.
#include <unordered_map>

#include "schemas/formats/json.h"
#include "schemas/formats/skos.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::formats {
namespace {

using json::Value;
using model::Relation;

constexpr std::string_view prefixes =
    "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
    "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "@prefix cc: <http://creativecommons.org/ns#> .\n"
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n";

const char* property_of(Relation relation) {
  switch (relation) {
    case Relation::exact: return "skos:exactMatch";
    case Relation::close: return "skos:closeMatch";
    case Relation::narrower: return "skos:narrowMatch";
    case Relation::broader: return "skos:broadMatch";
    case Relation::related: return "skos:relatedMatch";
    case Relation::replaced: return "dcterms:isReplacedBy";
    default: return nullptr;  // SKOS has no word for it
  }
}

// An address in angle brackets; what may not stand there, escaped or not, is percent-encoded.
std::string address(const std::string& uri) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out = "<";
  for (const char c : uri) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || std::string_view("<>\"{}|^`\\").find(c) != std::string_view::npos) {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      out += c;
    }
  }
  return out += ">";
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else {
      out += c;
    }
  }
  return out += '"';
}

// One thing with what is said of it, in either syntax.
class Description {
 public:
  Description(const std::string& subject, const char* type) : turtle_(address(subject)), thing_({{"@id", subject}, {"@type", type}}) {
    turtle_.append(" a ").append(type);
  }

  void text(const char* property, const std::string& words, const std::string& language = {}) {
    if (words.empty()) return;
    const bool has_language = !language.empty() && language != "und";
    turtle_.append(" ;\n  ").append(property).append(" ").append(quoted(words));
    if (has_language) turtle_.append("@").append(language);
    Value value = {{"@value", words}};
    if (has_language) value["@language"] = language;
    thing_[property].push_back(std::move(value));
  }
  void texts(const char* property, const model::LangMap& map) {
    for (const auto& [language, words] : map) text(property, words, language);
  }
  void link(const char* property, const std::string& uri) {
    if (uri.empty()) return;
    turtle_.append(" ;\n  ").append(property).append(" ").append(address(uri));
    thing_[property].push_back({{"@id", uri}});
  }

  std::string turtle() const { return turtle_ + " .\n"; }
  Value take() { return std::move(thing_); }

 private:
  std::string turtle_;
  Value thing_;
};

Description scheme(const model::Framework& framework) {
  Description made(framework.uri, "skos:ConceptScheme");
  made.texts("dcterms:title", framework.title);
  made.text("dcterms:publisher", framework.publisher);
  made.link("dcterms:license", framework.licence);
  made.text("cc:attributionName", framework.attribution);
  if (framework.source_url != framework.uri) made.link("dcterms:source", framework.source_url);
  for (const auto& uri : framework.same_as) made.link("owl:sameAs", uri);
  return made;
}

Description statement_concept(const model::Statement& statement, const model::Framework& framework) {
  Description made(statement.uri, "skos:Concept");
  made.texts("skos:prefLabel", statement.text);
  made.text("skos:notation", statement.code);
  made.texts("skos:scopeNote", statement.context);
  made.link("skos:inScheme", framework.uri);
  if (statement.parent.empty()) {
    made.link("skos:topConceptOf", framework.uri);
  } else {
    made.link("skos:broader", statement.parent);
  }
  for (const auto& level : statement.levels) made.text("dcterms:educationLevel", vocabularies::concept_label(level));
  for (const auto& subject : statement.subjects) made.text("dcterms:subject", vocabularies::concept_label(subject));
  for (const auto& uri : statement.same_as) made.link("owl:sameAs", uri);
  for (const auto& uri : statement.replaced_by) made.link("dcterms:isReplacedBy", uri);
  return made;
}

template <typename Take>
void describe(const FrameworkPackage& package, const Take& take) {
  std::unordered_map<std::string_view, std::vector<const model::StatementLink*>> links;
  for (const auto& link : package.links)
    if (link.state == model::LinkState::on && property_of(link.relation) != nullptr && link.relation != Relation::replaced)
      links[link.origin].push_back(&link);
  take(scheme(package.framework));
  for (const auto& statement : package.statements) {
    if (statement.is_retired) continue;
    Description made = statement_concept(statement, package.framework);
    for (const auto* link : links[statement.uri]) made.link(property_of(link->relation), link->destination);
    take(std::move(made));
  }
}

}  // namespace

std::string write_skos_turtle(const FrameworkPackage& package) {
  std::string out(prefixes);
  describe(package, [&](const Description& one) { out.append("\n").append(one.turtle()); });
  return out;
}

std::string write_skos_json_ld(const FrameworkPackage& package) {
  Value graph = Value::array();
  describe(package, [&](Description one) { graph.push_back(one.take()); });
  return json::pretty({{"@context",
                        {{"dcterms", "http://purl.org/dc/terms/"},
                         {"owl", "http://www.w3.org/2002/07/owl#"},
                         {"cc", "http://creativecommons.org/ns#"},
                         {"skos", "http://www.w3.org/2004/02/skos/core#"}}},
                       {"@graph", std::move(graph)}});
}

}  // namespace commonplace::formats
