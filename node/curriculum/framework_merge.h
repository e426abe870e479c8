// A framework that is imported again: what is new, reworded, moved, gone (CUR-3, CUR-4). Values in, values out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "node/store/store.h"
#include "schemas/formats/framework_package.h"

namespace commonplace::curriculum {

// A framework as it stands in the store.
struct StoredFramework {
  model::Framework framework;
  std::vector<model::Statement> statements;  // with their `extra`
};

enum class Fate { added, reworded, moved, retired, returned, replaced };
std::string_view word_of(Fate fate);

struct FrameworkChange {
  Fate fate = Fate::added;
  std::string id;      // of the statement
  std::string code;
  std::string text;
  std::string before;  // reworded: the old text or code. replaced: the addresses of what took its place
};

struct FrameworkChanges {
  std::int64_t added = 0, reworded = 0, moved = 0, retired = 0, returned = 0, replaced = 0, unchanged = 0;
  std::vector<FrameworkChange> examples;  // at most five of each fate

  bool any() const { return added + reworded + moved + retired + returned + replaced > 0; }
};

struct Merged {
  store::FrameworkImport import;
  FrameworkChanges changes;
};

// Statements are the same where they share an address or a CASE GUID: they keep the address that they had, gain the new
// ones, and what they said goes to their history. Those that do not come again are retired, not removed; what replaces
// them is taken from the links of the package. `now`: datestamp text of the import.
Merged merge_framework(std::optional<StoredFramework> before, formats::FrameworkPackage package, const std::string& now);

}  // namespace commonplace::curriculum
