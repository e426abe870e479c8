// The curriculum frameworks of the node with their trees, held ready for pages. Made again when they change.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "node/store/store.h"

namespace commonplace::web {

struct FrameworkTree {
  model::Framework framework;
  std::vector<model::Statement> statements;  // parents before children
  std::vector<std::size_t> roots;
  std::vector<std::vector<std::size_t>> children;  // by place in `statements`
  std::vector<std::size_t> parent;                 // no_parent at the top
  std::map<std::string, std::size_t, std::less<>> by_id;
  std::map<std::string, std::size_t, std::less<>> by_uri;
  std::multimap<std::string, std::size_t, std::less<>> by_code;  // code_key

  static constexpr std::size_t no_parent = static_cast<std::size_t>(-1);
};

class Frameworks {
 public:
  explicit Frameworks(const store::Store& store);

  const std::vector<FrameworkTree>& all() const { return trees_; }
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
  mutable std::vector<std::string> stamps_;  // id, hash and import time of what frameworks_ was made from
  mutable std::int64_t version_ = -1;
};

}  // namespace commonplace::web
