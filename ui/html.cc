#include "ui/html.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace commonplace::ui::html {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool begins(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(), [](char p, char t) { return p == lower(t); });
}

// What a browser would drop, or read as a slash, before it looks at the scheme.
bool has_treacherous_bytes(std::string_view url) {
  return std::any_of(url.begin(), url.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte == 0x7f || c == '\\';
  });
}

// The part before the first ':' that stands before any '/', '?' or '#'; empty: a relative address.
std::string_view scheme(std::string_view url) {
  const auto end = url.find_first_of(":/?#");
  return end != std::string_view::npos && url[end] == ':' ? url.substr(0, end + 1) : std::string_view{};
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string safe_url(std::string_view url) {
  constexpr std::array<std::string_view, 3> allowed{"http:", "https:", "mailto:"};
  if (url.empty() || has_treacherous_bytes(url) || url.starts_with("//")) return "#";
  const auto its_scheme = scheme(url);
  if (its_scheme.empty()) return std::string(url);
  const bool known = std::any_of(allowed.begin(), allowed.end(), [&](std::string_view one) {
    return its_scheme.size() == one.size() && begins(its_scheme, one);
  });
  return known ? std::string(url) : "#";
}

std::string own_url(std::string_view url) {
  const bool own = url.starts_with('/') && !url.starts_with("//") && !has_treacherous_bytes(url);
  return own ? std::string(url) : std::string();
}

Safe json_ld(std::string_view json) {
  if (json.empty()) return {};
  std::string out = "<script type=\"application/ld+json\">";
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto separator = json.substr(i, 3);
    if (separator == "\xE2\x80\xA8" || separator == "\xE2\x80\xA9") {  // U+2028, U+2029: line ends to older scripts
      out += separator[2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
      continue;
    }
    switch (json[i]) {
      case '<':
        out += "\\u003c";
        break;
      case '>':
        out += "\\u003e";
        break;
      case '&':
        out += "\\u0026";
        break;
      default:
        out += json[i];
    }
  }
  return Safe(out + "</script>");
}

}  // namespace commonplace::ui::html
