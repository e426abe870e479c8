// The quick way into a Resource for text as write_canonical() writes it, which is nearly all that is ever read: straight
// from the tokens, without a tree between. Not for use outside canonical_*.cc.
#pragma once

#include <optional>
#include <string_view>

#include "schemas/formats/canonical.h"

namespace commonplace::formats::canonical {

// Requires valid UTF-8. nullopt for everything that wants a closer look: a member that is unknown, out of order or of
// another kind, an entry that is repeated, broken text. What is returned is what reading along a tree gives.
std::optional<ReadDocument> read_plain(std::string_view json_text);

}  // namespace commonplace::formats::canonical
