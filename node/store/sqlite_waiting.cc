// Staged records turn public by a flag; parked changes go the way of every draft once they may.
#include "node/store/sqlite_waiting.h"

#include <limits>

#include "node/store/packed_text.h"
#include "node/store/sqlite_drafts.h"
#include "node/store/sqlite_sets.h"

namespace commonplace::store {
namespace {

constexpr std::int64_t least_absence_seconds = 3600;  // HAR-41: between the two lists that lack a record

std::int64_t count(Connection& reader, std::string_view sql, PeerId peer) {
  Query row = reader.query(sql);
  row.bind(peer);
  return row.step() ? row.integer(0) : 0;
}

struct Parked {
  std::vector<std::int64_t> ids;
  std::vector<Draft> drafts;
};

Draft read_draft(const Query& row) {
  Draft draft;
  draft.identifier = row.string(1);
  draft.public_id = row.string(2);
  draft.peer = row.integer(3);
  draft.deleted = row.integer(4) != 0;
  draft.contributor = row.integer(5);
  draft.trust = static_cast<Trust>(row.integer(6));
  draft.document = row.string(8);
  draft.oai_dc = row.string(9);
  draft.about = row.string(10);
  draft.hops = unpack_hops(row.text(11));
  if (!row.text(12).empty()) draft.source = SourceBytes{row.string(12), row.string(7), row.string(13)};
  return draft;
}

Parked read_parked(Connection& writer, PeerId peer, int limit) {
  Parked parked;
  Query row = writer.query(
      "SELECT p.id, r.identifier, r.public_id, p.peer, p.deleted, p.contributor, p.trust, p.source_datestamp, "
      "p.document, p.oai_dc, p.about, p.hops, p.prefix, p.bytes, p.sets FROM parked p JOIN record r ON r.key = p.record "
      "WHERE p.peer = ?1 ORDER BY p.id LIMIT ?2");
  row.bind(peer, limit);
  while (row.step()) {
    parked.ids.push_back(row.integer(0));
    parked.drafts.push_back(read_draft(row));
    parked.drafts.back().sets = read_specs(writer, row.text(14));
  }
  return parked;
}

std::int64_t release_parked(Connection& writer, const Slice& slice) {
  const Parked parked = read_parked(writer, slice.peer, slice.limit);
  if (parked.ids.empty()) return 0;
  DraftWriter(writer, slice.now, slice.floor).put(parked.drafts);
  for (const auto id : parked.ids) writer.query("DELETE FROM parked WHERE id = ?1").bind(id).run();
  return static_cast<std::int64_t>(parked.ids.size());
}

std::int64_t release(Connection& writer, const Slice& slice) {
  if (is_held_back(writer, slice.peer)) return 0;
  const auto listed = DraftWriter(writer, slice.now, slice.floor).list_staged(slice.peer, slice.limit);
  return listed > 0 ? listed : release_parked(writer, slice);
}

std::int64_t drop_staged(Connection& writer, PeerId peer, int limit) {
  std::vector<Key> keys;
  {
    Query row = writer.query("SELECT key FROM record WHERE listed = 0 AND peer = ?1 LIMIT ?2");
    row.bind(peer, limit);
    while (row.step()) keys.push_back(row.integer(0));
  }
  for (const std::string_view sql :
       {"DELETE FROM document WHERE key = ?1", "DELETE FROM body WHERE key = ?1", "DELETE FROM source WHERE key = ?1",
        "DELETE FROM parked WHERE record = ?1", "DELETE FROM also_offered WHERE record = ?1",
        "DELETE FROM missing WHERE record = ?1", "DELETE FROM record WHERE key = ?1"}) {
    Query row = writer.query(sql);
    for (const Key key : keys) row.again().bind(key).run();
  }
  return static_cast<std::int64_t>(keys.size());
}

std::int64_t drop_parked(Connection& writer, PeerId peer, int limit) {
  writer.query("DELETE FROM parked WHERE id IN (SELECT id FROM parked WHERE peer = ?1 LIMIT ?2)").bind(peer, limit).run();
  return writer.number("SELECT changes()");
}

std::vector<WaitingRecord> read_sort(Connection& reader, std::string_view sql, PeerId peer, int limit) {
  std::vector<WaitingRecord> records;
  Query row = reader.query(sql);
  row.bind(peer, limit);
  while (row.step()) {
    records.push_back({.identifier = row.string(0),
                       .is_new = row.integer(1) != 0,
                       .deleted = row.integer(2) != 0,
                       .swept = row.integer(3) != 0,
                       .document = row.string(4),
                       .present = row.string(5)});
  }
  return records;
}

#define COMMONPLACE_PARKED                                                                                     \
  "SELECT r.identifier, 0, p.deleted, p.swept, p.document, coalesce(d.document, '') FROM parked p "            \
  "JOIN record r ON r.key = p.record LEFT JOIN document d ON d.key = r.key AND r.listed = 1 WHERE p.peer = ?1 "

constexpr std::string_view new_ones =
    "SELECT r.identifier, 1, r.deleted, 0, coalesce(d.document, ''), '' FROM record r "
    "LEFT JOIN document d ON d.key = r.key WHERE r.listed = 0 AND r.peer = ?1 ORDER BY r.key LIMIT ?2";
constexpr std::string_view changed_ones = COMMONPLACE_PARKED "AND p.deleted = 0 ORDER BY p.id LIMIT ?2";
constexpr std::string_view removed_ones = COMMONPLACE_PARKED "AND p.deleted = 1 ORDER BY p.id LIMIT ?2";
#undef COMMONPLACE_PARKED

// What another peer that may be seen offers too is never swept.
#define COMMONPLACE_OFFERED_ELSEWHERE                                                                       \
  "EXISTS (SELECT 1 FROM also_offered a JOIN peer o ON o.id = a.peer WHERE a.record = r.key AND a.peer <> ?1 " \
  "AND o.probation = 0 AND o.state <> 'blocked') "

constexpr std::string_view forget_the_found =
    "DELETE FROM missing WHERE peer = ?1 AND record IN (SELECT m.record FROM missing m JOIN record r ON r.key = m.record "
    "WHERE m.peer = ?1 AND (r.mark = ?2 OR r.deleted = 1 OR r.peer <> ?1))";
constexpr std::string_view park_the_missing =
    "INSERT OR IGNORE INTO parked (peer, record, deleted, swept, contributor, trust, source_datestamp, document, "
    "oai_dc, about, hops, prefix, bytes) "
    "SELECT ?1, r.key, 1, 1, r.contributor, r.trust, '', '', '', '', '', '', x'' FROM missing m "
    "JOIN record r ON r.key = m.record WHERE m.peer = ?1 AND m.since <= ?3 AND r.mark <> ?2 AND r.listed = 1 "
    "AND r.deleted = 0 AND NOT " COMMONPLACE_OFFERED_ELSEWHERE;
constexpr std::string_view note_the_missing =
    "INSERT OR IGNORE INTO missing (record, peer, since) SELECT r.key, ?1, ?3 FROM record r "
    "WHERE r.peer = ?1 AND r.listed > 0 AND r.deleted = 0 AND r.mark <> ?2 AND NOT " COMMONPLACE_OFFERED_ELSEWHERE;
constexpr std::string_view forget_old_offers = "DELETE FROM also_offered WHERE peer = ?1 AND mark <> ?2";
#undef COMMONPLACE_OFFERED_ELSEWHERE

}  // namespace

Waiting read_waiting(Connection& reader, PeerId peer) {
  const Snapshot snapshot(reader);
  return {.live = count(reader, "SELECT live FROM peer_count WHERE peer = ?1", peer),
          .staged = count(reader, "SELECT count(*) FROM record WHERE listed = 0 AND peer = ?1", peer),
          .changes = count(reader, "SELECT count(*) FROM parked WHERE deleted = 0 AND peer = ?1", peer),
          .removals = count(reader, "SELECT count(*) FROM parked WHERE deleted = 1 AND peer = ?1", peer),
          .hidden = count(reader, "SELECT count(*) FROM record WHERE listed = 2 AND peer = ?1", peer),
          .missing = count(reader, "SELECT count(*) FROM missing WHERE peer = ?1", peer)};
}

std::vector<WaitingRecord> read_waiting_records(Connection& reader, PeerId peer, int limit) {
  const Snapshot snapshot(reader);
  std::vector<WaitingRecord> all;
  for (const auto sql : {new_ones, changed_ones, removed_ones}) {
    for (auto& record : read_sort(reader, sql, peer, limit)) all.push_back(std::move(record));
  }
  return all;
}

bool is_held_back(Connection& writer, PeerId peer) {
  return count(writer, "SELECT probation OR state = 'blocked' FROM peer WHERE id = ?1", peer) != 0;
}

std::int64_t turn_slice(Connection& writer, Turn what, const Slice& slice) {
  switch (what) {
    case Turn::release:
      return release(writer, slice);
    case Turn::drop_staged:
      return drop_staged(writer, slice.peer, slice.limit);
    case Turn::drop_parked:
      return drop_parked(writer, slice.peer, slice.limit);
    case Turn::hide:
      return DraftWriter(writer, slice.now, slice.floor).hide(slice.peer, slice.limit);
    case Turn::reveal:
      return DraftWriter(writer, slice.now, slice.floor).reveal(slice.peer, slice.limit);
  }
  return 0;
}

void sweep_visit(Connection& writer, const Visit& visit, Datestamp now) {
  writer.query(forget_the_found).bind(visit.peer, visit.id).run();
  writer.query(park_the_missing).bind(visit.peer, visit.id, now.seconds - least_absence_seconds).run();
  writer.query(note_the_missing).bind(visit.peer, visit.id, now.seconds).run();
  writer.query(forget_old_offers).bind(visit.peer, visit.id).run();
}

void forget_waiting(Connection& writer, PeerId peer) {
  drop_staged(writer, peer, std::numeric_limits<int>::max());
  for (const std::string_view sql : {"DELETE FROM parked WHERE peer = ?1", "DELETE FROM missing WHERE peer = ?1",
                                     "DELETE FROM also_offered WHERE peer = ?1"}) {
    writer.query(sql).bind(peer).run();
  }
}

}  // namespace commonplace::store
