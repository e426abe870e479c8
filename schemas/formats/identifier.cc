// Spelling rules of identifiers, public ids, slugs and contributor names.
#include "schemas/formats/identifier.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "schemas/formats/digest.h"
#include "schemas/formats/unicode.h"
#include "schemas/formats/url.h"

namespace commonplace::formats {
namespace {

constexpr std::string_view upper_hex = "0123456789ABCDEF";
constexpr std::string_view set_prefix = "contributor:";
constexpr std::size_t longest_slug = 40;
constexpr std::size_t longest_identifier = 512;

bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_alnum(char c) {
  return is_alpha(c) || (c >= '0' && c <= '9');
}

constexpr std::array<bool, 256> uric_bytes = [] {
  std::array<bool, 256> out{};
  for (const unsigned char c : std::string_view("-_.!~*'();/?:@&=+$,0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")) out[c] = true;
  return out;
}();

// RFC 2396 uric without the escapes, as oai-identifier.xsd has it.
bool is_uric(char c) {
  return uric_bytes[static_cast<unsigned char>(c)];
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

bool is_escape(std::string_view text, std::size_t at) {
  return at + 2 < text.size() && hex_value(text[at + 1]) >= 0 && hex_value(text[at + 2]) >= 0;
}

// Whether every byte pleases `allowed` or belongs to a whole %XX.
template <typename Allowed>
bool is_made_of(std::string_view text, Allowed allowed) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && is_escape(text, i)) {
      i += 2;
    } else if (!allowed(text[i])) {
      return false;
    }
  }
  return true;
}

// oai-identifier.xsd: [a-zA-Z][a-zA-Z0-9\-]*(\.[a-zA-Z][a-zA-Z0-9\-]*)+
bool is_repository_host(std::string_view host) {
  bool starts_label = true;
  for (const char c : host) {
    const bool fits = starts_label ? is_alpha(c) : is_alnum(c) || c == '-' || c == '.';
    if (!fits) return false;
    starts_label = c == '.';
  }
  return !starts_label && host.find('.') != std::string_view::npos;
}

void append_escape(std::string& out, char mark, char byte) {
  out += mark;
  out += upper_hex[static_cast<std::uint8_t>(byte) >> 4];
  out += upper_hex[static_cast<std::uint8_t>(byte) & 15];
}

// OAI-40: `~` itself is written ~7E.
void append_set_part(std::string& out, std::string_view part) {
  for (const char c : part) {
    if (is_alnum(c) || c == '.' || c == '_' || c == '-') {
      out += c;
    } else {
      append_escape(out, '~', c);
    }
  }
}

std::optional<std::string> read_set_part(std::string_view part) {
  std::string text;
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (part[i] == '~') {
      if (!is_escape(part, i)) return std::nullopt;
      text += static_cast<char>(hex_value(part[i + 1]) * 16 + hex_value(part[i + 2]));
      i += 2;
    } else if (is_alnum(part[i]) || part[i] == '.' || part[i] == '_' || part[i] == '-') {
      text += part[i];
    } else {
      return std::nullopt;
    }
  }
  return text;
}

// Letters that no decomposition takes apart.
std::string_view ascii_for(char32_t letter) {
  switch (letter) {
    case U'æ':
      return "ae";
    case U'œ':
      return "oe";
    case U'ø':
      return "o";
    case U'ł':
      return "l";
    case U'đ':
    case U'ð':
      return "d";
    case U'þ':
      return "th";
    case U'ħ':
      return "h";
    case U'ı':
      return "i";
    default:
      return "";
  }
}

std::string_view scheme_of(std::string_view uri) {
  return uri.substr(0, uri.find(':'));
}

}  // namespace

std::optional<OaiIdentifier> parse_oai_identifier(std::string_view identifier) {
  if (!identifier.starts_with("oai:")) return std::nullopt;
  identifier.remove_prefix(4);
  const auto colon = identifier.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view host = identifier.substr(0, colon);
  const std::string_view local = identifier.substr(colon + 1);
  if (local.empty() || !is_repository_host(host) || !is_made_of(local, is_uric)) return std::nullopt;
  return OaiIdentifier{std::string(host), std::string(local)};
}

std::string escape_local(std::string_view reference) {
  std::string local;
  for (const char c : reference) {
    if (is_uric(c)) {
      local += c;
    } else {
      append_escape(local, '%', c);
    }
  }
  return local;
}

bool is_recognised_identifier(std::string_view identifier) {
  if (identifier.size() > longest_identifier) return false;
  // RFC 3986 appendix A: what may stand in a URI besides escapes.
  const auto in_uri = [](char c) { return is_uric(c) || c == '#' || c == '[' || c == ']'; };
  if (!is_made_of(identifier, in_uri)) return false;
  if (identifier.starts_with("oai:")) return parse_oai_identifier(identifier).has_value();
  if (parse_http_url(identifier)) return true;
  constexpr std::array<std::string_view, 4> others = {"urn", "info", "hdl", "doi"};
  const std::string scheme = fold_case(scheme_of(identifier));
  return scheme.size() + 1 < identifier.size() && std::find(others.begin(), others.end(), scheme) != others.end();
}

std::string public_id(std::string_view identifier) {
  constexpr std::string_view crockford = "0123456789abcdefghjkmnpqrstvwxyz";
  constexpr std::size_t id_bytes = 10;  // 16 characters of five bits
  const Sha256 digest = sha256(identifier);
  std::string id;
  unsigned bits = 0;
  int held = 0;
  for (std::size_t i = 0; i < id_bytes; ++i) {
    bits = bits << 8 | digest[i];
    held += 8;
    for (; held >= 5; held -= 5) id += crockford[bits >> (held - 5) & 31u];
  }
  return id;
}

std::string slug(std::string_view name) {
  const std::string folded = fold(name);
  std::string slug;
  for (std::size_t i = 0; i < folded.size();) {
    const char32_t c = next_code_point(folded, i);
    if (c < 0x80 && is_alnum(static_cast<char>(c))) {
      slug += static_cast<char>(c);
    } else if (const auto letters = ascii_for(c); !letters.empty()) {
      slug += letters;
    } else if (c != U'\'' && c != U'’' && !slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  if (slug.empty() || !is_alpha(slug.front())) slug.insert(0, "org-");
  if (slug.size() > longest_slug) slug.resize(longest_slug);
  while (slug.back() == '-') slug.pop_back();
  return slug;
}

std::string contributor_set(std::string_view host, std::string_view slug) {
  std::string set(set_prefix);
  append_set_part(set, host);
  if (slug.empty()) return set;
  set += '!';
  append_set_part(set, slug);
  return set;
}

std::string set_part(std::string_view text) {
  std::string part;
  append_set_part(part, text);
  return part;
}

std::string plain_set_part(std::string_view part) {
  return read_set_part(part).value_or(std::string(part));
}

std::string framework_set(std::string_view key) {
  return "framework:" + set_part(key);
}

std::string contributor_did(std::string_view host, std::string_view slug) {
  std::string did = "did:web:";
  for (const char c : host) {
    if (c == ':') {
      did += "%3A";  // did:web: the colon before a port is escaped
    } else {
      did += c;
    }
  }
  if (!slug.empty()) did.append(":by:").append(slug);
  return did;
}

std::optional<ContributorName> parse_contributor_set(std::string_view set) {
  if (!set.starts_with(set_prefix)) return std::nullopt;
  set.remove_prefix(set_prefix.size());
  const auto mark = set.find('!');
  const auto host = read_set_part(set.substr(0, mark));
  if (!host || host->empty()) return std::nullopt;
  if (mark == std::string_view::npos) return ContributorName{*host, {}};
  const auto slug = read_set_part(set.substr(mark + 1));
  if (!slug || slug->empty()) return std::nullopt;
  return ContributorName{*host, *slug};
}

std::optional<ContributorName> parse_contributor_did(std::string_view did) {
  constexpr std::string_view method = "did:web:";
  constexpr std::string_view hosted = ":by:";
  if (!did.starts_with(method)) return std::nullopt;
  did.remove_prefix(method.size());
  const auto end = std::min(did.find(':'), did.size());
  const auto host = percent_decode(did.substr(0, end));
  did.remove_prefix(end);
  if (!host || host->empty()) return std::nullopt;
  if (did.empty()) return ContributorName{*host, {}};
  if (!did.starts_with(hosted)) return std::nullopt;
  did.remove_prefix(hosted.size());
  if (did.empty() || did.find(':') != std::string_view::npos) return std::nullopt;
  return ContributorName{*host, std::string(did)};
}

}  // namespace commonplace::formats
