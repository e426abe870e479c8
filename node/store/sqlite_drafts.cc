// The judgement on each draft, and the few statements that carry it out.
#include "node/store/sqlite_drafts.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "node/store/kept_bytes.h"
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

int number(Listed listed) {
  return static_cast<int>(listed);
}

}  // namespace

std::string record_digest(std::string_view document, ContributorId contributor, bool deleted) {
  std::string said = fmt::format("{}\n{}\n", contributor, deleted ? "deleted" : "live");
  if (!deleted) said += document;
  const auto digest = formats::sha256(said);
  return {digest.begin(), digest.end()};
}

DraftWriter::DraftWriter(Connection& connection, Datestamp now, Datestamp floor, Putting putting)
    : connection_(connection), now_(now), putting_(putting), sets_(connection) {
  Query node = connection_.query("SELECT last_stamp, last_seq, last_key FROM node");
  if (!node.step()) throw StoreError("store: the row of the node is gone: run `commonplace check`");
  stamp_ = std::max({now, floor, Datestamp{node.integer(0)}});
  last_seq_ = node.integer(1);
  last_key_ = node.integer(2);
  if (parks()) has_parked_ = connection_.number("SELECT EXISTS (SELECT 1 FROM parked)") != 0;
}

std::vector<Written> DraftWriter::put(const std::vector<Draft>& drafts) {
  const auto last = last_mentions(drafts);
  std::vector<Written> written(drafts.size());
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    if (last.at(drafts[i].identifier) == i) written[i] = drafts[i].again ? put_again(drafts[i]) : put(drafts[i]);
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
  if (there->listed == Listed::staged) return put_over_staged(draft, *there, digest);
  const bool believed_more = there->peer != draft.peer && draft.trust > there->trust;
  const bool stays_hidden = there->listed == Listed::open || !believed_more;
  if (there->digest == digest && stays_hidden) return leave(draft, *there);
  if (there->listed == Listed::hidden && !believed_more) return weaker(draft, *there);
  // Judged before this transaction began: meanwhile somebody more trusted may have brought it (HAR-34).
  if (there->peer != draft.peer && draft.trust < there->trust) return weaker(draft, *there);
  if (auto handed = hand_over(draft, *there)) return *handed;
  if (parks()) return park(draft, *there);
  return change(draft, *there, digest);
}

// HOST-36: the last mention wins, and is counted once.
Written DraftWriter::put_again(const Draft& draft) {
  const bool waits = is_waiting(draft);
  Written written = put(draft);
  const bool changes_what_waits = waits && written.verdict != Verdict::created && written.verdict != Verdict::refused;
  if (changes_what_waits || written.verdict == Verdict::unchanged) written.verdict = Verdict::duplicate;
  return written;
}

// Whether what the peer has said of the record so far is staged or parked.
bool DraftWriter::is_waiting(const Draft& draft) {
  Query row = connection_.query(
      "SELECT 1 FROM record r WHERE identifier = ?1 AND ((listed = 0 AND peer = ?2) OR "
      "EXISTS (SELECT 1 FROM parked WHERE record = r.key AND peer = ?2))");
  row.bind(draft.identifier, draft.peer);
  return row.step();
}

std::optional<DraftWriter::Known> DraftWriter::known(const Draft& draft) {
  Query row = connection_.query(
      "SELECT key, digest, version, deleted, contributor, peer, trust, datestamp, listed, sets FROM record "
      "WHERE identifier = ?1");
  row.bind(draft.identifier);
  if (!row.step()) return std::nullopt;
  return Known{row.integer(0),
               row.string(1),
               row.integer(2),
               row.integer(3) != 0,
               row.integer(4),
               row.integer(5),
               static_cast<Trust>(row.integer(6)),
               Datestamp{row.integer(7)},
               static_cast<Listed>(row.integer(8)),
               row.string(9)};
}

Written DraftWriter::add(const Draft& draft, std::string_view digest) {
  const Key key = last_key_ + 1;
  const bool listed = !stages();
  const Seq seq = listed ? last_seq_ + 1 : 0;
  const std::string sets = sets_.numbers_of(draft.sets);
  {
    Query row = connection_.query(
        "INSERT INTO record (key, identifier, public_id, version, datestamp, first_seen, last_seen, deleted, "
        "contributor, peer, trust, seq, source_datestamp, digest, listed, since, mark, sets) "
        "VALUES (?1, ?2, ?3, 1, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?10, ?14, ?15)");
    row.bind(key, draft.identifier, draft.public_id, listed ? stamp_.seconds : 0, now_.seconds, draft.deleted,
             draft.contributor, draft.peer, static_cast<int>(draft.trust), seq, source_datestamp(draft), Blob{digest},
             listed, putting_.mark, Blob{sets});
    if (!row.run_unless_conflict()) return {Verdict::refused, 0, 0, "identifier-taken"};
  }
  last_key_ = key;
  moved_ = true;
  if (listed) {
    last_seq_ = seq;
    sets_.enter(key, stamp_, sets);
    count(draft, 1);
  }
  if (draft.deleted) return {Verdict::deleted, key, seq, {}};
  add_content(key, draft);
  return {Verdict::created, key, seq, {}};
}

Written DraftWriter::change(const Draft& draft, const Known& known, std::string_view digest) {
  keep_version(known);
  // Within one second the deletion wins (HAR-37): a harvester that has the tombstone would never believe the return.
  const bool returns = known.shown_deleted() && !draft.deleted;
  if (returns && stamp_ == known.datestamp) stamp_ = Datestamp{stamp_.seconds + 1};
  const Seq seq = ++last_seq_;
  moved_ = true;
  const std::string sets = draft.deleted ? known.sets : sets_.numbers_of(draft.sets);
  sets_.leave(known.key, known.datestamp, known.sets);
  sets_.enter(known.key, stamp_, sets);
  connection_
      .query(
          "UPDATE record SET version = version + 1, datestamp = ?2, last_seen = ?3, deleted = ?4, contributor = ?5, "
          "peer = ?6, trust = ?7, seq = ?8, since = ?8, source_datestamp = ?9, digest = ?10, listed = 1, "
          "mark = iif(?11 = 0, mark, ?11), sets = ?12 WHERE key = ?1")
      .bind(known.key, stamp_.seconds, now_.seconds, draft.deleted, draft.contributor, draft.peer,
            static_cast<int>(draft.trust), seq, source_datestamp(draft), Blob{digest}, putting_.mark, Blob{sets})
      .run();
  count(known, -1);
  count(draft, 1);
  if (draft.peer != known.peer) take_over(draft, known);
  drop_content(known.key);
  if (draft.deleted) return {Verdict::deleted, known.key, seq, {}};
  add_content(known.key, draft);
  return {Verdict::updated, known.key, seq, {}};
}

// The copy that is there stays with its peer, unless the same content now comes from one we believe more: then the
// weaker word must not go on standing for it (federation.md §5.1), and its provenance tells the way of the copy we
// believe. Neither is a change of the record (OAI-72).
Written DraftWriter::leave(const Draft& draft, const Known& known) {
  if (draft.trust > known.trust && !putting_.probation) {
    connection_
        .query(
            "UPDATE record SET peer = ?2, trust = ?3, last_seen = ?4, source_datestamp = ?5, "
            "mark = iif(?6 = 0, mark, ?6) WHERE key = ?1")
        .bind(known.key, draft.peer, static_cast<int>(draft.trust), now_.seconds, source_datestamp(draft),
              putting_.mark)
        .run();
    count(known, -1);
    count(draft, 1);
    if (draft.peer != known.peer) take_over(draft, known);
    drop_source(known.key);
    if (!draft.deleted) {
      const std::string hops = pack(draft.hops);
      connection_.query("UPDATE body SET about = ?2, hops = ?3 WHERE key = ?1").bind(known.key, draft.about, hops).run();
      add_source(known.key, draft);
    }
  } else if (draft.peer == known.peer) {
    connection_
        .query(
            "UPDATE record SET last_seen = ?2, source_datestamp = ?3, mark = iif(?4 = 0, mark, ?4) WHERE key = ?1")
        .bind(known.key, now_.seconds, source_datestamp(draft), putting_.mark)
        .run();
  } else {
    connection_.query("UPDATE record SET last_seen = ?2 WHERE key = ?1").bind(known.key, now_.seconds).run();
    note(known.key, draft.peer, {known.key, draft.trust, draft.deleted});
  }
  drop_parked(draft, known);
  return {Verdict::unchanged, known.key, 0, {}};
}

Written DraftWriter::weaker(const Draft& draft, const Known& known) {
  note(known.key, draft.peer, {known.key, draft.trust, draft.deleted});
  return {Verdict::unchanged, known.key, 0, "weaker"};
}

// A record that nobody has seen yet has no history: what comes takes its place.
Written DraftWriter::put_over_staged(const Draft& draft, const Known& known, std::string_view digest) {
  const bool is_anothers = draft.peer != known.peer;
  const bool yields = is_anothers && stages() && (putting_.probation || draft.trust < known.trust);
  if (yields) return weaker(draft, known);
  if (stages() && !is_anothers && known.digest == digest) return leave(draft, known);
  return write_over_staged(draft, known, digest);
}

Written DraftWriter::write_over_staged(const Draft& draft, const Known& known, std::string_view digest) {
  const bool listed = !stages();
  const Seq seq = listed ? ++last_seq_ : 0;
  moved_ = moved_ || listed;
  const std::string sets = sets_.numbers_of(draft.sets);
  connection_
      .query(
          "UPDATE record SET datestamp = ?2, last_seen = ?3, deleted = ?4, contributor = ?5, peer = ?6, trust = ?7, "
          "seq = ?8, since = ?8, source_datestamp = ?9, digest = ?10, listed = ?11, mark = iif(?12 = 0, mark, ?12), "
          "sets = ?13 WHERE key = ?1")
      .bind(known.key, listed ? stamp_.seconds : 0, now_.seconds, draft.deleted, draft.contributor, draft.peer,
            static_cast<int>(draft.trust), seq, source_datestamp(draft), Blob{digest}, listed, putting_.mark,
            Blob{sets})
      .run();
  if (listed) {
    sets_.enter(known.key, stamp_, sets);
    count(draft, 1);
  }
  drop_content(known.key);
  if (draft.deleted) return {Verdict::deleted, known.key, seq, {}};
  add_content(known.key, draft);
  return {listed ? Verdict::created : Verdict::updated, known.key, seq, {}};
}

// The change waits beside the record; a later one of the same peer takes its place.
Written DraftWriter::park(const Draft& draft, const Known& known) {
  const std::string hops = pack(draft.hops);
  const std::string sets = sets_.numbers_of(draft.sets);
  const SourceBytes none;
  const SourceBytes& source = draft.source ? *draft.source : none;
  connection_
      .query(
          "INSERT OR REPLACE INTO parked (peer, record, deleted, swept, contributor, trust, source_datestamp, "
          "document, oai_dc, about, hops, prefix, bytes, sets) "
          "VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)")
      .bind(draft.peer, known.key, draft.deleted, draft.contributor, static_cast<int>(draft.trust), source.datestamp,
            draft.document, draft.oai_dc, draft.about, hops, source.prefix, Blob{source.bytes}, Blob{sets})
      .run();
  has_parked_ = true;
  if (draft.peer == known.peer) {
    connection_.query("UPDATE record SET mark = ?2 WHERE key = ?1").bind(known.key, putting_.mark).run();
  } else {
    note(known.key, draft.peer, {known.key, draft.trust, draft.deleted});
  }
  return {draft.deleted ? Verdict::deleted : Verdict::updated, known.key, 0, {}};
}

// What the peer said before of this record counts no more.
void DraftWriter::drop_parked(const Draft& draft, const Known& known) {
  if (!has_parked_ || known.listed == Listed::staged) return;
  connection_.query("DELETE FROM parked WHERE record = ?1 AND peer = ?2").bind(known.key, draft.peer).run();
}

// HAR-37: a relay that withdraws its copy does not withdraw the record while another source goes on offering it.
std::optional<Written> DraftWriter::hand_over(const Draft& draft, const Known& known) {
  const bool is_relayed = known.trust < Trust::direct_unsigned && draft.trust < Trust::direct_unsigned;
  if (!draft.deleted || known.deleted || draft.peer != known.peer || !is_relayed) return std::nullopt;
  PeerId heir = 0;
  {
    Query row = connection_.query(
        "SELECT a.peer FROM also_offered a JOIN peer p ON p.id = a.peer WHERE a.record = ?1 AND a.peer <> ?2 "
        "AND p.probation = 0 AND p.state <> 'blocked' ORDER BY a.trust DESC, a.peer LIMIT 1");
    row.bind(known.key, draft.peer);
    if (!row.step()) return std::nullopt;
    heir = row.integer(0);
  }
  connection_.query("UPDATE record SET peer = ?2, source_datestamp = '' WHERE key = ?1").bind(known.key, heir).run();
  connection_.query("DELETE FROM also_offered WHERE record = ?1 AND peer IN (?2, ?3)")
      .bind(known.key, heir, draft.peer)
      .run();
  count(known, -1);
  count(known.contributor, heir, known.shown_deleted(), 1);
  drop_parked(draft, known);
  return Written{Verdict::unchanged, known.key, 0, "offered-elsewhere"};
}

// The copy goes over to another peer; the former one is remembered, as it may go on offering the record.
void DraftWriter::take_over(const Draft& draft, const Known& known) {
  connection_.query("DELETE FROM also_offered WHERE record = ?1 AND peer = ?2").bind(known.key, draft.peer).run();
  if (known.peer == 0 || known.deleted) return;
  connection_
      .query("INSERT OR REPLACE INTO also_offered (record, peer, trust, mark) VALUES (?1, ?2, ?3, 0)")
      .bind(known.key, known.peer, static_cast<int>(known.trust))
      .run();
}

void DraftWriter::note(PeerId peer, const std::vector<AlsoOffered>& offers) {
  for (const auto& offer : offers) note(offer.key, peer, offer);
}

void DraftWriter::note(Key key, PeerId peer, const AlsoOffered& offer) {
  if (peer == 0) return;
  if (!offer.withdrawn && marks_own_copy(key, peer)) return;
  if (offer.withdrawn) {
    connection_.query("DELETE FROM also_offered WHERE record = ?1 AND peer = ?2").bind(key, peer).run();
    return;
  }
  connection_
      .query("INSERT OR REPLACE INTO also_offered (record, peer, trust, mark) VALUES (?1, ?2, ?3, ?4)")
      .bind(key, peer, static_cast<int>(offer.trust), putting_.mark)
      .run();
}

// An offer of whose copy it is counts as seen, whatever was made of it.
bool DraftWriter::marks_own_copy(Key key, PeerId peer) {
  connection_.query("UPDATE record SET mark = ?3 WHERE key = ?1 AND peer = ?2").bind(key, peer, putting_.mark).run();
  return connection_.number("SELECT changes()") > 0;
}

std::int64_t DraftWriter::list_staged(PeerId peer, int limit) {
  return flip(
      "SELECT key, contributor, deleted, datestamp, sets FROM record INDEXED BY record_staged "
      "WHERE listed = 0 AND peer = ?1 ORDER BY key LIMIT ?2",
      peer, limit, {Listed::staged, Listed::open});
}

std::int64_t DraftWriter::hide(PeerId peer, int limit) {
  return flip(
      "SELECT key, contributor, deleted, datestamp, sets FROM record INDEXED BY record_by_peer "
      "WHERE listed > 0 AND listed < 2 AND peer = ?1 AND deleted = 0 LIMIT ?2",
      peer, limit, {Listed::open, Listed::hidden});
}

std::int64_t DraftWriter::reveal(PeerId peer, int limit) {
  return flip(
      "SELECT key, contributor, deleted, datestamp, sets FROM record INDEXED BY record_hidden "
      "WHERE listed = 2 AND peer = ?1 LIMIT ?2",
      peer, limit, {Listed::hidden, Listed::open});
}

// Nothing heavy is written: the content is there already.
std::int64_t DraftWriter::flip(std::string_view chosen, PeerId peer, int limit, Flip flip) {
  struct Chosen {
    Key key;
    ContributorId contributor;
    bool deleted;
    Datestamp datestamp;
    std::string sets;
  };
  std::vector<Chosen> records;
  {
    Query row = connection_.query(chosen);
    row.bind(peer, limit);
    while (row.step())
      records.push_back({row.integer(0), row.integer(1), row.integer(2) != 0, Datestamp{row.integer(3)}, row.string(4)});
  }
  const bool is_new = flip.from == Listed::staged;
  Query row = connection_.query(
      "UPDATE record SET listed = ?2, datestamp = ?3, seq = ?4, since = iif(since = 0, ?4, since), "
      "version = version + ?5 WHERE key = ?1");
  for (const auto& one : records) {
    if (flip.to == Listed::open && stamp_ == one.datestamp) stamp_ = Datestamp{stamp_.seconds + 1};
    row.again().bind(one.key, number(flip.to), stamp_.seconds, ++last_seq_, is_new ? 0 : 1).run();
    if (!is_new) sets_.leave(one.key, one.datestamp, one.sets);
    sets_.enter(one.key, stamp_, one.sets);
    if (!is_new) count(one.contributor, peer, one.deleted || flip.from == Listed::hidden, -1);
    count(one.contributor, peer, one.deleted || flip.to == Listed::hidden, 1);
  }
  moved_ = moved_ || !records.empty();
  save();
  return static_cast<std::int64_t>(records.size());
}

int DraftWriter::render_again(const std::vector<Rendering>& renderings) {
  int stamped = 0;
  for (const auto& rendering : renderings) stamped += render_again(rendering) ? 1 : 0;
  save();
  return stamped;
}

// What nobody sees is made anew without a word: a staged record is in no list, a hidden one stays where it is.
bool DraftWriter::render_again(const Rendering& rendering) {
  Datestamp before;
  std::string sets_before;
  bool same_body = false;
  Listed listed = Listed::open;
  {
    Query row = connection_.query(
        "SELECT r.datestamp, r.sets, b.oai_dc = ?3 AND b.about = ?4, r.listed FROM record r JOIN body b ON b.key = r.key "
        "WHERE r.key = ?1 AND r.version = ?2 AND r.deleted = 0");
    row.bind(rendering.key, rendering.version, rendering.oai_dc, rendering.about);
    if (!row.step()) return false;
    before = Datestamp{row.integer(0)};
    sets_before = row.string(1);
    same_body = row.integer(2) != 0;
    listed = static_cast<Listed>(row.integer(3));
  }
  const std::string sets = sets_.numbers_of(rendering.sets);
  if (same_body && sets == sets_before && !(rendering.changed_elsewhere && listed == Listed::open)) return false;
  const bool stamps = listed == Listed::open;
  if (listed != Listed::staged) {
    sets_.leave(rendering.key, before, sets_before);
    sets_.enter(rendering.key, stamps ? stamp_ : before, sets);
  }
  if (stamps) {
    moved_ = true;
    connection_.query("UPDATE record SET datestamp = ?2, seq = ?3 WHERE key = ?1")
        .bind(rendering.key, stamp_.seconds, ++last_seq_)
        .run();
  }
  connection_.query("UPDATE record SET sets = ?2 WHERE key = ?1").bind(rendering.key, Blob{sets}).run();
  if (!same_body) {
    connection_.query("UPDATE body SET oai_dc = ?2, about = ?3 WHERE key = ?1")
        .bind(rendering.key, rendering.oai_dc, rendering.about)
        .run();
  }
  return stamps;
}

void DraftWriter::keep_version(const Known& known) {
  connection_
      .query(
          "INSERT INTO version (record, version, datestamp, deleted, document, since, ended, contributor, peer, trust, "
          "source_datestamp, oai_dc, about, hops, prefix, bytes, around, sets) "
          "SELECT r.key, r.version, r.datestamp, r.deleted, coalesce(d.document, ''), r.since, ?2, r.contributor, "
          "r.peer, r.trust, r.source_datestamp, coalesce(b.oai_dc, ''), coalesce(b.about, ''), coalesce(b.hops, ''), "
          "coalesce(s.prefix, ''), coalesce(s.bytes, x''), coalesce(s.around, -1), r.sets "
          "FROM record r LEFT JOIN document d ON d.key = r.key LEFT JOIN body b ON b.key = r.key "
          "LEFT JOIN source s ON s.key = r.key WHERE r.key = ?1")
      .bind(known.key, now_.seconds)
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
  const KeptBytes kept = without_document(draft.source->bytes, draft.document);
  connection_.query("INSERT INTO source (key, prefix, bytes, around) VALUES (?1, ?2, ?3, ?4)")
      .bind(key, draft.source->prefix, Blob{kept.rest}, kept.around)
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

void DraftWriter::count(ContributorId contributor, PeerId peer, bool deleted, int step) {
  add_up(by_contributor_[contributor], deleted, step);
  add_up(by_peer_[peer], deleted, step);
}

void DraftWriter::count(const Draft& draft, int step) {
  count(draft.contributor, draft.peer, draft.deleted, step);
}

void DraftWriter::count(const Known& known, int step) {
  count(known.contributor, known.peer, known.shown_deleted(), step);
}

void DraftWriter::save() {
  sets_.save();
  if (moved_) {
    connection_.query("UPDATE node SET last_stamp = ?1, last_seq = ?2, last_key = ?3")
        .bind(stamp_.seconds, last_seq_, last_key_)
        .run();
  }
  moved_ = false;
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
  by_contributor_.clear();
  by_peer_.clear();
}

}  // namespace commonplace::store
