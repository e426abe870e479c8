// Frameworks in spreadsheets (CUR-18, CUR-20).
#include "schemas/formats/framework_csv.h"
#include "schemas/formats/framework_read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/schemas/shared_lines.h"

namespace commonplace::formats {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

FrameworkPackage read(std::string_view csv) {
  FrameworkHints hints;
  hints.title = "Leaf curriculum";
  hints.uri = "https://nc.museum.example/leaf";
  auto read = read_framework_csv(csv, hints);
  EXPECT_TRUE(read.has_value()) << (read ? "" : read.problem().what);
  return read ? *read : FrameworkPackage{};
}

std::vector<std::string> lines(const FrameworkPackage& package) {
  std::vector<std::string> all;
  for (const auto& one : package.statements) all.push_back(one.id + " < " + one.parent);
  return all;
}

TEST(Cur18, BuildsTheTreeFromTheParentColumn) {
  const auto framework = read(
      "Identifier,Code,Text,Parent,Level,Subject,Language,Type,Order\n"
      "x1,A,Leaves,,KS2,Art,en,Strand,2\nx2,A.1,Draw a leaf,x1,\"Year 3, "
      "4\",Art,en,,\nx3,B,Roots,,,,cy,,1\nx4,B.1,Lost,nowhere,,,,,\n");

  EXPECT_THAT(lines(framework),
              ElementsAre("B < ", "A < ", "A.1 < https://nc.museum.example/leaf#x1", testing::HasSubstr(" < "),
                          "B.1 < https://nc.museum.example/leaf#other-statements"));
  EXPECT_THAT(framework.statements[2].levels, ElementsAre("england-y3", "england-y4"));
  EXPECT_EQ(framework.statements[0].text.at("cy"), "Roots");
}

TEST(Cur18, BuildsTheTreeFromTheColumnOfTheText) {
  for (const char* header : {"Text,,,Type\n", "Text 1,Text 2,Text 3\n", "Statement,Statement 2,Statement 3\n"}) {
    const auto framework = read(std::string(header) + "Year 4,,\n,Drawing,\n,,With ink\n,,By eye\n,Clay,\nYear 3,,\n,Drawing,\n,,By eye\n");

    std::vector<std::string> texts;
    std::map<std::string, std::string> by_uri;
    for (const auto& one : framework.statements) {
      by_uri[one.uri] = one.text.at("en");
      texts.push_back(one.text.at("en") + " < " + (one.parent.empty() ? "" : by_uri.at(one.parent)));
    }
    EXPECT_THAT(texts, ElementsAre("Year 4 < ", "Drawing < Year 4", "With ink < Drawing", "By eye < Drawing", "Clay < Year 4", "Year 3 < ",
                                   "Drawing < Year 3", "By eye < Drawing"))
        << header;
    EXPECT_EQ(by_uri.size(), 8u) << "one text in two places is two statements";
  }
}

TEST(Cur18, AParentOrACodeSaysMoreThanTheColumnOfTheText) {
  const auto named = read("Code,Text,,Parent\nA,Leaves,,\nB,,Roots,\nC,,Bark,B\n");
  EXPECT_THAT(lines(named), ElementsAre("A < ", "B < ", "C < https://nc.museum.example/leaf#B"));
  const auto coded = read("Code,Text 1,Text 2\n1,Leaves,\n2,,Roots\n2.1,,Bark\n");
  EXPECT_THAT(lines(coded), ElementsAre("1 < ", "2 < https://nc.museum.example/leaf#1", "2.1 < https://nc.museum.example/leaf#2"));
}

TEST(Cur18, BuildsTheTreeFromDottedCodes) {
  const auto framework = read("code;statement\n1.10;ten\n1;top\n1.2;two\n1.2.1;deep\n2.5;alone\n");

  EXPECT_THAT(lines(framework), ElementsAre("1 < ", "1.2 < https://nc.museum.example/leaf#1",
                                            "1.2.1 < https://nc.museum.example/leaf#1.2",
                                            "1.10 < https://nc.museum.example/leaf#1", "2.5 < "));
}

TEST(Cur20, RefusesASheetWithoutTextsOrWithTwoOfOneName) {
  EXPECT_EQ(read_framework_csv("a,b\n1,2\n").problem().kind, "no-text-column");
  EXPECT_EQ(read_framework_csv("id,text\n1,\n").problem().kind, "no-statements");
  EXPECT_EQ(read_framework_csv("id,text\n1,one\n1,two\n").problem().kind, "conflicting-statements");
  EXPECT_EQ(read_framework_csv("").problem().kind, "empty");
}

TEST(Cur20, AFileThatIsNotWhatItsNameSaysIsToldOfInTheWordsOfItsName) {
  const auto problem_of = [](const char* name, const char* bytes) { return read_framework({{name, bytes}}, {}).problem(); };
  for (const auto* name : {"art.ttl", "art.nt", "art.rdf", "art.json", "art.csv"}) EXPECT_EQ(problem_of(name, " \n").kind, "empty") << name;
  for (const auto* name : {"art.ttl", "ART.TTL", "art.nt", "art.rdf", "art.json"}) {
    const auto problem = problem_of(name, "Page not found, sorry\n");
    EXPECT_THAT(problem.what + problem.fix, testing::Not(testing::HasSubstr("column"))) << name;
  }
  EXPECT_EQ(problem_of("art.csv", "Page not found, sorry\n").kind, "no-text-column");
}

TEST(Cur20, RefusesAListOfTitlesThatIsNoFramework) {
  for (const char* sheet : {"Title\nLeaves\n", "id,title\n1,Leaves\n", "description\nDraw\n",
                            "Title,Description,Web address,Type,Subject,Level,Licence\nLeaves,Draw,https://a.example/,Image,Art,KS2,CC0\n"})
    EXPECT_EQ(read_framework_csv(sheet).problem().kind, "no-framework") << sheet;
  EXPECT_THAT(read_framework_csv("Title\nx\n").problem().fix, testing::HasSubstr("commonplace import"));
  EXPECT_TRUE(read_framework_csv("Code,Title\n1,Leaves\n"));
  EXPECT_TRUE(read_framework_csv("Text\nDraw a leaf\n"));
}

TEST(RealFrameworks, ReadsCcssoAsCsv) {
  const std::string bytes = testing_data::file_of("curricula/case-spec/ccsso_ela_item.csv");
  if (bytes.empty()) GTEST_SKIP() << "SKIP: no shared data at ../shared; set COMMONPLACE_SHARED";

  const auto framework = read(bytes);

  EXPECT_THAT(framework.statements, SizeIs(1189));
  const auto roots = std::count_if(framework.statements.begin(), framework.statements.end(),
                                   [](const auto& one) { return one.parent.empty(); });
  EXPECT_LT(roots, 30);
  EXPECT_THAT(framework.statements[0].uri, testing::StartsWith("urn:uuid:"));
}

}  // namespace
}  // namespace commonplace::formats
