// A strict little reader of the HTML that our templates write, for tests: it knows no browser's mercy.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace commonplace::ui {

struct Element {
  std::string name;
  std::map<std::string, std::string> attributes;
  bool closing = false;
};

struct Markup {
  std::vector<Element> elements;      // in order, opening and closing
  std::vector<std::string> problems;  // unquoted or repeated attributes, bad nesting, stray '<'

  std::vector<const Element*> all(std::string_view name) const;  // opening tags of that name
};

Markup read_markup(std::string_view html);

// Names of elements and of their attributes, without the insides of pattern panels (those depend on ids).
std::vector<std::string> skeleton(const Markup& markup);

}  // namespace commonplace::ui
