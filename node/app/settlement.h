// What follows the list of a visit: the sweep, the guard against mass changes, the release (HAR-24, HAR-25, HAR-40,
// HAR-41). Where it stands is on the row of the visit, so that whoever comes after a crash goes on there.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "node/store/store.h"

namespace commonplace::app {

// HAR-40: more than 20 and more than a tenth of the source's records would go; or, of more than 100 records, more than
// half would change.
bool is_mass_change(const store::Waiting& waiting);

// "12 records would be removed. Nothing happens until you look."
std::string held_words(const store::Waiting& waiting);

// Whether what a whole list of the peer does not name is gone: it says of no deletion by itself (HAR-12).
bool is_swept(const store::Peer& peer);

class Settlement {
 public:
  Settlement(store::Store& store, std::function<model::Datestamp()> now, std::stop_token stop)
      : store_(store), now_(std::move(now)), stop_(std::move(stop)) {}

  enum class End {
    released,  // all that waited is public
    held,      // the guard stands before it
    stopped,   // part of it is public: go on later
  };

  // After a list that has ended. `visit` is stored, and is written with each phase; sweeps where `sweep` is true.
  End settle(store::Visit& visit, bool sweep);

  // What may be released of a visit that ended early (HAR-25): all, or nothing where the guard objects.
  void release_early(store::PeerId peer);

  // Slice after slice until nothing waits; false when stopped.
  bool release(store::PeerId peer) { return turn(peer, store::Turn::release); }
  bool turn(store::PeerId peer, store::Turn what);

 private:
  void enter(store::Visit& visit, store::Phase phase);

  store::Store& store_;
  std::function<model::Datestamp()> now_;
  std::stop_token stop_;
};

}  // namespace commonplace::app
