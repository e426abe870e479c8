#include "node/app/row_source.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "schemas/formats/csv.h"
#include "schemas/formats/json.h"
#include "schemas/formats/schema_org.h"

namespace commonplace::app {
namespace {

using formats::RowOutcome;
using model::Failure;
using model::Problem;

constexpr std::size_t most_row_bytes = 2 * 1024 * 1024;        // MD-31
constexpr std::uintmax_t most_whole_file = 512u * 1024 * 1024;  // JSON arrays and CSV are read whole

// The first character that is no blank or byte-order mark.
char first_character(std::ifstream& file) {
  char c = 0;
  while (file.get(c))
    if (static_cast<unsigned char>(c) > ' ' && static_cast<unsigned char>(c) < 0x80) break;
  file.clear();
  file.seekg(0);
  return c;
}

// One JSON text on the first line and something behind it: NDJSON. Else one JSON document.
bool has_a_row_a_line(std::ifstream& file) {
  std::string line;
  std::getline(file, line);
  file >> std::ws;
  const bool goes_on = !file.eof();
  file.clear();
  file.seekg(0);
  return goes_on && json::parse(line).has_value();
}

ImportFormat format_of(const std::string& path, std::ifstream& file) {
  const auto extension = std::filesystem::path(path).extension().string();
  if (extension == ".csv" || extension == ".tsv") return ImportFormat::csv;
  if (extension == ".ndjson" || extension == ".jsonl") return ImportFormat::ndjson;
  const char first = first_character(file);
  if (first == '[' || (extension == ".json" && first != '{')) return ImportFormat::json;
  if (first == '{') return has_a_row_a_line(file) ? ImportFormat::ndjson : ImportFormat::json;
  return ImportFormat::csv;
}

RowOutcome unreadable(Problem problem) {
  RowOutcome out;
  out.problems.push_back(std::move(problem));
  return out;
}

// Reads JSON rows with or without a mapping.
class JsonReader {
 public:
  explicit JsonReader(const std::optional<formats::Mapping>& mapping) {
    if (mapping) rows_.emplace(*mapping);
  }
  RowOutcome read(const json::Value& row) const { return rows_ ? rows_->read(row) : formats::read_json_row(row); }

 private:
  std::optional<formats::JsonRows> rows_;
};

Failure read_ndjson(std::ifstream& file, double size, const JsonReader& reader, const RowTaker& take) {
  std::string line;
  double read = 0;
  for (std::int64_t row = 1; std::getline(file, line); ++row) {
    read += static_cast<double>(line.size()) + 1;
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    if (line.size() > most_row_bytes) {
      take(row, unreadable({"too-large", "row", "the row is larger than 2 MiB", "Move long texts into a file of their own."}), read / size);
      continue;
    }
    const auto value = json::parse(line);
    take(row, value ? reader.read(*value) : unreadable(value.problem()), read / size);
  }
  if (!file.bad()) return {};
  return Problem{"not-read", "", "the file could not be read to its end", "Look at the disk it lies on, and import again."};
}

std::string whole(std::ifstream& file) {
  std::stringstream out;
  out << file.rdbuf();
  return std::move(out).str();
}

Failure read_json(std::ifstream& file, const JsonReader& reader, const RowTaker& take) {
  const auto document = json::parse(whole(file), {most_whole_file, 64});
  if (!document) return document.problem();
  std::vector<json::Value> rows;
  if (document->is_array())
    rows.assign(document->begin(), document->end());
  else if (document->is_object() && document->contains("@graph"))
    rows = formats::schema_org_objects(*document);
  else
    rows.push_back(*document);
  for (std::size_t i = 0; i < rows.size(); ++i)
    take(static_cast<std::int64_t>(i) + 1, reader.read(rows[i]), static_cast<double>(i + 1) / static_cast<double>(rows.size()));
  return {};
}

Failure read_csv_rows(std::ifstream& file, const std::optional<formats::Mapping>& given, const RowTaker& take) {
  formats::CsvOptions options;
  if (given) options.separator = given->separator, options.encoding = given->encoding;
  const auto table = formats::read_csv(whole(file), options);
  if (!table) return table.problem();
  const formats::CsvRows rows(table->header, given.value_or(formats::Mapping()));
  for (std::size_t i = 0; i < table->rows.size(); ++i) {
    const auto& row = table->rows[i];
    take(static_cast<std::int64_t>(row.line), rows.read(row.cells), static_cast<double>(i + 1) / static_cast<double>(table->rows.size()));
  }
  return {};
}

}  // namespace

Failure read_rows(const std::string& path, ImportFormat format, const std::optional<formats::Mapping>& mapping, const RowTaker& take) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error))
    return Problem{"not-found", path, "there is no file at this path", "Look at the path; a folder is imported file by file."};
  std::ifstream file(path, std::ios::binary);
  if (!file) return Problem{"not-read", path, "the file cannot be opened", "Look at its permissions."};
  const auto size = std::filesystem::file_size(path, error);
  if (size == 0) return Problem{"empty", path, "the file is empty", "Export it again from where it came."};
  if (format == ImportFormat::automatic) format = format_of(path, file);
  if (format != ImportFormat::ndjson && size > most_whole_file)
    return Problem{"too-large", path, "the file is larger than 512 MiB", "Save it as NDJSON, one record a line, or in parts."};

  const JsonReader reader(mapping);
  Failure failure;
  if (format == ImportFormat::csv) failure = read_csv_rows(file, mapping, take);
  if (format == ImportFormat::json) failure = read_json(file, reader, take);
  if (format == ImportFormat::ndjson) failure = read_ndjson(file, static_cast<double>(size), reader, take);
  if (failure) failure->where = failure->where.empty() ? path : path + ", " + failure->where;
  return failure;
}

}  // namespace commonplace::app
