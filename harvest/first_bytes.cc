#include "harvest/first_bytes.h"

namespace commonplace::harvest {

namespace {

constexpr std::size_t looked_at = 1024;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return result;
}

bool is_other_unicode(std::string_view body) {
  return body.starts_with("\xFF\xFE") || body.starts_with("\xFE\xFF") ||
         body.substr(0, 4).find('\0') != std::string_view::npos;
}

// "a,b,c" in the first line, and no tag.
bool is_table(std::string_view body) {
  const std::string_view line = body.substr(0, body.find('\n'));
  return line.size() < body.size() && line.find_first_of(",;\t") != std::string_view::npos;
}

}  // namespace

std::optional<std::string> instead_of_xml(std::string_view body) {
  if (is_other_unicode(body)) return std::nullopt;  // the XML door says it better
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  const std::size_t begin = body.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return "The address answered with nothing at all. Try again later.";
  body.remove_prefix(begin);

  const std::string head = lower(body.substr(0, looked_at));
  const bool page = head.find("<html") != std::string::npos || head.find("<!doctype html") != std::string::npos;
  if (page) return "The address answered with a web page, not with records. Is a login needed?";
  if (head.front() == '<') return std::nullopt;
  if (head.front() == '{' || head.front() == '[') {
    return "The address answered with JSON, not with OAI-PMH records. Is it another kind of source?";
  }
  if (head.starts_with("%pdf")) return "The address answered with a PDF, not with records. Is the address right?";
  if (is_table(body))
    return "The address answered with a table (CSV), not with OAI-PMH records. Is it another kind of source?";
  return "The address answered with plain text, not with records. Is the address right?";
}

}  // namespace commonplace::harvest
