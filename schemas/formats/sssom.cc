#include "schemas/formats/sssom.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>

#include "schemas/formats/csv.h"
#include "schemas/formats/framework_package.h"
#include "schemas/formats/normalise.h"

namespace commonplace::formats {
namespace {

using model::Outcome;
using model::Problem;
using model::Relation;

struct Predicate {
  std::string_view uri;
  std::string_view short_name;
  Relation relation;
};
constexpr std::array<Predicate, 8> predicates = {
    {{"http://www.w3.org/2004/02/skos/core#exactMatch", "skos:exactMatch", Relation::exact},
     {"http://www.w3.org/2004/02/skos/core#closeMatch", "skos:closeMatch", Relation::close},
     {"http://www.w3.org/2004/02/skos/core#narrowMatch", "skos:narrowMatch", Relation::narrower},
     {"http://www.w3.org/2004/02/skos/core#broadMatch", "skos:broadMatch", Relation::broader},
     {"http://www.w3.org/2004/02/skos/core#relatedMatch", "skos:relatedMatch", Relation::related},
     {"http://purl.org/dc/terms/isReplacedBy", "dcterms:isReplacedBy", Relation::replaced},
     {"http://www.w3.org/2002/07/owl#sameAs", "owl:sameAs", Relation::exact},
     {"http://www.w3.org/2002/07/owl#equivalentClass", "owl:equivalentClass", Relation::exact}}};

struct Justification {
  std::string_view word;
  std::string_view method;
};
constexpr std::array<Justification, 3> justifications = {{{"ManualMappingCuration", "manual"},
                                                          {"LexicalMatching", "text"},
                                                          {"LexicalSimilarityThresholdMatching", "text"}}};

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\"'");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\"'") - first + 1);
}

// "name: value" as the metadata block has it.
std::pair<std::string_view, std::string_view> entry_of(std::string_view line) {
  const std::size_t colon = line.find(": ");
  if (colon != std::string_view::npos) return {trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 2))};
  line = trimmed(line);
  return line.ends_with(':') ? std::pair{line.substr(0, line.size() - 1), std::string_view()} : std::pair{line, std::string_view()};
}

class Reader {
 public:
  Outcome<SssomTable> read(std::string_view bytes) {
    while (bytes.starts_with('#')) {
      const std::size_t end = std::min(bytes.find('\n'), bytes.size());
      read_metadata(bytes.substr(1, end - 1));
      bytes.remove_prefix(std::min(end + 1, bytes.size()));
    }
    CsvOptions options;
    options.separator = "\t";
    const auto table = read_csv(bytes, options);
    if (!table) return table.problem();
    for (std::size_t i = 0; i < table->header.size(); ++i) columns_.emplace(trimmed(table->header[i]), i);
    for (const char* name : {"subject_id", "predicate_id", "object_id"})
      if (!columns_.contains(name))
        return Problem{"no-columns", "line 1", "A table of links has the columns subject_id, predicate_id and object_id.",
                       "Save the mappings as SSSOM TSV."};
    for (const auto& row : table->rows) read_row(row);
    if (out_.links.empty())
      return Problem{"no-links", "", "The table holds no link that is understood here.", "Use predicates of SKOS, such as skos:exactMatch."};
    out_.warnings = warnings_.take();
    return std::move(out_);
  }

 private:
  void read_metadata(std::string_view line) {
    const bool is_indented = line.starts_with("  ") || line.starts_with('\t');
    const auto [name, value] = entry_of(line);
    if (name.empty()) return;
    if (is_indented && in_map_) {
      prefixes_.insert_or_assign(std::string(name), std::string(value));
      return;
    }
    in_map_ = name == "curie_map";
    if (name == "license") licence_ = value;
    if (name == "mapping_set_id") source_ = value;
  }

  std::string cell(const CsvRow& row, std::string_view name) const {
    const auto found = columns_.find(name);
    return found == columns_.end() ? std::string() : std::string(trimmed(row.cells[found->second]));
  }

  std::string whole(const std::string& name) const {
    const std::size_t colon = name.find(':');
    if (colon == std::string::npos || name.substr(colon).starts_with("://")) return name;
    const auto prefix = prefixes_.find(name.substr(0, colon));
    return prefix == prefixes_.end() ? name : prefix->second + name.substr(colon + 1);
  }

  void read_row(const CsvRow& row) {
    const std::string where = "line " + std::to_string(row.line);
    model::StatementLink link;
    link.origin = whole(cell(row, "subject_id"));
    link.destination = whole(cell(row, "object_id"));
    const auto relation = relation_of(cell(row, "predicate_id"));
    if (!relation || link.origin.empty() || link.destination.empty() || link.origin == link.destination) {
      warnings_.add("not-a-link", where, "A row is no link between two statements with a predicate that is known here; it was left out.",
                    "Use skos:exactMatch, closeMatch, narrowMatch, broadMatch or relatedMatch.");
      return;
    }
    link.relation = *relation;
    link.asserted_by = cell(row, "author_label").empty() ? cell(row, "author_id") : cell(row, "author_label");
    link.method = method_of(cell(row, "mapping_justification"));
    link.confidence = confidence_of(cell(row, "confidence"), where);
    link.reviewed_by = cell(row, "reviewer_label").empty() ? cell(row, "reviewer_id") : cell(row, "reviewer_label");
    if (!link.reviewed_by.empty()) link.reviewed_at = normalise_date(cell(row, "mapping_date")).value_or("");
    link.licence = cell(row, "license").empty() ? licence_ : cell(row, "license");
    link.source = source_;
    out_.links.push_back(std::move(link));
  }

  std::optional<Relation> relation_of(const std::string& name) const {
    const std::string uri = whole(name);
    for (const auto& predicate : predicates)
      if (predicate.uri == uri || predicate.short_name == name) return predicate.relation;
    return std::nullopt;
  }

  static std::string method_of(const std::string& justification) {
    for (const auto& [word, method] : justifications)
      if (justification.ends_with(word)) return std::string(method);
    return justification.empty() ? "manual" : "model";
  }

  int confidence_of(const std::string& text, const std::string& where) {
    if (text.empty()) return 100;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{} && end == text.data() + text.size() && value >= 0 && value <= 1) return static_cast<int>(std::lround(value * 100));
    warnings_.add("bad-confidence", where, "A confidence is no number from 0 to 1; 0 is taken.", "Write it as 0.85.");
    return 0;
  }

  SssomTable out_;
  Warnings warnings_;
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::map<std::string, std::string> prefixes_;
  std::string licence_;
  std::string source_;
  bool in_map_ = false;
};

// A cell of TSV holds no tab and no line end.
std::string plain(std::string text) {
  for (char& c : text)
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  return text;
}

std::string_view predicate_of(Relation relation) {
  for (const auto& predicate : predicates)
    if (predicate.relation == relation) return predicate.short_name;
  return {};
}

std::string confidence_words(int confidence) {
  if (confidence >= 100) return "1";
  std::string digits = std::to_string(std::max(confidence, 0));
  return (digits.size() == 1 ? "0.0" : "0.") + digits;
}

std::string_view justification_of(const std::string& method) {
  if (method == "text") return "semapv:LexicalMatching";
  if (method == "manual") return "semapv:ManualMappingCuration";
  return "semapv:UnspecifiedMatching";
}

}  // namespace

Outcome<SssomTable> read_sssom(std::string_view bytes) {
  return Reader().read(bytes);
}

std::string write_sssom(const std::vector<model::StatementLink>& links) {
  std::string out =
      "#curie_map:\n#  skos: http://www.w3.org/2004/02/skos/core#\n#  dcterms: http://purl.org/dc/terms/\n"
      "#  semapv: https://w3id.org/semapv/vocab/\n"
      "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tauthor_label\treviewer_label\tmapping_date\tlicense\n";
  for (const auto& link : links) {
    const auto predicate = predicate_of(link.relation);
    if (link.state != model::LinkState::on || predicate.empty()) continue;
    out.append(plain(link.origin)).append("\t").append(predicate).append("\t").append(plain(link.destination)).append("\t");
    out.append(justification_of(link.method)).append("\t").append(confidence_words(link.confidence)).append("\t");
    out.append(plain(link.asserted_by)).append("\t").append(plain(link.reviewed_by)).append("\t");
    out.append(link.reviewed_at.substr(0, 10)).append("\t").append(plain(link.licence)).append("\n");
  }
  return out;
}

}  // namespace commonplace::formats
