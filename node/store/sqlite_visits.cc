// Visits and their losses: written with the page they tell of (HAR-23, HAR-29, HAR-30).
#include <algorithm>
#include <array>
#include <string>

#include "node/store/sqlite_peers.h"

namespace commonplace::store {
namespace {

constexpr std::size_t most_raw_bytes = 256 * 1024;  // HAR-30

#define COMMONPLACE_VISIT                                                                                        \
  "SELECT id, peer, started, is_full, prefix, from_date, token, first_date, page, declared, offered, created, "  \
  "updated, deleted, unchanged, duplicate, own, refused, quarantined, lost, mended, outcome, message, finished, " \
  "phase, checkpoint, last_seq FROM visit "

constexpr std::string_view open_visit =
    COMMONPLACE_VISIT "WHERE peer = ?1 AND finished IS NULL ORDER BY id DESC LIMIT 1";
constexpr std::string_view newest_visits = COMMONPLACE_VISIT "WHERE peer = ?1 ORDER BY id DESC LIMIT ?2";
constexpr std::string_view visit_by_id = COMMONPLACE_VISIT "WHERE id = ?1";
#undef COMMONPLACE_VISIT

#define COMMONPLACE_SET_ASIDE \
  "SELECT identifier, reason, page, byte_offset, sha256, raw, id, peer, at, prefix, visit, counted_as " \
  "FROM set_aside "

// Of one peer, or of all where it is 0.
constexpr std::string_view newest_set_aside =
    COMMONPLACE_SET_ASIDE "WHERE peer = ?1 OR ?1 = 0 ORDER BY id DESC LIMIT ?2";
constexpr std::string_view one_set_aside = COMMONPLACE_SET_ASIDE "WHERE id = ?1";
#undef COMMONPLACE_SET_ASIDE

SetAside read_one_set_aside(const Query& row) {
  return {row.string(0),  row.string(1),  row.integer(2), row.integer(3),   row.string(4),
          row.string(5),  row.integer(6), row.integer(7), {row.integer(8)}, row.string(9),
          row.integer(10), static_cast<CountedAs>(row.integer(11))};
}

// The words of harvest.md §2. They are on disk: never reword.
constexpr std::array<std::pair<Phase, std::string_view>, 5> phase_words = {{{Phase::list, "list"},
                                                                            {Phase::sweep, "sweep"},
                                                                            {Phase::guard, "guard"},
                                                                            {Phase::release, "release"},
                                                                            {Phase::done, "done"}}};

std::string_view word(Phase phase) {
  return phase_words.at(static_cast<std::size_t>(phase)).second;
}

Phase phase_of(std::string_view text) {
  const auto* const entry =
      std::find_if(phase_words.begin(), phase_words.end(), [&](const auto& pair) { return pair.second == text; });
  if (entry == phase_words.end()) throw StoreError("store: a visit's phase is damaged: run `commonplace check`");
  return entry->first;
}

Visit read(const Query& row) {
  Visit visit{.id = row.integer(0),
              .peer = row.integer(1),
              .started = {row.integer(2)},
              .full = row.integer(3) != 0,
              .prefix = row.string(4),
              .from = row.string(5),
              .token = row.string(6),
              .first_date = row.string(7),
              .page = row.integer(8),
              .declared = row.integer(9),
              .counts = {.offered = row.integer(10),
                         .created = row.integer(11),
                         .updated = row.integer(12),
                         .deleted = row.integer(13),
                         .unchanged = row.integer(14),
                         .duplicate = row.integer(15),
                         .own = row.integer(16),
                         .refused = row.integer(17),
                         .quarantined = row.integer(18),
                         .lost = row.integer(19),
                         .mended = row.integer(20)},
              .outcome = row.string(21),
              .message = row.string(22),
              .finished = std::nullopt,
              .phase = phase_of(row.text(24)),
              .checkpoint = row.string(25),
              .last_seq = row.integer(26)};
  if (!row.is_null(23)) visit.finished = Datestamp{row.integer(23)};
  return visit;
}

void add_up(VisitCounts& counts, Verdict verdict) {
  switch (verdict) {
    case Verdict::created:
      ++counts.created;
      return;
    case Verdict::updated:
      ++counts.updated;
      return;
    case Verdict::unchanged:
      ++counts.unchanged;
      return;
    case Verdict::deleted:
      ++counts.deleted;
      return;
    case Verdict::refused:
      ++counts.refused;
      return;
    case Verdict::duplicate:
      ++counts.duplicate;
      return;
  }
}

// The five columns that only the store can know go on from what is stored, whatever the caller's copy says.
VisitCounts counts_so_far(Connection& writer, const Visit& visit) {
  VisitCounts counts = visit.counts;
  if (visit.id == 0) return counts;
  Query row = writer.query(visit_by_id);
  row.bind(visit.id);
  if (!row.step()) throw StoreError("store: the visit to be continued is not there");
  const VisitCounts stored = read(row).counts;
  counts.created = stored.created;
  counts.updated = stored.updated;
  counts.deleted = stored.deleted;
  counts.unchanged = stored.unchanged;
  counts.refused = stored.refused;
  return counts;
}

std::int64_t insert(Connection& writer, const Visit& visit) {
  Query row = writer.query(
      "INSERT INTO visit (peer, started, is_full, prefix, from_date, token, first_date, page, "
      "declared, offered, created, updated, deleted, unchanged, duplicate, own, refused, "
      "quarantined, lost, mended, outcome, message) VALUES "
      "(?1, ?2, ?3, ?4, ?5, '', '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '', '') RETURNING id");
  row.bind(visit.peer, visit.started.seconds, visit.full, visit.prefix, visit.from);
  std::int64_t id = 0;
  while (row.step()) id = row.integer(0);
  return id;
}

void update(Connection& writer, std::int64_t id, const Visit& visit, const VisitCounts& counts) {
  Query row = writer.query(
      "UPDATE visit SET is_full = ?2, prefix = ?3, from_date = ?4, token = ?5, first_date = ?6, page = ?7, "
      "declared = ?8, offered = ?9, created = ?10, updated = ?11, deleted = ?12, unchanged = ?13, duplicate = ?14, "
      "own = ?15, refused = ?16, quarantined = ?17, lost = ?18, mended = ?19, outcome = ?20, message = ?21, "
      "phase = ?22, checkpoint = ?23 WHERE id = ?1");
  row.bind(id, visit.full, visit.prefix, visit.from, visit.token, visit.first_date, visit.page, visit.declared,
           counts.offered, counts.created, counts.updated, counts.deleted, counts.unchanged, counts.duplicate,
           counts.own, counts.refused, counts.quarantined, counts.lost, counts.mended, visit.outcome, visit.message,
           word(visit.phase), visit.checkpoint);
  row.run();
  Query end = writer.query(
      "UPDATE visit SET finished = ?2, last_seq = CASE WHEN ?2 IS NULL THEN 0 WHEN last_seq > 0 THEN last_seq "
      "ELSE (SELECT last_seq FROM node) END WHERE id = ?1");
  if (visit.finished) {
    end.bind(id, visit.finished->seconds).run();
  } else {
    end.bind(id, nullptr).run();
  }
}

}  // namespace

std::optional<Visit> read_open_visit(Connection& reader, PeerId peer) {
  Query row = reader.query(open_visit);
  row.bind(peer);
  if (!row.step()) return std::nullopt;
  return read(row);
}

std::vector<Visit> read_visits(Connection& reader, PeerId peer, int limit) {
  std::vector<Visit> visits;
  Query row = reader.query(newest_visits);
  row.bind(peer, limit);
  while (row.step()) visits.push_back(read(row));
  return visits;
}

std::vector<SetAside> read_set_aside(Connection& reader, PeerId peer, int limit) {
  std::vector<SetAside> rows;
  Query row = reader.query(newest_set_aside);
  row.bind(peer, limit);
  while (row.step()) rows.push_back(read_one_set_aside(row));
  return rows;
}

std::optional<SetAside> read_set_aside_row(Connection& reader, std::int64_t id) {
  Query row = reader.query(one_set_aside);
  row.bind(id);
  if (!row.step()) return std::nullopt;
  return read_one_set_aside(row);
}

bool discard_set_aside(Connection& writer, std::int64_t id) {
  writer.query("DELETE FROM set_aside WHERE id = ?1").bind(id).run();
  return writer.number("SELECT changes()") > 0;
}

std::int64_t begin_visit(Connection& writer, const Visit& visit) {
  return visit.id == 0 ? insert(writer, visit) : visit.id;
}

void put_visit(Connection& writer, const Visit& visit, const VisitCounts& judged, const std::vector<Written>& written) {
  VisitCounts counts = counts_so_far(writer, visit);
  counts.unchanged += judged.unchanged;
  counts.refused += judged.refused;
  for (const auto& one : written) add_up(counts, one.verdict);
  update(writer, visit.id, visit, counts);
}

// What an earlier visit set aside of the same record gives way: the newest word is what the keeper looks at.
void put_set_aside(Connection& writer, const Visit& visit, const std::vector<SetAside>& rows, Datestamp now) {
  Query older = writer.query(
      "DELETE FROM set_aside WHERE peer = ?1 AND identifier = ?2 AND visit <> ?3 AND (identifier <> '' OR sha256 = ?4)");
  Query row = writer.query(
      "INSERT INTO set_aside (peer, visit, identifier, reason, page, byte_offset, sha256, raw, at, prefix, "
      "counted_as) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
  for (const auto& one : rows) {
    older.again().bind(visit.peer, one.identifier, visit.id, one.sha256).run();
    row.again()
        .bind(visit.peer, visit.id, one.identifier, one.reason, one.page, one.byte_offset, one.sha256,
              Blob{std::string_view(one.raw).substr(0, most_raw_bytes)}, now.seconds, visit.prefix,
              static_cast<int>(one.counted_as))
        .run();
  }
}

// A record that has come through after all is set aside no longer.
void settle_set_aside(Connection& writer, const Visit& visit, const std::vector<Draft>& drafts) {
  Query any = writer.query("SELECT 1 FROM set_aside WHERE peer = ?1 AND visit <> ?2 LIMIT 1");
  any.bind(visit.peer, visit.id);
  if (!any.step()) return;
  Query settled = writer.query("DELETE FROM set_aside WHERE peer = ?1 AND identifier = ?2 AND visit <> ?3");
  for (const auto& draft : drafts) settled.again().bind(visit.peer, draft.identifier, visit.id).run();
}

}  // namespace commonplace::store
