// Words of one family that have different stems: geometry and geometric, symmetry and symmetrical, religion and religious.
#pragma once

#include <string>
#include <string_view>

#include "node/search/group_resolver.h"

namespace commonplace::search {

// What the English stems of a family have in common; stems of five letters at least are cut, others are as they are.
std::string family_of(std::string_view stem);

// Adds the other stems of its family that stand in the dictionary, at half the weight. Typed words only, of five letters
// at least.
void add_family(GroupResolver& word, const State& state);

}  // namespace commonplace::search
