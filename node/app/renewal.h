// Makes the derived parts of stored records anew when what derives them has changed: a crosswalk's version, the rules or
// frameworks behind sets (OAI-44, OAI-48). In batches, in the background, going on where it stopped.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "node/curriculum/resolver.h"
#include "node/store/store.h"

namespace commonplace::app {

class Renewal {
 public:
  explicit Renewal(store::Store& store) : store_(store) {}

  // Looks at up to 500 records in one transaction. False: all records are as this program makes them, and nothing was
  // written. Costs one small read where nothing is due.
  bool step(model::Datestamp now);

  // Of the renewal under way, or the last one: how many records got a new datestamp.
  std::int64_t stamped() const { return stamped_; }

 private:
  std::vector<store::Rendering> render(const std::vector<store::StoredRecord>& records, bool changed_elsewhere) const;

  store::Store& store_;
  std::optional<curriculum::Resolver> statements_;  // as of the beginning of the renewal under way
  std::int64_t stamped_ = 0;
};

// The versions of everything that records are derived with, here and now: "lom=1 oai_dc=2 sets=1 …".
std::string derived_with(const store::Store& store);

// Says of an empty store that its records, of which there are none, are made by this program.
void mark_as_renewed(store::Store& store, model::Datestamp now);

}  // namespace commonplace::app
