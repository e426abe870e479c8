// The canonical document: JSON text ↔ Resource (MD §2). Lossless both ways for every document that validates.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "schemas/formats/json.h"
#include "schemas/model/outcome.h"
#include "schemas/model/resource.h"

namespace commonplace::formats {

// A longer text is not read (MD-4).
inline constexpr std::size_t most_document_bytes = 256 * 1024;

struct ReadDocument {
  model::Resource resource;
  bool is_written_so = false;  // the text is known to be what write_canonical() makes of it
};

// Reads a canonical document strictly. Problem kinds: those of json::parse, "wrong-kind", "too-much-extra".
model::Outcome<model::Resource> read_canonical(std::string_view json_text);
model::Outcome<ReadDocument> read_document(std::string_view json_text);
// The same of a tree, which is moved from where it may be; its size is not looked at. Not an overload for json::Value
// itself: every text converts to one.
model::Outcome<model::Resource> read_canonical_tree(json::Value document);
template <typename Tree>
requires std::same_as<std::remove_cvref_t<Tree>, json::Value> model::Outcome<model::Resource> read_canonical(
    Tree&& document) {
  return read_canonical_tree(std::forward<Tree>(document));
}

// JCS text: members sorted, empty fields left out. read_canonical(write_canonical(r)) == r.
// `further`: a member of the top keeps its name, one inside a field has its JSON Pointer as name
// ("/encoding/0/editable").
std::string write_canonical(const model::Resource& resource);
json::Value canonical_json(const model::Resource& resource);

}  // namespace commonplace::formats
