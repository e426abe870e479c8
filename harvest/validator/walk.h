// Goes through one list page by page, within the pages allowed, and judges tokens and counts on the way (S3.5).
#pragma once

#include <string>
#include <vector>

#include "harvest/validator/interview.h"

namespace commonplace::harvest::validator {

struct Walk {
  std::vector<std::string> identifiers;  // of records or headers, in order
  std::vector<std::string> sets;         // of ListSets
  std::vector<Header> sample;            // some headers: from the beginning, the middle, deleted ones
  std::vector<std::string> tokens;       // that were not empty, in order
  int pages = 0;
  bool is_whole = false;  // the end of the list was seen
  Answer last;
};

Walk walk_list(Interview& interview, const Arguments& arguments);

}  // namespace commonplace::harvest::validator
