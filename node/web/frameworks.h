// The curriculum frameworks of the node with their trees, held ready for pages. Made again when they change.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "node/search/index.h"
#include "node/store/store.h"

namespace commonplace::web {

struct FrameworkTree {
  model::Framework framework;
  std::vector<model::Statement> statements;  // parents before children
  std::vector<std::size_t> roots;
  std::vector<std::vector<std::size_t>> children;  // by place in `statements`
  std::vector<std::size_t> parent;                 // no_parent at the top
  std::vector<std::size_t> retired;                // in no tree (CUR-3)
  std::map<std::string, std::vector<std::size_t>, std::less<>> replaced;  // address → retired ones that it took the place of
  std::size_t present = 0;                         // statements that are not retired
  std::map<std::string, std::size_t, std::less<>> by_id;
  std::map<std::string, std::size_t, std::less<>> by_uri;  // every address, and urn:uuid: of the CASE GUID (CUR-1)
  std::multimap<std::string, std::size_t, std::less<>> by_code;  // code_key; of present ones
  std::vector<model::StatementLink> links;         // on, and with an end here
  std::multimap<std::string_view, const model::StatementLink*> links_by_end;  // URI → links
  std::map<std::string, std::vector<model::PastStatement>, std::less<>> past;  // URI → what it said, oldest first
  // For counting resources: a group for each statement with all below it, and one for all.
  search::StatementGroups groups;

  static constexpr std::size_t no_parent = static_cast<std::size_t>(-1);

  // Every address under which resources may be aligned to the statement itself: its own, further ones, those of
  // statements that it replaced; of a retired one also those of what replaced it.
  std::vector<std::string> addresses(std::size_t place) const;
};

class Frameworks {
 public:
  explicit Frameworks(const store::Store& store);

  // By jurisdiction, then title.
  const std::vector<FrameworkTree>& all() const { return trees_; }
  // Goes up when a framework, a statement or a link changes.
  std::int64_t version() const { return version_; }
  const FrameworkTree* by_id(std::string_view id) const;    // nullptr when unknown
  const FrameworkTree* by_uri(std::string_view uri) const;  // nullptr when unknown
  // The statement with that URI in any framework.
  struct Found {
    const FrameworkTree* tree = nullptr;
    std::size_t place = 0;
    explicit operator bool() const { return tree != nullptr; }
  };
  Found statement(std::string_view uri) const;
  // All statements with that code, written in whatever way (curriculum::code_key).
  std::vector<Found> with_code(std::string_view code) const;

 private:
  std::int64_t version_ = 0;
  std::vector<FrameworkTree> trees_;
};

// Safe from any thread.
class FrameworkCache {
 public:
  explicit FrameworkCache(const store::Store& store) : store_(store) {}
  std::shared_ptr<const Frameworks> now() const;

 private:
  const store::Store& store_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Frameworks> frameworks_;
  mutable std::int64_t data_version_ = -1;
};

}  // namespace commonplace::web
