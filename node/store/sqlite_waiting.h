// What waits for the guard or the keeper, and how it becomes public: staged records, parked changes, sweep, hiding
// (HAR-24, HAR-40, HAR-41).
#pragma once

#include <vector>

#include "node/store/sqlite_connection.h"
#include "node/store/store.h"

namespace commonplace::store {

Waiting read_waiting(Connection& reader, PeerId peer);
std::vector<WaitingRecord> read_waiting_records(Connection& reader, PeerId peer, int limit);

// All inside a write transaction.
// Whether nothing of the peer may become public now: it is on probation, or blocked.
bool is_held_back(Connection& writer, PeerId peer);
struct Slice {
  PeerId peer = 0;
  int limit = 0;
  Datestamp now;
  Datestamp floor;  // no stamp is earlier (OAI-49)
};
std::int64_t turn_slice(Connection& writer, Turn what, const Slice& slice);
void sweep_visit(Connection& writer, const Visit& visit, Datestamp now);
void forget_waiting(Connection& writer, PeerId peer);

}  // namespace commonplace::store
