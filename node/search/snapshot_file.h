// The index as a file (SRCH-55): written beside and renamed, checked on reading in every part. A file that is damaged,
// cut short, of another version, byte order or analysis is refused: the index is rebuilt from the store then.
#pragma once

#include <optional>
#include <string>

#include "node/search/state.h"

namespace commonplace::search {

// False when it could not be written; the file that was there stays then.
bool write_snapshot(const State& state, const std::string& path);

// nullopt on any doubt. The result is derived and sound.
std::optional<State> read_snapshot(const std::string& path);

}  // namespace commonplace::search
