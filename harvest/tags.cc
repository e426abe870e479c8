#include "harvest/tags.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "schemas/formats/unicode.h"
#include "schemas/formats/xml.h"

namespace commonplace::harvest {

namespace {

constexpr std::array<std::string_view, 8> raw_elements = {"script",   "style",  "title",   "textarea",
                                                          "noscript", "iframe", "noembed", "xmp"};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_letter(char c) {
  return lower(c) >= 'a' && lower(c) <= 'z';
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool equals(std::string_view text, std::string_view lower_case) {
  return text.size() == lower_case.size() &&
         std::equal(text.begin(), text.end(), lower_case.begin(), [](char a, char b) { return lower(a) == b; });
}

// "&#38;", "&#x26;", "&amp;" → "&"; what is no reference stays.
void append_reference(std::string& out, std::string_view reference) {
  const std::string_view name = reference.substr(1, reference.size() - 2);
  if (name.starts_with('#')) {
    const bool is_hex = name.size() > 1 && lower(name[1]) == 'x';
    const auto digits = name.substr(is_hex ? 2 : 1);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
    if (error == std::errc() && end == digits.data() + digits.size() && formats::is_xml_char(code))
      return formats::append_utf8(out, code);
  } else if (name == "amp" || name == "lt" || name == "gt" || name == "quot") {
    out += name == "amp" ? '&' : name == "lt" ? '<' : name == "gt" ? '>' : '"';
    return;
  } else if (const auto entity = formats::html_entity(name); !entity.empty()) {
    out += entity;
    return;
  }
  out += reference;
}

std::string unescaped(std::string_view text) {
  constexpr std::size_t longest_reference = 12;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text[at] == '&' ? text.substr(0, at + longest_reference).find(';', at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += text[at++];
      continue;
    }
    append_reference(out, text.substr(at, end + 1 - at));
    at = end + 1;
  }
  return out;
}

// One attribute after the other; quotation marks may hold anything.
class Attributes {
 public:
  explicit Attributes(std::string_view text) : text_(text) {}

  bool next() {
    while (at_ < text_.size() && (is_blank(text_[at_]) || text_[at_] == '/')) ++at_;
    if (at_ == text_.size()) return false;
    const std::size_t begin = at_++;  // a name may begin with "="
    while (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != '=' && text_[at_] != '/') ++at_;
    name = text_.substr(begin, at_ - begin);
    value = {};
    std::size_t ahead = at_;
    while (ahead < text_.size() && is_blank(text_[ahead])) ++ahead;
    if (ahead == text_.size() || text_[ahead] != '=') return true;
    at_ = ahead + 1;
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    take_value();
    return true;
  }

  std::string_view name, value;

 private:
  void take_value() {
    if (at_ == text_.size()) return;
    const char mark = text_[at_];
    const bool quoted = mark == '"' || mark == '\'';
    const std::size_t begin = quoted ? ++at_ : at_;
    if (quoted) {
      at_ = std::min(text_.find(mark, at_), text_.size());
    } else {
      while (at_ < text_.size() && !is_blank(text_[at_])) ++at_;
    }
    value = text_.substr(begin, at_ - begin);
    if (quoted && at_ < text_.size()) ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

bool Tags::next() {
  raw_text_ = {};
  for (;;) {
    at_ = page_.find('<', at_);
    if (at_ == std::string_view::npos) {
      at_ = page_.size();
      return false;
    }
    if (skip_comment()) continue;
    if (at_ + 1 < page_.size() && is_letter(page_[at_ + 1])) break;
    ++at_;  // end tags, and signs of text
  }
  read_tag();
  if (std::find(raw_elements.begin(), raw_elements.end(), name_) != raw_elements.end()) read_raw_text();
  return true;
}

bool Tags::skip_comment() {
  if (!page_.substr(at_).starts_with("<!--")) return false;
  const auto end = page_.find("-->", at_ + 2);  // "<!-->" is a whole one
  at_ = end == std::string_view::npos ? page_.size() : end + 3;
  return true;
}

void Tags::read_tag() {
  std::size_t end = ++at_;
  while (end < page_.size() && !is_blank(page_[end]) && page_[end] != '>' && page_[end] != '/') ++end;
  name_.assign(page_.substr(at_, end - at_));
  std::transform(name_.begin(), name_.end(), name_.begin(), lower);
  at_ = end;
  char quoted_by = 0;
  for (bool is_value = false; end < page_.size() && (quoted_by != 0 || page_[end] != '>'); ++end) {
    const char c = page_[end];
    if (quoted_by != 0) {
      if (c == quoted_by) quoted_by = 0;
    } else if ((c == '"' || c == '\'') && is_value) {
      quoted_by = c;
    }
    if (quoted_by == 0) is_value = c == '=' || (is_value && is_blank(c));
  }
  attributes_ = page_.substr(at_, end - at_);
  at_ = std::min(end + 1, page_.size());
}

void Tags::read_raw_text() {
  for (std::size_t end = page_.find("</", at_); end != std::string_view::npos; end = page_.find("</", end + 2)) {
    const auto closing = page_.substr(end + 2, name_.size());
    const std::size_t behind = end + 2 + name_.size();
    if (!equals(closing, name_)) continue;
    if (behind < page_.size() && !is_blank(page_[behind]) && page_[behind] != '>' && page_[behind] != '/') continue;
    raw_text_ = page_.substr(at_, end - at_);
    at_ = end;
    return;
  }
  cut_ = true;
  at_ = page_.size();
}

std::string Tags::attribute(std::string_view name) const {
  for (Attributes attributes(attributes_); attributes.next();) {
    if (equals(attributes.name, name)) return unescaped(attributes.value);
  }
  return {};
}

}  // namespace commonplace::harvest
