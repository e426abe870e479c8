#include "node/http/reply.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "node/http/conditional.h"
#include "node/http/encoding.h"
#include "node/http/error_body.h"
#include "node/http/fields.h"

namespace commonplace::http {
namespace {

constexpr std::array<std::string_view, 6> own_fields{"Content-Length",    "Date",      "Server", "Connection",
                                                     "Transfer-Encoding", "Keep-Alive"};

bool is_own_field(std::string_view name) {
  return std::ranges::any_of(own_fields, [name](std::string_view own) { return equal_ignoring_case(own, name); });
}

void append_field(std::string& head, std::string_view name, std::string_view value) {
  const bool is_clean = std::ranges::all_of(name, is_token_byte) && std::ranges::all_of(value, is_value_byte);
  if (name.empty() || !is_clean) throw std::runtime_error("a response field holds a byte that it must not");
  head.append(name).append(": ").append(value).append("\r\n");
}

bool has_body(int status) {
  return status != 204 && status != 304;
}

bool varies_already(const Response& response) {
  const auto names = list_elements(response.headers, "Vary");
  return std::ranges::any_of(
      names, [](std::string_view name) { return name == "*" || equal_ignoring_case(name, "Accept-Encoding"); });
}

bool asks_to_close(const Response& response) {
  const auto options = list_elements(response.headers, "Connection");
  return std::ranges::any_of(options, [](std::string_view option) { return equal_ignoring_case(option, "close"); });
}

// Adds Vary, and encodes the body or lets it be; the tag of an encoded body is weak, since its bytes may differ.
void negotiate_encoding(const Request& request, Response& response) {
  if (!is_worth_encoding(response)) return;
  if (!varies_already(response)) response.headers.push_back({"Vary", "Accept-Encoding"});
  if (!accepts_gzip(request)) return;
  if (!response.etag.empty()) response.etag = weak_tag(response.etag);
  if (response.status == 304) return;
  response.body = gzip(response.body, response.gzip_level);
  response.headers.push_back({"Content-Encoding", "gzip"});
}

void append_fields(std::string& head, const Response& response) {
  if (has_body(response.status)) {
    append_field(head, "Content-Length", std::to_string(response.body.size()));
    if (!response.content_type.empty()) append_field(head, "Content-Type", response.content_type);
  }
  if (!response.etag.empty()) append_field(head, "ETag", response.etag);
  for (const Header& header : response.headers) {
    if (!is_own_field(header.name)) append_field(head, header.name, header.value);
  }
  const bool has_type_guard = find_field(response.headers, "X-Content-Type-Options") != nullptr;
  if (!has_type_guard) head.append("X-Content-Type-Options: nosniff\r\n");
}

}  // namespace

Reply make_reply(const Request& request, Response response, const Framing& framing) {
  if (is_unchanged(request, response)) response.status = 304;
  negotiate_encoding(request, response);

  Reply reply;
  reply.status = response.status;
  reply.closes = !framing.keep_alive || asks_to_close(response);
  reply.head.reserve(512);
  reply.head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  reply.head.append(reason_phrase(response.status)).append("\r\n");
  reply.head.append("Date: ").append(framing.date).append("\r\nServer: Commonplace\r\n");
  append_fields(reply.head, response);
  if (reply.closes) {
    reply.head.append("Connection: close\r\n");
  } else if (framing.is_http_1_0) {
    reply.head.append("Connection: keep-alive\r\n");
  }
  reply.head.append("\r\n");
  if (request.method != "HEAD" && has_body(response.status)) reply.body = std::move(response.body);
  return reply;
}

}  // namespace commonplace::http
