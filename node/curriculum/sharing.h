// Whether a framework may be handed on: to peers, and to clients of the CASE interface (CUR-2, CUR-22).
#pragma once

#include <string_view>

#include "schemas/model/framework.h"

namespace commonplace::curriculum {

// Empty: it may. Else why not, in a few words for the keeper: the source is not known, the licence is not known or does
// not allow it, the keeper keeps it here.
std::string_view why_not_shared(const model::Framework& framework);

inline bool may_be_shared(const model::Framework& framework) { return why_not_shared(framework).empty(); }

}  // namespace commonplace::curriculum
