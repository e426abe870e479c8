#include "schemas/formats/xml_writer.h"

#include <algorithm>
#include <array>

#include "schemas/formats/text_limits.h"
#include "schemas/formats/xml.h"

namespace commonplace::formats {
namespace {

constexpr std::size_t usual_bytes = 4096;
constexpr std::size_t longest_uri_bytes = 2'000;
constexpr std::size_t longest_label = 300;  // characters
constexpr std::ptrdiff_t most_equal_signs = 40;

bool has_many_equal_signs(std::string_view text) {
  return std::count(text.begin(), text.end(), '=') > most_equal_signs;
}

// Bytes that may stand in a URI or IRI without harm; those above ASCII belong to letters of other scripts.
constexpr std::array<bool, 256> uri_bytes = [] {
  std::array<bool, 256> plain{};
  for (unsigned c = '!'; c < 256; ++c) plain[c] = c != 0x7f;
  for (const char c : std::string_view("<>\"{}|\\^`[]")) plain[static_cast<unsigned char>(c)] = false;
  return plain;
}();

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool has_scheme(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == 0 || colon == std::string_view::npos) return false;
  return std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
           c == '.';
  });
}

bool is_language(std::string_view tag) {
  std::size_t length = 0;
  for (const char c : tag) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c == '-') {
      if (length == 0) return false;
      length = 0;
    } else if (!is_letter && (c < '0' || c > '9')) {
      return false;
    } else if (++length > 8) {
      return false;
    }
  }
  return length > 0 && tag != "und" && (tag[0] < '0' || tag[0] > '9');
}

}  // namespace

std::string_view xml_language(std::string_view tag) {
  return is_language(tag) ? tag : std::string_view();
}

std::string_view xml_uri(std::string_view text) {
  if (text.size() > longest_uri_bytes || !has_scheme(text)) return {};
  int hashes = 0;
  int equal_signs = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!uri_bytes[static_cast<unsigned char>(text[i])]) return {};
    hashes += text[i] == '#';
    equal_signs += text[i] == '=';
    if (text[i] == '%' && !(i + 2 < text.size() && is_hex(text[i + 1]) && is_hex(text[i + 2]))) return {};
  }
  return hashes <= 1 && equal_signs <= most_equal_signs ? text : std::string_view();
}

std::string xml_label(std::string_view text) {
  if (text.size() > 4 * longest_label) text = text.substr(0, 4 * longest_label);
  std::string label = cut(std::string(text), longest_label);
  return has_many_equal_signs(label) ? std::string() : label;
}

XmlWriter::XmlWriter(std::string_view root) {
  out_.reserve(usual_bytes);
  out_ += root;
}

void XmlWriter::open(std::string_view tag, Attributes attributes) {
  out_ += '<';
  out_ += tag;
  for (const auto& [name, value] : attributes) {
    if (value.empty()) continue;
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    append_xml_attribute(out_, value);
    out_ += '"';
  }
}

void XmlWriter::close(std::string_view tag) {
  out_ += "</";
  out_ += tag;
  out_ += '>';
}

void XmlWriter::element(std::string_view tag, std::string_view text, Attributes attributes) {
  const auto says_nothing = [](const auto& attribute) { return attribute.second.empty(); };
  if (text.empty() && std::all_of(attributes.begin(), attributes.end(), says_nothing)) return;
  open(tag, attributes);
  out_ += '>';
  append_xml_text(out_, text);
  close(tag);
}

void XmlWriter::empty_element(std::string_view tag, Attributes attributes) {
  open(tag, attributes);
  out_ += "/>";
}

XmlWriter::Inside::Inside(XmlWriter& writer, std::string_view tag, Attributes attributes, WhenEmpty when_empty)
    : writer_(writer), tag_(tag), begin_(writer.out_.size()), when_empty_(when_empty) {
  writer_.open(tag, attributes);
  writer_.out_ += '>';
  content_ = writer_.out_.size();
}

XmlWriter::Inside::~Inside() {
  if (writer_.out_.size() == content_ && when_empty_ == WhenEmpty::taken_back) {
    writer_.out_.resize(begin_);
  } else {
    writer_.close(tag_);
  }
}

std::string XmlWriter::finish(std::string_view end_tag) {
  out_ += end_tag;
  return std::move(out_);
}

}  // namespace commonplace::formats
