// URLs by RFC 3986, taken apart by position; host names become A-labels through libidn2.
#include "schemas/formats/url.h"

#include <algorithm>
#include <charconv>
#include <memory>

#include <arpa/inet.h>
#include <idn2.h>

#include "schemas/formats/unicode.h"

namespace commonplace::formats {
namespace {

constexpr std::string_view upper_hex = "0123456789ABCDEF";
constexpr std::size_t longest_url = 8192;
constexpr std::size_t longest_host = 253;  // RFC 1035 §3.1

bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_decimal(char c) {
  return c >= '0' && c <= '9';
}
bool is_unreserved(char c) {
  return is_alpha(c) || is_decimal(c) || c == '-' || c == '.' || c == '_' || c == '~';
}
bool is_reserved(char c) {
  return std::string_view(":/?#[]@!$&'()*+,;=").find(c) != std::string_view::npos;
}
bool is_blank_or_control(char c) {
  return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F;
}

int hex_value(char c) {
  if (is_decimal(c)) return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::optional<char> escaped_byte(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) return std::nullopt;
  const int high = hex_value(text[at + 1]);
  const int low = hex_value(text[at + 2]);
  if (high < 0 || low < 0) return std::nullopt;
  return static_cast<char>(high * 16 + low);
}

void append_escaped(std::string& out, char byte) {
  out += '%';
  out += upper_hex[static_cast<unsigned char>(byte) >> 4];
  out += upper_hex[static_cast<unsigned char>(byte) & 15];
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return lowered;
}

// The five parts of any URI reference, as written. Source: RFC 3986 appendix B.
struct Parts {
  std::string_view scheme;
  std::optional<std::string_view> authority;
  std::string_view path;
  std::optional<std::string_view> query;
  std::optional<std::string_view> fragment;
};

std::optional<std::string_view> cut_tail(std::string_view& text, char mark) {
  const auto at = text.find(mark);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view tail = text.substr(at + 1);
  text = text.substr(0, at);
  return tail;
}

std::string_view cut_scheme(std::string_view& text) {
  const auto colon = text.find_first_of(":/");
  if (colon == std::string_view::npos || text[colon] != ':' || !is_alpha(text.front())) return {};
  const std::string_view scheme = text.substr(0, colon);
  const auto allowed = [](char c) { return is_alpha(c) || is_decimal(c) || c == '+' || c == '-' || c == '.'; };
  if (!std::all_of(scheme.begin(), scheme.end(), allowed)) return {};
  text.remove_prefix(colon + 1);
  return scheme;
}

Parts split(std::string_view text) {
  Parts parts;
  parts.fragment = cut_tail(text, '#');
  parts.query = cut_tail(text, '?');
  parts.scheme = cut_scheme(text);
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    const auto end = std::min(text.find('/'), text.size());
    parts.authority = text.substr(0, end);
    text.remove_prefix(end);
  }
  parts.path = text;
  return parts;
}

std::optional<std::string> to_a_labels(std::string_view host) {
  char* label = nullptr;
  const int flags = IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL;
  const int failed = idn2_to_ascii_8z(std::string(host).c_str(), &label, flags);
  const std::unique_ptr<char, decltype(&idn2_free)> owner(label, &idn2_free);
  if (failed != IDN2_OK) return std::nullopt;
  return std::string(label);
}

// Labels of 1 to 63 letters, digits, hyphens or underscores: what resolvers meet, hostile bytes left out.
bool is_host_name(std::string_view host) {
  if (host.empty() || host.size() > longest_host) return false;
  std::size_t label = 0;
  for (const char c : host) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
    } else if (is_alpha(c) || is_decimal(c) || c == '-' || c == '_') {
      if (++label > 63) return false;
    } else {
      return false;
    }
  }
  return label > 0;
}

std::optional<std::string> read_host(std::string_view host) {
  const auto beyond_ascii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  std::string name = lower(host);
  if (std::any_of(host.begin(), host.end(), beyond_ascii)) {
    const auto labels = to_a_labels(host);
    if (!labels) return std::nullopt;
    name = lower(*labels);
  }
  if (name.ends_with('.')) name.pop_back();
  if (!is_host_name(name)) return std::nullopt;
  return name;
}

std::optional<std::string> read_ipv6(std::string_view literal) {
  in6_addr address;
  const std::string text = lower(literal);
  if (inet_pton(AF_INET6, text.c_str(), &address) != 1) return std::nullopt;
  char shortest[INET6_ADDRSTRLEN];
  return inet_ntop(AF_INET6, &address, shortest, sizeof shortest);
}

std::uint16_t default_port(std::string_view scheme) {
  return scheme == "https" ? 443 : 80;
}

// Fills user, host and port; false if there is something in the authority that cannot be one.
bool read_authority(std::string_view authority, Url& url) {
  if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
    url.user = authority.substr(0, at);
    authority.remove_prefix(at + 1);
  }
  const auto bracket = authority.starts_with('[') ? authority.find(']') : 0;
  if (bracket == std::string_view::npos) return false;
  const auto colon = authority.find(':', bracket);
  const std::string_view host = authority.substr(0, colon);
  const auto read = bracket != 0 ? (host.size() == bracket + 1 ? read_ipv6(host.substr(1, bracket - 1)) : std::nullopt)
                                 : read_host(host);
  if (!read) return false;
  url.host = *read;
  if (colon == std::string_view::npos || colon + 1 == authority.size()) return true;
  const std::string_view port = authority.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), url.port);
  return error == std::errc() && end == port.data() + port.size() && url.port != 0;
}

// Upper-case escapes, unreserved characters bare (RFC 3986 §6.2.2), everything that may not stand in a URL escaped.
void append_normal(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (const auto byte = c == '%' ? escaped_byte(text, i) : std::nullopt) {
      i += 2;
      if (is_unreserved(*byte)) {
        out += *byte;
      } else {
        append_escaped(out, *byte);
      }
    } else if (is_unreserved(c) || (is_reserved(c) && c != '#')) {
      out += c;
    } else {
      append_escaped(out, c);
    }
  }
}

std::string write_authority(const Url& url) {
  const bool is_ipv6 = url.host.find(':') != std::string::npos;
  std::string text = is_ipv6 ? '[' + url.host + ']' : url.host;
  if (url.port != default_port(url.scheme)) text += ':' + std::to_string(url.port);
  return text;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank_or_control(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank_or_control(text.back())) text.remove_suffix(1);
  return text;
}

// Blanks inside are people's, not machines': they are escaped where they may be meant.
std::string escape_blanks(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == ' ') {
      escaped += "%20";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

// RFC 3986 §5.2.4, for absolute paths.
std::string without_dot_segments(std::string_view path) {
  std::string clean;
  while (!path.empty()) {
    const auto end = std::min(path.find('/', 1), path.size());
    const std::string_view segment = path.substr(0, end);
    const bool is_last = end == path.size();
    path.remove_prefix(end);
    if (segment == "/.." && !clean.empty()) clean.resize(clean.rfind('/'));
    if (segment != "/.." && segment != "/.") {
      clean += segment;
    } else if (is_last) {
      clean += '/';
    }
  }
  return clean;
}

std::string merged_path(const Url& base, std::string_view path) {
  return base.path.substr(0, base.path.rfind('/') + 1) + std::string(path);
}

}  // namespace

std::optional<Url> parse_http_url(std::string_view text) {
  if (text.size() > longest_url || std::any_of(text.begin(), text.end(), is_blank_or_control) || !is_utf8(text)) {
    return std::nullopt;
  }
  const Parts parts = split(text);
  Url url;
  url.scheme = lower(parts.scheme);
  if ((url.scheme != "http" && url.scheme != "https") || !parts.authority) return std::nullopt;
  url.port = default_port(url.scheme);
  if (!read_authority(*parts.authority, url)) return std::nullopt;
  url.path = parts.path.empty() ? "/" : parts.path;
  url.query = parts.query.value_or("");
  url.fragment = parts.fragment.value_or("");
  return url;
}

std::optional<std::string> normalise_http_url(std::string_view text) {
  const auto url = parse_http_url(escape_blanks(trim(text)));
  // A user name in front of a host is nearly always a trap: https://museum.example@evil.example/.
  if (!url || !url->user.empty()) return std::nullopt;
  std::string normal = url->scheme + "://" + write_authority(*url);
  append_normal(normal, url->path);
  if (!url->query.empty()) append_normal(normal += '?', url->query);
  if (!url->fragment.empty()) append_normal(normal += '#', url->fragment);
  if (normal.size() > longest_url) return std::nullopt;
  return normal;
}

std::string percent_encode(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded += c;
    } else {
      append_escaped(encoded, c);
    }
  }
  return encoded;
}

std::optional<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const auto byte = escaped_byte(text, i);
    if (!byte) return std::nullopt;
    decoded += *byte;
    i += 2;
  }
  return decoded;
}

std::optional<std::string> resolve_url(std::string_view base, std::string_view reference) {
  const auto from = parse_http_url(escape_blanks(trim(base)));
  if (!from) return std::nullopt;
  const std::string to_text = escape_blanks(trim(reference));
  const Parts to = split(to_text);
  if (!to.scheme.empty()) return normalise_http_url(to_text);
  if (to.authority) return normalise_http_url(from->scheme + ':' + to_text);

  std::string target = from->scheme + "://" + write_authority(*from);
  if (to.path.empty()) {
    target += from->path;
  } else {
    target += without_dot_segments(to.path.starts_with('/') ? std::string(to.path) : merged_path(*from, to.path));
  }
  if (to.query) {
    target.append("?").append(*to.query);
  } else if (to.path.empty() && !from->query.empty()) {
    target += '?' + from->query;
  }
  if (to.fragment) target.append("#").append(*to.fragment);
  return normalise_http_url(target);
}

}  // namespace commonplace::formats
