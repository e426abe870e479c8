// Checks a Resource before it is published (MD §10): every problem at once, in words for museum staff.
#pragma once

#include <vector>

#include "schemas/model/datestamp.h"
#include "schemas/model/outcome.h"
#include "schemas/model/resource.h"

namespace commonplace::formats {

struct Findings {
  std::vector<model::Problem> errors;    // stop publishing
  std::vector<model::Problem> warnings;  // do not
};

// `where` of each problem is a JSON Pointer into the canonical document. `now` decides what a future date is.
Findings validate(const model::Resource& resource, model::Datestamp now);

}  // namespace commonplace::formats
