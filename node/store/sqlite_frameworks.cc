// A framework is imported rarely and read whole, so that its order (parents before children) is made when it is put.
#include "node/store/sqlite_frameworks.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include "node/store/packed_text.h"
#include "node/store/sqlite_links.h"

namespace commonplace::store {
namespace {

#define COMMONPLACE_FRAMEWORK                                                                                   \
  "SELECT id, uri, title, publisher, jurisdiction, languages, version, adoption_status, licence, attribution, " \
  "source_url, source_format, sha256, imported_at, same_as, imported_by, changed_at, notes, is_local, is_off, extra " \
  "FROM framework "

constexpr std::string_view all_frameworks = COMMONPLACE_FRAMEWORK "ORDER BY id";
constexpr std::string_view shown_frameworks = COMMONPLACE_FRAMEWORK "WHERE is_off = 0 ORDER BY id";
constexpr std::string_view one_framework = COMMONPLACE_FRAMEWORK "WHERE id = ?1";
#undef COMMONPLACE_FRAMEWORK

model::Framework read(const Query& row) {
  return {.id = row.string(0),
          .uri = row.string(1),
          .same_as = unpack_texts(row.text(14)),
          .title = unpack_map(row.text(2)),
          .publisher = row.string(3),
          .jurisdiction = row.string(4),
          .languages = unpack_texts(row.text(5)),
          .version = row.string(6),
          .adoption_status = row.string(7),
          .licence = row.string(8),
          .attribution = row.string(9),
          .source_url = row.string(10),
          .source_format = row.string(11),
          .sha256 = row.string(12),
          .imported_at = row.string(13),
          .imported_by = row.string(15),
          .changed_at = row.string(16),
          .notes = row.string(17),
          .is_local = row.integer(18) != 0,
          .is_off = row.integer(19) != 0,
          .extra = row.string(20)};
}

constexpr model::AgeRange unknown_ages = {-1, -1};

std::optional<model::AgeRange> read_ages(const Query& row, int column) {
  if (row.integer(column) < 0) return std::nullopt;
  return model::AgeRange{static_cast<int>(row.integer(column)), static_cast<int>(row.integer(column + 1))};
}

model::Statement read_statement(const Query& row) {
  return {.id = row.string(0),
          .uri = row.string(1),
          .code = row.string(2),
          .text = unpack_map(row.text(3)),
          .type = row.string(4),
          .parent = row.string(5),
          .sequence = static_cast<int>(row.integer(6)),
          .levels = unpack_texts(row.text(7)),
          .subjects = unpack_texts(row.text(8)),
          .same_as = unpack_texts(row.text(9)),
          .case_guid = row.string(10),
          .abbreviated = unpack_map(row.text(11)),
          .context = unpack_map(row.text(12)),
          .ages = read_ages(row, 13),
          .is_retired = row.integer(15) != 0,
          .replaced_by = unpack_texts(row.text(16)),
          .changed_at = row.string(17),
          .extra = {}};
}

// Depth first, siblings by sequence. A statement whose parent is not in the framework stands at the top; statements
// that are each other's parents come last, so that a wrong file loses nothing.
class Order {
 public:
  explicit Order(const std::vector<model::Statement>& statements)
      : statements_(statements), placed_(statements.size()) {
    std::unordered_set<std::string_view> uris;
    for (const auto& statement : statements) uris.insert(statement.uri);
    for (const std::size_t i : by_sequence()) {
      const auto& parent = statements[i].parent;
      (parent.empty() || !uris.contains(parent) ? tops_ : children_[parent]).push_back(i);
    }
  }

  std::vector<std::size_t> take() {
    for (const std::size_t top : tops_) descend(top);
    for (std::size_t i = 0; i < statements_.size(); ++i) {
      if (!placed_[i]) descend(i);
    }
    return std::move(order_);
  }

 private:
  std::vector<std::size_t> by_sequence() const {
    std::vector<std::size_t> indexes(statements_.size());
    std::iota(indexes.begin(), indexes.end(), std::size_t{0});
    std::stable_sort(indexes.begin(), indexes.end(),
                     [this](auto a, auto b) { return statements_[a].sequence < statements_[b].sequence; });
    return indexes;
  }

  // With a stack of its own: the depth of a file from outside is not ours to trust.
  void descend(std::size_t top) {
    std::vector<std::size_t> waiting{top};
    while (!waiting.empty()) {
      const std::size_t i = waiting.back();
      waiting.pop_back();
      if (placed_[i]) continue;
      placed_[i] = true;
      order_.push_back(i);
      const auto children = children_.find(statements_[i].uri);
      if (children != children_.end())
        waiting.insert(waiting.end(), children->second.rbegin(), children->second.rend());
    }
  }

  const std::vector<model::Statement>& statements_;
  std::vector<bool> placed_;
  std::vector<std::size_t> tops_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> children_;
  std::vector<std::size_t> order_;
};

void put_header(Connection& writer, const model::Framework& framework) {
  const std::string title = pack(framework.title);
  const std::string languages = pack(framework.languages);
  const std::string same_as = pack(framework.same_as);
  Query row = writer.query(
      "INSERT INTO framework (id, uri, title, publisher, jurisdiction, languages, version, adoption_status, licence, "
      "attribution, source_url, source_format, sha256, imported_at, same_as, imported_by, changed_at, notes, is_local, "
      "is_off, extra) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21) "
      "ON CONFLICT (id) DO UPDATE SET uri = ?2, title = ?3, publisher = ?4, jurisdiction = ?5, languages = ?6, "
      "version = ?7, adoption_status = ?8, licence = ?9, attribution = ?10, source_url = ?11, source_format = ?12, "
      "sha256 = ?13, imported_at = ?14, same_as = ?15, imported_by = ?16, changed_at = ?17, notes = ?18, "
      "is_local = ?19, is_off = ?20, extra = ?21");
  row.bind(framework.id, framework.uri, title, framework.publisher, framework.jurisdiction, languages,
           framework.version, framework.adoption_status, framework.licence, framework.attribution, framework.source_url,
           framework.source_format, framework.sha256, framework.imported_at, same_as, framework.imported_by,
           framework.changed_at, framework.notes, framework.is_local, framework.is_off, framework.extra)
      .run();
}

void put_statement(Query& row, std::string_view framework, std::int64_t place, const model::Statement& statement) {
  const std::string text = pack(statement.text);
  const std::string levels = pack(statement.levels);
  const std::string subjects = pack(statement.subjects);
  const std::string same_as = pack(statement.same_as);
  const std::string abbreviated = pack(statement.abbreviated);
  const std::string context = pack(statement.context);
  const std::string replaced_by = pack(statement.replaced_by);
  const auto ages = statement.ages.value_or(unknown_ages);
  row.again()
      .bind(framework, place, statement.id, statement.uri, statement.code, text, statement.type, statement.parent,
            statement.sequence, levels, subjects, same_as, statement.case_guid, abbreviated, context, ages.min, ages.max,
            statement.is_retired, replaced_by, statement.changed_at)
      .run();
}

void put_statements(Connection& writer, std::string_view framework, const std::vector<model::Statement>& statements) {
  Query row = writer.query(
      "INSERT INTO statement (framework, place, id, uri, code, text, type, parent, sequence, levels, subjects, same_as, "
      "case_guid, abbreviated, context, age_min, age_max, is_retired, replaced_by, changed_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)");
  Query more = writer.query("INSERT INTO statement_extra (framework, place, extra) VALUES (?1, ?2, ?3)");
  std::int64_t place = 0;
  for (const std::size_t i : Order(statements).take()) {
    put_statement(row, framework, ++place, statements[i]);
    if (!statements[i].extra.empty()) more.again().bind(framework, place, statements[i].extra).run();
  }
}

void put_past(Connection& writer, std::string_view framework, const std::vector<model::PastStatement>& past) {
  Query row = writer.query(
      "INSERT INTO statement_past (framework, uri, until, code, text, parent) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  for (const auto& one : past) {
    const std::string text = pack(one.text);
    row.again().bind(framework, one.uri, one.until, one.code, text, one.parent).run();
  }
}

void remove_statements(Connection& writer, std::string_view framework) {
  writer.query("DELETE FROM statement_extra WHERE framework = ?1").bind(framework).run();
  writer.query("DELETE FROM statement WHERE framework = ?1").bind(framework).run();
}

}  // namespace

std::vector<model::Framework> read_frameworks(Connection& reader, Frameworks which) {
  std::vector<model::Framework> frameworks;
  Query row = reader.query(which == Frameworks::all ? all_frameworks : shown_frameworks);
  while (row.step()) frameworks.push_back(read(row));
  return frameworks;
}

std::optional<model::Framework> read_framework(Connection& reader, std::string_view id) {
  Query row = reader.query(one_framework);
  row.bind(id);
  if (!row.step()) return std::nullopt;
  return read(row);
}

std::vector<model::Statement> read_statements(Connection& reader, std::string_view framework) {
  std::vector<model::Statement> statements;
  Query row = reader.query(
      "SELECT id, uri, code, text, type, parent, sequence, levels, subjects, same_as, case_guid, abbreviated, context, "
      "age_min, age_max, is_retired, replaced_by, changed_at FROM statement WHERE framework = ?1 ORDER BY place");
  row.bind(framework);
  while (row.step()) statements.push_back(read_statement(row));
  return statements;
}

std::vector<std::string> read_statement_extras(Connection& reader, std::string_view framework) {
  std::vector<std::string> extras;
  Query row = reader.query(
      "SELECT coalesce(e.extra, '') FROM statement s LEFT JOIN statement_extra e "
      "ON e.framework = s.framework AND e.place = s.place WHERE s.framework = ?1 ORDER BY s.place");
  row.bind(framework);
  while (row.step()) extras.push_back(row.string(0));
  return extras;
}

std::vector<model::PastStatement> read_past_statements(Connection& reader, std::string_view framework) {
  std::vector<model::PastStatement> past;
  Query row = reader.query("SELECT uri, until, code, text, parent FROM statement_past WHERE framework = ?1 ORDER BY id");
  row.bind(framework);
  while (row.step())
    past.push_back({.uri = row.string(0),
                    .until = row.string(1),
                    .code = row.string(2),
                    .text = unpack_map(row.text(3)),
                    .parent = row.string(4)});
  return past;
}

std::int64_t read_curriculum_version(Connection& reader) {
  return reader.number("SELECT version FROM curriculum");
}

void put_framework(Connection& writer, const FrameworkImport& import) {
  const std::string& id = import.framework.id;
  if (id.empty()) throw StoreError("store: a framework needs an id");
  remove_statements(writer, id);
  put_header(writer, import.framework);
  put_statements(writer, id, import.statements);
  put_past(writer, id, import.past);
  put_framework_links(writer, id, import.links);
  raise_curriculum_version(writer);
}

bool switch_framework(Connection& writer, std::string_view id, bool on) {
  if (!read_framework(writer, id)) return false;
  writer.query("UPDATE framework SET is_off = ?2 WHERE id = ?1").bind(id, !on).run();
  raise_curriculum_version(writer);
  return true;
}

bool remove_framework(Connection& writer, std::string_view id) {
  if (!read_framework(writer, id)) return false;
  remove_statements(writer, id);
  writer.query("DELETE FROM statement_past WHERE framework = ?1").bind(id).run();
  writer.query("DELETE FROM statement_link WHERE framework = ?1 AND framework <> ''").bind(id).run();
  writer.query("DELETE FROM framework WHERE id = ?1").bind(id).run();
  raise_curriculum_version(writer);
  return true;
}

void raise_curriculum_version(Connection& writer) {
  writer.query("UPDATE curriculum SET version = version + 1").run();
}

}  // namespace commonplace::store
