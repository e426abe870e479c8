#include "node/app/alignment_counts.h"

#include "node/store/alignments.h"

namespace commonplace::app {

AlignmentCounts count_alignments(const store::Store& store, store::PeerId peer) {
  AlignmentCounts counts;
  store.alignments().records([&](const store::AlignedRecord& record) {
    if (record.peer != peer) return;
    for (const auto& use : record.uses) ++(use.statement.empty() ? counts.unresolved : counts.found);
  });
  return counts;
}

}  // namespace commonplace::app
