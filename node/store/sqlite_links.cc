#include "node/store/sqlite_links.h"

#include <unordered_set>

#include "node/store/sqlite_frameworks.h"

namespace commonplace::store {
namespace {

#define COMMONPLACE_LINK                                                                               \
  "SELECT id, origin, relation, destination, framework, asserted_by, method, confidence, reviewed_by, " \
  "reviewed_at, licence, source, state, extra FROM statement_link "

constexpr std::string_view all_links = COMMONPLACE_LINK "ORDER BY id";
constexpr std::string_view one_link = COMMONPLACE_LINK "WHERE id = ?1";
#undef COMMONPLACE_LINK

model::Relation relation_on_disk(std::string_view word) {
  const auto relation = model::read_relation(word);
  if (!relation) throw StoreError("store: a link has an unknown relation: run `commonplace check`");
  return *relation;
}

model::LinkState state_on_disk(std::string_view word) {
  const auto state = model::read_link_state(word);
  if (!state) throw StoreError("store: a link is in an unknown state: run `commonplace check`");
  return *state;
}

model::StatementLink read(const Query& row) {
  return {.id = row.integer(0),
          .origin = row.string(1),
          .relation = relation_on_disk(row.text(2)),
          .destination = row.string(3),
          .framework = row.string(4),
          .asserted_by = row.string(5),
          .method = row.string(6),
          .confidence = static_cast<int>(row.integer(7)),
          .reviewed_by = row.string(8),
          .reviewed_at = row.string(9),
          .licence = row.string(10),
          .source = row.string(11),
          .state = state_on_disk(row.text(12)),
          .extra = row.string(13)};
}

std::int64_t id_of(Connection& writer, const model::StatementLink& link) {
  Query row = writer.query(
      "SELECT id FROM statement_link WHERE origin = ?1 AND relation = ?2 AND destination = ?3 AND asserted_by = ?4");
  row.bind(link.origin, model::word_of(link.relation), link.destination, link.asserted_by);
  return row.step() ? row.integer(0) : 0;
}

std::int64_t add(Connection& writer, const model::StatementLink& link, std::string_view framework) {
  Query row = writer.query(
      "INSERT INTO statement_link (origin, relation, destination, framework, asserted_by, method, confidence, "
      "reviewed_by, reviewed_at, licence, source, state, extra) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
  row.bind(link.origin, model::word_of(link.relation), link.destination, framework, link.asserted_by, link.method,
           link.confidence, link.reviewed_by, link.reviewed_at, link.licence, link.source, model::word_of(link.state),
           link.extra)
      .run();
  return writer.number("SELECT last_insert_rowid()");
}

void change(Connection& writer, const model::StatementLink& link, std::int64_t id) {
  writer
      .query(
          "UPDATE statement_link SET framework = ?2, method = ?3, confidence = ?4, reviewed_by = ?5, reviewed_at = ?6, "
          "licence = ?7, source = ?8, state = ?9, extra = ?10 WHERE id = ?1")
      .bind(id, link.framework, link.method, link.confidence, link.reviewed_by, link.reviewed_at, link.licence,
            link.source, model::word_of(link.state), link.extra)
      .run();
}

std::vector<std::int64_t> unreviewed(Connection& writer, std::string_view framework) {
  std::vector<std::int64_t> ids;
  Query row = writer.query(
      "SELECT id FROM statement_link WHERE framework = ?1 AND framework <> '' AND reviewed_at = '' AND state = 'on'");
  row.bind(framework);
  while (row.step()) ids.push_back(row.integer(0));
  return ids;
}

}  // namespace

std::vector<model::StatementLink> read_links(Connection& reader) {
  std::vector<model::StatementLink> links;
  Query row = reader.query(all_links);
  while (row.step()) links.push_back(read(row));
  return links;
}

std::optional<model::StatementLink> read_link(Connection& reader, std::int64_t id) {
  Query row = reader.query(one_link);
  row.bind(id);
  if (!row.step()) return std::nullopt;
  return read(row);
}

std::int64_t put_link(Connection& writer, const model::StatementLink& link) {
  std::int64_t id = id_of(writer, link);
  if (id == 0) {
    id = add(writer, link, link.framework);
  } else {
    change(writer, link, id);
  }
  raise_curriculum_version(writer);
  return id;
}

bool remove_link(Connection& writer, std::int64_t id) {
  if (!read_link(writer, id)) return false;
  writer.query("DELETE FROM statement_link WHERE id = ?1").bind(id).run();
  raise_curriculum_version(writer);
  return true;
}

void put_framework_links(Connection& writer, std::string_view framework,
                         const std::vector<model::StatementLink>& links) {
  const auto before = unreviewed(writer, framework);
  std::unordered_set<std::int64_t> kept;
  for (const auto& link : links) {
    const std::int64_t id = id_of(writer, link);
    kept.insert(id == 0 ? add(writer, link, framework) : id);
  }
  Query removal = writer.query("DELETE FROM statement_link WHERE id = ?1");
  for (const std::int64_t id : before)
    if (!kept.contains(id)) removal.again().bind(id).run();
}

}  // namespace commonplace::store
