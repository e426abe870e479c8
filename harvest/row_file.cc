#include "harvest/row_file.h"

#include <algorithm>

#include <fmt/format.h>

#include "harvest/first_bytes.h"
#include "schemas/formats/json_walk.h"
#include "schemas/formats/unicode.h"

namespace commonplace::harvest {

namespace {

using model::Outcome;
using model::Problem;

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
constexpr int deepest = 32;

Problem whole(std::string_view kind, std::string what, std::string fix) {
  return {std::string(kind), "", std::move(what), std::move(fix)};
}

std::string reason_for(const Problem& problem) {
  if (problem.kind == "too-deep") return "too_deep";
  if (problem.kind == "too-large") return "too_big";
  if (problem.kind == "bad-utf8") return "bad_encoding";
  if (problem.kind == "bad-json" || problem.kind == "duplicate-member") return "not_wellformed";
  if (problem.kind == "needs-mapping") return "unknown_format";
  return "crosswalk_failed";
}

void settle(FileRow& row) {
  if (!row.outcome.problems.empty()) row.outcome.resource.reset();
  if (!row.outcome.resource && row.reason.empty())
    row.reason = row.outcome.problems.empty() ? "crosswalk_failed" : reason_for(row.outcome.problems.front());
}

// ---- JSON

class JsonFile : public RowFile {
 public:
  struct Place {
    std::size_t number;
    std::size_t begin, size;
  };
  JsonFile(std::string body, std::vector<Place> places, const RowFileLimits& limits)
      : body_(std::move(body)), places_(std::move(places)), limits_(limits) {}

  std::size_t rows() const override { return places_.size(); }

  FileRow read(std::size_t row) const override {
    FileRow out;
    const Place& place = places_[row];
    out.number = place.number;
    out.bytes = body_.substr(place.begin, place.size);
    auto value = json::parse(out.bytes, {.bytes = limits_.row_bytes, .depth = deepest});
    if (value) {
      out.outcome = formats::read_json_row(*value);
    } else {
      out.outcome.problems.push_back(value.problem());
    }
    settle(out);
    return out;
  }

 private:
  std::string body_;
  std::vector<Place> places_;
  RowFileLimits limits_;
};

Outcome<std::unique_ptr<RowFile>> made(std::unique_ptr<RowFile> file) {
  return file;
}

Outcome<std::unique_ptr<RowFile>> from_array(std::string body, std::size_t begin, std::size_t size,
                                             const RowFileLimits& limits) {
  std::vector<JsonFile::Place> places;
  const std::string_view array = std::string_view(body).substr(begin, size);
  json::Walk items(array, deepest + 1);
  items.open_array();
  while (items.next()) {
    places.push_back({places.size() + 1, static_cast<std::size_t>(items.value().data() - body.data()), items.value().size()});
    if (places.size() > limits.rows) break;
  }
  if (places.size() > limits.rows)
    return whole("too_big", fmt::format("The file has more than {} rows.", limits.rows), "Split it into several files.");
  if (!items.is_whole())
    return whole("not_wellformed", "The file is no whole JSON: it breaks off or goes on behind its end.", "Ask its keeper to look at it.");
  return made(std::make_unique<JsonFile>(std::move(body), std::move(places), limits));
}

// One object: NDJSON when more than one stands there, else the things of its "@graph", else itself.
Outcome<std::unique_ptr<RowFile>> from_objects(std::string body, std::size_t begin, const RowFileLimits& limits) {
  const std::string_view text = std::string_view(body).substr(begin);
  json::Walk whole_text(text, deepest);
  std::string_view graph;
  for (whole_text.open_object(); whole_text.next();)
    if (whole_text.name() == "\"@graph\"") graph = whole_text.value();
  if (whole_text.is_whole() && graph.starts_with('['))
    return from_array(std::move(body), static_cast<std::size_t>(graph.data() - body.data()), graph.size(), limits);

  std::vector<JsonFile::Place> places;
  std::size_t line_number = 0;
  if (whole_text.is_whole()) {
    places.push_back({1, begin, text.size()});
    return made(std::make_unique<JsonFile>(std::move(body), std::move(places), limits));
  }
  for (std::size_t at = 0; at < body.size();) {
    const auto end = std::min(body.find('\n', at), body.size());
    const std::size_t first = std::min(std::max(at, begin), end);
    const auto line = std::string_view(body).substr(first, end - first);
    const auto last = line.find_last_not_of(" \t\r");
    ++line_number;
    if (last != std::string_view::npos) places.push_back({line_number, first, last + 1});
    if (places.size() > limits.rows)
      return whole("too_big", fmt::format("The file has more than {} rows.", limits.rows), "Split it into several files.");
    at = end + 1;
  }
  return made(std::make_unique<JsonFile>(std::move(body), std::move(places), limits));
}

// ---- CSV

class CsvFile : public RowFile {
 public:
  CsvFile(formats::CsvTable table, formats::CsvRows reader) : table_(std::move(table)), reader_(std::move(reader)) {}

  std::size_t rows() const override { return table_.rows.size(); }

  FileRow read(std::size_t row) const override {
    FileRow out;
    out.number = table_.rows[row].line;
    formats::append_csv_row(out.bytes, table_.rows[row].cells);
    out.outcome = reader_.read(table_.rows[row].cells);
    settle(out);
    return out;
  }

 private:
  formats::CsvTable table_;
  formats::CsvRows reader_;
};

bool names_its_rows(const formats::Mapping& mapping) {
  return std::any_of(mapping.columns.begin(), mapping.columns.end(),
                     [](const auto& column) { return column.second == "name" || column.second.starts_with("name@"); });
}

Outcome<std::unique_ptr<RowFile>> from_table(const std::string& body, const RowFileLimits& limits) {
  formats::CsvOptions options;
  options.limits = {.bytes = limits.bytes, .rows = limits.rows, .columns = 1000, .cell_bytes = limits.cell_bytes};
  auto table = formats::read_csv(body, options);
  if (!table) {
    const bool big = table.problem().kind == "too-large";
    return whole(big ? "too_big" : "not_wellformed", table.problem().what, table.problem().fix);
  }
  const auto mapping = formats::recognise_header(table->header).mapping;
  if (!names_its_rows(mapping))
    return whole("unknown_format", "The table has no column that can be taken for a title.",
                 "Its first row must name the columns, such as Title, Description, Web address.");
  formats::CsvRows reader(table->header, mapping);
  return made(std::make_unique<CsvFile>(std::move(*table), std::move(reader)));
}

}  // namespace

Outcome<std::unique_ptr<RowFile>> open_row_file(std::string body, const RowFileLimits& limits) {
  if (body.size() > limits.bytes)
    return whole("too_big", "The file is larger than 32 MiB.", "Split it into several files.");
  if (first_look(body) == Sight::other_unicode)
    return whole("bad_encoding", "The file is in UTF-16, which is not read.", "Save it as CSV UTF-8.");
  if (!formats::is_utf8(body))
    return whole("bad_encoding", "The file is not in UTF-8.", "Save it as CSV UTF-8.");
  const std::size_t mark = body.starts_with(utf8_mark) ? utf8_mark.size() : 0;
  const std::size_t begin = std::min(body.find_first_not_of(" \t\r\n", mark), body.size());
  if (begin < body.size() && body[begin] == '[') return from_array(std::move(body), begin, std::string::npos, limits);
  if (begin < body.size() && body[begin] == '{') return from_objects(std::move(body), begin, limits);
  return from_table(body, limits);
}

}  // namespace commonplace::harvest
