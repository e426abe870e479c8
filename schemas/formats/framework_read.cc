#include "schemas/formats/framework_read.h"

#include <algorithm>

#include "schemas/formats/asn.h"
#include "schemas/formats/bbc_curriculum.h"
#include "schemas/formats/case_package.h"
#include "schemas/formats/framework_csv.h"
#include "schemas/formats/framework_lines.h"
#include "schemas/formats/rdf_json.h"
#include "schemas/formats/rdf_xml.h"
#include "schemas/formats/skos.h"
#include "schemas/formats/turtle.h"

namespace commonplace::formats {
namespace {

using model::Outcome;
using model::Problem;

enum class Syntax { json, json_lines, xml, turtle, table };

std::string_view beginning(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view() : bytes.substr(first, 256);
}

bool starts_with_word(std::string_view text, std::string_view word) {
  if (text.size() < word.size()) return false;
  return std::equal(word.begin(), word.end(), text.begin(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b); });
}

// The first line, after comments, that says something.
bool looks_like_turtle(std::string_view bytes) {
  for (std::string_view rest = bytes; !rest.empty();) {
    const std::string_view line = beginning(rest);
    if (!line.starts_with('#'))
      return starts_with_word(line, "@prefix") || starts_with_word(line, "@base") || starts_with_word(line, "prefix ") ||
             starts_with_word(line, "base ") || line.starts_with("_:") ||
             (line.starts_with('<') && line.find(':') < line.find_first_of("> \t\n")) || line.starts_with("<>");
    rest.remove_prefix(static_cast<std::size_t>(line.data() - rest.data()));
    rest.remove_prefix(std::min(rest.find('\n'), rest.size() - 1) + 1);
  }
  return false;
}

// What a name promises, for a content that nothing can be told by: empty, or not what it should be.
Syntax syntax_of_name(std::string_view name) {
  const auto has = [&](std::string_view ending) { return name.size() > ending.size() && starts_with_word(name.substr(name.size() - ending.size()), ending); };
  if (has(".ttl") || has(".nt") || has(".n3")) return Syntax::turtle;
  if (has(".rdf") || has(".owl") || has(".xml")) return Syntax::xml;
  return has(".json") || has(".jsonld") ? Syntax::json : Syntax::table;
}

Syntax syntax_of(const FrameworkFile& file) {
  const std::string_view bytes = file.bytes;
  const std::string_view begin = beginning(bytes);
  if (begin.starts_with('{')) return looks_like_statement_lines(bytes) ? Syntax::json_lines : Syntax::json;
  if (begin.starts_with('[') && (begin.size() == 1 || begin.find_first_of("{]") != std::string_view::npos)) return Syntax::json;
  if (begin.starts_with("<?xml") || begin.starts_with("<!--") || begin.substr(0, begin.find_first_of(" >")).ends_with(":RDF") ||
      begin.starts_with("<RDF"))
    return Syntax::xml;
  return looks_like_turtle(bytes) ? Syntax::turtle : syntax_of_name(file.name);
}

Problem no_framework() {
  return {"not-a-framework", "", "This is well-formed, but holds no curriculum statements of a kind that is known here.",
          "Give a CASE package, ASN standards, a SKOS scheme, BBC curriculum data or a spreadsheet with a column “Text”."};
}

Problem in_file(const FrameworkFile& file, Problem problem) {
  problem.where = problem.where.empty() ? file.name : file.name + ", " + problem.where;
  return problem;
}

Outcome<FrameworkPackage> read_graph(const rdf::Graph& graph, const FrameworkHints& hints) {
  if (looks_like_asn(graph)) return read_asn(graph, hints);
  if (looks_like_bbc_curriculum(graph)) return read_bbc_curriculum(graph, hints);
  if (looks_like_skos(graph)) return read_skos(graph, hints);
  return no_framework();
}

Outcome<FrameworkPackage> read_json(const std::string& bytes, const FrameworkHints& hints) {
  json::Limits limits;
  limits.bytes = most_framework_bytes;
  limits.members = most_statements;
  limits.depth = 128;
  const auto value = json::parse(bytes, limits);
  if (!value) return value.problem();
  if (is_case(*value)) return read_case_value(*value, hints);
  if (looks_like_asn_tree(*value)) return read_asn_tree(*value, hints);
  rdf::Graph graph;
  if (looks_like_rdf_json(*value)) {
    read_rdf_json(*value, graph);
  } else if (looks_like_json_ld(*value)) {
    read_json_ld(*value, base_of(hints), graph);
  } else {
    return no_framework();
  }
  return read_graph(graph, hints);
}

Outcome<FrameworkPackage> read_rdf(const std::vector<FrameworkFile>& files, const FrameworkHints& hints) {
  rdf::Graph graph;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto& file = files[i];
    const std::string mark = files.size() == 1 ? "" : "f" + std::to_string(i);
    auto problem = syntax_of(file) == Syntax::xml ? read_rdf_xml(file.bytes, base_of(hints), graph)
                                                        : read_turtle(file.bytes, base_of(hints), graph, mark);
    if (problem) return in_file(file, *std::move(problem));
  }
  return read_graph(graph, hints);
}

// What the keeper knows and the source does not say.
void complete(model::Framework& framework, const FrameworkHints& hints) {
  if (framework.publisher.empty()) framework.publisher = hints.publisher;
  if (framework.licence.empty()) framework.licence = hints.licence;
  if (framework.source_url.empty()) framework.source_url = hints.source_url;
}

Outcome<FrameworkPackage> read_one(const FrameworkFile& file, const FrameworkHints& hints) {
  if (beginning(file.bytes).empty()) return Problem{"empty", file.name, "The file is empty.", "Look whether it was downloaded or saved whole."};
  switch (syntax_of(file)) {
    case Syntax::json: return read_json(file.bytes, hints);
    case Syntax::json_lines: return read_statement_lines(file.bytes, hints);
    case Syntax::table: return read_framework_csv(file.bytes, hints);
    default: return read_rdf({file}, hints);
  }
}

}  // namespace

Outcome<FrameworkPackage> read_framework(const std::vector<FrameworkFile>& files, const FrameworkHints& hints) {
  std::size_t bytes = 0;
  for (const auto& file : files) bytes += file.bytes.size();
  if (bytes > most_framework_bytes)
    return Problem{"too-large", "", "The framework is larger than 100 MiB.", "Import it in parts."};
  const bool is_rdf = std::all_of(files.begin(), files.end(), [](const auto& file) {
    const auto syntax = syntax_of(file);
    return syntax == Syntax::turtle || syntax == Syntax::xml;
  });
  if (files.size() != 1 && !is_rdf)
    return Problem{"several-files", "", "Only RDF files (Turtle, N-Triples, RDF/XML) can be one framework together.",
                   "Import the files one by one."};
  auto package = files.size() == 1 ? read_one(files.front(), hints) : read_rdf(files, hints);
  if (package) complete(package->framework, hints);
  return package;
}

}  // namespace commonplace::formats
