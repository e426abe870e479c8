// Records for tests of the index, and a slow index to compare with.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "node/search/index.h"

namespace commonplace::search {

// Owns the resources that documents point to.
class Shelf {
 public:
  // A record with the name; its resource may be changed until it is put.
  model::Resource& add(std::int64_t key, const std::string& name, std::int64_t contributor = 1);
  Document& document(std::int64_t key) { return documents_.at(key); }
  std::vector<Document> all() const;
  std::vector<Document> of(const std::vector<std::int64_t>& keys) const;

 private:
  std::map<std::int64_t, model::Resource> resources_;
  std::map<std::int64_t, Document> documents_;
};

std::vector<std::int64_t> keys_of(const Results& results);
std::vector<std::int64_t> find(const Index& index, const std::string& text, const Filters& filters = {});
// The count of a value; -1 when the facet has no such row.
std::int64_t count_of(const Results& results, const std::string& facet, const std::string& value);

}  // namespace commonplace::search
