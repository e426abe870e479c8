// Header fields: the alphabet of RFC 9110, comparing names, reading lists.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/http/message.h"

namespace commonplace::http {

// RFC 9110 §5.6.2: what a method and a field name are made of.
bool is_token_byte(char byte);
// RFC 9110 §5.5: HTAB, SP, visible ASCII, and bytes above it.
bool is_value_byte(char byte);

// ASCII letters only; locale plays no part.
bool equal_ignoring_case(std::string_view one, std::string_view other);

// The first field of that name, or nullptr.
const Header* find_field(const std::vector<Header>& headers, std::string_view name);
std::size_t count_fields(const std::vector<Header>& headers, std::string_view name);

// Without SP and HTAB at both ends.
std::string_view trimmed(std::string_view text);

// The elements of all fields of that name, split at commas, trimmed, empty ones left out (RFC 9110 §5.6.1).
// Not for fields with quoted commas, entity tags among them.
std::vector<std::string_view> list_elements(const std::vector<Header>& headers, std::string_view name);

}  // namespace commonplace::http
