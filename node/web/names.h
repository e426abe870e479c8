// Organisations and curriculum statements as people name them: for reading searches (SRCH-1) and for what is offered
// while somebody types (SRCH-40). Made again when they change.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "node/search/known_names.h"
#include "node/web/directory.h"
#include "node/web/frameworks.h"
#include "node/web/name_finder.h"

namespace commonplace::web {

class Names final : public search::KnownNames {
 public:
  Names(const Directory& directory, std::shared_ptr<const Frameworks> frameworks);

  std::optional<search::KnownName> contributor(std::string_view name) const override;
  std::optional<search::KnownName> statement(std::string_view written) const override;
  std::size_t longest_name() const override { return longest_; }

  // A line to offer: what it is called, and the filter that it stands for.
  struct Line {
    std::string text;
    std::string filter;                // contributor, statement, subject, type
    std::string value;                 // as readers write it
    std::vector<std::string> indexed;  // as the index knows it
  };
  // Names in which every word typed begins a word, at most `limit` of each kind.
  std::vector<Line> lines(std::string_view typed, std::size_t limit) const;

 private:
  void add_contributor(std::string_view name, const store::StoredContributor& contributor);
  void add_lines_of(const Directory& directory);

  std::shared_ptr<const Frameworks> frameworks_;
  std::unordered_map<std::string, search::KnownName> contributors_;  // by folded name
  std::size_t longest_ = 0;
  struct Kind {
    NameFinder finder;
    std::vector<Line> lines;
  };
  Kind subjects_, types_, organisations_, statements_;
};

// Safe from any thread.
class NamesCache {
 public:
  std::shared_ptr<const Names> now(const Directory& directory, const std::shared_ptr<const Frameworks>& frameworks) const;

 private:
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Names> names_;
  mutable std::string looks_;  // of the directory it was made from
  mutable std::shared_ptr<const Frameworks> frameworks_;
};

}  // namespace commonplace::web
