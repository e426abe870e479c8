#include "node/config/mapping_file.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace commonplace::config {
namespace {

using formats::Mapping;
using model::Outcome;
using model::Problem;

std::uint32_t line_of(const toml::node& node) { return node.source().begin.line; }

// Throws the problem as a value: caught in load_mapping alone.
[[noreturn]] void wrong(const toml::node& node, std::string_view what, std::string_view fix) {
  throw Problem{"bad-mapping", fmt::format("line {}", line_of(node)), std::string(what), std::string(fix)};
}

std::string text(const toml::node& node) {
  if (!node.is_string()) wrong(node, "the value is no text", "Put it in quotation marks.");
  return *node.value<std::string>();
}

const toml::table& table(const toml::node& node) {
  if (!node.is_table()) wrong(node, "this is no section", "Begin it with [columns], [defaults], [values.<field>] or [options].");
  return *node.as_table();
}

// One column may lead to several fields. TOML tables come sorted by key; the order of the file decides which column wins.
void read_columns(Mapping& mapping, const toml::table& columns) {
  struct Column {
    std::pair<std::uint32_t, std::uint32_t> place;  // line and column
    std::string from, to;
  };
  std::vector<Column> in_file;
  for (const auto& [key, node] : columns) {
    const auto take = [&](const toml::node& field) {
      in_file.push_back({{line_of(field), field.source().begin.column}, std::string(key.str()), text(field)});
    };
    if (const auto* fields = node.as_array())
      for (const auto& field : *fields) take(field);
    else
      take(node);
  }
  std::stable_sort(in_file.begin(), in_file.end(), [](const Column& a, const Column& b) { return a.place < b.place; });
  for (auto& column : in_file) mapping.columns.emplace_back(std::move(column.from), std::move(column.to));
}

void read_values(Mapping& mapping, const toml::table& fields) {
  for (const auto& [field, values] : fields)
    for (const auto& [from, to] : table(values)) mapping.values[std::string(field.str())][std::string(from.str())] = text(to);
}

void read_options(Mapping& mapping, const toml::table& options) {
  for (const auto& [key, node] : options) {
    if (key.str() == "key")
      mapping.key = text(node);
    else if (key.str() == "separator")
      mapping.separator = text(node);
    else if (key.str() == "encoding")
      mapping.encoding = text(node);
    else
      wrong(node, "this option is not known", "The options are key, separator and encoding.");
  }
}

Mapping read_mapping(const toml::table& file) {
  Mapping mapping;
  for (const auto& [key, node] : file) {
    if (key.str() == "columns")
      read_columns(mapping, table(node));
    else if (key.str() == "defaults")
      for (const auto& [field, value] : table(node)) mapping.defaults[std::string(field.str())] = text(value);
    else if (key.str() == "values")
      read_values(mapping, table(node));
    else if (key.str() == "options")
      read_options(mapping, table(node));
    else
      wrong(node, "this section is not known", "The sections are [columns], [defaults], [values.<field>] and [options].");
  }
  return mapping;
}

}  // namespace

Outcome<Mapping> load_mapping(const std::string& path) {
  std::ifstream file(path);
  if (!file || !std::filesystem::is_regular_file(path)) return Problem{"not-found", path, "the mapping file cannot be read", "Look at its path."};
  std::stringstream content;
  content << file.rdbuf();
  try {
    auto mapping = read_mapping(toml::parse(content.str(), path));
    if (const auto problems = formats::check_mapping(mapping); !problems.empty()) return problems.front();
    return mapping;
  } catch (const toml::parse_error& error) {
    return Problem{"bad-toml", fmt::format("{}, line {}", path, error.source().begin.line),
                   fmt::format("the mapping cannot be read: {}", error.description()), "Mend this line."};
  } catch (const Problem& problem) {
    return Problem{problem.kind, path + ", " + problem.where, problem.what, problem.fix};
  }
}

}  // namespace commonplace::config
