#include "harvest/node_document.h"

#include "schemas/formats/json.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/url.h"

namespace commonplace::harvest {

namespace {

constexpr std::size_t most_document_bytes = 64 * 1024;  // FED-2

std::string host_in(const json::Value& document) {
  const auto list = document.find("namespaces");
  if (list == document.end() || !list->is_array() || list->empty() || !list->front().is_string()) return {};
  const std::string& name = list->front().get_ref<const std::string&>();
  if (!name.starts_with("oai:") || !name.ends_with(':') || name.size() < 6) return {};
  return name.substr(4, name.size() - 5);
}

std::string oai_service(const json::Value& document) {
  const auto list = document.find("service");
  if (list == document.end() || !list->is_array()) return {};
  for (const auto& service : *list) {
    if (json::text_or(service, "type") == "OAI-PMH")
      return formats::normalise_http_url(json::text_or(service, "serviceEndpoint")).value_or("");
  }
  return {};
}

}  // namespace

std::optional<NodeDocument> read_node_document(std::string_view json_text) {
  const auto document = json::parse(json_text, {.bytes = most_document_bytes, .depth = 16});
  if (!document || !document->is_object()) return std::nullopt;
  if (!json::text_or(*document, "id").starts_with("did:web:") || host_in(*document).empty()) return std::nullopt;
  return NodeDocument{formats::normalise_text(json::text_or(*document, "name")).substr(0, 300), host_in(*document),
                      oai_service(*document)};
}

}  // namespace commonplace::harvest
