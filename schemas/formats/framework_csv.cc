// Frameworks typed into a spreadsheet (CUR-18).
#include "schemas/formats/framework_csv.h"

#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "schemas/formats/csv.h"
#include "schemas/formats/framework_words.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/normalise.h"
#include "schemas/formats/url.h"
#include "schemas/formats/uuid.h"
#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/lookup_key.h"

namespace commonplace::formats {
namespace {

using model::Outcome;
using model::Problem;

enum class Column { identifier, code, text, parent, level, subject, language, type, order };

struct ColumnWords {
  Column column;
  std::string_view words;  // separated by '|', the best first; CASE's own names among them
};
constexpr ColumnWords column_words[] = {
    {Column::identifier, "identifier|id|uri|guid|dynodwr"},
    {Column::code, "code|human coding scheme|humancodingscheme|notation|statement code|cod"},
    {Column::text, "text|full statement|fullstatement|statement|text 1|statement 1|description|title|testun"},
    {Column::parent, "parent|parent id|parent identifier|parent code|is child of|ischildof|rhiant"},
    {Column::level, "level|levels|education level|educationlevel|key stage|grade|grades|year|lefel"},
    {Column::subject, "subject|subjects|pwnc"},
    {Column::language, "language|lang|iaith"},
    {Column::type, "type|item type|cfitemtype|statement type|math"},
    {Column::order,
     "order|smart level|smartlevel|sequence number|sequencenumber|sequence|list enumeration|listenumeration|trefn"},
};

using Columns = std::map<Column, std::size_t>;

std::optional<std::size_t> find_header(const std::vector<std::string>& keys, std::string_view words) {
  for (std::size_t begin = 0; begin <= words.size();) {
    const std::size_t end = std::min(words.find('|', begin), words.size());
    for (std::size_t i = 0; i < keys.size(); ++i)
      if (keys[i] == words.substr(begin, end - begin)) return i;
    begin = end + 1;
  }
  return std::nullopt;
}

Columns find_columns(const std::vector<std::string>& header) {
  std::vector<std::string> keys;
  for (const auto& name : header) keys.push_back(vocabularies::lookup_key(name));
  Columns columns;
  for (const auto& row : column_words)
    if (const auto index = find_header(keys, row.words)) columns.emplace(row.column, *index);
  return columns;
}

// How many columns hold texts, each one step further in: "Text 1", "Text 2", or columns without a name
// between "Text" and the next one that has one.
std::size_t indentation(const std::vector<std::string>& header, std::size_t text) {
  std::string stem = vocabularies::lookup_key(header[text]);
  if (stem.ends_with(" 1")) stem.resize(stem.size() - 2);
  std::size_t columns = 1;
  while (text + columns < header.size()) {
    const auto& name = header[text + columns];
    if (!name.empty() && vocabularies::lookup_key(name) != stem + " " + std::to_string(columns + 1)) break;
    ++columns;
  }
  return columns;
}

// "3.6.2.1" → "3.6.2"; empty at the top.
std::string dotted_parent(std::string_view code) {
  const std::size_t dot = code.rfind('.');
  return dot == std::string_view::npos ? std::string() : std::string(code.substr(0, dot));
}

class Reader {
 public:
  explicit Reader(const FrameworkHints& hints) : hints_(hints) {}

  Outcome<FrameworkPackage> read(CsvTable table) {
    columns_ = find_columns(table.header);
    if (!columns_.contains(Column::text))
      return Problem{"no-text-column", "line 1", "No column holds the texts of the statements.",
                     "Name one column “Text”."};
    if (is_list_of_something_else(table.header))
      return Problem{"no-framework", "line 1", "This is a list of titles, not of curriculum statements.",
                     "For resources use “commonplace import”. A framework has a column “Text”, or one of “Code”, "
                     "“Parent” or “Order” beside its titles."};
    begin_framework();
    indentation_ = indentation(table.header, columns_.at(Column::text));
    for (auto& row : table.rows) {
      if (auto problem = read_row(row)) return *std::move(problem);
      row = {};  // a large sheet is not held twice
    }
    if (list_.all().empty())
      return Problem{"no-statements", "file", "The file holds no statement.", "Fill in the column “Text”."};
    find_parents();
    for (auto* names : {&parents_, &by_name_, &by_order_}) std::exchange(*names, {});
    table.rows = {};
    package_.warnings = table.warnings;
    arrange(list_.take(), package_);
    for (auto& warning : warnings_.take()) package_.warnings.push_back(std::move(warning));
    return std::move(package_);
  }

 private:
  void begin_framework() {
    model::Framework& framework = package_.framework;
    framework.uri = hints_.uri.empty()
                        ? "urn:commonplace:framework:" + slug(hints_.title.empty() ? "framework" : hints_.title)
                        : hints_.uri;
    framework.title[hints_.language] = hints_.title.empty() ? "Framework" : hints_.title;
    framework.jurisdiction = hints_.jurisdiction;
    framework.languages = {hints_.language};
    framework.source_format = "csv";
  }

  // Any list has a title or a description; a framework also says what belongs to what.
  bool is_list_of_something_else(const std::vector<std::string>& header) const {
    const std::string words = vocabularies::lookup_key(header[columns_.at(Column::text)]);
    const bool says_little = words == "title" || words == "description";
    const bool is_ordered = columns_.contains(Column::code) || columns_.contains(Column::parent) ||
                            columns_.contains(Column::order);
    return says_little && !is_ordered;
  }

  std::string cell(const CsvRow& row, Column column) const {
    const auto found = columns_.find(column);
    return found == columns_.end() ? std::string() : normalise_text(row.cells[found->second]);
  }

  model::Failure read_row(const CsvRow& row) {
    const std::string where = "line " + std::to_string(row.line);
    PlacedStatement placed;
    model::Statement& statement = placed.statement;
    const std::size_t depth = depth_of(row);
    const std::string words = html_to_text(normalise_text(row.cells[columns_.at(Column::text) + depth]));
    if (words.empty()) {
      warnings_.add("no-text", where, "A row has no text and was left out.", "Fill in the column “Text”.");
      return std::nullopt;
    }
    statement.text[normalise_language(cell(row, Column::language)).value_or(hints_.language)] = words;
    statement.code = cell(row, Column::code);
    statement.type = cell(row, Column::type);
    placed.order = cell(row, Column::order);
    const std::string identifier = cell(row, Column::identifier);
    const std::string above = text_above(depth);
    statement.uri = uri_of(identifier, placed, above);
    if (indentation_ > 1) stand_below(above, depth, placed, row.line);
    if (is_uuid(identifier)) statement.case_guid = lower_case(identifier);
    if (const std::string level = cell(row, Column::level); !level.empty()) read_levels(statement, level, where);
    add_subject(statement, cell(row, Column::subject));
    parents_.emplace(statement.uri, cell(row, Column::parent));
    remember(identifier, statement.uri);
    remember(statement.code, statement.uri);
    if (!placed.order.empty() && !in_order_of_rows_.contains(statement.uri)) by_order_.emplace(placed.order, statement.uri);
    return list_.add(std::move(placed));
  }

  // A cell names one level ("Key stage 2", "Years 3-6") or several codes ("01,02").
  void read_levels(model::Statement& statement, const std::string& level, const std::string& where) {
    if (add_level(statement, level, hints_)) return;
    bool understood = false;
    for (std::size_t begin = 0; begin <= level.size();) {
      const std::size_t end = std::min(level.find_first_of(",;|", begin), level.size());
      understood = add_level(statement, normalise_text(std::string_view(level).substr(begin, end - begin)), hints_) ||
                   understood;
      begin = end + 1;
    }
    if (!understood)
      warnings_.add("level-unclear", where, "A level is not known here.", "Write it as “Key stage 2” or “Grade 4”.");
  }

  // Of the text: in the first of its columns that holds one.
  std::size_t depth_of(const CsvRow& row) const {
    const auto first = columns_.at(Column::text);
    for (std::size_t depth = 0; depth < indentation_; ++depth)
      if (!normalise_text(row.cells[first + depth]).empty()) return depth;
    return 0;
  }

  // The address of the row above that stands further out.
  std::string text_above(std::size_t depth) {
    while (!open_.empty() && open_.back().first >= depth) open_.pop_back();
    return open_.empty() ? std::string() : open_.back().second;
  }

  // An outline has the order of its rows, unless a column says another.
  void stand_below(const std::string& above, std::size_t depth, PlacedStatement& placed, std::size_t line) {
    open_.emplace_back(depth, placed.statement.uri);
    if (!above.empty()) above_.emplace(placed.statement.uri, above);
    if (columns_.contains(Column::order) || !placed.statement.code.empty()) return;
    placed.order = std::to_string(line);
    in_order_of_rows_.insert(placed.statement.uri);
  }

  std::string uri_of(const std::string& identifier, const PlacedStatement& placed, const std::string& above) const {
    if (identifier.find("://") != std::string::npos || identifier.starts_with("urn:")) return identifier;
    if (is_uuid(identifier)) return "urn:uuid:" + lower_case(identifier);
    const std::string& local = !identifier.empty()              ? identifier
                               : !placed.statement.code.empty() ? placed.statement.code
                                                                : placed.order;
    if (!local.empty()) return package_.framework.uri + "#" + percent_encode(local);
    const auto& text = placed.statement.text.begin()->second;
    return package_.framework.uri + "#" + public_id(above.empty() ? text : above + "\n" + text);
  }

  static std::string lower_case(std::string text) {
    for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
  }

  void remember(const std::string& name, const std::string& uri) {
    if (!name.empty()) by_name_.emplace(name, uri);
  }

  // The tree from `parent`, else from dotted order, else from dotted codes, else from the column of the text.
  void find_parents() {
    bool any = false;
    for (const auto& [uri, parent] : parents_) any = any || !parent.empty();
    for (const auto& one : list_.all()) {
      model::Statement& statement = list_.find(one.statement.uri)->statement;
      statement.parent = any ? named_parent(statement) : implied_parent(one);
    }
  }

  std::string named_parent(const model::Statement& statement) const {
    const std::string& name = parents_.at(statement.uri);
    if (name.empty()) return {};
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? package_.framework.uri + "#" + percent_encode(name) : found->second;
  }

  std::string implied_parent(const PlacedStatement& placed) const {
    for (std::string order = dotted_parent(placed.order); !order.empty(); order = dotted_parent(order))
      if (const auto found = by_order_.find(order); found != by_order_.end()) return found->second;
    if (placed.order.find('.') != std::string::npos) return {};
    for (std::string code = dotted_parent(placed.statement.code); !code.empty(); code = dotted_parent(code))
      if (const auto found = by_name_.find(code); found != by_name_.end()) return found->second;
    const auto outline = above_.find(placed.statement.uri);
    return outline == above_.end() ? std::string() : outline->second;
  }

  const FrameworkHints& hints_;
  Columns columns_;
  FrameworkPackage package_;
  StatementList list_;
  Warnings warnings_;
  std::unordered_map<std::string, std::string> parents_;   // URI → parent as written
  std::unordered_map<std::string, std::string> by_name_;   // identifier or code → URI
  std::unordered_map<std::string, std::string> by_order_;  // dotted order → URI
  std::size_t indentation_ = 1;                            // columns of texts
  std::vector<std::pair<std::size_t, std::string>> open_;  // depth and URI of the rows that the next may stand below
  std::unordered_map<std::string, std::string> above_;     // URI → that of the row it stands below, by its column
  std::unordered_set<std::string> in_order_of_rows_;       // URIs of those whose order is that of the rows
};

}  // namespace

Outcome<FrameworkPackage> read_framework_csv(std::string_view bytes, const FrameworkHints& hints) {
  auto table = read_csv(bytes);
  if (!table) return table.problem();
  return Reader(hints).read(*std::move(table));
}

std::string write_framework_csv(const FrameworkPackage& package) {
  const auto labels = [](const std::vector<std::string>& ids) {
    std::string all;
    for (const auto& id : ids) all.append(all.empty() ? "" : "; ").append(vocabularies::concept_label(id));
    return all;
  };
  std::string out;
  append_csv_row(out, std::vector<std::string>{"Identifier", "Code", "Text", "Parent", "Level", "Subject", "Language", "Type", "Order"});
  for (const auto& statement : package.statements) {
    if (statement.is_retired) continue;
    const auto said = model::best(statement.text);
    append_csv_row(out, std::vector<std::string>{statement.uri, statement.code, std::string(said.text), statement.parent, labels(statement.levels),
                         labels(statement.subjects), std::string(said.language), statement.type,
                         std::to_string(statement.sequence)});
  }
  return out;
}

}  // namespace commonplace::formats
