// Which elements stand in which order inside one of OAI-PMH, as OAI-PMH.xsd says it.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "harvest/validator/reply_tree.h"

namespace commonplace::harvest::validator {

struct Place {
  std::string_view name;
  int least = 1;
  int most = 1;  // 0: any number
};

// What does not fit first, as a sentence; empty when everything does. Text between elements does not fit.
std::string misfit(const Element& parent, std::initializer_list<Place> places);

}  // namespace commonplace::harvest::validator
