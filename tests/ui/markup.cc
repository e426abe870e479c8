#include "tests/ui/markup.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace commonplace::ui {
namespace {

const std::set<std::string, std::less<>> void_elements{"meta", "link", "img", "input", "br"};

bool is_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == ':';
}

class Reader {
 public:
  explicit Reader(std::string_view html) : html_(html) {}

  Markup read() {
    while (at_ < html_.size()) {
      if (html_[at_] != '<')
        ++at_;
      else if (html_.substr(at_).starts_with("<!doctype html>"))
        at_ += 15;
      else
        read_tag();
    }
    if (!open_.empty()) problem("never closed: " + open_.back());
    return std::move(made_);
  }

 private:
  void problem(std::string what) { made_.problems.push_back(what + " at " + std::string(html_.substr(at_, 40))); }

  std::string read_name() {
    const auto begin = at_;
    while (at_ < html_.size() && is_name(html_[at_])) ++at_;
    return std::string(html_.substr(begin, at_ - begin));
  }

  void read_tag() {
    ++at_;
    Element element;
    if (at_ < html_.size() && html_[at_] == '/') {
      element.closing = true;
      ++at_;
    }
    element.name = read_name();
    if (element.name.empty()) return problem("stray <");
    const bool closed_itself = read_attributes(element);
    place(element, closed_itself);
    if (element.name == "script" && !element.closing) skip_script();
    made_.elements.push_back(std::move(element));
  }

  // True for "/>".
  bool read_attributes(Element& element) {
    while (at_ < html_.size() && html_[at_] != '>') {
      if (html_[at_] == ' ' || html_[at_] == '\n') {
        ++at_;
      } else if (html_.substr(at_, 2) == "/>") {
        at_ += 2;
        return true;
      } else if (!read_attribute(element)) {
        return false;
      }
    }
    ++at_;
    return false;
  }

  bool read_attribute(Element& element) {
    const std::string name = read_name();
    if (name.empty()) {
      problem("not an attribute");
      ++at_;
      return false;
    }
    std::string value;
    if (html_.substr(at_, 2) == "=\"") {
      const auto end = html_.find('"', at_ + 2);
      value = html_.substr(at_ + 2, end - at_ - 2);
      at_ = end + 1;
    } else if (html_[at_] == '=') {
      problem("unquoted attribute");
      ++at_;
    }
    if (!element.attributes.emplace(name, value).second) problem("repeated attribute " + name);
    return true;
  }

  void place(const Element& element, bool closed_itself) {
    if (element.closing) {
      if (open_.empty() || open_.back() != element.name) problem("closes out of turn: " + element.name);
      if (!open_.empty()) open_.pop_back();
    } else if (!closed_itself && !void_elements.contains(element.name)) {
      open_.push_back(element.name);
    }
  }

  void skip_script() { at_ = std::min(html_.find("</script", at_), html_.size()); }

  std::string_view html_;
  std::size_t at_ = 0;
  std::vector<std::string> open_;
  Markup made_;
};

}  // namespace

std::vector<const Element*> Markup::all(std::string_view name) const {
  std::vector<const Element*> out;
  for (const Element& element : elements) {
    if (!element.closing && element.name == name) out.push_back(&element);
  }
  return out;
}

Markup read_markup(std::string_view html) {
  return Reader(html).read();
}

std::vector<std::string> skeleton(const Markup& markup) {
  std::vector<std::string> out;
  bool inside_panel = false;
  for (const Element& element : markup.elements) {
    if (element.name == "svg" && element.closing) inside_panel = false;
    if (inside_panel) continue;
    std::string line = (element.closing ? "/" : "") + element.name;
    for (const auto& [name, value] : element.attributes) line += " " + name;
    out.push_back(std::move(line));
    inside_panel =
        element.name == "svg" && element.attributes.contains("class") && element.attributes.at("class") == "panel";
  }
  return out;
}

}  // namespace commonplace::ui
