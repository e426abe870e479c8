// Rows of a spreadsheet: cells by column into a Resource.
#include <algorithm>

#include "schemas/formats/canonical.h"
#include "schemas/formats/row_plan.h"
#include "schemas/formats/row_writer.h"
#include "schemas/formats/rows.h"
#include "schemas/vocabularies/lookup_key.h"

namespace commonplace::formats {
namespace {

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// The column with that header, in any case and spacing.
std::optional<std::size_t> find_column(const std::vector<std::string>& header, const std::string& name) {
  for (std::size_t i = 0; i < header.size(); ++i)
    if (header[i] == name) return i;
  const std::string key = vocabularies::lookup_key(name);
  for (std::size_t i = 0; i < header.size(); ++i)
    if (!key.empty() && vocabularies::lookup_key(header[i]) == key) return i;
  return std::nullopt;
}

// A whole cell that the mapping names is one value even where it holds a ';'.
bool is_one_value(const PlannedColumn& column, std::string_view cell) {
  return !column.field.rule->is_list || (column.values != nullptr && column.values->contains(std::string(cell)));
}

// Lists inside a cell are apart at ';' or '|', never at a comma (MD-33).
void put_cell(FieldWriter& writer, const PlannedColumn& column, std::string_view cell) {
  cell = trim(cell);
  if (cell.empty()) return;
  if (is_one_value(column, cell)) return put(writer, column, cell);
  for (std::size_t begin = 0; begin <= cell.size();) {
    const std::size_t end = std::min(cell.find_first_of(";|", begin), cell.size());
    if (const auto piece = trim(cell.substr(begin, end - begin)); !piece.empty()) put(writer, column, piece);
    begin = end + 1;
  }
}

// ---- rows of our own export

// Line ends are the spreadsheet program's.
std::string as_compared(std::string_view cell) {
  std::string text(trim(cell));
  std::erase(text, '\r');
  return text;
}

bool is_as_exported(const model::Resource& record, const PlannedColumn& column, std::string_view cell) {
  return as_compared(cell) == as_compared(exported_cell(record, column.field.rule->name, column.field.language));
}

// Makes room for what a person wrote over what was exported: of a text only the language that the cell was in.
void forget(model::Resource& resource, const PlannedColumn& column, const std::string& record_language) {
  const auto& language = column.field.language.empty() ? record_language : column.field.language;
  const auto field = column.field.rule->name;
  if (field == "name") {
    resource.name.erase(language);
  } else if (field == "description") {
    resource.description.erase(language);
  } else if (field == "keywords") {
    resource.keywords.erase(language);
  } else if (field == "imageAlt") {
    if (resource.image) resource.image->alt.erase(language);
  } else {
    if (field == "license") resource.rights_statement.clear();
    column.field.rule->clear(resource);
  }
}

RowOutcome unreadable_record(const model::Problem& problem) {
  RowOutcome outcome;
  outcome.problems.push_back({"bad-record", std::string(whole_record_column), "The record in this cell is damaged: " + problem.what,
                              "Put back what the export wrote, or empty the cell: then the other columns are read."});
  return outcome;
}

// The record as it was exported; a cell that says something else by now wins.
RowOutcome read_exported(const RowPlan& plan, const std::vector<std::string>& cells, std::string_view document) {
  auto record = read_canonical(document);
  if (!record) return unreadable_record(record.problem());
  RowOutcome outcome;
  outcome.resource = *record;
  FieldWriter writer(*outcome.resource, plan.hints);
  writer.settle_language();
  bool is_edited = false;
  for (const auto& column : plan.columns) {
    if (column.index >= cells.size() || is_as_exported(*record, column, cells[column.index])) continue;
    is_edited = true;
    forget(*outcome.resource, column, writer.language());
    put_cell(writer, column, cells[column.index]);
    if (is_language_column(column)) writer.settle_language();
  }
  if (!is_edited) return outcome;
  auto ended = finish_row(writer, plan);
  ended.resource = std::move(outcome.resource);
  return ended;
}

}  // namespace

struct CsvRows::Plan {
  RowPlan rows;
  std::optional<std::size_t> key;
  std::optional<std::size_t> whole_record;  // of an export of ours that nobody mapped
};

CsvRows::CsvRows(const std::vector<std::string>& header, const Mapping& mapping, ReadingHints hints)
    : plan_(std::make_unique<Plan>()) {
  plan_->rows = plan_of(mapping, hints);
  Mapping& own = plan_->rows.mapping;
  if (own.columns.empty()) {
    own.columns = recognise_header(header).mapping.columns;
    plan_->whole_record = find_column(header, std::string(whole_record_column));
  }
  for (const auto& [name, field] : own.columns) {
    PlannedColumn column;
    column.field = read_field_name(field);
    const auto index = find_column(header, name);
    if (column.field.rule == nullptr || !index) continue;
    column.where = header[*index];
    column.index = *index;
    column.values = values_for(own, field);
    plan_->rows.columns.push_back(std::move(column));
  }
  order_columns(plan_->rows.columns);
  if (!own.key.empty()) plan_->key = find_column(header, own.key);
}

CsvRows::~CsvRows() = default;
CsvRows::CsvRows(CsvRows&&) noexcept = default;

RowOutcome CsvRows::read(const std::vector<std::string>& cells) const {
  if (plan_->whole_record && *plan_->whole_record < cells.size())
    if (const auto document = trim(cells[*plan_->whole_record]); !document.empty())
      return read_exported(plan_->rows, cells, document);
  model::Resource resource;
  FieldWriter writer(resource, plan_->rows.hints);
  if (plan_->key && *plan_->key < cells.size()) writer.reference({cells[*plan_->key], "key", {}});
  const auto& columns = plan_->rows.columns;
  auto column = columns.begin();
  for (; column != columns.end() && is_language_column(*column); ++column)
    if (column->index < cells.size()) put_cell(writer, *column, cells[column->index]);
  put_language_default(writer, plan_->rows);
  for (; column != columns.end(); ++column)
    if (column->index < cells.size()) put_cell(writer, *column, cells[column->index]);
  RowOutcome outcome = finish_row(writer, plan_->rows);
  outcome.resource = std::move(resource);
  return outcome;
}

}  // namespace commonplace::formats
