// Keyset pages over the three indexes that end in (datestamp, key); nothing here ever sorts or skips.
#include "node/store/sqlite_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "node/store/packed_text.h"

namespace commonplace::store {
namespace {

constexpr std::int64_t end_of_time = std::numeric_limits<std::int64_t>::max();

// OAI-58: exact while counting costs ≤ 5 ms; one index entry costs about 0.1 µs.
constexpr std::int64_t most_counted = 50'000;
constexpr std::int64_t most_counted_in_set = 500'000;  // in blocks of up to 128

// One of our own texts per kind of selection: nothing a caller says becomes part of it. Parameters: ?1 contributor,
// ?2 peer, (?3, ?4) the place before the first row, ?5 until.
std::string source(const Selection& selection) {
  if (selection.contributor) return "FROM record r INDEXED BY record_by_contributor ";
  if (selection.peer) return "FROM record r INDEXED BY record_by_peer ";
  return "FROM record r INDEXED BY record_by_datestamp ";
}

std::string conditions(const Selection& selection) {
  std::string text = "WHERE r.listed > 0 AND ";
  if (selection.contributor) text += "r.contributor = ?1 AND ";
  if (selection.peer) text += "r.peer = ?2 AND ";
  return text + "(r.datestamp, r.key) > (?3, ?4) AND r.datestamp <= ?5 ";
}

// Keys begin at 1, so that (from, 0) stands right before the first record of that second.
Place start(const Selection& selection, std::optional<Place> after) {
  const Place first{selection.from.value_or(Datestamp{std::numeric_limits<std::int64_t>::min()}), 0};
  if (!after) return first;
  const bool later = after->datestamp > first.datestamp || (after->datestamp == first.datestamp && after->key > 0);
  return later ? *after : first;
}

void bind_selection(Query& query, const Selection& selection, std::optional<Place> after, std::int64_t limit) {
  const Place begin = start(selection, after);
  query.bind(selection.contributor.value_or(0), selection.peer.value_or(0), begin.datestamp.seconds, begin.key,
             selection.until ? selection.until->seconds : end_of_time, limit);
}

#define COMMONPLACE_ROW "SELECT r.key, r.identifier, r.public_id, r.datestamp, r.version, r.deleted OR r.listed = 2, r.contributor, r.sets, "
constexpr std::string_view row_columns(Body body) {
  switch (body) {
    case Body::none:
      return COMMONPLACE_ROW "'', '' ";
    case Body::oai_dc:
      return COMMONPLACE_ROW "b.oai_dc, b.about ";
    case Body::document:
      return COMMONPLACE_ROW "d.document, b.about ";
  }
  return {};
}
#undef COMMONPLACE_ROW

constexpr std::string_view row_joins(Body body) {
  switch (body) {
    case Body::none:
      return "";
    case Body::oai_dc:
      return "LEFT JOIN body b ON b.key = r.key AND r.listed = 1 ";
    case Body::document:
      return "LEFT JOIN document d ON d.key = r.key AND r.listed = 1 "
             "LEFT JOIN body b ON b.key = r.key AND r.listed = 1 ";
  }
  return {};
}

// Turns rows of one list into what a visitor sees; contributors and sets are looked up once each.
class RowReader {
 public:
  RowReader(Connection& reader, SpecTables& specs, Body body) : reader_(reader), naming_(reader, specs), body_(body) {}

  Row read(const Query& row) {
    const ContributorId contributor = row.integer(6);
    return {row.integer(0),
            row.text(1),
            row.text(2),
            {row.integer(3)},
            row.integer(4),
            row.integer(5) != 0,
            contributor,
            row.text(8),
            row.text(9),
            naming_.of(contributor, row.text(7)),
            body_ == Body::document ? look(contributor) : nullptr};
  }

 private:
  const Look* look(ContributorId contributor) {
    const auto [entry, is_new] = looks_.try_emplace(contributor);
    if (is_new) {
      Query row = reader_.query("SELECT did, name, logo FROM contributor WHERE id = ?1");
      row.bind(contributor);
      if (row.step()) entry->second = {row.string(0), row.string(1), row.string(2)};
    }
    return &entry->second;
  }

  Connection& reader_;
  SetNaming naming_;
  const Body body_;
  std::unordered_map<ContributorId, Look> looks_;
};

// Hands the rows of a list to the visitor until they are enough.
struct Visiting {
  RowReader rows;
  const ListBounds& bounds;
  const RowVisitor& visit;
  int visited = 0;
  std::int64_t bytes = 0;

  bool is_enough() const { return visited >= bounds.limit || bytes > bounds.most_bytes; }
  void take(const Query& query) {
    const Row row = rows.read(query);
    visit(row);
    ++visited;
    bytes += static_cast<std::int64_t>(row.body.size() + row.about.size());
  }
};

std::int64_t until_of(const Selection& selection) { return selection.until ? selection.until->seconds : end_of_time; }

// Who is in the set stands in its own table, the rows are fetched one by one.
void list_set(Connection& reader, const Selection& selection, Body body, Visiting& visiting) {
  const Snapshot snapshot(reader);
  const auto set = find_set(reader, *selection.set);
  if (!set) return;
  SetMembers members(reader, *set, start(selection, visiting.bounds.after), until_of(selection));
  Query row = reader.query(fmt::format("{}FROM record r {}WHERE r.key = ?1", row_columns(body), row_joins(body)));
  while (!visiting.is_enough()) {
    const auto member = members.next();
    if (!member) return;
    row.again().bind(member->key);
    if (row.step()) visiting.take(row);
  }
}

std::optional<std::int64_t> kept_count(Connection& reader, const Selection& selection) {
  if (selection.contributor && selection.peer) return std::nullopt;
  Query row = reader.query(selection.contributor ? "SELECT live + deleted FROM contributor_count WHERE contributor = ?1"
                           : selection.peer      ? "SELECT live + deleted FROM peer_count WHERE peer = ?1"
                                                 : "SELECT sum(live + deleted) FROM contributor_count WHERE ?1 IS ?1");
  row.bind(selection.contributor ? *selection.contributor : selection.peer.value_or(0));
  return row.step() ? row.integer(0) : 0;
}

// Bounds that leave nothing out are no bounds: an OAI list is always asked with an `until` (its frozen responseDate).
Selection without_idle_bounds(Connection& reader, Selection selection) {
  if (selection.until && selection.until->seconds >= reader.number("SELECT last_stamp FROM node")) {
    selection.until.reset();
  }
  if (selection.from && selection.from->seconds <= reader.number("SELECT created FROM node")) selection.from.reset();
  return selection;
}

// ?1 since, ?2 until, ?3 limit. What was published here has no hops: its body is left alone.
std::string change_query(const ChangeBounds& bounds) {
  std::string text = "SELECT r.seq, r.key, r.identifier, r.public_id, r.version, r.datestamp, "
                     "r.deleted OR r.listed = 2, r.contributor, r.peer, ";
  text += bounds.detail == Detail::heads ? "''" : "d.document";
  text += bounds.detail == Detail::documents_and_hops ? ", b.hops " : ", '' ";
  text += "FROM record r INDEXED BY record_by_seq ";
  if (bounds.detail != Detail::heads) text += "LEFT JOIN document d ON d.key = r.key AND r.listed = 1 ";
  if (bounds.detail == Detail::documents_and_hops)
    text += "LEFT JOIN body b ON b.key = r.key AND r.peer <> 0 AND r.listed = 1 ";
  text += "WHERE r.listed > 0 AND r.seq > ?1 AND r.seq <= ?2 ";
  if (bounds.live_only) text += "AND r.deleted = 0 AND r.listed = 1 ";
  return text + "ORDER BY r.seq LIMIT ?3";
}

std::int64_t count_in_set(Connection& reader, const Selection& selection) {
  const auto set = find_set(reader, *selection.set);
  if (!set) return 0;
  const auto all = count_members(reader, *set);
  if (!selection.from && !selection.until) return all;
  const auto counted = SetMembers(reader, *set, start(selection, {}), until_of(selection)).count(most_counted_in_set);
  return counted <= most_counted_in_set ? counted : std::max(counted, all);
}

}  // namespace

int list_records(Connection& reader, SpecTables& specs, const Selection& selection, const ListBounds& bounds, Body body,
                 const RowVisitor& visit) {
  Visiting visiting{RowReader(reader, specs, body), bounds, visit};
  if (selection.set) {
    list_set(reader, selection, body, visiting);
    return visiting.visited;
  }
  Query query = reader.query(fmt::format("{}{}{}{}ORDER BY r.datestamp, r.key LIMIT ?6", row_columns(body),
                                         source(selection), row_joins(body), conditions(selection)));
  bind_selection(query, selection, bounds.after, bounds.limit);
  while (!visiting.is_enough() && query.step()) visiting.take(query);
  return visiting.visited;
}

bool visit_record(Connection& reader, SpecTables& specs, std::string_view identifier, Body body,
                  const RowVisitor& visit) {
  Query query =
      reader.query(fmt::format("{}FROM record r {}WHERE r.identifier = ?1 AND r.listed > 0", row_columns(body), row_joins(body)));
  query.bind(identifier);
  if (!query.step()) return false;
  visit(RowReader(reader, specs, body).read(query));
  return true;
}

bool has_more_records(Connection& reader, const Selection& selection, Place after) {
  if (selection.set) {
    const Snapshot snapshot(reader);
    const auto set = find_set(reader, *selection.set);
    return set && SetMembers(reader, *set, start(selection, after), until_of(selection)).next();
  }
  Query query = reader.query(fmt::format("SELECT 1 {}{}LIMIT ?6", source(selection), conditions(selection)));
  bind_selection(query, selection, after, 1);
  return query.step();
}

std::int64_t count_records(Connection& reader, const Selection& asked) {
  const Snapshot snapshot(reader);
  const Selection selection = without_idle_bounds(reader, asked);
  if (selection.set) return count_in_set(reader, selection);
  const auto kept = kept_count(reader, selection);
  if (kept && !selection.from && !selection.until) return *kept;
  Query query = reader.query(
      fmt::format("SELECT count(*) FROM (SELECT 1 {}{}LIMIT ?6)", source(selection), conditions(selection)));
  bind_selection(query, selection, std::nullopt, most_counted + 1);
  const std::int64_t counted = query.step() ? query.integer(0) : 0;
  if (counted <= most_counted) return counted;
  Selection wider = selection;
  wider.peer.reset();
  return std::max(counted, kept ? *kept : kept_count(reader, wider).value_or(0));
}

Counts read_totals(Connection& reader) {
  Query row = reader.query("SELECT sum(live), sum(deleted) FROM contributor_count");
  return row.step() ? Counts{row.integer(0), row.integer(1)} : Counts{};
}

std::vector<Change> read_changes(Connection& reader, Seq since, int limit) {
  std::vector<Change> changes;
  visit_changes(reader, {.since = since, .limit = limit, .detail = Detail::documents}, [&](const ChangeRow& row) {
    changes.push_back({.seq = row.seq,
                       .key = row.key,
                       .deleted = row.deleted,
                       .identifier = std::string(row.identifier),
                       .public_id = std::string(row.public_id),
                       .version = row.version,
                       .datestamp = row.datestamp,
                       .contributor = row.contributor,
                       .peer = row.peer,
                       .document = std::string(row.document)});
  });
  return changes;
}

// One row more than is visited is asked for: it tells whether there are more.
bool visit_changes(Connection& reader, const ChangeBounds& bounds, const ChangeVisitor& visit) {
  if (bounds.limit <= 0) return false;
  const std::vector<model::Hop> none;
  Query row = reader.query(change_query(bounds));
  row.bind(bounds.since, bounds.until, std::int64_t{bounds.limit} + 1);
  std::int64_t bytes = 0;
  for (int visited = 0; row.step(); ++visited) {
    if (visited == bounds.limit || (visited > 0 && bytes >= bounds.most_bytes)) return true;
    const auto hops = row.text(10);
    visit({.seq = row.integer(0),
           .key = row.integer(1),
           .identifier = row.text(2),
           .public_id = row.text(3),
           .version = row.integer(4),
           .datestamp = {row.integer(5)},
           .deleted = row.integer(6) != 0,
           .contributor = row.integer(7),
           .peer = row.integer(8),
           .document = row.text(9),
           .hops = hops.empty() ? none : unpack_hops(hops)});
    bytes += static_cast<std::int64_t>(row.text(9).size());
  }
  return false;
}

}  // namespace commonplace::store
