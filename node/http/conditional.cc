#include "node/http/conditional.h"

#include "node/http/fields.h"

namespace commonplace::http {
namespace {

std::string_view opaque(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  return tag;
}

// Reads tags from a list until one matches; commas may stand inside the quotes.
bool names_tag(std::string_view list, std::string_view wanted) {
  list = trimmed(list);
  if (list == "*") return true;
  while (!list.empty()) {
    const std::string_view tag = opaque(list);
    if (!tag.starts_with('"')) return false;
    const std::size_t end = tag.find('"', 1);
    if (end == std::string_view::npos) return false;
    if (tag.substr(0, end + 1) == wanted) return true;
    list = trimmed(tag.substr(end + 1));
    if (!list.empty() && !list.starts_with(',')) return false;
    while (list.starts_with(',')) list = trimmed(list.substr(1));
  }
  return false;
}

}  // namespace

bool is_unchanged(const Request& request, const Response& response) {
  if (response.status != 200 || response.etag.empty()) return false;
  if (request.method != "GET" && request.method != "HEAD") return false;
  for (const Header& header : request.headers) {
    if (equal_ignoring_case(header.name, "If-None-Match") && names_tag(header.value, opaque(response.etag)))
      return true;
  }
  return false;
}

std::string weak_tag(std::string_view etag) {
  return etag.starts_with("W/") ? std::string(etag) : "W/" + std::string(etag);
}

}  // namespace commonplace::http
