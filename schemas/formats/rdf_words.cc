#include "schemas/formats/rdf_words.h"

#include <algorithm>

#include "schemas/formats/json.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::formats::rdf {
namespace {

json::Value as_json(const Node& node) {
  if (node.kind != Kind::literal)
    return {{"type", node.kind == Kind::iri ? "uri" : "bnode"}, {"value", node.name()}};
  json::Value made = {{"type", "literal"}, {"value", node.value}};
  if (!node.language.empty()) made["lang"] = node.language;
  if (!node.datatype.empty()) made["datatype"] = node.datatype;
  return made;
}

}  // namespace

std::string rest_of(const Graph& graph, const std::string& subject, std::initializer_list<std::string_view> taken) {
  json::Value rest = json::Value::object();
  for (const auto& [predicate, node] : graph.properties(subject)) {
    if (predicate == type || std::find(taken.begin(), taken.end(), predicate) != taken.end()) continue;
    rest[std::string(predicate)].push_back(as_json(*node));
  }
  return rest.empty() ? std::string() : json::Value{{"rdf", std::move(rest)}}.dump();
}

void append_texts(model::LangMap& to, const model::LangMap& texts) {
  for (const auto& [language, words] : texts) {
    std::string& there = to[language];
    there.append(there.empty() ? "" : "\n").append(words);
  }
}

model::LangMap with_language(model::LangMap texts, const std::string& language) {
  if (auto unsaid = texts.extract("und")) {
    unsaid.key() = language;
    texts.insert(std::move(unsaid));
  }
  return texts;
}

std::string licence_of(const std::string& uri) {
  return vocabularies::normalise_licence(uri).value_or(uri);
}

}  // namespace commonplace::formats::rdf
