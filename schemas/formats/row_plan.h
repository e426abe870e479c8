// A mapping made ready for many rows: every column with its rule, languages first. For rows_*.cc alone.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/formats/field_writer.h"
#include "schemas/formats/rows.h"

namespace commonplace::formats {

// "name@cy" taken apart; rule is null where there is no such field.
struct FieldName {
  const FieldRule* rule = nullptr;
  std::string language;
};
FieldName read_field_name(std::string_view name);

struct PlannedColumn {
  FieldName field;
  std::string where;                                           // as the person knows it
  std::size_t index = 0;                                       // CSV: which cell
  std::vector<std::string> path;                               // JSON
  const std::map<std::string, std::string>* values = nullptr;  // null: taken as they are
};

struct RowPlan {
  Mapping mapping;
  ReadingHints hints;
  std::vector<PlannedColumn> columns;   // those of the record's language first
  std::vector<PlannedColumn> defaults;  // `where` is the field, `path[0]` the value
};

// Plans the defaults; columns are the caller's.
RowPlan plan_of(const Mapping& mapping, const ReadingHints& hints);
const std::map<std::string, std::string>* values_for(const Mapping& mapping, const std::string& field);
// Languages to the front, otherwise the mapping's order.
void order_columns(std::vector<PlannedColumn>& columns);

bool is_language_column(const PlannedColumn& column);
// Puts a value through the column's table of values into its field.
void put(FieldWriter& writer, const PlannedColumn& column, std::string_view value);
// Fills what is empty, ends the row, and says what came of it.
void put_language_default(FieldWriter& writer, const RowPlan& plan);
RowOutcome finish_row(FieldWriter& writer, const RowPlan& plan);

}  // namespace commonplace::formats
