#include "schemas/formats/xml_writer.h"

#include <algorithm>

#include "schemas/formats/text_limits.h"
#include "schemas/formats/url.h"
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
  if (text.size() > longest_uri_bytes || has_many_equal_signs(text)) return {};
  const std::size_t colon = text.find(':');
  if (colon == 0 || colon == std::string_view::npos) return {};
  const bool has_scheme = std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
           c == '.';
  });
  const bool is_plain = std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > ' ' && byte != 0x7f && std::string_view("<>\"{}|\\^`[]").find(c) == std::string_view::npos;
  });
  return has_scheme && is_plain && text.find('#') == text.rfind('#') && percent_decode(text) ? text
                                                                                             : std::string_view();
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
