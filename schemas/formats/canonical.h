// The canonical document: JSON text ↔ Resource (MD §2). Lossless both ways for every document that validates.
#pragma once

#include <string>
#include <string_view>

#include "schemas/formats/json.h"
#include "schemas/model/outcome.h"
#include "schemas/model/resource.h"

namespace commonplace::formats {

// Reads a canonical document strictly. Problem kinds: those of json::parse, "wrong-kind", "too-much-extra".
model::Outcome<model::Resource> read_canonical(std::string_view json_text);
model::Outcome<model::Resource> read_canonical(const json::Value& document);

// JCS text: members sorted, empty fields left out. read_canonical(write_canonical(r)) == r.
std::string write_canonical(const model::Resource& resource);
json::Value canonical_json(const model::Resource& resource);

}  // namespace commonplace::formats
