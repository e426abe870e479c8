// JSON objects of other systems: values by dotted path into a Resource.
#include <algorithm>
#include <charconv>
#include <set>

#include "schemas/formats/canonical.h"
#include "schemas/formats/json_ld.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/row_plan.h"
#include "schemas/formats/rows.h"
#include "schemas/formats/text_limits.h"

namespace commonplace::formats {
namespace {

using json::Value;
using model::Problem;
using Values = std::vector<const Value*>;

constexpr std::size_t most_values = 1'000;  // of one path in one row
constexpr std::size_t longest_path = 20;
constexpr std::string_view canonical_context = "https://w3id.org/commonplace/ns/record/1";

std::vector<std::string> path_of(std::string_view dotted) {
  std::vector<std::string> steps;
  for (std::size_t begin = 0; begin <= dotted.size() && steps.size() < longest_path;) {
    const std::size_t end = std::min(dotted.find('.', begin), dotted.size());
    steps.emplace_back(dotted.substr(begin, end - begin));
    begin = end + 1;
  }
  return steps;
}

// "2" → 2, "-1" → the last; nothing for a name.
std::optional<std::ptrdiff_t> index_of(const std::string& step) {
  std::ptrdiff_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  if (error != std::errc() || end != step.data() + step.size()) return std::nullopt;
  return index;
}

class Walk {
 public:
  explicit Walk(const std::vector<std::string>& path) : path_(path) {}

  Values from(const Value& row) {
    step(row, 0);
    return std::move(found_);
  }

 private:
  void step(const Value& value, std::size_t depth) {
    if (found_.size() >= most_values || value.is_null()) return;
    if (depth == path_.size()) return end(value);
    if (value.is_array()) return into_array(value, depth);
    if (!value.is_object()) return;
    if (const auto member = value.find(path_[depth]); member != value.end()) step(*member, depth + 1);
  }

  void into_array(const Value& array, std::size_t depth) {
    if (const auto index = index_of(path_[depth])) {
      const auto size = static_cast<std::ptrdiff_t>(array.size());
      const std::ptrdiff_t place = *index < 0 ? size + *index : *index;
      if (place >= 0 && place < size) step(array[static_cast<std::size_t>(place)], depth + 1);
      return;
    }
    const bool every = path_[depth] == "*";
    for (const auto& one : array) step(one, every ? depth + 1 : depth);
  }

  // An array is a list of values; an array inside is a path of words from broad to narrow, whose last word is the
  // value.
  void end(const Value& value) {
    if (!value.is_array()) {
      found_.push_back(&value);
      return;
    }
    for (const auto& one : value) {
      if (found_.size() >= most_values) return;
      const Value* leaf = &one;
      for (int depth = 0; leaf->is_array() && !leaf->empty() && depth < 8; ++depth) leaf = &leaf->back();
      if (!leaf->is_array() && !leaf->is_null()) found_.push_back(leaf);
    }
  }

  const std::vector<std::string>& path_;
  Values found_;
};

Values values_at(const Value& row, const PlannedColumn& column) {
  // A member may really be called "a.b".
  if (column.path.size() > 1 && row.is_object())
    if (const auto whole = row.find(column.where); whole != row.end()) return Walk({}).from(*whole);
  return Walk(column.path).from(row);
}

const json_ld::Context& no_context() {
  static const json_ld::Context none{Value::object()};
  return none;
}

model::LangMap texts_of(const Value& object, const char* member, const FieldWriter& writer,
                        const PlannedColumn& column) {
  model::LangMap map;
  const auto found = object.find(member);
  if (found == object.end()) return map;
  for (const auto& text : json_ld::texts(*found, no_context())) {
    std::string words = html_to_text(text.words);
    if (!words.empty())
      map.emplace(text.language.empty() ? writer.language_of({{}, {}, column.field.language}) : text.language,
                  std::move(words));
  }
  return map;
}

// Objects that have the shape of the field already: {term, definition}, {statement, correction}.
bool put_whole(FieldWriter& writer, const PlannedColumn& column, const Value& value) {
  if (!value.is_object()) return false;
  if (column.field.rule->name == "keyVocabulary" && value.contains("term")) {
    model::Term term{texts_of(value, "term", writer, column), texts_of(value, "definition", writer, column)};
    if (!term.term.empty()) add_once(writer.resource().key_vocabulary, std::move(term), 200);
    return true;
  }
  if (column.field.rule->name == "misconceptions" && value.contains("statement")) {
    model::Misconception one{texts_of(value, "statement", writer, column),
                             texts_of(value, "correction", writer, column)};
    if (!one.statement.empty()) add_once(writer.resource().misconceptions, std::move(one), 64);
    return true;
  }
  return false;
}

void put_value(FieldWriter& writer, const PlannedColumn& column, const Value& value) {
  if (value.is_string()) return put(writer, column, value.get_ref<const std::string&>());
  if (value.is_number() || value.is_boolean()) return put(writer, column, value.dump());
  if (put_whole(writer, column, value)) return;
  for (const auto& text : json_ld::texts(value, no_context())) {
    PlannedColumn said = column;
    if (!text.language.empty() && column.field.rule->is_text) said.field.language = text.language;
    put(writer, said, text.words);
  }
}

std::string text_at(const Value& row, const std::vector<std::string>& path) {
  for (const auto* value : Walk(path).from(row))
    if (std::string text = json_ld::text_of(*value, no_context()); !text.empty()) return text;
  return {};
}

RowOutcome failed(Problem problem) {
  RowOutcome outcome;
  outcome.problems.push_back(std::move(problem));
  return outcome;
}

bool mentions(const Value& context, std::string_view uri) {
  if (context.is_string()) return context.get_ref<const std::string&>() == uri;
  return context.is_array() &&
         std::any_of(context.begin(), context.end(), [&](const Value& one) { return mentions(one, uri); });
}

// Ours without saying so: a lang map as name, and lists where schema.org is content with one.
bool looks_canonical(const Value& row) {
  const auto name = row.find("name");
  const auto type = row.find("learningResourceType");
  const auto language = row.find("inLanguage");
  const bool named = name != row.end() && name->is_object() && !name->empty() && !name->contains("@value") &&
                     std::all_of(name->begin(), name->end(), [](const Value& one) { return one.is_string(); });
  return named && type != row.end() && type->is_array() && language != row.end() && language->is_array();
}

}  // namespace

RowShape shape_of(const Value& row) {
  if (!row.is_object()) return RowShape::needs_mapping;
  const auto context = row.find("@context");
  if (context != row.end() && mentions(*context, canonical_context)) return RowShape::canonical;
  if (context == row.end() && looks_canonical(row)) return RowShape::canonical;
  return is_schema_org(row) ? RowShape::schema_org : RowShape::needs_mapping;
}

struct JsonRows::Plan {
  RowPlan rows;
  std::vector<std::string> key;
};

JsonRows::JsonRows(const Mapping& mapping, ReadingHints hints) : plan_(std::make_unique<Plan>()) {
  plan_->rows = plan_of(mapping, hints);
  for (const auto& [name, field] : plan_->rows.mapping.columns) {
    PlannedColumn column;
    column.field = read_field_name(field);
    if (column.field.rule == nullptr) continue;
    column.where = name;
    column.path = path_of(name);
    column.values = values_for(plan_->rows.mapping, field);
    plan_->rows.columns.push_back(std::move(column));
  }
  order_columns(plan_->rows.columns);
  if (!mapping.key.empty()) plan_->key = path_of(mapping.key);
}

JsonRows::~JsonRows() = default;
JsonRows::JsonRows(JsonRows&&) noexcept = default;

RowOutcome JsonRows::read(const Value& row) const {
  if (!row.is_object())
    return failed(
        {"wrong-kind", "", "This row is not a JSON object.", "Give one object with named members for each resource."});
  model::Resource resource;
  std::vector<Problem> notes;
  if (is_schema_org(row))
    if (auto reading = read_schema_org(row, plan_->rows.hints)) {
      resource = std::move(reading->resource);
      notes = std::move(reading->notes);
    }
  FieldWriter writer(resource, plan_->rows.hints);
  if (!plan_->key.empty()) writer.reference({text_at(row, plan_->key), "key", {}});
  std::set<const FieldRule*> replaced;  // what the row said as schema.org gives way to mapped columns
  const auto put_column = [&](const PlannedColumn& column) {
    const Values values = values_at(row, column);
    if (!values.empty() && replaced.insert(column.field.rule).second) column.field.rule->clear(resource);
    for (const auto* value : values) put_value(writer, column, *value);
  };
  const auto& columns = plan_->rows.columns;
  auto column = columns.begin();
  for (; column != columns.end() && is_language_column(*column); ++column) put_column(*column);
  put_language_default(writer, plan_->rows);
  for (; column != columns.end(); ++column) put_column(*column);
  RowOutcome outcome = finish_row(writer, plan_->rows);
  for (auto& note : cut_long_texts(resource)) notes.push_back(std::move(note));
  outcome.resource = std::move(resource);
  outcome.warnings.insert(outcome.warnings.end(), std::make_move_iterator(notes.begin()),
                          std::make_move_iterator(notes.end()));
  return outcome;
}

RowOutcome read_json_row(const Value& row, const ReadingHints& hints) {
  const RowShape shape = shape_of(row);
  if (shape == RowShape::needs_mapping)
    return failed({"needs-mapping", "", "This row is neither one of ours nor schema.org.",
                   "Say in a mapping file which member is which field."});
  if (shape == RowShape::schema_org) {
    auto reading = read_schema_org(row, hints);
    if (!reading) return failed(reading.problem());
    RowOutcome outcome;
    outcome.resource = std::move(reading->resource);
    outcome.warnings = std::move(reading->notes);
    return outcome;
  }
  auto resource = read_canonical(row);
  if (!resource) return failed(resource.problem());
  RowOutcome outcome;
  outcome.resource = *std::move(resource);
  return outcome;
}

}  // namespace commonplace::formats
