// UUIDs made from names (RFC 9562 §5.5): the same name always gives the same UUID.
#pragma once

#include <string>
#include <string_view>

namespace commonplace::formats {

// UUIDv5 of a URI in the namespace of URLs: 36 characters, lower case.
std::string uuid_of(std::string_view uri);

// 8-4-4-4-12 hexadecimal digits, upper or lower case.
bool is_uuid(std::string_view text);

}  // namespace commonplace::formats
