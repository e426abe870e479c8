// Whole visits of a node by a node, as `serve` makes them, for the programs that measure them.
#pragma once

#include <memory>
#include <string>

#include "harvest/curl_fetcher.h"
#include "node/app/harvester.h"
#include "node/store/store.h"
#include "tests/bench/sample_node.h"

namespace commonplace::bench {

inline constexpr model::Datestamp visiting_day{sample_day.seconds + 1'000'000};

// Processor time of all child processes that have ended.
double children_seconds();

// Nobody but loopback may be asked.
harvest::CurlOptions curl_options(const std::string& url);

// Everything is asked for, nobody waits, and the clock stands.
app::VisitOptions visit_options();
// Each visit in a process of its own. The program must answer to app::is_child().
app::VisitMaker child_visits(const std::string& url);

// Adds a source of that name to the store.
store::Peer add_peer(store::Store& store, const std::string& name, const std::string& url, const std::string& prefix,
                     const std::string& kind = "oai");
// Who visits: a node that no sample knows.
const app::Visitor& visitor();

}  // namespace commonplace::bench
