// A statement that somebody asks for, by URI or code, with everything that stands for it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "node/web/frameworks.h"

namespace commonplace::web {

struct AskedStatement {
  std::string shown;                // its URI where it is one statement, else as asked
  std::vector<std::string> values;  // all addresses of it and all below it; as asked where nobody here knows it
  std::vector<int> raise;           // of each value, in percent of the score (SRCH-31)
  bool is_known = false;
};
AskedStatement asked_statement(const Frameworks& frameworks, std::string_view uri_or_code);

}  // namespace commonplace::web
