// Migrations. A step that was ever released is never changed: a new one is put behind it.
#include "node/store/sqlite_schema.h"

#include <fmt/format.h>

#include <array>

#include "node/store/store.h"

namespace commonplace::store {
namespace {

// Step 1. What is read with every list (record) is kept narrow and apart from bodies and documents, so that lists and
// re-harvests of unchanged records touch few pages. Indexes end in the rowid by themselves: record_by_datestamp is the
// order (datestamp, key). Rowid tables throughout for what is fat (ARCHITECTURE §5).
// record.peer, visit.peer and set_aside.peer refer to no row: a peer may be removed and what it brought stays.
constexpr std::string_view first_schema = R"sql(
CREATE TABLE node (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  created INTEGER NOT NULL, life TEXT NOT NULL,
  last_stamp INTEGER NOT NULL, last_seq INTEGER NOT NULL, last_key INTEGER NOT NULL
) STRICT;

CREATE TABLE contributor (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  oai_set TEXT NOT NULL UNIQUE, slug TEXT NOT NULL UNIQUE, hosted_here INTEGER NOT NULL,
  did TEXT NOT NULL, name TEXT NOT NULL, home TEXT NOT NULL, logo TEXT NOT NULL, colour TEXT NOT NULL,
  mark TEXT NOT NULL, message TEXT NOT NULL, links TEXT NOT NULL, host TEXT NOT NULL
) STRICT;
-- Every slug ever given, and to whom: it is never given to another (CONTRACT 4).
CREATE TABLE slug_given (
  slug TEXT PRIMARY KEY, contributor INTEGER NOT NULL REFERENCES contributor (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE record (
  key INTEGER PRIMARY KEY,
  identifier TEXT NOT NULL, public_id TEXT NOT NULL,
  version INTEGER NOT NULL, datestamp INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
  deleted INTEGER NOT NULL, contributor INTEGER NOT NULL REFERENCES contributor (id), peer INTEGER NOT NULL,
  trust INTEGER NOT NULL, seq INTEGER NOT NULL, source_datestamp TEXT NOT NULL, digest BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX record_by_identifier ON record (identifier);
CREATE UNIQUE INDEX record_by_public_id ON record (public_id);
CREATE UNIQUE INDEX record_by_seq ON record (seq);
CREATE INDEX record_by_datestamp ON record (datestamp);
CREATE INDEX record_by_contributor ON record (contributor, datestamp);
CREATE INDEX record_by_peer ON record (peer, datestamp);

CREATE TABLE body (
  key INTEGER PRIMARY KEY, oai_dc TEXT NOT NULL, about TEXT NOT NULL, hops TEXT NOT NULL
) STRICT;
CREATE TABLE document (key INTEGER PRIMARY KEY, document TEXT NOT NULL) STRICT;
CREATE TABLE source (key INTEGER PRIMARY KEY, prefix TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
-- Past versions only: the present one is in record and document.
CREATE TABLE version (
  id INTEGER PRIMARY KEY,
  record INTEGER NOT NULL REFERENCES record (key), version INTEGER NOT NULL,
  datestamp INTEGER NOT NULL, deleted INTEGER NOT NULL, document TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX version_by_record ON version (record, version);

CREATE TABLE contributor_count (
  contributor INTEGER PRIMARY KEY, live INTEGER NOT NULL, deleted INTEGER NOT NULL
) STRICT;
CREATE TABLE peer_count (peer INTEGER PRIMARY KEY, live INTEGER NOT NULL, deleted INTEGER NOT NULL) STRICT;

CREATE TABLE peer (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE, url TEXT NOT NULL, kind TEXT NOT NULL, prefix TEXT NOT NULL, oai_set TEXT NOT NULL,
  state TEXT NOT NULL, is_node INTEGER NOT NULL, probation INTEGER NOT NULL, repository_name TEXT NOT NULL,
  checkpoint TEXT NOT NULL, added INTEGER NOT NULL, next_visit INTEGER NOT NULL, last_good INTEGER NOT NULL,
  failures INTEGER NOT NULL, message TEXT NOT NULL
) STRICT;
CREATE TABLE visit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  peer INTEGER NOT NULL, started INTEGER NOT NULL, is_full INTEGER NOT NULL, prefix TEXT NOT NULL,
  from_date TEXT NOT NULL, token TEXT NOT NULL, first_date TEXT NOT NULL, page INTEGER NOT NULL,
  declared INTEGER NOT NULL,
  offered INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, deleted INTEGER NOT NULL,
  unchanged INTEGER NOT NULL, duplicate INTEGER NOT NULL, own INTEGER NOT NULL, refused INTEGER NOT NULL,
  quarantined INTEGER NOT NULL, lost INTEGER NOT NULL, mended INTEGER NOT NULL,
  outcome TEXT NOT NULL, message TEXT NOT NULL, finished INTEGER
) STRICT;
CREATE INDEX visit_by_peer ON visit (peer);
CREATE INDEX visit_open ON visit (peer) WHERE finished IS NULL;
CREATE TABLE set_aside (
  id INTEGER PRIMARY KEY,
  peer INTEGER NOT NULL, visit INTEGER NOT NULL REFERENCES visit (id),
  identifier TEXT NOT NULL, reason TEXT NOT NULL, page INTEGER NOT NULL, byte_offset INTEGER NOT NULL,
  sha256 TEXT NOT NULL, raw BLOB NOT NULL
) STRICT;
CREATE INDEX set_aside_by_peer ON set_aside (peer);
CREATE INDEX set_aside_by_visit ON set_aside (visit);

CREATE TABLE framework (
  id TEXT PRIMARY KEY,
  uri TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT NOT NULL, jurisdiction TEXT NOT NULL,
  languages TEXT NOT NULL, version TEXT NOT NULL, adoption_status TEXT NOT NULL, licence TEXT NOT NULL,
  attribution TEXT NOT NULL, source_url TEXT NOT NULL, source_format TEXT NOT NULL, sha256 TEXT NOT NULL,
  imported_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE statement (
  framework TEXT NOT NULL REFERENCES framework (id), place INTEGER NOT NULL,
  id TEXT NOT NULL, uri TEXT NOT NULL, code TEXT NOT NULL, text TEXT NOT NULL, type TEXT NOT NULL,
  parent TEXT NOT NULL, sequence INTEGER NOT NULL, levels TEXT NOT NULL, subjects TEXT NOT NULL,
  PRIMARY KEY (framework, place)
) STRICT, WITHOUT ROWID;
)sql";

// Step 2. What is not public, and what waits (docs/decisions/0006). record.listed: 0 never public so far, 1 public,
// 2 hidden: a tombstone for everyone, its content kept. What was never public has neither stamp nor seq, and is in none
// of the indexes that lists are read from: partial indexes cost a staged record nothing.
// record.since: the seq at which its present content came; record.mark: the visit that offered it last.
// version.ended: when the next version took its place. parked: changes of public records that wait for release.
// also_offered: who offers a record besides the peer that its copy is from. missing: not in the last whole list.
constexpr std::string_view visibility = R"sql(
ALTER TABLE record ADD COLUMN listed INTEGER NOT NULL DEFAULT 1;
ALTER TABLE record ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE record ADD COLUMN mark INTEGER NOT NULL DEFAULT 0;
UPDATE record SET since = seq;
DROP INDEX record_by_seq;
DROP INDEX record_by_datestamp;
DROP INDEX record_by_contributor;
DROP INDEX record_by_peer;
CREATE UNIQUE INDEX record_by_seq ON record (seq) WHERE listed > 0;
CREATE INDEX record_by_datestamp ON record (datestamp) WHERE listed > 0;
CREATE INDEX record_by_contributor ON record (contributor, datestamp) WHERE listed > 0;
CREATE INDEX record_by_peer ON record (peer, datestamp) WHERE listed > 0;
CREATE INDEX record_staged ON record (peer) WHERE listed = 0;
CREATE INDEX record_hidden ON record (peer) WHERE listed = 2;

CREATE TABLE parked (
  id INTEGER PRIMARY KEY,
  peer INTEGER NOT NULL, record INTEGER NOT NULL REFERENCES record (key),
  deleted INTEGER NOT NULL, swept INTEGER NOT NULL,
  contributor INTEGER NOT NULL, trust INTEGER NOT NULL, source_datestamp TEXT NOT NULL,
  document TEXT NOT NULL, oai_dc TEXT NOT NULL, about TEXT NOT NULL, hops TEXT NOT NULL,
  prefix TEXT NOT NULL, bytes BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX parked_by_record ON parked (record, peer);
CREATE INDEX parked_by_peer ON parked (peer);
CREATE TABLE also_offered (
  record INTEGER NOT NULL REFERENCES record (key), peer INTEGER NOT NULL, trust INTEGER NOT NULL,
  mark INTEGER NOT NULL, PRIMARY KEY (record, peer)
) STRICT, WITHOUT ROWID;
CREATE INDEX also_offered_by_peer ON also_offered (peer);
CREATE TABLE missing (record INTEGER PRIMARY KEY, peer INTEGER NOT NULL, since INTEGER NOT NULL) STRICT;
CREATE INDEX missing_by_peer ON missing (peer);

ALTER TABLE version ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE version ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;
ALTER TABLE version ADD COLUMN contributor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE version ADD COLUMN peer INTEGER NOT NULL DEFAULT 0;
ALTER TABLE version ADD COLUMN trust INTEGER NOT NULL DEFAULT 0;
ALTER TABLE version ADD COLUMN source_datestamp TEXT NOT NULL DEFAULT '';
ALTER TABLE version ADD COLUMN oai_dc TEXT NOT NULL DEFAULT '';
ALTER TABLE version ADD COLUMN about TEXT NOT NULL DEFAULT '';
ALTER TABLE version ADD COLUMN hops TEXT NOT NULL DEFAULT '';
ALTER TABLE version ADD COLUMN prefix TEXT NOT NULL DEFAULT '';
ALTER TABLE version ADD COLUMN bytes BLOB NOT NULL DEFAULT x'';
CREATE INDEX version_by_end ON version (ended);

ALTER TABLE peer ADD COLUMN invited INTEGER NOT NULL DEFAULT 0;
ALTER TABLE peer ADD COLUMN identifier_host TEXT NOT NULL DEFAULT '';
ALTER TABLE peer ADD COLUMN deleted_records TEXT NOT NULL DEFAULT '';
ALTER TABLE peer ADD COLUMN last_full INTEGER NOT NULL DEFAULT 0;
ALTER TABLE peer ADD COLUMN most_records INTEGER NOT NULL DEFAULT 0;
ALTER TABLE peer ADD COLUMN pause INTEGER NOT NULL DEFAULT 0;
ALTER TABLE peer ADD COLUMN mend INTEGER NOT NULL DEFAULT 1;
ALTER TABLE peer ADD COLUMN moved_to TEXT NOT NULL DEFAULT '';
ALTER TABLE visit ADD COLUMN phase TEXT NOT NULL DEFAULT 'done';
ALTER TABLE visit ADD COLUMN checkpoint TEXT NOT NULL DEFAULT '';
ALTER TABLE visit ADD COLUMN last_seq INTEGER NOT NULL DEFAULT 0;
UPDATE visit SET phase = 'list' WHERE finished IS NULL;
ALTER TABLE set_aside ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE set_aside ADD COLUMN prefix TEXT NOT NULL DEFAULT '';
UPDATE set_aside SET at = (SELECT started FROM visit v WHERE v.id = set_aside.visit),
  prefix = (SELECT v.prefix FROM visit v WHERE v.id = set_aside.visit);
CREATE INDEX set_aside_by_time ON set_aside (at);
CREATE INDEX set_aside_by_record ON set_aside (peer, identifier);
)sql";

// Step 3. Sets (OAI §6): node/store/sqlite_sets.h says how they are kept. Records of an older database are in no set
// until their derived parts are made again (OAI-48).
constexpr std::string_view sets_and_renderings = R"sql(
ALTER TABLE record ADD COLUMN sets BLOB NOT NULL DEFAULT x'';
CREATE TABLE oai_set (
  id INTEGER PRIMARY KEY, spec TEXT NOT NULL UNIQUE, parent INTEGER NOT NULL, members INTEGER NOT NULL
) STRICT;
INSERT INTO oai_set (spec, parent, members) VALUES
  ('contributor', 0, 0), ('framework', 0, 0), ('level', 0, 0), ('origin', 0, 0), ('subject', 0, 0), ('type', 0, 0);
CREATE TABLE set_block (
  oai_set INTEGER NOT NULL, datestamp INTEGER NOT NULL, last INTEGER NOT NULL, keys BLOB NOT NULL,
  PRIMARY KEY (oai_set, datestamp, last)
) STRICT, WITHOUT ROWID;
CREATE TABLE rendering (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  made_with TEXT NOT NULL, under_way TEXT NOT NULL, done INTEGER NOT NULL
) STRICT;
INSERT INTO rendering VALUES (1, '', '', 0);
ALTER TABLE parked ADD COLUMN sets BLOB NOT NULL DEFAULT x'';
ALTER TABLE version ADD COLUMN sets BLOB NOT NULL DEFAULT x'';
)sql";

// Step 4. In which column of its visit what is set aside was counted (the numbers of CountedAs).
constexpr std::string_view columns_of_losses = R"sql(
ALTER TABLE set_aside ADD COLUMN counted_as INTEGER NOT NULL DEFAULT 0;
)sql";

// Step 5. Curricula (CUR §1). statement_extra: what the source says beyond our columns, read for export alone. Ages of -1: not known.
// statement_past: what a statement said until an import changed it. statement_link.framework: the framework that it came
// with; empty when it was made here. curriculum.version: goes up with every change of the tables of curricula.
constexpr std::string_view curricula = R"sql(
ALTER TABLE framework ADD COLUMN same_as TEXT NOT NULL DEFAULT '';
ALTER TABLE framework ADD COLUMN imported_by TEXT NOT NULL DEFAULT '';
ALTER TABLE framework ADD COLUMN changed_at TEXT NOT NULL DEFAULT '';
ALTER TABLE framework ADD COLUMN notes TEXT NOT NULL DEFAULT '';
ALTER TABLE framework ADD COLUMN is_local INTEGER NOT NULL DEFAULT 0;
ALTER TABLE framework ADD COLUMN is_off INTEGER NOT NULL DEFAULT 0;
ALTER TABLE framework ADD COLUMN extra TEXT NOT NULL DEFAULT '';
UPDATE framework SET changed_at = imported_at;
ALTER TABLE statement ADD COLUMN same_as TEXT NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN case_guid TEXT NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN abbreviated TEXT NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN context TEXT NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN age_min INTEGER NOT NULL DEFAULT -1;
ALTER TABLE statement ADD COLUMN age_max INTEGER NOT NULL DEFAULT -1;
ALTER TABLE statement ADD COLUMN is_retired INTEGER NOT NULL DEFAULT 0;
ALTER TABLE statement ADD COLUMN replaced_by TEXT NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN changed_at TEXT NOT NULL DEFAULT '';
UPDATE statement SET changed_at = (SELECT imported_at FROM framework f WHERE f.id = statement.framework);
CREATE TABLE statement_extra (
  framework TEXT NOT NULL REFERENCES framework (id), place INTEGER NOT NULL, extra TEXT NOT NULL,
  PRIMARY KEY (framework, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE statement_past (
  id INTEGER PRIMARY KEY,
  framework TEXT NOT NULL REFERENCES framework (id),
  uri TEXT NOT NULL, until TEXT NOT NULL, code TEXT NOT NULL, text TEXT NOT NULL, parent TEXT NOT NULL
) STRICT;
CREATE INDEX statement_past_by_framework ON statement_past (framework);
CREATE TABLE statement_link (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  origin TEXT NOT NULL, relation TEXT NOT NULL, destination TEXT NOT NULL, framework TEXT NOT NULL,
  asserted_by TEXT NOT NULL, method TEXT NOT NULL, confidence INTEGER NOT NULL,
  reviewed_by TEXT NOT NULL, reviewed_at TEXT NOT NULL, licence TEXT NOT NULL, source TEXT NOT NULL,
  state TEXT NOT NULL, extra TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX statement_link_by_ends ON statement_link (origin, relation, destination, asserted_by);
CREATE INDEX statement_link_by_framework ON statement_link (framework) WHERE framework <> '';
CREATE TABLE curriculum (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL) STRICT;
INSERT INTO curriculum VALUES (1, 1);
)sql";

// Step 6. Who may be named to others (OAI-36); nobody was asked before.
constexpr std::string_view friends = R"sql(
ALTER TABLE peer ADD COLUMN is_friend INTEGER NOT NULL DEFAULT 0;
)sql";

// Step 7. How source bytes are kept: node/store/kept_bytes.h. What was written before is whole.
constexpr std::string_view source_without_document = R"sql(
ALTER TABLE source ADD COLUMN around INTEGER NOT NULL DEFAULT -1;
ALTER TABLE version ADD COLUMN around INTEGER NOT NULL DEFAULT -1;
)sql";

// Step 8. What the node knows about the statements of its records (CUR §4–6). aligned_record and alignment_state.until follow
// the change log and may be made anew; decided texts and suggestion_verdict are people's. version: goes up with everything.
constexpr std::string_view alignments = R"sql(
CREATE TABLE alignment_state (id INTEGER PRIMARY KEY CHECK (id = 1), until INTEGER NOT NULL, version INTEGER NOT NULL,
  made_with TEXT NOT NULL) STRICT;
INSERT INTO alignment_state VALUES (1, 0, 1, '');
CREATE TABLE aligned_record (
  record INTEGER PRIMARY KEY, contributor INTEGER NOT NULL, peer INTEGER NOT NULL, subjects TEXT NOT NULL, uses TEXT NOT NULL
) STRICT;
CREATE TABLE aligned_text (
  mark TEXT PRIMARY KEY, text TEXT NOT NULL, language TEXT NOT NULL, subjects TEXT NOT NULL, levels TEXT NOT NULL,
  verdict TEXT NOT NULL, statements TEXT NOT NULL, candidates TEXT NOT NULL, tried_with INTEGER NOT NULL,
  decided_by TEXT NOT NULL, decided_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX aligned_text_by_verdict ON aligned_text (verdict, mark);
CREATE TABLE suggestion_verdict (
  record INTEGER NOT NULL, statement TEXT NOT NULL, accepted INTEGER NOT NULL, score INTEGER NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (record, statement)
) STRICT, WITHOUT ROWID;
)sql";

// Rows of 1 KB waste less of a large page, and fewer pages are carried to the log and back: 20,000 new records in pages of 500 cost 28.5, 23.5,
// 20.8 and 19.5 µs each at 4, 8, 16 and 32 KiB, while a single write, which touches some ten pages, grows with them.
constexpr int page_size = 16384;

constexpr std::array<std::string_view, schema_version> steps = {first_schema, visibility, sets_and_renderings,
                                                                columns_of_losses, curricula, friends, source_without_document, alignments};

bool is_empty(Connection& writer) {
  return writer.number("SELECT count(*) FROM sqlite_schema") == 0;
}

// What stands in the file, so that nothing of another program is ever touched.
std::int64_t known_version(Connection& writer, const Making& making) {
  const std::int64_t version = writer.number("PRAGMA user_version");
  const std::int64_t id = writer.number("PRAGMA application_id");
  if (id == 0 && version == 0 && is_empty(writer)) {
    if (making.create) return 0;
    throw StoreError("store: the database is empty: make it with `commonplace init`");
  }
  if (id != application_id) throw StoreError("store: this is the database of another program; nothing was touched");
  if (version > schema_version) {
    throw StoreError(
        fmt::format("store: the database is of a newer commonplace (schema {}, this one knows {}): "
                    "install the newer program again",
                    version, schema_version));
  }
  return version;
}

void take_step(Connection& writer, std::int64_t version, const Making& making) {
  writer.execute(std::string(steps.at(static_cast<std::size_t>(version))));
  if (version == 0) {
    writer.execute(fmt::format("PRAGMA application_id={}", application_id));
    writer.query("INSERT INTO node VALUES (1, ?1, lower(hex(randomblob(16))), ?1, 0, 0)")
        .bind(making.now.seconds)
        .run();
  }
  writer.execute(fmt::format("PRAGMA user_version={}", version + 1));
}

}  // namespace

void bring_up_to_date(Connection& writer, const Making& making) {
  const std::int64_t found = known_version(writer, making);  // refuses before anything is written
  if (found == 0) writer.execute(fmt::format("PRAGMA page_size={}", page_size));
  writer.execute("PRAGMA journal_mode=WAL");
  for (;;) {
    writer.execute("BEGIN IMMEDIATE");
    // Looked at again under the lock: another process may have taken the step meanwhile.
    try {
      const std::int64_t version = known_version(writer, making);
      if (version < schema_version) take_step(writer, version, making);
      writer.execute("COMMIT");
      if (version >= schema_version - 1) return;
    } catch (...) {
      if (writer.in_transaction()) writer.execute("ROLLBACK");
      throw;
    }
  }
}

}  // namespace commonplace::store
