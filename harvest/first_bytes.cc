#include "harvest/first_bytes.h"

#include <fmt/format.h>

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

std::string_view wanted(Expected expected) {
  switch (expected) {
    case Expected::oai_pmh: return "OAI-PMH records";
    case Expected::ndjson: return "the changes of a node";
    case Expected::static_repository: return "a static repository";
    case Expected::sitemap: return "a sitemap";
    case Expected::table_or_json: return "a table or JSON";
  }
  return "";
}

// What came, and the question that follows from it; empty: that is what was expected.
std::string sentence(std::string_view came, Expected expected) {
  return fmt::format("The address answered with {}, not with {}. Is it another kind of source?", came,
                     wanted(expected));
}

bool wants_xml(Expected expected) {
  return expected == Expected::oai_pmh || expected == Expected::static_repository || expected == Expected::sitemap;
}

}  // namespace

Sight first_look(std::string_view body) {
  if (is_other_unicode(body)) return Sight::other_unicode;
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  const std::size_t begin = body.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return Sight::nothing;
  body.remove_prefix(begin);
  const std::string head = lower(body.substr(0, looked_at));
  const bool page = head.find("<html") != std::string::npos || head.find("<!doctype html") != std::string::npos;
  if (page && head.front() == '<') return Sight::web_page;
  if (head.front() == '<') return Sight::xml;
  if (head.front() == '{' || head.front() == '[') return Sight::json;
  if (head.starts_with("%pdf")) return Sight::pdf;
  if (head.starts_with("pk\x03\x04") || head.starts_with("\x1f\x8b")) return Sight::packed;
  return page ? Sight::web_page : is_table(body) ? Sight::table : Sight::text;
}

std::optional<std::string> instead_of(Expected expected, std::string_view body) {
  switch (first_look(body)) {
    case Sight::nothing:
      if (expected == Expected::ndjson) return std::nullopt;  // nothing has changed
      return "The address answered with nothing at all. Try again later.";
    case Sight::web_page:
      return "The address answered with a web page, not with records. Is a login needed?";
    case Sight::pdf:
      return "The address answered with a PDF, not with records. Is the address right?";
    case Sight::packed:
      return "The address answered with a packed file, not with records. Only gzip that says so is unpacked.";
    case Sight::xml:
      if (wants_xml(expected)) return std::nullopt;
      return sentence("XML", expected);
    case Sight::json:
      if (!wants_xml(expected)) return std::nullopt;
      return sentence("JSON", expected);
    case Sight::table:
      if (expected == Expected::table_or_json) return std::nullopt;
      return sentence("a table (CSV)", expected);
    case Sight::other_unicode:
      if (wants_xml(expected)) return std::nullopt;  // the XML door says it better
      return "The address answered with text in UTF-16, which is not read. Save it as UTF-8 (in a spreadsheet: as CSV "
             "UTF-8).";
    case Sight::text:
      if (expected == Expected::table_or_json) return std::nullopt;  // a table of one column
      return "The address answered with plain text, not with records. Is the address right?";
  }
  return std::nullopt;
}

std::optional<std::string> instead_of_xml(std::string_view body) {
  return instead_of(Expected::oai_pmh, body);
}

}  // namespace commonplace::harvest
