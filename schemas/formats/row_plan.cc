// What rows of all kinds do the same way: field names, defaults, the end of a row.
#include "schemas/formats/row_plan.h"

#include <algorithm>

#include "schemas/vocabularies/licences.h"

namespace commonplace::formats {
namespace {

// Descriptions that people publish here are free for all unless they say otherwise (MD §2: metadataLicense).
constexpr std::string_view default_metadata_license = "https://creativecommons.org/publicdomain/zero/1.0/";

bool is_known_licence(const std::string& uri) {
  return !uri.empty() && vocabularies::licence_label(uri) != uri;
}

// A row that says its rights in one of the two ways gets no default for the other.
bool wants_default(const model::Resource& resource, const FieldRule& rule) {
  const bool is_rights = rule.name == "license" || rule.name == "rightsStatement";
  if (is_rights && (is_known_licence(resource.license) || !resource.rights_statement.empty())) return false;
  return rule.is_empty(resource);
}

}  // namespace

FieldName read_field_name(std::string_view name) {
  if (const FieldRule* rule = find_field_rule(name)) return {rule, ""};
  const std::size_t at = name.rfind('@');
  if (at == std::string_view::npos || at == 0) return {};
  const FieldRule* rule = find_field_rule(name.substr(0, at));
  if (rule == nullptr || !rule->is_text) return {};
  return {rule, std::string(name.substr(at + 1))};
}

const std::map<std::string, std::string>* values_for(const Mapping& mapping, const std::string& field) {
  const auto found = mapping.values.find(field);
  return found == mapping.values.end() || found->second.empty() ? nullptr : &found->second;
}

bool is_language_column(const PlannedColumn& column) {
  return column.field.rule->name == "inLanguage";
}

void order_columns(std::vector<PlannedColumn>& columns) {
  std::stable_partition(columns.begin(), columns.end(), is_language_column);
}

RowPlan plan_of(const Mapping& mapping, const ReadingHints& hints) {
  RowPlan plan{mapping, hints, {}, {}};
  for (const auto& [name, value] : mapping.defaults) {
    PlannedColumn column;
    column.field = read_field_name(name);
    column.where = name;
    column.path = {value};
    if (column.field.rule != nullptr) plan.defaults.push_back(std::move(column));
  }
  order_columns(plan.defaults);
  return plan;
}

void put(FieldWriter& writer, const PlannedColumn& column, std::string_view value) {
  if (column.values != nullptr)
    if (const auto found = column.values->find(std::string(value)); found != column.values->end())
      value = found->second;
  (writer.*column.field.rule->put)({value, column.where, column.field.language});
}

void put_language_default(FieldWriter& writer, const RowPlan& plan) {
  for (const auto& one : plan.defaults)
    if (is_language_column(one) && one.field.rule->is_empty(writer.resource())) put(writer, one, one.path.front());
  writer.settle_language();
}

namespace {

std::vector<std::string> fields_of(const std::vector<model::Problem>& problems, const RowPlan& plan) {
  std::vector<std::string> fields;
  for (const auto* columns : {&plan.columns, &plan.defaults})
    for (const auto& column : *columns)
      if (std::any_of(problems.begin(), problems.end(), [&](const auto& one) { return one.where == column.where; }))
        add_once(fields, std::string(column.field.rule->name), columns->size() + fields.size() + 1);
  return fields;
}

}  // namespace

RowOutcome finish_row(FieldWriter& writer, const RowPlan& plan) {
  for (const auto& one : plan.defaults)
    if (!is_language_column(one) && wants_default(writer.resource(), *one.field.rule))
      put(writer, one, one.path.front());
  writer.finish();
  if (writer.resource().metadata_license.empty()) writer.resource().metadata_license = default_metadata_license;
  RowOutcome outcome;
  outcome.reference = writer.take_reference();
  outcome.problems = std::move(writer.problems);
  outcome.warnings = std::move(writer.warnings);
  outcome.unread_fields = fields_of(outcome.problems, plan);
  return outcome;
}

}  // namespace commonplace::formats
