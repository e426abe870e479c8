// Peers, their visits, and what was set aside.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "node/store/sqlite_connection.h"
#include "node/store/store.h"

namespace commonplace::store {

std::vector<Peer> read_peers(Connection& reader);
std::optional<Peer> read_peer(Connection& reader, std::string_view name);
std::optional<Visit> read_open_visit(Connection& reader, PeerId peer);
std::vector<Visit> read_visits(Connection& reader, PeerId peer, int limit);
std::vector<SetAside> read_set_aside(Connection& reader, PeerId peer, int limit);
std::optional<SetAside> read_set_aside_row(Connection& reader, std::int64_t id);
std::int64_t count_live_from(Connection& reader, PeerId peer);

// All inside a write transaction.
PeerId add_peer(Connection& writer, const Peer& peer);
void update_peer(Connection& writer, const Peer& peer);
void remove_peer(Connection& writer, PeerId id);
std::int64_t begin_visit(Connection& writer, const Visit& visit);  // its id, given if it has none yet
// The verdicts, and what was judged without one, are added to what the visit has counted so far.
void put_visit(Connection& writer, const Visit& visit, const VisitCounts& judged, const std::vector<Written>& written);
void put_set_aside(Connection& writer, const Visit& visit, const std::vector<SetAside>& rows, Datestamp now);
bool discard_set_aside(Connection& writer, std::int64_t id);
void settle_set_aside(Connection& writer, const Visit& visit, const std::vector<Draft>& drafts);

}  // namespace commonplace::store
