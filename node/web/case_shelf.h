// Frameworks as the CASE interface hands them out: with what their sources say beyond our model, found by CASE
// identifier. Made when first asked for, and again when the curriculum changes.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "node/store/store.h"
#include "schemas/formats/framework_package.h"

namespace commonplace::web {

// One framework that may be handed on. Present statements only.
struct CaseBook {
  formats::FrameworkPackage package;
  std::string identifier;
  std::unordered_map<std::string, std::size_t> by_uri;    // → place in package.statements
  std::unordered_map<std::string, std::size_t> items;     // CASE identifier → place
  std::unordered_map<std::string, std::size_t> children;  // identifier of its isChildOf → place
  std::unordered_map<std::string, std::size_t> links;     // CASE identifier → place in package.links

  const model::Statement* find(const std::string& uri) const;  // nullptr: none
};

struct CaseLibrary {
  std::vector<CaseBook> books;  // by id of the framework
  std::int64_t version = 0;

  struct Found {
    const CaseBook* book = nullptr;
    std::size_t place = 0;
  };
  const CaseBook* document(const std::string& identifier) const;  // nullptr: none
  Found item(const std::string& identifier) const;
  Found child(const std::string& identifier) const;
  Found link(const std::string& identifier) const;
};

// Safe from any thread.
class CaseShelf {
 public:
  explicit CaseShelf(const store::Store& store) : store_(store) {}
  std::shared_ptr<const CaseLibrary> now() const;

 private:
  const store::Store& store_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const CaseLibrary> library_;
};

}  // namespace commonplace::web
