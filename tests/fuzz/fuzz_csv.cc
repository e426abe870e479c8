// A table: refused in words, or as wide in every row as its header; and read again as it was once we have written it.
#include <algorithm>

#include "check.h"
#include "schemas/formats/csv.h"
#include "schemas/formats/unicode.h"

namespace commonplace::formats {
namespace {

// Rows whose text stood beyond the header are empty by now, and an empty row is none.
void expect_round_trip(CsvTable table) {
  std::erase_if(table.rows, [](const CsvRow& row) {
    return std::all_of(row.cells.begin(), row.cells.end(), [](const std::string& cell) { return cell.find_first_not_of(" \t\r\n") == cell.npos; });
  });
  std::string out;
  append_csv_row(out, table.header);
  for (const auto& row : table.rows) append_csv_row(out, row.cells);
  CsvOptions ours;
  ours.separator = ",";
  ours.encoding = "utf-8";
  const auto again = read_csv(out, ours);
  FUZZ_EXPECT(again && again->header == table.header && again->rows.size() == table.rows.size());
  for (std::size_t i = 0; i < table.rows.size(); ++i) FUZZ_EXPECT(again->rows[i].cells == table.rows[i].cells);
}

}  // namespace
}  // namespace commonplace::formats

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace commonplace;
  formats::CsvOptions options;
  options.limits = {.bytes = 64 * 1024, .rows = 2'000, .columns = 200, .cell_bytes = 16 * 1024};
  auto table = formats::read_csv(fuzz::text_of(data, size), options);
  if (!table) {
    FUZZ_EXPECT(!table.problem().kind.empty() && !table.problem().what.empty());
    return 0;
  }
  for (const auto& row : table->rows) {
    FUZZ_EXPECT(row.cells.size() == table->header.size() && row.line > 0);
    for (const auto& cell : row.cells) FUZZ_EXPECT(formats::is_utf8(cell));
  }
  formats::expect_round_trip(std::move(*table));
  return 0;
}
