// URLs: percent coding, parsing, host names in one spelling. The room of libidn2.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace commonplace::formats {

struct Url {
  std::string scheme;  // lower case
  std::string user;    // "user:password", empty in what we accept
  std::string host;    // A-label, lower case, no final dot; IPv6 without brackets
  std::uint16_t port = 0;  // explicit, or the scheme's default (80, 443)
  std::string path;    // as written, at least "/"
  std::string query;   // without "?"
  std::string fragment;
};

// Parses an absolute http or https URL. nullopt for everything else, blanks, controls and broken hosts.
std::optional<Url> parse_http_url(std::string_view text);

// A URL in the one spelling used for comparison and storage (MD-40): scheme and host lower case, default port gone,
// percent escapes upper case, blanks encoded. nullopt when it is no absolute http(s) URL.
std::optional<std::string> normalise_http_url(std::string_view text);

// Escapes every byte but ALPHA DIGIT - . _ ~ as %XX.
std::string percent_encode(std::string_view text);

// Decodes %XX; nullopt if an escape is broken.
std::optional<std::string> percent_decode(std::string_view text);

// Resolves a reference (absolute, //host, /path, ?query, relative) against an absolute http(s) base. Source: RFC 3986 §5.
std::optional<std::string> resolve_url(std::string_view base, std::string_view reference);

}  // namespace commonplace::formats
