#include "tests/federation_e2e/asking.h"

#include <stdexcept>

namespace commonplace::testing {

json::Value search(const Node& node, const std::string& words, const std::string& more) {
  return node.get_json("/api/v1/search?q=" + percent_encoded(words) + more);
}

std::string identifier_of(const Node& node, const std::string& title) {
  for (const auto& document : node.documents())
    for (const auto& [language, name] : document.at("name").items())
      if (name == title) return document.at("identifier");
  throw std::runtime_error("nothing is called " + title);
}

std::vector<OaiHeader> headers_of(const Node& node) {
  return oai_list(node, "ListIdentifiers", "metadataPrefix=oai_dc").headers;
}

}  // namespace commonplace::testing
