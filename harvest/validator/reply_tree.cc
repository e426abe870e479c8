#include "harvest/validator/reply_tree.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "harvest/first_bytes.h"
#include "harvest/oai_reply.h"
#include "harvest/validator/excerpt.h"
#include "schemas/formats/unicode.h"
#include "schemas/formats/xml.h"

namespace commonplace::harvest::validator {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::size_t most_elements = 400'000;  // some 100 MB of tree; a page of 500 records has less than 20,000

// The tag that begins at `offset`, up to its ">".
std::string_view tag_at(std::string_view text, std::size_t offset) {
  char quote = 0;
  for (std::size_t i = offset; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == 0 && c == '>') return text.substr(offset, i - offset);
    if (c != '"' && c != '\'') continue;
    quote = quote == 0 ? c : quote == c ? char{0} : quote;
  }
  return {};
}

bool declares_namespace(std::string_view tag) {
  for (auto at = tag.find("xmlns"); at != npos; at = tag.find("xmlns", at + 1)) {
    const bool begins = at > 0 && std::string_view(" \t\r\n").find(tag[at - 1]) != npos;
    if (begins && tag.find_first_of("=:", at) == at + 5) return true;
  }
  return false;
}

// "é" as "Ã©": two or three bytes that are UTF-8 of what was UTF-8 already.
std::size_t find_double_encoding(std::string_view text) {
  constexpr std::string_view begins[] = {"\xC3\x83\xC2", "\xC3\x82\xC2", "\xC3\xA2\xE2\x82\xAC"};
  for (const auto& begin : begins)
    if (const auto at = text.find(begin); at != npos) return at;
  return npos;
}

class TreeMaker : public formats::XmlVisitor {
 public:
  explicit TreeMaker(std::string_view text) : text_(text) {}

  void open(const formats::XmlName& name, const std::vector<formats::XmlAttribute>& attributes) override {
    if (hidden_ > 0 || is_inside_metadata() || ++elements_ > most_elements) {
      ++hidden_;
      return;
    }
    Element& node = path_.empty() ? root : path_.back()->children.emplace_back();
    node.space = name.space;
    node.local = name.local;
    for (const auto& a : attributes)
      node.attributes.push_back({std::string(a.name.space), std::string(a.name.local), std::string(a.value)});
    node.declares_namespace = declares_namespace(tag_at(text_, offset()));
    path_.push_back(&node);
  }

  void close(const formats::XmlName&) override {
    if (hidden_ > 0) {
      --hidden_;
    } else {
      path_.pop_back();
    }
  }

  void text(std::string_view piece) override {
    if (doubly_encoded.empty()) {
      if (const auto at = find_double_encoding(piece); at != npos)
        doubly_encoded = piece.substr(at < 20 ? 0 : at - 20, 60);
    }
    if (hidden_ == 0 && !is_inside_metadata()) path_.back()->text += piece;
  }

  bool is_overfull() const { return elements_ > most_elements; }

  Element root;
  std::string doubly_encoded;

 private:
  // The outermost element of metadata is on the path.
  bool is_inside_metadata() const {
    if (path_.size() < 2) return false;
    const Element& container = *path_[path_.size() - 2];
    return container.local == "metadata" && container.is_oai();
  }

  std::string_view text_;
  std::vector<Element*> path_;  // a node's siblings grow only while it is closed: the pointers stay good
  std::size_t elements_ = 0;
  std::size_t hidden_ = 0;  // open elements that are not kept
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

std::optional<XmlFault> fault_of_declaration(std::string_view body) {
  constexpr std::size_t longest = 200;
  const std::string head(body.substr(0, longest));
  const auto end = head.find("?>");
  const std::string declaration = lower(head.substr(0, end));
  const bool begins = declaration.starts_with("<?xml ") && end != std::string::npos;
  const bool says_utf8 =
      declaration.find("\"utf-8\"") != std::string::npos || declaration.find("'utf-8'") != std::string::npos;
  const bool says_1_0 =
      declaration.find("\"1.0\"") != std::string::npos || declaration.find("'1.0'") != std::string::npos;
  if (begins && says_utf8 && says_1_0) return std::nullopt;
  return XmlFault{"xml-declaration", fmt::format("The answer begins with {}.", excerpt(head.substr(0, 60)))};
}

std::optional<std::string> illegal_sign(std::string_view body) {
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t begin = at;
    const char32_t c = formats::next_code_point(body, at);
    if (!formats::is_xml_char(c))
      return fmt::format("The character U+{:04X} stands at byte {}.", static_cast<std::uint32_t>(c), begin);
  }
  return std::nullopt;
}

std::optional<std::string> illegal_reference(std::string_view body) {
  constexpr std::size_t longest = 12;
  for (auto at = body.find("&#"); at != npos; at = body.find("&#", at + 1)) {
    std::string_view digits = body.substr(at + 2, longest);
    digits = digits.substr(0, digits.find(';'));
    const bool is_hex = digits.starts_with('x');
    if (is_hex) digits.remove_prefix(1);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
    if (error == std::errc() && end == digits.data() + digits.size() && !formats::is_xml_char(code))
      return fmt::format("The reference {} at byte {} names a character that XML forbids.",
                         excerpt(body.substr(at, digits.size() + (is_hex ? 4 : 3))), at);
  }
  return std::nullopt;
}

XmlFault fault_that_was_mended(std::string_view body) {
  if (auto found = illegal_sign(body)) return {"xml-characters", *found};
  if (auto found = illegal_reference(body)) return {"xml-characters", *found};
  return {"xml-entities", "The answer has an entity or a bare & that XML does not know."};
}

XmlFault fault_of(const model::Problem& problem) {
  if (problem.kind == "doctype") return {"xml-doctype", "The answer has a DOCTYPE; nothing more of it was read."};
  if (problem.kind == "bad_encoding") return {"xml-encoding", problem.what};
  if (problem.kind == "too_big" || problem.kind == "tag_too_big" || problem.kind == "too_deep" ||
      problem.kind == "text_too_long")
    return {"reply-size", fmt::format("{} ({})", problem.what, problem.where)};
  return {"xml-well-formed", fmt::format("{} ({})", problem.what, problem.where)};
}

// One reading of the body, as it is or mended.
struct Reading {
  std::optional<Element> root;
  std::optional<model::Problem> problem;
  int mended = 0;
  bool overfull = false;
  std::string doubly_encoded;
};

Reading read_once(std::string_view body, bool mend) {
  Reading reading;
  const auto prepared = formats::prepare_xml(body, {}, mend);
  if (!prepared) {
    reading.problem = prepared.problem();
    return reading;
  }
  TreeMaker maker(prepared->text);
  reading.problem = formats::stream_xml(*prepared, maker);
  reading.mended = prepared->mended;
  reading.overfull = maker.is_overfull();
  reading.doubly_encoded = std::move(maker.doubly_encoded);
  if (!reading.problem) reading.root = std::move(maker.root);
  return reading;
}

void look_at_bytes(std::string_view body, ReplyTree& tree) {
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  if (auto fault = fault_of_declaration(body)) tree.faults.push_back(std::move(*fault));
  if (const auto end = formats::valid_utf8_prefix(body); end != body.size())
    tree.faults.push_back({"xml-encoding", fmt::format("Byte {} is not UTF-8.", end)});
}

}  // namespace

bool Element::is_oai() const {
  return space == oai_namespace;
}

const Element* Element::child(std::string_view name) const {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [name](const Element& e) { return e.local == name && e.is_oai(); });
  return found == children.end() ? nullptr : &*found;
}

std::string Element::words() const {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string Element::words_of(std::string_view name) const {
  const Element* found = child(name);
  return found ? found->words() : std::string();
}

std::string_view Element::attribute(std::string_view name) const {
  for (const auto& a : attributes)
    if (a.local == name) return a.value;
  return {};
}

ReplyTree read_tree(std::string_view body) {
  ReplyTree tree;
  if (const auto came = instead_of_xml(body)) {
    tree.faults.push_back({"xml-well-formed", *came});
    return tree;
  }
  look_at_bytes(body, tree);
  Reading reading = read_once(body, false);
  if (reading.problem) {
    Reading mended = read_once(body, true);
    const bool was_mended = !mended.problem && mended.mended > 0;
    const bool is_known = !tree.faults.empty() && tree.faults.back().rule == "xml-encoding";
    if (!is_known) tree.faults.push_back(was_mended ? fault_that_was_mended(body) : fault_of(*reading.problem));
    if (is_known && mended.problem) tree.faults.push_back(fault_of(*mended.problem));
    reading = std::move(mended);
  }
  if (reading.overfull) {
    tree.faults.push_back({"reply-size", fmt::format("The answer has more than {} elements.", most_elements)});
    return tree;
  }
  if (!reading.doubly_encoded.empty())
    tree.faults.push_back({"double-encoding", fmt::format("A text reads {}.", excerpt(reading.doubly_encoded))});
  tree.root = std::move(reading.root);
  return tree;
}

}  // namespace commonplace::harvest::validator
