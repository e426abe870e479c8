#include "tests/node/search/shelf.h"

#include <algorithm>

namespace commonplace::search {

model::Resource& Shelf::add(std::int64_t key, const std::string& name, std::int64_t contributor) {
  model::Resource& resource = resources_[key];
  resource = {};
  resource.name = {{"en", name}};
  resource.in_language = {"en"};
  documents_[key] = {.key = key,
                     .public_id = "id" + std::to_string(key),
                     .contributor = contributor,
                     .contributor_name = "Organisation " + std::to_string(contributor),
                     .origin = 0,
                     .changed = {.seconds = 1'700'000'000 + key},
                     .resource = &resource};
  return resource;
}

std::vector<Document> Shelf::all() const {
  std::vector<Document> documents;
  for (const auto& [key, document] : documents_) documents.push_back(document);
  return documents;
}

std::vector<Document> Shelf::of(const std::vector<std::int64_t>& keys) const {
  std::vector<Document> documents;
  for (std::int64_t key : keys) documents.push_back(documents_.at(key));
  return documents;
}

std::vector<std::int64_t> keys_of(const Results& results) {
  std::vector<std::int64_t> keys;
  for (const Hit& hit : results.hits) keys.push_back(hit.key);
  return keys;
}

std::vector<std::int64_t> find(const Index& index, const std::string& text, const Filters& filters) {
  Query query;
  query.text = text;
  query.filters = filters;
  query.per_page = 100;
  return keys_of(index.search(query));
}

std::int64_t count_of(const Results& results, const std::string& facet, const std::string& value) {
  const auto rows = results.facets.find(facet);
  if (rows == results.facets.end()) return -1;
  const auto row = std::find_if(rows->second.begin(), rows->second.end(),
                                [&](const FacetCount& count) { return count.value == value; });
  return row == rows->second.end() ? -1 : row->count;
}

}  // namespace commonplace::search
