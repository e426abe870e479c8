#include "schemas/formats/xml_plain.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include "schemas/formats/unicode.h"

namespace commonplace::formats {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t most_bytes = 8u * 1024 * 1024;  // libxml2 counts the bytes of all names; below this they are few
constexpr std::size_t most_open = 64;
constexpr std::size_t most_attributes = 16;  // one is compared with the other
constexpr std::size_t longest_name = 1000;
constexpr std::string_view xml_space = "http://www.w3.org/XML/1998/namespace";

enum : std::uint8_t { begins_name = 1, within_name = 2 };
constexpr std::array<std::uint8_t, 256> name_bytes = [] {
  std::array<std::uint8_t, 256> table{};
  for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = table[c - 32] = begins_name | within_name;
  for (unsigned c = '0'; c <= '9'; ++c) table[c] = within_name;
  table['_'] = begins_name | within_name;
  table['-'] = table['.'] = within_name;
  return table;
}();

bool is_of(char c, std::uint8_t kind) { return (name_bytes[static_cast<unsigned char>(c)] & kind) != 0; }

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t'; }

// Where the first sixteen bytes from `from` on begin that have "&", "]", a control or 0xEF (of U+FFFE) among them, or the
// last fifteen.
std::size_t skip_sixteens(std::string_view text, std::size_t from) {
  using Bytes = std::uint8_t __attribute__((vector_size(16)));
  for (; from + 16 <= text.size(); from += 16) {
    Bytes bytes;
    std::memcpy(&bytes, text.data() + from, 16);
    const auto special = (bytes < 0x20) | (bytes == '&') | (bytes == ']') | (bytes == 0xEF);
    std::uint64_t halves[2];
    std::memcpy(halves, &special, 16);
    if ((halves[0] | halves[1]) != 0) break;
  }
  return from;
}

// What stands between "&" and ";": one of the five names or a number; nullopt for all else.
std::optional<char32_t> character_of(std::string_view reference) {
  constexpr std::pair<std::string_view, char32_t> names[] = {{"amp", U'&'}, {"lt", U'<'}, {"gt", U'>'}, {"quot", U'"'}, {"apos", U'\''}};
  for (const auto& [name, character] : names)
    if (reference == name) return character;
  if (!reference.starts_with('#')) return std::nullopt;
  reference.remove_prefix(1);
  const bool is_hex = reference.starts_with('x');
  if (is_hex) reference.remove_prefix(1);
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(reference.data(), reference.data() + reference.size(), number, is_hex ? 16 : 10);
  const bool is_number = !reference.empty() && error == std::errc() && end == reference.data() + reference.size();
  return is_number && is_xml_char(number) ? std::optional<char32_t>(number) : std::nullopt;
}

// The reference whose "&" stands at `at`, without "&" and ";"; nullopt where no ";" is near.
std::optional<std::string_view> reference_at(std::string_view text, std::size_t at) {
  constexpr std::size_t longest = 10;
  const auto rest = text.substr(at + 1, longest);
  const auto end = rest.find(';');
  if (end == npos) return std::nullopt;
  return rest.substr(0, end);
}

// Whether "&" at `at` begins a reference that can be read.
bool is_reference(std::string_view text, std::size_t at) {
  const auto reference = reference_at(text, at);
  return reference && character_of(*reference);
}

// Of a character that no XML may have, U+FFFE or U+FFFF, in valid UTF-8.
bool begins_illegal(std::string_view text, std::size_t at) {
  const auto three = text.substr(at, 3);
  return three == "\uFFFE" || three == "\uFFFF";
}

// Text of an element that libxml2 would hand on as it is but for its references.
bool is_plain_text(std::string_view text) {
  for (std::size_t i = skip_sixteens(text, 0); i < text.size(); ++i) {
    const char c = text[i];
    const bool is_control = static_cast<unsigned char>(c) < 0x20 && !is_blank(c);
    if (is_control || (c == '&' && !is_reference(text, i)) || (c == ']' && text.substr(i).starts_with("]]>")) ||
        (c == '\xEF' && begins_illegal(text, i)))
      return false;
    if (i % 16 == 15) i = skip_sixteens(text, i + 1) - 1;
  }
  return true;
}

// Blanks but ' ' would be changed.
bool is_plain_value(std::string_view value) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const bool is_bad = static_cast<unsigned char>(c) < 0x20 || c == '<' || (c == '&' && !is_reference(value, i)) ||
                        (c == '\xEF' && begins_illegal(value, i));
    if (is_bad) return false;
  }
  return true;
}

std::string decoded(std::string_view text) {
  std::string plain;
  for (auto ampersand = text.find('&'); ampersand != npos; ampersand = text.find('&')) {
    plain.append(text.substr(0, ampersand));
    const auto reference = *reference_at(text, ampersand);
    append_utf8(plain, *character_of(reference));
    text.remove_prefix(ampersand + reference.size() + 2);
  }
  return plain.append(text);
}

}  // namespace

bool PlainXml::is_plain() {
  return text_.size() <= most_bytes && is_utf8(text_) && walk();
}

void PlainXml::tell(XmlVisitor& visitor) {
  visitor_ = &visitor;
  walk();
  visitor_ = nullptr;
}

bool PlainXml::walk() {
  at_ = 0;
  had_root_ = false;
  open_.clear();
  bindings_.clear();
  while (at_ < text_.size()) {
    const auto next = std::min(text_.find('<', at_), text_.size());
    if (next > at_ && !take_text(next)) return false;
    if (next < text_.size() && !take_tag()) return false;
  }
  return had_root_ && open_.empty();
}

bool PlainXml::take_text(std::size_t end) {
  const auto text = text_.substr(at_, end - at_);
  at_ = end;
  if (open_.empty()) return std::all_of(text.begin(), text.end(), is_blank);
  return visitor_ == nullptr ? is_plain_text(text) : tell_text(text);
}

bool PlainXml::tell_text(std::string_view text) {
  visitor_->text(text.find('&') == npos ? text : std::string_view(decoded_.emplace_back(decoded(text))));
  decoded_.clear();
  return true;
}

bool PlainXml::take_tag() {
  if (at_ + 1 < text_.size() && text_[at_ + 1] == '/') return take_close();
  return take_open();
}

bool PlainXml::take_open() {
  const auto begin = at_++;
  if (open_.empty() && std::exchange(had_root_, true)) return false;
  Name name;
  if (open_.size() == most_open || !take_name(name)) return false;
  Open element{text_.substr(begin + 1, at_ - begin - 1), {}, bindings_.size()};
  if (!take_attributes() || !resolve(name, false, element.name)) return false;
  if (!resolve_attributes()) return false;
  open_.push_back(element);
  if (visitor_ != nullptr) {
    open_at(*visitor_, text_.substr(0, begin + 1));
    visitor_->open(element.name, told_);
  }
  const bool closes_itself = text_[at_] == '/';
  at_ += closes_itself ? 2 : 1;
  if (closes_itself) leave();
  return true;
}

bool PlainXml::resolve_attributes() {
  told_.clear();
  decoded_.clear();
  decoded_.reserve(attributes_.size());  // views into it stay good
  for (const auto& [name, value] : attributes_) {
    auto& told = told_.emplace_back(XmlAttribute{{}, value});
    if (!resolve(name, true, told.name)) return false;
    if (visitor_ != nullptr && value.find('&') != npos) told.value = decoded_.emplace_back(decoded(value));
  }
  return true;
}

bool PlainXml::take_close() {
  at_ += 2;
  if (open_.empty() || !text_.substr(at_).starts_with(open_.back().tag)) return false;
  at_ += open_.back().tag.size();
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  if (at_ == text_.size() || text_[at_] != '>') return false;
  ++at_;
  leave();
  return true;
}

void PlainXml::leave() {
  const Open element = open_.back();
  open_.pop_back();
  bindings_.resize(element.bindings);
  if (visitor_ == nullptr) return;
  close_at(*visitor_, at_);
  visitor_->close(element.name);
}

// A name with at most one prefix.
bool PlainXml::take_name(Name& name) {
  const auto part = [this] {
    const auto begin = at_;
    if (at_ < text_.size() && is_of(text_[at_], begins_name))
      while (at_ < text_.size() && is_of(text_[at_], within_name)) ++at_;
    return text_.substr(begin, at_ - begin);
  };
  name = {{}, part()};
  if (name.local.empty() || at_ == text_.size()) return false;
  if (text_[at_] == ':') {
    ++at_;
    name = {name.local, part()};
  }
  return !name.local.empty() && name.prefix.size() + name.local.size() <= longest_name;
}

// Up to the ">" or "/>".
bool PlainXml::take_attributes() {
  attributes_.clear();
  const auto first_binding = bindings_.size();
  while (true) {
    const auto before = at_;
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    if (at_ == text_.size()) return false;
    if (text_[at_] == '>' || (text_[at_] == '/' && text_.substr(at_).starts_with("/>"))) return are_different(first_binding);
    Attribute attribute;
    if (at_ == before || !take_attribute(attribute)) return false;
    const bool binds = attribute.name.prefix == "xmlns" || (attribute.name.prefix.empty() && attribute.name.local == "xmlns");
    if (attributes_.size() + bindings_.size() - first_binding == most_attributes) return false;
    if (!binds) {
      attributes_.push_back(attribute);
    } else if (!bind(attribute)) {
      return false;
    }
  }
}

bool PlainXml::take_attribute(Attribute& attribute) {
  if (!take_name(attribute.name) || !text_.substr(at_).starts_with('=') || at_ + 2 >= text_.size()) return false;
  const char quote = text_[++at_];
  if (quote != '"' && quote != '\'') return false;
  const auto end = text_.find(quote, at_ + 1);
  if (end == npos) return false;
  attribute.value = text_.substr(at_ + 1, end - at_ - 1);
  at_ = end + 1;
  return visitor_ != nullptr || is_plain_value(attribute.value);
}

// What is bound twice in one tag, or to nothing, to a name of XML itself or to one with a reference, is for libxml2.
bool PlainXml::bind(const Attribute& attribute) {
  const auto prefix = attribute.name.prefix.empty() ? std::string_view() : attribute.name.local;
  const auto& space = attribute.value;
  if (space.empty() || space.find('&') != npos || space == xml_space || space == "http://www.w3.org/2000/xmlns/" || prefix == "xml" || prefix == "xmlns")
    return false;
  bindings_.push_back({prefix, space});
  return true;
}

// No local name twice: two prefixes may stand for one namespace.
bool PlainXml::are_different(std::size_t first) const {
  for (std::size_t i = 1; i < attributes_.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (attributes_[i].name.local == attributes_[j].name.local) return false;
  for (std::size_t i = first + 1; i < bindings_.size(); ++i)
    for (std::size_t j = first; j < i; ++j)
      if (bindings_[i].prefix == bindings_[j].prefix) return false;
  return true;
}

bool PlainXml::resolve(const Name& name, bool is_attribute, XmlName& resolved) const {
  resolved = {{}, name.local};
  if (name.prefix.empty() && is_attribute) return true;
  if (name.prefix == "xml" && is_attribute) {
    resolved.space = xml_space;
    return true;
  }
  for (auto binding = bindings_.rbegin(); binding != bindings_.rend(); ++binding) {
    if (binding->prefix != name.prefix) continue;
    resolved.space = binding->space;
    return true;
  }
  return name.prefix.empty();
}

}  // namespace commonplace::formats
