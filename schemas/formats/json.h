// JSON, read strictly: the only room of nlohmann-json. Its type appears as json::Value in formats, web and cli;
// this header is the one place where a foreign header stands in one of ours (docs/decisions/0002).
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "schemas/model/outcome.h"

namespace commonplace::json {

// Members ordered by name, so that writing is canonical.
using Value = nlohmann::json;

struct Limits {
  std::size_t bytes = 2 * 1024 * 1024;
  int depth = 64;
  std::size_t members = 10'000;  // per object (MD-31)
};

// Reads one JSON text: UTF-8, no duplicate member, within `limits`. Problems name the kind ("bad-json",
// "bad-utf8", "duplicate-member", "too-deep", "too-large") and the byte or JSON Pointer.
model::Outcome<Value> parse(std::string_view text, Limits limits = {});

// RFC 8785 (JCS) for our profile: members sorted, no blanks, integers only. Requires valid UTF-8.
std::string canonical(const Value& value);

// Appends `text` as a JSON string as JCS writes it; invalid UTF-8 becomes U+FFFD.
void append_string(std::string& out, std::string_view text);

// A member name as it stands in a JSON Pointer (RFC 6901): "~" as "~0", "/" as "~1".
std::string pointer_escaped(std::string_view member);

// Pretty, two blanks, for people.
std::string pretty(const Value& value);

// The member as string / or the fallback when it is absent or of another kind.
std::string text_or(const Value& object, std::string_view member, std::string_view fallback = {});

}  // namespace commonplace::json
