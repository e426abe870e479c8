// Reading and writing CSV. The reader is one pass over the bytes; RFC 4180 where it speaks, spreadsheets where it does
// not.
#include "schemas/formats/csv.h"

#include <algorithm>
#include <array>
#include <optional>

#include "schemas/formats/unicode.h"

namespace commonplace::formats {
namespace {

using model::Outcome;
using model::Problem;

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
// At most so many warnings about single lines; the file is what it is.
constexpr std::size_t most_line_warnings = 20;

std::string line_name(std::size_t line) {
  return "line " + std::to_string(line);
}

// ---- bytes to text

struct Decoded {
  std::string text;
  std::string encoding;
  std::optional<Problem> warning;
};

// windows-1252 for 0x80…0x9F; its five unassigned bytes become U+FFFD. Source: the WHATWG encoding standard,
// simplified.
constexpr std::array<char32_t, 32> windows_1252 = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                                   0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

std::string from_windows_1252(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    append_utf8(text, byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80u] : byte);
  }
  return text;
}

// Requires the byte order mark to be gone. Lone surrogates and an odd last byte become U+FFFD.
std::string from_utf16(std::string_view bytes, bool big_endian) {
  std::string text;
  text.reserve(bytes.size());
  const auto unit = [&](std::size_t at) {
    const auto one = static_cast<unsigned char>(bytes[at]);
    const auto two = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(big_endian ? one << 8 | two : two << 8 | one);
  };
  std::size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    char32_t code_point = unit(at);
    const bool high = code_point >= 0xD800 && code_point < 0xDC00;
    if (high && at + 3 < bytes.size() && unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000) {
      code_point = 0x10000 + ((code_point - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    }
    append_utf8(text, code_point >= 0xD800 && code_point < 0xE000 ? U'\uFFFD' : code_point);
  }
  if (at < bytes.size()) append_utf8(text, U'\uFFFD');
  return text;
}

Decoded decode(std::string_view bytes, std::string_view encoding) {
  if (bytes.starts_with(utf8_mark)) bytes.remove_prefix(utf8_mark.size());
  const bool little = bytes.starts_with("\xFF\xFE");
  const bool big = bytes.starts_with("\xFE\xFF");
  if (little || big) return {from_utf16(bytes.substr(2), big), "utf-16", std::nullopt};
  if (encoding == "utf-16") return {from_utf16(bytes, false), "utf-16", std::nullopt};
  if (encoding == "windows-1252") return {from_windows_1252(bytes), "windows-1252", std::nullopt};
  if (is_utf8(bytes)) return {std::string(bytes), "utf-8", std::nullopt};
  if (encoding == "utf-8") return {repair_utf8(bytes), "utf-8", std::nullopt};
  return {from_windows_1252(bytes), "windows-1252",
          Problem{"guessed-encoding", "file", "The file is not in UTF-8; it was read as Windows-1252.",
                  "Check a few accented letters. If they are wrong, save the file again as “CSV UTF-8”."}};
}

// ---- text to rows

// The separator that stands most often in the first line, outside quotation marks.
char find_separator(std::string_view text) {
  constexpr std::string_view candidates = ",;\t|";
  std::array<int, 4> counts{};
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '\n' || c == '\r') && std::any_of(counts.begin(), counts.end(), [](int n) { return n > 0; }))
      break;
    const auto which = candidates.find(c);
    if (!quoted && which != std::string_view::npos) ++counts[which];
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  return candidates[static_cast<std::size_t>(most - counts.begin())];
}

class Rows {
 public:
  Rows(std::string_view text, char separator, const CsvLimits& limits)
      : text_(text), separator_(separator), limits_(limits) {}

  bool at_end() const { return at_ >= text_.size(); }

  // Reads the next row into `row`. A problem when the file cannot be CSV or is beyond the limits.
  model::Failure next(CsvRow& row) {
    row.line = line_;
    row.cells.clear();
    for (;;) {
      if (row.cells.size() == limits_.columns) return too_large("more than 1,000 columns");
      row.cells.emplace_back();
      if (auto problem = cell(row.cells.back())) return problem;
      if (at_end() || text_[at_] != separator_) break;
      ++at_;
    }
    line_end();
    return std::nullopt;
  }

 private:
  model::Failure cell(std::string& out) {
    if (at_ < text_.size() && text_[at_] == '"') return quoted_cell(out);
    return plain_cell(out);
  }

  model::Failure plain_cell(std::string& out) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
    if (at_ - begin > limits_.cell_bytes) return too_large("a cell of more than 1 MiB");
    out.append(text_.substr(begin, at_ - begin));
    return std::nullopt;
  }

  model::Failure quoted_cell(std::string& out) {
    const std::size_t first_line = line_;
    for (++at_;; ++at_) {
      const std::size_t begin = at_;
      while (at_ < text_.size() && text_[at_] != '"') line_ += text_[at_++] == '\n' ? 1 : 0;
      out.append(text_.substr(begin, at_ - begin));
      if (out.size() > limits_.cell_bytes) return too_large("a cell of more than 1 MiB");
      if (at_end()) return never_closed(first_line);
      ++at_;
      if (at_end() || text_[at_] != '"') break;
      out += '"';
    }
    return plain_cell(out);  // spreadsheets forgive text behind the closing mark; so do we
  }

  void line_end() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  Problem too_large(const std::string& what) const {
    return {"too-large", line_name(line_), "The file has " + what + ".",
            "Check the separator, or split the file into smaller ones."};
  }

  static Problem never_closed(std::size_t line) {
    return {"not-csv", line_name(line), "A quotation mark opens a cell here and is never closed.",
            "Close it, or save the file again as CSV from the spreadsheet program."};
  }

  std::string_view text_;
  char separator_;
  const CsvLimits& limits_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool is_blank(const std::vector<std::string>& cells) {
  return std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return trim(cell).empty(); });
}

// ---- formula guard

// What makes a spreadsheet run a cell, after any number of apostrophes. Source: SEC-25.
bool would_run(std::string_view cell) {
  const std::size_t begin = cell.find_first_not_of('\'');
  if (begin == std::string_view::npos) return false;
  cell.remove_prefix(begin);
  constexpr std::string_view signs = "=+-@\t\r\n";
  if (signs.find(cell[0]) != std::string_view::npos || cell[0] == '\0') return true;
  for (const std::string_view wide : {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"})
    if (cell.starts_with(wide)) return true;
  return false;
}

void take_guard_off(std::string& cell) {
  if (cell.starts_with('\'') && would_run(cell)) cell.erase(0, 1);
}

// Brings a row to the width of the header; tells of text that has no column.
void fit(CsvRow& row, CsvTable& table) {
  const std::size_t width = table.header.size();
  const bool loses_text =
      row.cells.size() > width && !is_blank({row.cells.begin() + static_cast<std::ptrdiff_t>(width), row.cells.end()});
  row.cells.resize(width);
  if (loses_text && table.warnings.size() < most_line_warnings)
    table.warnings.push_back({"too-many-cells", line_name(row.line),
                              "This row has more cells than the header has columns.",
                              "Look for a separator inside a text that is not in quotation marks."});
  for (auto& cell : row.cells) take_guard_off(cell);
}

Outcome<CsvTable> read_rows(std::string_view text, const CsvOptions& options, CsvTable table) {
  Rows rows(text, table.separator, options.limits);
  CsvRow row;
  while (!rows.at_end()) {
    if (auto problem = rows.next(row)) return *std::move(problem);
    if (is_blank(row.cells)) continue;
    if (table.header.empty()) {
      for (const auto& cell : row.cells) table.header.emplace_back(trim(cell));
      while (table.header.back().empty()) table.header.pop_back();
      for (auto& name : table.header) take_guard_off(name);
      continue;
    }
    if (table.rows.size() == options.limits.rows)
      return Problem{"too-large", line_name(row.line), "The file has too many rows.", "Split it into smaller files."};
    fit(row, table);
    table.rows.push_back(std::move(row));
    row = {};
  }
  if (table.header.empty())
    return Problem{"empty", "file", "The file holds no text.",
                   "Choose the file again; its first row must name the columns."};
  return table;
}

}  // namespace

Outcome<CsvTable> read_csv(std::string_view bytes, const CsvOptions& options) {
  if (bytes.size() > options.limits.bytes)
    return Problem{"too-large", "file", "The file is larger than this node accepts.", "Split it into smaller files."};
  Decoded decoded = decode(bytes, options.encoding);
  if (decoded.text.find('\0') != std::string::npos)
    return Problem{"not-csv", "file", "The file is not text.", "In your spreadsheet program, save it as CSV and import that."};
  CsvTable table;
  table.encoding = decoded.encoding;
  table.separator = options.separator.empty() ? find_separator(decoded.text) : options.separator[0];
  if (decoded.warning) table.warnings.push_back(*std::move(decoded.warning));
  return read_rows(decoded.text, options, std::move(table));
}

void append_csv_row(std::string& out, std::span<const std::string> cells) {
  bool first = true;
  for (const auto& cell : cells) {
    if (!first) out += ',';
    first = false;
    out += would_run(cell) ? "\"'" : "\"";
    for (const char c : cell) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
  }
  out += "\r\n";
}

}  // namespace commonplace::formats
