#include "node/http/message.h"

#include <algorithm>

#include "node/http/fields.h"
#include "schemas/formats/unicode.h"
#include "schemas/formats/url.h"

namespace commonplace::http {
namespace {

std::optional<std::string> decode_form_text(std::string_view text) {
  std::string spaced(text);
  std::ranges::replace(spaced, '+', ' ');
  if (text.find('%') == std::string_view::npos) return spaced;
  return formats::percent_decode(spaced);
}

std::optional<Argument> parse_argument(std::string_view piece) {
  const std::size_t equals = piece.find('=');
  auto name = decode_form_text(piece.substr(0, equals));
  auto value = decode_form_text(equals == std::string_view::npos ? std::string_view() : piece.substr(equals + 1));
  if (!name || !value || !formats::is_utf8(*name) || !formats::is_utf8(*value)) return std::nullopt;
  return Argument{std::move(*name), std::move(*value)};
}

}  // namespace

std::optional<std::vector<Argument>> parse_form(std::string_view text) {
  std::vector<Argument> arguments;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view piece = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (piece.empty()) continue;
    auto argument = parse_argument(piece);
    if (!argument) return std::nullopt;
    arguments.push_back(std::move(*argument));
  }
  return arguments;
}

bool is_local_path(std::string_view location) {
  if (!location.starts_with('/')) return false;
  return location.size() == 1 || (location[1] != '/' && location[1] != '\\');
}

std::string_view Request::header(std::string_view name) const {
  const Header* found = find_field(headers, name);
  return found ? std::string_view(found->value) : std::string_view();
}

std::optional<std::string_view> Request::argument(std::string_view name) const {
  const auto found = std::ranges::find(query, name, &Argument::name);
  if (found == query.end()) return std::nullopt;
  return found->value;
}

Response Response::text(int status, std::string content_type, std::string body) {
  Response response;
  response.status = status;
  response.content_type = std::move(content_type);
  response.body = std::move(body);
  return response;
}

Response Response::redirect(int status, std::string location) {
  Response response;
  response.status = status;
  response.headers.push_back({"Location", std::move(location)});
  return response;
}

}  // namespace commonplace::http
