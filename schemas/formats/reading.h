// What comes of reading a record of another format, and how words are read where the record does not say itself.
#pragma once

#include <string>
#include <vector>

#include "schemas/model/outcome.h"
#include "schemas/model/resource.h"

namespace commonplace::formats {

struct ReadingHints {
  std::string language = "und";          // of texts without a language, when the record names none
  std::string jurisdiction = "england";  // for "Year 4" (MD-15)
};

struct Reading {
  model::Resource resource;
  // One bad field never spoils a record (MD-30): it is left out and named here. kind: "ignored-field",
  // "level-unclear", "unknown-concept", …; where: the field's name in its format.
  std::vector<model::Problem> notes;
};

}  // namespace commonplace::formats
