// What a Commonplace node says about itself at /.well-known/commonplace/node.json (federation.md §2.1), as far as a
// harvester needs it. Unsigned so far: the names it claims are judged by whoever visits.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace commonplace::harvest {

inline constexpr std::string_view node_document_path = "/.well-known/commonplace/node.json";

struct NodeDocument {
  std::string name;
  std::string identifier_host;  // of its first namespace "oai:<host>:"
  std::string oai_url;          // of its OAI-PMH service, or empty
};

// nullopt for what is no such document.
std::optional<NodeDocument> read_node_document(std::string_view json_text);

}  // namespace commonplace::harvest
