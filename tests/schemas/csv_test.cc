// CSV in and out: RFC 4180, spreadsheets' habits, and no formula that runs (MD §8.1, MD-37, SEC-25).
#include "schemas/formats/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commonplace::formats {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

CsvTable table_of(std::string_view bytes, const CsvOptions& options = {}) {
  auto table = read_csv(bytes, options);
  EXPECT_TRUE(table.has_value());
  return table ? *table : CsvTable{};
}

std::string kind_of(std::string_view bytes, const CsvOptions& options = {}) {
  const auto table = read_csv(bytes, options);
  return table ? "read" : table.problem().kind + " " + table.problem().where;
}

TEST(Csv, ReadsQuotedCellsWithSeparatorsQuotesAndLines) {
  const CsvTable table = table_of("Title,Note\r\n\"Leaves, \"\"pressed\"\"\",\"two\nlines\"\r\nPlain,x\r\n");

  EXPECT_THAT(table.header, ElementsAre("Title", "Note"));
  ASSERT_THAT(table.rows, SizeIs(2));
  EXPECT_THAT(table.rows[0].cells, ElementsAre("Leaves, \"pressed\"", "two\nlines"));
  EXPECT_EQ(table.rows[0].line, 2u);
  EXPECT_EQ(table.rows[1].line, 4u);
}

TEST(Csv, FindsTheSeparatorAndTheEncoding) {
  EXPECT_EQ(table_of("a;b;c\n1,5;2;3\n").separator, ';');
  EXPECT_EQ(table_of("a\tb\n1\t2\n").separator, '\t');
  EXPECT_EQ(table_of("\"x;y;z\",b\n1,2\n").separator, ',');
  EXPECT_EQ(table_of("Title\nOnly one column\n").separator, ',');
  EXPECT_THAT(table_of("\xEF\xBB\xBFTitle\nÉcole\n").header, ElementsAre("Title"));

  const CsvTable latin = table_of("Title\nCaf\xE9 \x80\n");
  EXPECT_EQ(latin.encoding, "windows-1252");
  EXPECT_THAT(latin.rows[0].cells, ElementsAre("Café €"));
  EXPECT_THAT(latin.warnings, SizeIs(1));

  const CsvTable utf16 =
      table_of(std::string_view("\xFF\xFE"
                                "T\0\n\0\x3D\xD8\x00\xDE\n\0",
                                12));
  EXPECT_EQ(utf16.encoding, "utf-16");
  EXPECT_THAT(utf16.rows[0].cells, ElementsAre("😀"));
}

TEST(Csv, SkipsEmptyRowsFillsShortOnesAndTellsOfLongOnes) {
  const CsvTable table = table_of("\n,,\nTitle,Link,,\n\nOne\n , \nTwo,b,,,\nThree,c,extra\n,,,\n");

  EXPECT_THAT(table.header, ElementsAre("Title", "Link"));
  ASSERT_THAT(table.rows, SizeIs(3));
  EXPECT_THAT(table.rows[0].cells, ElementsAre("One", ""));
  ASSERT_THAT(table.warnings, SizeIs(1));
  EXPECT_EQ(table.warnings[0].where, "line 8");
}

TEST(Csv, ReadsOldMacLineEndsAndAFileWithoutLastLineEnd) {
  EXPECT_THAT(table_of("a,b\r1,2\r3,4").rows, SizeIs(2));
  EXPECT_THAT(table_of("a,b\n1,\"2\"").rows[0].cells, ElementsAre("1", "2"));
  EXPECT_THAT(table_of("a\n\"x\"y\n").rows[0].cells, ElementsAre("xy"));
}

TEST(Csv, RefusesWhatIsNoTable) {
  EXPECT_EQ(kind_of(""), "empty file");
  EXPECT_EQ(kind_of(" \n ,, \n"), "empty file");
  EXPECT_EQ(kind_of("a,b\n1,\"never closed\n\n"), "not-csv line 2");
  EXPECT_EQ(kind_of(std::string_view("PK\x03\x04\0\0", 6)), "not-csv file");
  CsvOptions two_rows;
  two_rows.limits.rows = 2;
  EXPECT_EQ(kind_of("a\n1\n2\n3\n", two_rows), "too-large line 4");
  EXPECT_EQ(kind_of(std::string(2000, ',')), "too-large line 1");
  EXPECT_EQ(kind_of("a\n" + std::string(2'000'000, 'x')), "too-large line 2");
}

TEST(Sec25, WritesNoCellThatASpreadsheetRunsAndReadsTheSameBack) {
  const std::vector<std::string> header = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
  const std::vector<std::string> cells = {"=cmd|' /C calc'!A0", "+1",        "-1", "@SUM(A1)", "\tx",
                                          "\uFF1DA1",           "'=already", "''", "it's",     "a \"b\"; c"};
  std::string out;

  append_csv_row(out, header);
  append_csv_row(out, cells);

  EXPECT_NE(out.find("\"'=cmd"), std::string::npos);
  EXPECT_NE(out.find("\"''=already\""), std::string::npos);
  EXPECT_NE(out.find("\"it's\""), std::string::npos);
  EXPECT_EQ(table_of(out).rows[0].cells, cells);
}

TEST(Md37, ReadsAFormulaAsTheTextThatItIs) {
  EXPECT_THAT(table_of("a,b\n=1+1,'=1+1\n").rows[0].cells, ElementsAre("=1+1", "=1+1"));
}

TEST(Csv, SurvivesAnyBytes) {
  std::string bytes = "a,b\n\"1\",2\r\n'=x;\t|\xFF\xFE\xEF\xBB\xBF\n";
  for (std::size_t i = 0; i < bytes.size(); ++i)
    for (const char c : {'"', ',', '\n', '\r', '\0', '\xFF', '\''}) {
      std::string mutated = bytes;
      mutated[i] = c;
      const auto table = read_csv(mutated);
      if (!table) continue;
      for (const auto& row : table->rows) EXPECT_EQ(row.cells.size(), table->header.size());
    }
}

}  // namespace
}  // namespace commonplace::formats
