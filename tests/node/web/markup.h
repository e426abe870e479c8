// What tests look for in a page: elements, attributes, texts, as a browser would see them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace commonplace::web {

// Every start tag as it stands, from "<" to ">", in order; "<!doctype" and end tags left out.
std::vector<std::string> start_tags(std::string_view html);
// The start tags of that element.
std::vector<std::string> tags_named(std::string_view html, std::string_view name);
// The value of a double-quoted attribute with the five entities undone, or empty.
std::string attribute(std::string_view tag, std::string_view name);
// Every start tag without what its attributes say, in order: what an injection would change.
std::vector<std::string> skeleton(std::string_view html);
// What stands between the first "<name …>" that holds `having` and the next "</name>", entities undone.
std::string inside(std::string_view html, std::string_view name, std::string_view having = {});
std::string unescaped(std::string_view text);

}  // namespace commonplace::web
