// What a web page says about learning resources, in its blocks of JSON-LD (HAR-45). Read as plain JSON: no context is
// ever fetched, nothing expanded.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schemas/formats/json.h"
#include "schemas/model/resource.h"

namespace commonplace::harvest {

inline constexpr std::size_t most_page_bytes = 4u * 1024 * 1024;
inline constexpr std::size_t most_block_bytes = 1024 * 1024;

struct PageResource {
  model::Resource resource;
  std::string bytes;  // its JSON-LD: the block, or its part of a block with several
};

struct PageBlock {
  std::string reason;  // of HAR-30
  std::string bytes;
};

struct PageReading {
  std::vector<PageResource> resources;
  std::vector<PageBlock> broken;  // blocks that cannot be read
};

// `url`: of the page; the address of a resource that names none.
PageReading read_page_resources(std::string_view page, const std::string& url);

// Whether a schema.org object describes something to learn with: typed LearningResource, Course, Quiz or the like, or
// any CreativeWork that says for whom, what for or with which aim. A WebPage or WebSite as such does not.
bool describes_learning(const json::Value& object);

}  // namespace commonplace::harvest
