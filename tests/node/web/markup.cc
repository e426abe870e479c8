#include "tests/node/web/markup.h"

#include <array>
#include <cctype>

namespace commonplace::web {
namespace {

bool is_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == ':' || c == '_';
}

// Where the tag that begins at `at` ends: quotes are honoured.
std::size_t end_of_tag(std::string_view html, std::size_t at) {
  char quote = 0;
  for (; at < html.size(); ++at) {
    if (quote != 0) {
      if (html[at] == quote) quote = 0;
    } else if (html[at] == '"' || html[at] == '\'') {
      quote = html[at];
    } else if (html[at] == '>') {
      return at;
    }
  }
  return html.size() - 1;
}

std::string name_of(std::string_view tag) {
  std::size_t end = 1;
  while (end < tag.size() && is_name(tag[end])) ++end;
  return std::string(tag.substr(1, end - 1));
}

}  // namespace

std::vector<std::string> start_tags(std::string_view html) {
  std::vector<std::string> out;
  for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    if (at + 1 >= html.size() || !std::isalpha(static_cast<unsigned char>(html[at + 1]))) continue;
    const auto end = end_of_tag(html, at);
    out.emplace_back(html.substr(at, end - at + 1));
    at = end;
  }
  return out;
}

std::vector<std::string> tags_named(std::string_view html, std::string_view name) {
  std::vector<std::string> out;
  for (auto& tag : start_tags(html))
    if (name_of(tag) == name) out.push_back(std::move(tag));
  return out;
}

std::string attribute(std::string_view tag, std::string_view name) {
  const auto wanted = " " + std::string(name) + "=\"";
  const auto at = tag.find(wanted);
  if (at == std::string_view::npos) return {};
  const auto begin = at + wanted.size();
  return unescaped(tag.substr(begin, tag.find('"', begin) - begin));
}

std::vector<std::string> skeleton(std::string_view html) {
  std::vector<std::string> out;
  for (const auto& tag : start_tags(html)) {
    char quote = 0;
    std::string bare;
    for (const char c : tag) {
      if (quote == 0) bare += c;
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
    }
    out.push_back(std::move(bare));
  }
  return out;
}

std::string inside(std::string_view html, std::string_view name, std::string_view having) {
  for (std::size_t at = html.find("<" + std::string(name)); at != std::string_view::npos;
       at = html.find("<" + std::string(name), at + 1)) {
    const auto end = end_of_tag(html, at);
    if (html.substr(at, end - at).find(having) == std::string_view::npos) continue;
    const auto close = html.find("</" + std::string(name), end);
    return unescaped(html.substr(end + 1, close - end - 1));
  }
  return {};
}

std::string unescaped(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 7> entities = {{{"&lt;", '<'},
                                                                                 {"&gt;", '>'},
                                                                                 {"&quot;", '"'},
                                                                                 {"&#39;", '\''},
                                                                                 {"&apos;", '\''},
                                                                                 {"&#x27;", '\''},
                                                                                 {"&amp;", '&'}}};
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    bool found = false;
    for (const auto& [entity, c] : entities)
      if (text.substr(at).starts_with(entity)) {
        out += c;
        at += entity.size() - 1;
        found = true;
        break;
      }
    if (!found) out += text[at];
  }
  return out;
}

}  // namespace commonplace::web
