#include "schemas/formats/skos.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "schemas/formats/framework_words.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/rdf_words.h"
#include "schemas/formats/url.h"

namespace commonplace::formats {
namespace {

using model::Outcome;
using model::Problem;
using model::Relation;

#define COMMONPLACE_SKOS "http://www.w3.org/2004/02/skos/core#"
constexpr std::string_view scheme_type = COMMONPLACE_SKOS "ConceptScheme";
constexpr std::string_view concept_type = COMMONPLACE_SKOS "Concept";
constexpr std::string_view preferred = COMMONPLACE_SKOS "prefLabel";
constexpr std::string_view alternative = COMMONPLACE_SKOS "altLabel";
constexpr std::string_view hidden = COMMONPLACE_SKOS "hiddenLabel";
constexpr std::string_view definition = COMMONPLACE_SKOS "definition";
constexpr std::string_view scope_note = COMMONPLACE_SKOS "scopeNote";
constexpr std::string_view notation = COMMONPLACE_SKOS "notation";
constexpr std::string_view broader = COMMONPLACE_SKOS "broader";
constexpr std::string_view narrower = COMMONPLACE_SKOS "narrower";
constexpr std::string_view has_top = COMMONPLACE_SKOS "hasTopConcept";
constexpr std::string_view top_of = COMMONPLACE_SKOS "topConceptOf";
constexpr std::string_view in_scheme = COMMONPLACE_SKOS "inScheme";
constexpr std::string_view namespace_uri = "http://purl.org/vocab/vann/preferredNamespaceUri";

constexpr std::array<std::pair<std::string_view, Relation>, 6> mappings = {{{COMMONPLACE_SKOS "exactMatch", Relation::exact},
                                                                            {COMMONPLACE_SKOS "closeMatch", Relation::close},
                                                                            {COMMONPLACE_SKOS "narrowMatch", Relation::narrower},
                                                                            {COMMONPLACE_SKOS "broadMatch", Relation::broader},
                                                                            {COMMONPLACE_SKOS "relatedMatch", Relation::related},
                                                                            {COMMONPLACE_SKOS "related", Relation::related}}};
#undef COMMONPLACE_SKOS

class Reader {
 public:
  Reader(const rdf::Graph& graph, const FrameworkHints& hints) : graph_(graph), hints_(hints) {}

  Outcome<FrameworkPackage> read() {
    begin_framework();
    for (const auto& subject : graph_.of_type(concept_type))
      if (auto problem = read_concept(subject)) return *std::move(problem);
    if (list_.all().empty())
      return Problem{"no-statements", "", "The file holds no skos:Concept with a label.", "Check that the export was complete."};
    place_all();
    (void)take_repetitions(list_, warnings_);
    package_.framework.languages = {languages_.begin(), languages_.end()};
    arrange(list_.take(), package_);
    for (auto& warning : warnings_.take()) package_.warnings.push_back(std::move(warning));
    return std::move(package_);
  }

 private:
  void begin_framework() {
    model::Framework& framework = package_.framework;
    framework.source_format = "skos";
    framework.jurisdiction = hints_.jurisdiction;
    framework.uri = hints_.uri;
    const auto schemes = graph_.of_type(scheme_type);
    if (schemes.size() > 1)
      warnings_.add("several-schemes", schemes[1], "The file holds more than one concept scheme; they are read as one framework.",
                    "Import them one by one for frameworks of their own.");
    if (!schemes.empty()) read_scheme(schemes.front());
    if (framework.title.empty()) framework.title[hints_.language] = hints_.title.empty() ? "Framework" : hints_.title;
  }

  void read_scheme(const std::string& scheme) {
    model::Framework& framework = package_.framework;
    scheme_ = scheme;
    framework.uri = scheme;
    for (const auto predicate : {rdf::dcterms_title, rdf::dc_title, preferred, rdf::label})
      if (framework.title.empty()) framework.title = rdf::with_language(graph_.texts(scheme, predicate), hints_.language);
    for (const auto predicate : {rdf::dcterms_publisher, rdf::dc_publisher, rdf::dcterms_creator, rdf::dc_creator})
      if (framework.publisher.empty()) framework.publisher = name_of(graph_.first(scheme, predicate));
    for (const auto predicate : {rdf::dcterms_license, rdf::cc_license})
      if (framework.licence.empty()) framework.licence = rdf::licence_of(graph_.text(scheme, predicate));
    framework.attribution = graph_.text(scheme, rdf::cc_attribution);
    framework.source_url = parse_http_url(scheme) ? scheme : graph_.text(scheme, namespace_uri);
    framework.extra = rdf::rest_of(graph_, scheme, {rdf::dcterms_title, has_top});
  }

  // A publisher is a name, or a thing that has one.
  std::string name_of(const rdf::Node* node) const {
    if (node == nullptr) return {};
    if (node->kind == rdf::Kind::literal) return normalise_text(node->value);
    for (const std::string_view predicate :
         {rdf::label, preferred, std::string_view("http://xmlns.com/foaf/0.1/name"), std::string_view("https://schema.org/name")})
      if (auto words = graph_.text(node->name(), predicate); !words.empty()) return words;
    return node->kind == rdf::Kind::iri ? node->value : std::string();
  }

  model::Failure read_concept(const std::string& subject) {
    PlacedStatement placed;
    model::Statement& statement = placed.statement;
    statement.uri = subject.starts_with("_:") ? package_.framework.uri + "#" + subject.substr(2) : subject;
    statement.text = rdf::with_language(graph_.texts(subject, preferred), hints_.language);
    if (statement.text.empty()) statement.text = rdf::with_language(graph_.texts(subject, rdf::label), hints_.language);
    statement.code = normalise_text(graph_.text(subject, notation));
    if (statement.text.empty() && !statement.code.empty()) statement.text["und"] = statement.code;
    if (statement.text.empty()) {
      warnings_.add("no-text", subject, "A concept has no preferred label and was left out.", "Add skos:prefLabel in the source.");
      return std::nullopt;
    }
    for (const auto& [language, words] : statement.text) languages_.insert(language);
    for (const auto predicate : {definition, scope_note})
      rdf::append_texts(statement.context, rdf::with_language(graph_.texts(subject, predicate), hints_.language));
    append_labels(subject, statement.context);
    read_rest(subject, statement);
    return list_.add(std::move(placed));
  }

  // Of these there may be many in one language.
  void append_labels(const std::string& subject, model::LangMap& context) const {
    for (const auto predicate : {alternative, hidden})
      for (const auto* node : graph_.values(subject, predicate))
        if (node->kind == rdf::Kind::literal)
          rdf::append_texts(context, {{node->language.empty() ? hints_.language : node->language, html_to_text(node->value)}});
  }

  void read_rest(const std::string& subject, model::Statement& statement) {
    for (const auto* node : graph_.values(subject, rdf::type))
      if (node->value != concept_type && statement.type.empty()) statement.type = rdf::local_name(node->value);
    for (const auto* node : graph_.values(subject, rdf::same_as)) statement.same_as.push_back(node->name());
    for (const auto* node : graph_.values(subject, rdf::dcterms_replaced)) statement.replaced_by.push_back(node->name());
    for (const auto* node : graph_.values(subject, rdf::dcterms_level)) {
      const std::string words = node->kind == rdf::Kind::literal ? node->value : rdf::local_name(node->value);
      if (!add_level(statement, words, hints_))
        warnings_.add("level-unclear", subject, "A level is not known here.", "Name the jurisdiction of the framework.");
    }
    for (const auto* node : graph_.values(subject, rdf::dcterms_subject))
      add_subject(statement, node->kind == rdf::Kind::literal ? node->value : rdf::local_name(node->value));
    statement.is_retired = graph_.text(subject, rdf::deprecated) == "true";
    statement.extra = rdf::rest_of(graph_, subject,
                                   {preferred, alternative, hidden, definition, scope_note, notation, broader, narrower,
                                    top_of, in_scheme, rdf::same_as, rdf::dcterms_replaced, rdf::dcterms_level,
                                    rdf::deprecated});
    for (const auto& [predicate, relation] : mappings)
      for (const auto* node : graph_.values(subject, predicate)) add_link(statement.uri, relation, node->name());
  }

  void add_link(const std::string& origin, Relation relation, const std::string& destination) {
    if (origin == destination || destination.starts_with("_:")) return;
    std::string key = origin;
    if (!linked_.insert(key.append(" ").append(model::word_of(relation)).append(" ").append(destination)).second) return;
    model::StatementLink link;
    link.origin = origin;
    link.relation = relation;
    link.destination = destination;
    link.source = package_.framework.source_url;
    link.licence = package_.framework.licence;
    package_.links.push_back(std::move(link));
  }

  // The first parent by URI; the others are links (CUR-13).
  void place_all() {
    std::map<std::string, std::set<std::string>> above;
    for (const auto& one : list_.all()) {
      const std::string& uri = one.statement.uri;
      for (const auto* node : graph_.values(uri, broader)) above[uri].insert(node->name());
      for (const auto* node : graph_.values(uri, narrower)) above[node->name()].insert(uri);
    }
    for (const auto& [uri, parents] : above) {
      PlacedStatement* child = list_.find(uri);
      if (child == nullptr) continue;
      child->statement.parent = first_known(parents);
      for (const auto& parent : parents)
        if (parent != child->statement.parent) add_link(uri, Relation::broader, parent);
    }
  }

  std::string first_known(const std::set<std::string>& parents) const {
    for (const auto& parent : parents)
      if (list_.contains(parent)) return parent;
    return *parents.begin();
  }

  const rdf::Graph& graph_;
  const FrameworkHints& hints_;
  FrameworkPackage package_;
  StatementList list_;
  Warnings warnings_;
  std::string scheme_;
  std::set<std::string> languages_;
  std::set<std::string> linked_;
};

}  // namespace

bool looks_like_skos(const rdf::Graph& graph) {
  return !graph.of_type(concept_type).empty() || !graph.of_type(scheme_type).empty();
}

Outcome<FrameworkPackage> read_skos(const rdf::Graph& graph, const FrameworkHints& hints) {
  return Reader(graph, hints).read();
}

}  // namespace commonplace::formats
