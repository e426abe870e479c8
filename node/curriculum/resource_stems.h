// The words of a resource that tell which statement it teaches (CUR-30), each with its weight: name 3, objectives 2, key
// vocabulary 2, unit 2, description and parts 0.5.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "schemas/model/resource.h"

namespace commonplace::curriculum {

struct WeightedStem {
  std::string stem;
  std::string word;    // as it was first written, for people
  float weight = 0.0F;  // how often, each time with the weight of its field
};

// Each stem once, the heaviest first. At most 64 KiB of the resource's words are read.
std::vector<WeightedStem> stems_of(const model::Resource& resource);

}  // namespace commonplace::curriculum
