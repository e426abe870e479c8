// Peers by name; live counts come from the counters that are kept with each write.
#include "node/store/sqlite_peers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "node/store/sqlite_waiting.h"

namespace commonplace::store {
namespace {

// The words of harvest.md §2. They are on disk: never reword.
constexpr std::array<std::pair<PeerState, std::string_view>, 9> state_words = {{
    {PeerState::fresh, "new"},
    {PeerState::probation, "probation"},
    {PeerState::active, "active"},
    {PeerState::retrying, "retrying"},
    {PeerState::unreachable, "unreachable"},
    {PeerState::held, "held"},
    {PeerState::suspended, "suspended"},
    {PeerState::paused, "paused"},
    {PeerState::blocked, "blocked"},
}};

std::string_view word(PeerState state) {
  const auto entry =
      std::find_if(state_words.begin(), state_words.end(), [&](auto& pair) { return pair.first == state; });
  if (entry == state_words.end()) throw StoreError("store: a peer has a state without a word");
  return entry->second;
}

PeerState state(std::string_view text) {
  const auto entry =
      std::find_if(state_words.begin(), state_words.end(), [&](auto& pair) { return pair.second == text; });
  if (entry == state_words.end()) throw StoreError("store: a peer's state is damaged: run `commonplace check`");
  return entry->first;
}

#define COMMONPLACE_PEER                                                                                         \
  "SELECT id, name, url, kind, prefix, oai_set, state, is_node, probation, repository_name, checkpoint, added, " \
  "next_visit, last_good, failures, message, invited, identifier_host, deleted_records, last_full, most_records, " \
  "pause, mend, moved_to, is_friend FROM peer "

constexpr std::string_view peers_by_name = COMMONPLACE_PEER "ORDER BY name";
constexpr std::string_view peer_by_name = COMMONPLACE_PEER "WHERE name = ?1";
#undef COMMONPLACE_PEER

Peer read(const Query& row) {
  return {.id = row.integer(0),
          .name = row.string(1),
          .url = row.string(2),
          .kind = row.string(3),
          .prefix = row.string(4),
          .set = row.string(5),
          .state = state(row.text(6)),
          .is_node = row.integer(7) != 0,
          .probation = row.integer(8) != 0,
          .repository_name = row.string(9),
          .checkpoint = row.string(10),
          .added = {row.integer(11)},
          .next_visit = {row.integer(12)},
          .last_good = {row.integer(13)},
          .failures = static_cast<int>(row.integer(14)),
          .message = row.string(15),
          .invited = row.integer(16) != 0,
          .identifier_host = row.string(17),
          .deleted_records = row.string(18),
          .last_full = {row.integer(19)},
          .most_records = row.integer(20),
          .pause = row.integer(21),
          .mend = row.integer(22) != 0,
          .moved_to = row.string(23),
          .is_friend = row.integer(24) != 0};
}

}  // namespace

std::vector<Peer> read_peers(Connection& reader) {
  std::vector<Peer> peers;
  Query row = reader.query(peers_by_name);
  while (row.step()) peers.push_back(read(row));
  return peers;
}

std::optional<Peer> read_peer(Connection& reader, std::string_view name) {
  Query row = reader.query(peer_by_name);
  row.bind(name);
  if (!row.step()) return std::nullopt;
  return read(row);
}

std::int64_t count_live_from(Connection& reader, PeerId peer) {
  Query row = reader.query("SELECT live FROM peer_count WHERE peer = ?1");
  row.bind(peer);
  return row.step() ? row.integer(0) : 0;
}

PeerId add_peer(Connection& writer, const Peer& peer) {
  Query row = writer.query(
      "INSERT INTO peer (name, url, kind, prefix, oai_set, state, is_node, probation, repository_name, checkpoint, "
      "added, next_visit, last_good, failures, message, invited, identifier_host, deleted_records, last_full, "
      "most_records, pause, mend, moved_to, is_friend) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, "
      "?23, ?24) ON CONFLICT DO NOTHING RETURNING id");
  row.bind(peer.name, peer.url, peer.kind, peer.prefix, peer.set, word(peer.state), peer.is_node, peer.probation,
           peer.repository_name, peer.checkpoint, peer.added.seconds, peer.next_visit.seconds, peer.last_good.seconds,
           peer.failures, peer.message, peer.invited, peer.identifier_host, peer.deleted_records,
           peer.last_full.seconds, peer.most_records, peer.pause, peer.mend, peer.moved_to, peer.is_friend);
  PeerId id = 0;
  while (row.step()) id = row.integer(0);
  if (id == 0) throw StoreError(fmt::format("store: there is a peer named {} already: choose another name", peer.name));
  return id;
}

// A peer that was removed meanwhile is no error: its last page was under way.
void update_peer(Connection& writer, const Peer& peer) {
  Query row = writer.query(
      "UPDATE peer SET name = ?2, url = ?3, kind = ?4, prefix = ?5, oai_set = ?6, state = ?7, is_node = ?8, "
      "probation = ?9, repository_name = ?10, checkpoint = ?11, added = ?12, next_visit = ?13, last_good = ?14, "
      "failures = ?15, message = ?16, invited = ?17, identifier_host = ?18, deleted_records = ?19, last_full = ?20, "
      "most_records = ?21, pause = ?22, mend = ?23, moved_to = ?24, is_friend = ?25 WHERE id = ?1");
  row.bind(peer.id, peer.name, peer.url, peer.kind, peer.prefix, peer.set, word(peer.state), peer.is_node,
           peer.probation, peer.repository_name, peer.checkpoint, peer.added.seconds, peer.next_visit.seconds,
           peer.last_good.seconds, peer.failures, peer.message, peer.invited, peer.identifier_host,
           peer.deleted_records, peer.last_full.seconds, peer.most_records, peer.pause, peer.mend, peer.moved_to,
           peer.is_friend);
  if (!row.run_unless_conflict()) {
    throw StoreError(fmt::format("store: there is a peer named {} already: choose another name", peer.name));
  }
}

void remove_peer(Connection& writer, PeerId id) {
  forget_waiting(writer, id);
  writer.query("DELETE FROM peer WHERE id = ?1").bind(id).run();
}

}  // namespace commonplace::store
