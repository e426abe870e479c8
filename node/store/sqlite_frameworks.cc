// A framework is imported rarely and read whole, so that its order (parents before children) is made when it is put.
#include "node/store/sqlite_frameworks.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include "node/store/packed_text.h"

namespace commonplace::store {
namespace {

#define COMMONPLACE_FRAMEWORK                                                                                   \
  "SELECT id, uri, title, publisher, jurisdiction, languages, version, adoption_status, licence, attribution, " \
  "source_url, source_format, sha256, imported_at FROM framework "

constexpr std::string_view all_frameworks = COMMONPLACE_FRAMEWORK "ORDER BY id";
constexpr std::string_view one_framework = COMMONPLACE_FRAMEWORK "WHERE id = ?1";
#undef COMMONPLACE_FRAMEWORK

model::Framework read(const Query& row) {
  return {.id = row.string(0),
          .uri = row.string(1),
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
          .imported_at = row.string(13)};
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
          .subjects = unpack_texts(row.text(8))};
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
  Query row = writer.query(
      "INSERT INTO framework (id, uri, title, publisher, jurisdiction, languages, version, adoption_status, licence, "
      "attribution, source_url, source_format, sha256, imported_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
  row.bind(framework.id, framework.uri, title, framework.publisher, framework.jurisdiction, languages,
           framework.version, framework.adoption_status, framework.licence, framework.attribution, framework.source_url,
           framework.source_format, framework.sha256, framework.imported_at)
      .run();
}

void put_statement(Query& row, std::string_view framework, std::int64_t place, const model::Statement& statement) {
  const std::string text = pack(statement.text);
  const std::string levels = pack(statement.levels);
  const std::string subjects = pack(statement.subjects);
  row.again()
      .bind(framework, place, statement.id, statement.uri, statement.code, text, statement.type, statement.parent,
            statement.sequence, levels, subjects)
      .run();
}

}  // namespace

std::vector<model::Framework> read_frameworks(Connection& reader) {
  std::vector<model::Framework> frameworks;
  Query row = reader.query(all_frameworks);
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
      "SELECT id, uri, code, text, type, parent, sequence, levels, subjects FROM statement WHERE framework = ?1 "
      "ORDER BY place");
  row.bind(framework);
  while (row.step()) statements.push_back(read_statement(row));
  return statements;
}

void put_framework(Connection& writer, const model::Framework& framework,
                   const std::vector<model::Statement>& statements) {
  if (framework.id.empty()) throw StoreError("store: a framework needs an id");
  writer.query("DELETE FROM statement WHERE framework = ?1").bind(framework.id).run();
  writer.query("DELETE FROM framework WHERE id = ?1").bind(framework.id).run();
  put_header(writer, framework);
  Query row = writer.query(
      "INSERT INTO statement (framework, place, id, uri, code, text, type, parent, sequence, levels, subjects) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
  std::int64_t place = 0;
  for (const std::size_t i : Order(statements).take()) put_statement(row, framework.id, ++place, statements[i]);
}

}  // namespace commonplace::store
