#include "node/http/target.h"

#include <algorithm>

#include "node/http/fields.h"
#include "schemas/formats/unicode.h"
#include "schemas/formats/url.h"

namespace commonplace::http {
namespace {

bool is_control(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  return value < 0x20 || value == 0x7f;
}

bool is_above_ascii(char byte) {
  return static_cast<unsigned char>(byte) >= 0x80;
}

// A backslash separates too: a path that a Windows file system or a lax proxy would climb is no path of ours.
bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    const std::size_t end = std::min(path.find_first_of("/\\"), path.size());
    const std::string_view segment = path.substr(0, end);
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return false;
}

std::optional<std::string> read_path(std::string_view raw) {
  if (std::ranges::any_of(raw, is_above_ascii)) return std::nullopt;
  auto path = raw.find('%') == std::string_view::npos ? std::optional(std::string(raw)) : formats::percent_decode(raw);
  if (!path || std::ranges::any_of(*path, is_control) || has_dot_segment(*path)) return std::nullopt;
  return formats::is_utf8(*path) ? path : std::nullopt;
}

void read_query(std::string_view raw, Request& request) {
  auto arguments = std::ranges::any_of(raw, is_above_ascii) ? std::nullopt : parse_form(raw);
  request.query_is_malformed = !arguments.has_value();
  if (arguments) request.query = std::move(*arguments);
}

// "http://host/path" to "/path". nullopt when the host differs: two hosts in one request are a trap for caches.
std::optional<std::string> origin_form(std::string_view sent, std::string_view host) {
  const std::size_t scheme_end = sent.find("://");
  const std::string_view scheme = sent.substr(0, std::min(scheme_end, sent.size()));
  if (!equal_ignoring_case(scheme, "http") && !equal_ignoring_case(scheme, "https")) return std::nullopt;
  if (scheme_end == std::string_view::npos) return std::nullopt;
  const std::string_view rest = sent.substr(scheme_end + 3);
  const std::size_t authority_end = std::min(rest.find_first_of("/?"), rest.size());
  if (!equal_ignoring_case(rest.substr(0, authority_end), host)) return std::nullopt;
  std::string origin(rest.substr(authority_end));
  return origin.starts_with('/') ? origin : "/" + origin;
}

bool is_port(std::string_view text) {
  return text.size() <= 5 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_name_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
}

bool is_address_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
}

}  // namespace

bool read_target(std::string_view sent, std::string_view host, Request& request) {
  if (sent == "*") {
    request.target = "*";
    request.path = "/";
    return request.method == "OPTIONS";
  }
  if (sent.starts_with('/')) {
    request.target = sent;
  } else if (auto origin = origin_form(sent, host)) {
    request.target = std::move(*origin);
  } else {
    return false;
  }
  const std::string_view target = request.target;
  const std::size_t question = target.find('?');
  auto path = read_path(target.substr(0, question));
  if (!path) return false;
  request.path = std::move(*path);
  if (question != std::string_view::npos) read_query(target.substr(question + 1), request);
  return true;
}

bool is_host(std::string_view text) {
  std::string_view name = text;
  std::string_view port;
  const std::size_t bracket = text.find(']');
  if (const std::size_t colon = text.find(':', bracket == std::string_view::npos ? 0 : bracket);
      colon != std::string_view::npos) {
    name = text.substr(0, colon);
    port = text.substr(colon + 1);
  }
  if (name.empty() || !is_port(port)) return false;
  if (!name.starts_with('[')) return std::ranges::all_of(name, is_name_byte);
  const std::string_view address = name.substr(1, name.size() - 2);
  return name.ends_with(']') && name.size() > 3 && std::ranges::all_of(address, is_address_byte);
}

}  // namespace commonplace::http
