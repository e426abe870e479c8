// The judgement on each draft, and the few statements that carry it out.
#include "node/store/sqlite_drafts.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "node/store/packed_text.h"
#include "schemas/formats/digest.h"

namespace commonplace::store {
namespace {

std::string_view source_datestamp(const Draft& draft) {
  return draft.source ? std::string_view(draft.source->datestamp) : std::string_view{};
}

// Where each identifier is said last: the last wins (HAR-21).
std::unordered_map<std::string_view, std::size_t> last_mentions(const std::vector<Draft>& drafts) {
  std::unordered_map<std::string_view, std::size_t> last;
  last.reserve(drafts.size());
  for (std::size_t i = 0; i < drafts.size(); ++i) last[drafts[i].identifier] = i;
  return last;
}

void add_up(Counts& counts, bool deleted, int step) {
  (deleted ? counts.deleted : counts.live) += step;
}

}  // namespace

std::string record_digest(std::string_view document, ContributorId contributor, bool deleted) {
  std::string said = fmt::format("{}\n{}\n", contributor, deleted ? "deleted" : "live");
  if (!deleted) said += document;
  const auto digest = formats::sha256(said);
  return {digest.begin(), digest.end()};
}

DraftWriter::DraftWriter(Connection& connection, Datestamp now, Datestamp floor) : connection_(connection), now_(now) {
  Query node = connection_.query("SELECT last_stamp, last_seq, last_key FROM node");
  if (!node.step()) throw StoreError("store: the row of the node is gone: run `commonplace check`");
  stamp_ = std::max({now, floor, Datestamp{node.integer(0)}});
  last_seq_ = node.integer(1);
  last_key_ = node.integer(2);
}

std::vector<Written> DraftWriter::put(const std::vector<Draft>& drafts) {
  const auto last = last_mentions(drafts);
  std::vector<Written> written(drafts.size());
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    if (last.at(drafts[i].identifier) == i) written[i] = put(drafts[i]);
  }
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    const std::size_t winner = last.at(drafts[i].identifier);
    if (winner != i) written[i] = {Verdict::unchanged, written[winner].key, 0, "repeated-in-batch"};
  }
  save();
  return written;
}

Written DraftWriter::put(const Draft& draft) {
  if (draft.identifier.empty() || draft.contributor <= 0) {
    throw StoreError("store: a draft needs an identifier and a contributor");
  }
  const std::string digest = record_digest(draft.document, draft.contributor, draft.deleted);
  const auto there = known(draft);
  if (!there) return add(draft, digest);
  if (there->digest == digest) return leave(draft, *there);
  // Judged before this transaction began: meanwhile somebody more trusted may have brought it (HAR-34).
  if (there->peer != draft.peer && draft.trust < there->trust) return {Verdict::unchanged, there->key, 0, "weaker"};
  return change(draft, *there, digest);
}

std::optional<DraftWriter::Known> DraftWriter::known(const Draft& draft) {
  Query row = connection_.query(
      "SELECT key, digest, version, deleted, contributor, peer, trust, datestamp FROM record WHERE identifier = ?1");
  row.bind(draft.identifier);
  if (!row.step()) return std::nullopt;
  return Known{row.integer(0),
               row.string(1),
               row.integer(2),
               row.integer(3) != 0,
               row.integer(4),
               row.integer(5),
               static_cast<Trust>(row.integer(6)),
               Datestamp{row.integer(7)}};
}

Written DraftWriter::add(const Draft& draft, std::string_view digest) {
  const Key key = last_key_ + 1;
  const Seq seq = last_seq_ + 1;
  {
    Query row = connection_.query(
        "INSERT INTO record (key, identifier, public_id, version, datestamp, first_seen, last_seen, deleted, "
        "contributor, peer, trust, seq, source_datestamp, digest) "
        "VALUES (?1, ?2, ?3, 1, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    row.bind(key, draft.identifier, draft.public_id, stamp_.seconds, now_.seconds, draft.deleted, draft.contributor,
             draft.peer, static_cast<int>(draft.trust), seq, source_datestamp(draft), Blob{digest});
    if (!row.run_unless_conflict()) return {Verdict::refused, 0, 0, "identifier-taken"};
  }
  last_key_ = key;
  last_seq_ = seq;
  stamped_ = true;
  count(draft, 1);
  if (draft.deleted) return {Verdict::deleted, key, seq, {}};
  add_content(key, draft);
  return {Verdict::created, key, seq, {}};
}

Written DraftWriter::change(const Draft& draft, const Known& known, std::string_view digest) {
  keep_version(known);
  // Within one second the deletion wins (HAR-37): a harvester that has the tombstone would never believe the return.
  const bool returns = known.deleted && !draft.deleted;
  if (returns && stamp_ == known.datestamp) stamp_ = Datestamp{stamp_.seconds + 1};
  const Seq seq = ++last_seq_;
  stamped_ = true;
  connection_
      .query(
          "UPDATE record SET version = version + 1, datestamp = ?2, last_seen = ?3, deleted = ?4, contributor = ?5, "
          "peer = ?6, trust = ?7, seq = ?8, source_datestamp = ?9, digest = ?10 WHERE key = ?1")
      .bind(known.key, stamp_.seconds, now_.seconds, draft.deleted, draft.contributor, draft.peer,
            static_cast<int>(draft.trust), seq, source_datestamp(draft), Blob{digest})
      .run();
  count(known, -1);
  count(draft, 1);
  drop_content(known.key);
  if (draft.deleted) return {Verdict::deleted, known.key, seq, {}};
  add_content(known.key, draft);
  return {Verdict::updated, known.key, seq, {}};
}

// The copy that is there stays with its peer, unless the same content now comes from one we believe more: then the
// weaker word must not go on standing for it (federation.md §5.1), and its provenance tells the way of the copy we
// believe. Neither is a change of the record (OAI-72).
Written DraftWriter::leave(const Draft& draft, const Known& known) {
  const bool believed_more = draft.trust > known.trust;
  if (believed_more) {
    connection_.query("UPDATE record SET peer = ?2, trust = ?3, last_seen = ?4, source_datestamp = ?5 WHERE key = ?1")
        .bind(known.key, draft.peer, static_cast<int>(draft.trust), now_.seconds, source_datestamp(draft))
        .run();
    count(known, -1);
    count(draft, 1);
    drop_source(known.key);
    if (!draft.deleted) {
      const std::string hops = pack(draft.hops);
      connection_.query("UPDATE body SET about = ?2, hops = ?3 WHERE key = ?1").bind(known.key, draft.about, hops).run();
      add_source(known.key, draft);
    }
  } else if (draft.peer == known.peer) {
    connection_.query("UPDATE record SET last_seen = ?2, source_datestamp = ?3 WHERE key = ?1")
        .bind(known.key, now_.seconds, source_datestamp(draft))
        .run();
  } else {
    connection_.query("UPDATE record SET last_seen = ?2 WHERE key = ?1").bind(known.key, now_.seconds).run();
  }
  return {Verdict::unchanged, known.key, 0, {}};
}

void DraftWriter::keep_version(const Known& known) {
  connection_
      .query(
          "INSERT INTO version (record, version, datestamp, deleted, document) "
          "SELECT r.key, r.version, r.datestamp, r.deleted, coalesce(d.document, '') "
          "FROM record r LEFT JOIN document d ON d.key = r.key WHERE r.key = ?1")
      .bind(known.key)
      .run();
}

void DraftWriter::add_content(Key key, const Draft& draft) {
  connection_.query("INSERT INTO document (key, document) VALUES (?1, ?2)").bind(key, draft.document).run();
  const std::string hops = pack(draft.hops);
  connection_.query("INSERT INTO body (key, oai_dc, about, hops) VALUES (?1, ?2, ?3, ?4)")
      .bind(key, draft.oai_dc, draft.about, hops)
      .run();
  add_source(key, draft);
}

void DraftWriter::add_source(Key key, const Draft& draft) {
  if (!draft.source) return;
  connection_.query("INSERT INTO source (key, prefix, bytes) VALUES (?1, ?2, ?3)")
      .bind(key, draft.source->prefix, Blob{draft.source->bytes})
      .run();
}

void DraftWriter::drop_source(Key key) {
  connection_.query("DELETE FROM source WHERE key = ?1").bind(key).run();
}

// A tombstone keeps its place and its history, never its content (OAI-47).
void DraftWriter::drop_content(Key key) {
  connection_.query("DELETE FROM document WHERE key = ?1").bind(key).run();
  connection_.query("DELETE FROM body WHERE key = ?1").bind(key).run();
  drop_source(key);
}

void DraftWriter::count(const Draft& draft, int step) {
  add_up(by_contributor_[draft.contributor], draft.deleted, step);
  add_up(by_peer_[draft.peer], draft.deleted, step);
}

void DraftWriter::count(const Known& known, int step) {
  add_up(by_contributor_[known.contributor], known.deleted, step);
  add_up(by_peer_[known.peer], known.deleted, step);
}

void DraftWriter::save() {
  if (stamped_) {
    connection_.query("UPDATE node SET last_stamp = ?1, last_seq = ?2, last_key = ?3")
        .bind(stamp_.seconds, last_seq_, last_key_)
        .run();
  }
  for (const auto& [contributor, counts] : by_contributor_) {
    connection_
        .query(
            "INSERT INTO contributor_count VALUES (?1, ?2, ?3) ON CONFLICT (contributor) DO UPDATE SET "
            "live = live + excluded.live, deleted = deleted + excluded.deleted")
        .bind(contributor, counts.live, counts.deleted)
        .run();
  }
  for (const auto& [peer, counts] : by_peer_) {
    connection_
        .query(
            "INSERT INTO peer_count VALUES (?1, ?2, ?3) ON CONFLICT (peer) DO UPDATE SET "
            "live = live + excluded.live, deleted = deleted + excluded.deleted")
        .bind(peer, counts.live, counts.deleted)
        .run();
  }
}

}  // namespace commonplace::store
