// What only this node knows of the words of a search: its organisations and curriculum statements (SRCH-1). Filled by
// whoever has them; the search reads it while it answers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace commonplace::search {

struct KnownName {
  std::string shown;                // as a reader's address has it: a slug, a URI
  std::vector<std::string> values;  // as the filter takes them; of a statement with all that stands for it
  std::vector<int> raise = {};      // of each value, in percent of the score (SRCH-31); empty: none
};

class KnownNames {
 public:
  virtual ~KnownNames() = default;
  // `name`: folded words with one blank between.
  virtual std::optional<KnownName> contributor(std::string_view name) const = 0;
  // `written`: a code, a URI or a GUID, as typed.
  virtual std::optional<KnownName> statement(std::string_view written) const = 0;
  // Words of the longest name; longer runs need not be asked for.
  virtual std::size_t longest_name() const = 0;
};

}  // namespace commonplace::search
