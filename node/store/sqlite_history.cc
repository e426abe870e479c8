// A state of the past goes through the same judgement as any other change: it is a new version with a new stamp.
#include "node/store/sqlite_history.h"

#include "node/store/kept_bytes.h"
#include "node/store/packed_text.h"
#include "node/store/sqlite_drafts.h"
#include "node/store/sqlite_sets.h"

namespace commonplace::store {
namespace {

struct Changed {
  Key key;
  Draft draft;  // a tombstone until its past is known
};

// Public records of the peer whose present content came later.
std::vector<Changed> changed_since(Connection& writer, const RollBack& wish) {
  std::vector<Changed> changed;
  Query row = writer.query(
      "SELECT key, identifier, public_id, contributor, trust FROM record "
      "WHERE key > ?1 AND peer = ?2 AND listed = 1 AND since > ?3 ORDER BY key LIMIT ?4");
  row.bind(wish.after, wish.peer, wish.seq, wish.limit);
  while (row.step()) {
    Draft draft;
    draft.identifier = row.string(1);
    draft.public_id = row.string(2);
    draft.contributor = row.integer(3);
    draft.peer = wish.peer;
    draft.trust = static_cast<Trust>(row.integer(4));
    draft.deleted = true;
    changed.push_back({row.integer(0), std::move(draft)});
  }
  return changed;
}

void take_back(Connection& writer, Seq seq, Changed& changed) {
  Query row = writer.query(
      "SELECT deleted, document, contributor, source_datestamp, oai_dc, about, hops, prefix, bytes, sets, around FROM version "
      "WHERE record = ?1 AND since BETWEEN 1 AND ?2 ORDER BY version DESC LIMIT 1");
  row.bind(changed.key, seq);
  if (!row.step() || row.integer(0) != 0) return;
  Draft& draft = changed.draft;
  draft.deleted = false;
  draft.document = row.string(1);
  draft.contributor = row.integer(2);
  draft.oai_dc = row.string(4);
  draft.about = row.string(5);
  draft.hops = unpack_hops(row.text(6));
  draft.sets = read_specs(writer, row.text(9));
  if (!row.text(7).empty()) draft.source = SourceBytes{row.string(7), row.string(3), with_document(row.text(8), row.integer(10), draft.document)};
}

std::int64_t forget_rows(Connection& writer, std::string_view sql, Datestamp before, int limit) {
  writer.query(sql).bind(before.seconds, limit).run();
  return writer.number("SELECT changes()");
}

}  // namespace

RolledBack roll_back_slice(Connection& writer, const RollBack& wish, Datestamp now, Datestamp floor) {
  auto changed = changed_since(writer, wish);
  RolledBack result;
  if (changed.empty()) return result;
  std::vector<Draft> drafts;
  for (auto& one : changed) {
    take_back(writer, wish.seq, one);
    drafts.push_back(std::move(one.draft));
  }
  for (const auto& written : DraftWriter(writer, now, floor).put(drafts))
    result.changed += written.verdict == Verdict::updated || written.verdict == Verdict::deleted;
  result.last = changed.back().key;
  return result;
}

int count_flips(Connection& reader, Key key, Datestamp since) {
  Query row = reader.query(
      "SELECT count(*) FROM (SELECT deleted, lead(deleted) OVER (ORDER BY version) AS then_deleted, ended FROM ("
      "SELECT version, deleted, ended FROM version WHERE record = ?1 UNION ALL "
      "SELECT version, deleted, NULL FROM record WHERE key = ?1)) "
      "WHERE ended >= ?2 AND deleted <> then_deleted");
  row.bind(key, since.seconds);
  return row.step() ? static_cast<int>(row.integer(0)) : 0;
}

std::int64_t forget_slice(Connection& writer, Datestamp before, int limit) {
  return forget_rows(writer,
                     "DELETE FROM version WHERE id IN (SELECT id FROM version WHERE ended < ?1 ORDER BY ended LIMIT ?2)",
                     before, limit) +
         forget_rows(writer, "DELETE FROM set_aside WHERE id IN (SELECT id FROM set_aside WHERE at < ?1 ORDER BY at LIMIT ?2)",
                     before, limit);
}

}  // namespace commonplace::store
