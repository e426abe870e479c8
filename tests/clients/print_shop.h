// The node that third-party clients harvest (OAI-74): 1,203 records, three pages at 500, 17 of them withdrawn, titles
// in four scripts with every character that XML escapes.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "tests/program/node.h"

namespace commonplace::testing {

inline constexpr int shop_records = 1203;
inline constexpr int shop_withdrawn = 17;

struct PrintShop {
  std::unique_ptr<Node> node;                 // serving
  std::map<std::string, std::string> titles;  // of live records, by identifier, from the program's own export
  std::set<std::string> withdrawn;            // identifiers
};

// `page_size`: oai.page_size, where it is not the usual one.
PrintShop open_print_shop(const std::string& page_size = "");

}  // namespace commonplace::testing
