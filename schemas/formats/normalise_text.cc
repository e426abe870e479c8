// Plain text as we keep it (MD-38), and plain text out of HTML (MD-28).
#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

#include "schemas/formats/byte_runs.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/unicode.h"

namespace commonplace::formats {
namespace {

bool is_blank(char32_t c) {
  return c == ' ' || c == '\t' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
         c == 0x205F || c == 0x3000;
}

// Controls, zero-width signs and bidi overrides; ZWNJ, ZWJ and the isolates U+2066…U+2069 carry meaning and stay.
bool is_dropped(char32_t c) {
  if (c < 0x20 || (c >= 0x7F && c <= 0x9F)) return true;
  return c == 0x200B || c == 0x200E || c == 0x200F || c == 0x2060 || c == 0xFEFF || (c >= 0x202A && c <= 0x202E);
}

// Builds text with its blanks in order: none at the ends of lines, one elsewhere, no empty lines at the ends.
class Paragraphs {
 public:
  void sign(std::string_view bytes) {
    if (!text_.empty()) {
      text_.append(newlines_, '\n');
      if (newlines_ == 0 && blank_) text_ += ' ';
    }
    newlines_ = 0;
    blank_ = false;
    text_ += bytes;
  }
  void blank() { blank_ = true; }
  void newline() { ++newlines_; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  std::size_t newlines_ = 0;
  bool blank_ = false;
};

std::string fold_blanks(std::string_view text) {
  Paragraphs out;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t begin = position;
    const char32_t c = next_code_point(text, position);
    if (c == '\r' && position < text.size() && text[position] == '\n') continue;
    if (c == '\n' || c == '\r') {
      out.newline();
    } else if (is_blank(c)) {
      out.blank();
    } else if (!is_dropped(c)) {
      out.sign(text.substr(begin, position - begin));
    }
  }
  return out.take();
}

// Most texts need nothing: printable ASCII, single blanks inside.
bool is_normal_already(std::string_view text) {
  if (text.starts_with(' ')) return false;
  const std::size_t seen = skip_single_blanks(text);
  char before = seen == 0 ? 'x' : text[seen - 1];
  for (const char c : text.substr(seen)) {
    if (c < 0x20 || c > 0x7E || (c == ' ' && before == ' ')) return false;
    before = c;
  }
  return text.empty() || before != ' ';
}

// ---- HTML

struct Entity {
  std::string_view name;
  char32_t code_point;
};
constexpr Entity entities[] = {
    {"amp", '&'},       {"lt", '<'},        {"gt", '>'},        {"quot", '"'},     {"apos", '\''},
    {"nbsp", 0xA0},     {"iexcl", 0xA1},    {"cent", 0xA2},     {"pound", 0xA3},   {"yen", 0xA5},
    {"sect", 0xA7},     {"copy", 0xA9},     {"laquo", 0xAB},    {"shy", 0xAD},     {"reg", 0xAE},
    {"deg", 0xB0},      {"plusmn", 0xB1},   {"sup2", 0xB2},     {"sup3", 0xB3},    {"para", 0xB6},
    {"middot", 0xB7},   {"raquo", 0xBB},    {"frac14", 0xBC},   {"frac12", 0xBD},  {"frac34", 0xBE},
    {"iquest", 0xBF},   {"Agrave", 0xC0},   {"Aacute", 0xC1},   {"Acirc", 0xC2},   {"Auml", 0xC4},
    {"AElig", 0xC6},    {"Ccedil", 0xC7},   {"Egrave", 0xC8},   {"Eacute", 0xC9},  {"Ouml", 0xD6},
    {"times", 0xD7},    {"Uuml", 0xDC},     {"szlig", 0xDF},    {"agrave", 0xE0},  {"aacute", 0xE1},
    {"acirc", 0xE2},    {"atilde", 0xE3},   {"auml", 0xE4},     {"aring", 0xE5},   {"aelig", 0xE6},
    {"ccedil", 0xE7},   {"egrave", 0xE8},   {"eacute", 0xE9},   {"ecirc", 0xEA},   {"euml", 0xEB},
    {"igrave", 0xEC},   {"iacute", 0xED},   {"icirc", 0xEE},    {"iuml", 0xEF},    {"ntilde", 0xF1},
    {"ograve", 0xF2},   {"oacute", 0xF3},   {"ocirc", 0xF4},    {"otilde", 0xF5},  {"ouml", 0xF6},
    {"divide", 0xF7},   {"oslash", 0xF8},   {"ugrave", 0xF9},   {"uacute", 0xFA},  {"ucirc", 0xFB},
    {"uuml", 0xFC},     {"yacute", 0xFD},   {"oelig", 0x153},   {"OElig", 0x152},  {"ensp", 0x2002},
    {"emsp", 0x2003},   {"thinsp", 0x2009}, {"ndash", 0x2013},  {"mdash", 0x2014}, {"lsquo", 0x2018},
    {"rsquo", 0x2019},  {"sbquo", 0x201A},  {"ldquo", 0x201C},  {"rdquo", 0x201D}, {"bdquo", 0x201E},
    {"dagger", 0x2020}, {"bull", 0x2022},   {"hellip", 0x2026}, {"prime", 0x2032}, {"lsaquo", 0x2039},
    {"rsaquo", 0x203A}, {"euro", 0x20AC},   {"trade", 0x2122},  {"larr", 0x2190},  {"rarr", 0x2192},
    {"minus", 0x2212},  {"ne", 0x2260},     {"le", 0x2264},     {"ge", 0x2265},
};
constexpr std::size_t longest_entity_bytes = 16;

// What browsers make of &#128;…&#159;: windows-1252, as the HTML standard (§13.2.5.80) says.
constexpr std::array<char32_t, 32> windows_1252 = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

int digit_value(char c, int base) {
  if (c >= '0' && c <= '9') return c - '0';
  if (base == 16 && c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (base == 16 && c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<char32_t> numeric_entity(std::string_view body) {
  const bool hex = body.starts_with('x') || body.starts_with('X');
  if (hex) body.remove_prefix(1);
  if (body.empty()) return std::nullopt;
  char32_t value = 0;
  for (const char c : body) {
    const int digit = digit_value(c, hex ? 16 : 10);
    if (digit < 0) return std::nullopt;
    value = value * (hex ? 16 : 10) + static_cast<char32_t>(digit);
    if (value > 0x10FFFF) return U'\uFFFD';
  }
  if (value >= 0x80 && value <= 0x9F) value = windows_1252[value - 0x80];
  return is_xml_char(value) ? value : U'\uFFFD';
}

std::optional<char32_t> entity(std::string_view body) {
  if (body.starts_with('#')) return numeric_entity(body.substr(1));
  const auto* found =
      std::find_if(std::begin(entities), std::end(entities), [&](const auto& one) { return one.name == body; });
  return found == std::end(entities) ? std::nullopt : std::optional(found->code_point);
}

enum class Tag { inline_tag, block, line_break, swallowed };

// Only what is really HTML is a tag: an artwork may be called "<Untitled>".
std::optional<Tag> known_tag(std::string_view name) {
  static const std::map<std::string_view, Tag> tags = [] {
    std::map<std::string_view, Tag> all;
    for (const std::string_view one :
         {"a",    "abbr", "acronym", "b",      "big",   "cite", "code", "dfn",  "del",  "em",    "font",
          "i",    "img",  "input",   "ins",    "kbd",   "mark", "o",    "q",    "s",    "samp",  "small",
          "span", "st1",  "strike",  "strong", "sub",   "sup",  "tt",   "u",    "var",  "wbr",   "label",
          "link", "meta", "object",  "param",  "embed", "bdi",  "bdo",  "time", "form", "button"})
      all.emplace(one, Tag::inline_tag);
    for (const std::string_view one :
         {"address", "article", "aside", "blockquote", "body",       "caption", "center", "dd",    "details",
          "div",     "dl",      "dt",    "fieldset",   "figcaption", "figure",  "footer", "h1",    "h2",
          "h3",      "h4",      "h5",    "h6",         "head",       "header",  "html",   "li",    "main",
          "nav",     "ol",      "p",     "pre",        "section",    "summary", "table",  "tbody", "td",
          "tfoot",   "th",      "thead", "tr",         "ul",         "title"})
      all.emplace(one, Tag::block);
    for (const std::string_view one : {"br", "hr"}) all.emplace(one, Tag::line_break);
    for (const std::string_view one : {"script", "style", "iframe", "noscript", "template", "svg", "math", "textarea"})
      all.emplace(one, Tag::swallowed);
    return all;
  }();
  const auto found = tags.find(name);
  return found == tags.end() ? std::nullopt : std::optional(found->second);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

// "<p class=x>" → "p"; empty when it is no tag.
std::string tag_name(std::string_view inside) {
  if (inside.starts_with('/')) inside.remove_prefix(1);
  std::size_t end = 0;
  while (end < inside.size() && end < 12 && (std::isalnum(static_cast<unsigned char>(inside[end])) != 0)) ++end;
  const bool ended = end == inside.size() || inside[end] == ' ' || inside[end] == '/' || inside[end] == '\n' ||
                     inside[end] == '\t' || inside[end] == '\r' || inside[end] == ':';
  return ended ? lower(inside.substr(0, end)) : std::string();
}

class HtmlReader {
 public:
  explicit HtmlReader(std::string_view html) : html_(html) {}

  std::string read() {
    while (at_ < html_.size()) {
      if (html_[at_] == '<' && take_markup()) continue;
      if (html_[at_] == '&' && take_entity()) continue;
      take_sign();
    }
    return std::move(text_);
  }

 private:
  bool take_markup() {
    if (html_.substr(at_).starts_with("<!--")) return skip_past("-->", at_ + 4);
    const std::size_t close = html_.find('>', at_);
    if (close == std::string_view::npos) return false;
    const std::string_view inside = html_.substr(at_ + 1, close - at_ - 1);
    if (inside.starts_with('!') || inside.starts_with('?')) return skip_past(">", at_);
    const std::string name = tag_name(inside);
    const auto tag = known_tag(name);
    if (!tag) return false;
    at_ = close + 1;
    if (*tag == Tag::line_break && !break_due_) text_ += '\n';
    if (*tag == Tag::block) end_block();
    if (*tag == Tag::swallowed && !inside.starts_with('/') && !inside.ends_with('/')) swallow(name);
    return true;
  }

  void end_block() {
    has_blocks_ = true;
    break_due_ = !text_.empty() && text_.back() != '\n';
  }

  // Drops everything up to the closing tag, or to the end when there is none.
  void swallow(const std::string& name) {
    std::size_t place = at_;
    while ((place = html_.find("</", place)) != std::string_view::npos) {
      if (lower(html_.substr(place + 2, name.size())) == name) break;
      place += 2;
    }
    const std::size_t close = place == std::string_view::npos ? place : html_.find('>', place);
    at_ = close == std::string_view::npos ? html_.size() : close + 1;
  }

  bool skip_past(std::string_view end, std::size_t from) {
    const std::size_t place = html_.find(end, from);
    at_ = place == std::string_view::npos ? html_.size() : place + end.size();
    return true;
  }

  bool take_entity() {
    const std::size_t end = html_.find(';', at_);
    if (end == std::string_view::npos || end - at_ > longest_entity_bytes) return false;
    const auto code_point = entity(html_.substr(at_ + 1, end - at_ - 1));
    if (!code_point) return false;
    std::string sign;
    append_utf8(sign, *code_point);
    append(sign);
    at_ = end + 1;
    return true;
  }

  // Line ends of the source are blanks once there are paragraphs.
  void take_sign() {
    const char c = html_[at_++];
    const bool line_end = c == '\n' || c == '\r';
    append(has_blocks_ && line_end ? " " : std::string_view(&c, 1));
  }

  // Blanks between two paragraphs are nobody's.
  void append(std::string_view bytes) {
    if (break_due_ && bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) return;
    if (break_due_) text_ += '\n';
    break_due_ = false;
    text_ += bytes;
  }

  std::string_view html_;
  std::size_t at_ = 0;
  std::string text_;
  bool has_blocks_ = false;
  bool break_due_ = false;
};

}  // namespace

std::string normalise_text(std::string_view text) {
  if (is_normal_already(text)) return std::string(text);
  if (!is_utf8(text)) return nfc(fold_blanks(repair_utf8(text)));
  return nfc(fold_blanks(text));
}

std::string html_to_text(std::string_view text) {
  constexpr auto none = std::string_view::npos;  // two searches: find_first_of looks at each byte by itself
  if (text.find('<') == none && text.find('&') == none) return normalise_text(text);
  return normalise_text(HtmlReader(text).read());
}

}  // namespace commonplace::formats
