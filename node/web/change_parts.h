// The change log in parts of a fixed number of changes: part n are those whose seq is in (n·2500, (n+1)·2500]. A record
// stands in the part of its last change, so that a part never gains a record once the log has gone beyond it.
#pragma once

#include <optional>
#include <string>

#include "node/store/store.h"

namespace commonplace::web {

inline constexpr store::Seq changes_per_part = 2'500;

struct ChangePart {
  store::Seq since = 0;
  store::Seq until = changes_per_part;

  store::Seq number() const { return since / changes_per_part; }
  // The log has gone beyond it.
  bool is_closed(store::Seq last) const { return last >= until; }
};

// Requires number ≥ 0, small enough that its seqs are numbers.
ChangePart part_numbered(store::Seq number);
ChangePart part_of(store::Seq seq);  // seq ≥ 1

struct FoundPart {
  ChangePart part;
  model::Datestamp begins;  // its first change; later parts begin later or in the same second
};
// The first part, from `since` on, that has a change (a live one); none when there is none.
std::optional<FoundPart> next_part(const store::Store& store, store::Seq since, bool live_only);

// 32 hex digits that differ when other changes stand in the part. Reads its heads, not its documents.
std::string fingerprint(const store::Store& store, const ChangePart& part);

// Files made from parts and kept in a folder: each under one name, with the fingerprint of what it was made from, so that
// a new one takes the place of the old. Without a folder, or when the disk is full, nothing is kept. Safe from any thread.
class KeptParts {
 public:
  explicit KeptParts(std::string folder) : folder_(std::move(folder)) {}
  std::optional<std::string> find(const std::string& name, const std::string& made_from) const;
  void keep(const std::string& name, const std::string& made_from, const std::string& bytes) const;

 private:
  const std::string folder_;
};

}  // namespace commonplace::web
