// How much of what a source says of statements this node understands (CUR-29).
#pragma once

#include <cstdint>

#include "node/store/store.h"

namespace commonplace::app {

struct AlignmentCounts {
  std::int64_t found = 0;       // alignments whose statement is known, or that name an address
  std::int64_t unresolved = 0;  // texts that wait for a person, or that fit nothing here; tried again after each framework import
};

// Of the records of one source, 0: published here, as far as the node has looked at its records. Reads all that is kept of
// alignments.
AlignmentCounts count_alignments(const store::Store& store, store::PeerId peer);

}  // namespace commonplace::app
