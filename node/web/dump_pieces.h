// The pieces of the ResourceSync dump: a part of the change log (change_parts.h) is one archive, or several where its records are
// too large for one. Each piece is named for the change behind which it begins.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/web/context.h"

namespace commonplace::web {

struct DumpPiece {
  ChangePart part;   // that it is a piece of
  ChangePart range;  // of its own changes

  // "12", or "12-30417" for a piece that is not the first of its part.
  std::string name() const;
};

// At least one. Of a closed part they are the same for ever, so that a harvester finds every archive of a list it has read: records
// move out of a part and none moves in. Reads the documents of a part once, and keeps what it found.
std::vector<DumpPiece> pieces_of(const Context& context, const ChangePart& part, store::Seq last);

// The piece of that name; nullopt for anything else, and for a part that the log has not reached.
std::optional<DumpPiece> piece_named(const Context& context, std::string_view name, store::Seq last);

// "12" → that part, if the log has reached it.
std::optional<ChangePart> part_with_digits(std::string_view digits, store::Seq last);

}  // namespace commonplace::web
