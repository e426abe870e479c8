// What the keeper decides about a source that was visited: a visit that is held (HAR-40), a state of the past (HAR-42).
#pragma once

#include <string>

#include "node/store/store.h"
#include "schemas/model/outcome.h"

namespace commonplace::app {

// Makes public what a held visit brought, or forgets it. Both end the hold; what was begun and broke off is gone on with
// by calling again.
model::Outcome<store::Peer> accept_visit(store::Store& store, const std::string& peer);
model::Outcome<store::Peer> reject_visit(store::Store& store, const std::string& peer);

struct TakenBack {
  store::Peer peer;  // paused, so that the next visit does not bring back at once what was taken back
  std::int64_t records = 0;
};

// Takes the records of a source back to what they were after that visit; kept for 90 days.
model::Outcome<TakenBack> take_back(store::Store& store, const std::string& peer, std::int64_t visit);

// Forgets past versions and rows set aside that are older than 90 days (HAR-30, HAR-42).
void forget_the_old(store::Store& store, model::Datestamp now);

}  // namespace commonplace::app
