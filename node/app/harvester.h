// One visit to one peer, from the first question to the last page in the store: asks through harvest/, judges through
// federation/, writes page and cursor together (HAR-23), counts every record once (HAR-29).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "federation/acceptance.h"
#include "harvest/fetcher.h"
#include "harvest/visit.h"
#include "node/store/store.h"

namespace commonplace::app {

// Who visits.
struct Visitor {
  std::string base_url;
  std::string identity_host;
  std::string media_folder;        // where logos of contributors are kept
  int interval_hours = 24;         // until the next visit after a good one
  std::string locks_folder = {};   // where a visit is marked as under way for other processes; empty: nowhere
};

// What there is to show while a visit runs and when it has ended.
struct VisitProgress {
  std::string peer;
  std::int64_t page = 0;
  std::int64_t declared = -1;  // records the source says it has; -1: it does not say
  store::VisitCounts counts;
};

struct VisitReport {
  std::string peer;
  harvest::Ending ending = harvest::Ending::failed;
  std::string message;  // for the keeper
  store::VisitCounts counts;
  std::vector<std::string> warnings;
  std::vector<std::string> alarms;  // sentences about a source that attacks: they are in `message` too
  std::string moved_to;             // the address where it says it is for good, or empty
};

// Makes a visit of harvest/visit.h wherever it is to run.
using VisitMaker = std::function<std::unique_ptr<harvest::Visit>(harvest::Source, harvest::House, harvest::VisitLimits,
                                                                 std::optional<harvest::Resumption>)>;

struct VisitOptions {
  bool full = false;  // ask for everything, whatever is known
  std::function<bool(std::chrono::seconds)> wait;  // see harvest::House
  std::function<double()> jitter;
  std::function<model::Datestamp()> now;
  std::stop_token stop;
  std::function<void(const VisitProgress&)> on_page;  // may be empty
  VisitMaker make_visit;  // empty: here, through the fetcher
};

// Blocks until the visit has ended. Continues an interrupted one from its cursor. StoreError only when the store breaks.
VisitReport visit_peer(store::Store& store, harvest::Fetcher& fetcher, const Visitor& visitor, const store::Peer& peer,
                       const VisitOptions& options);

// Writes a visit whose list has ended as done, or as held, with its peer.
void conclude(store::Store& store, store::Visit visit, store::Peer peer, bool held, model::Datestamp now);

}  // namespace commonplace::app
