// CASE packages as tools really export them, and the order of their trees (CUR-5, CUR-7, CUR-9, CUR-20).
#include "schemas/formats/case_package.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/schemas/shared_lines.h"

namespace commonplace::formats {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

std::string item(const std::string& id, const std::string& text, const std::string& more = "") {
  return R"({"identifier": ")" + id + R"(", "uri": "https://nc.museum.example/)" + id + R"(", "fullStatement": ")" +
         text + "\"" + more + "}";
}

std::string child(const std::string& origin, const std::string& parent, const std::string& order = "") {
  return R"({"associationType": "isChildOf", "originNodeURI": {"identifier": ")" + origin +
         R"("}, "destinationNodeURI": {"identifier": ")" + parent + R"("})" +
         (order.empty() ? "" : ", \"sequenceNumber\": " + order) + "}";
}

std::string package(const std::string& items, const std::string& associations) {
  return R"({"CFDocument": {"identifier": "DOC", "uri": "https://nc.museum.example/doc", "title": "Leaf curriculum", "creator": "Fern House", "language": "en"}, "CFItems": [)" +
         items + R"(], "CFAssociations": [)" + associations + R"(], "CFDefinitions": []})";
}

FrameworkPackage read(const std::string& json) {
  auto read = read_case_package(json);
  EXPECT_TRUE(read.has_value()) << (read ? "" : read.problem().what);
  return read ? *read : FrameworkPackage{};
}

std::vector<std::string> texts(const FrameworkPackage& package) {
  std::vector<std::string> all;
  for (const auto& statement : package.statements) all.push_back(statement.text.begin()->second);
  return all;
}

std::vector<std::string> kinds(const FrameworkPackage& package) {
  std::vector<std::string> all;
  for (const auto& warning : package.warnings) all.push_back(warning.kind);
  return all;
}

TEST(Cur7, BuildsTheTreeFromIsChildOf) {
  const auto framework = read(package(
      item("A", "Root",
           R"(, "humanCodingScheme": "L.1", "educationLevel": "KS2", "subject": ["Art"], "CFItemType": "Strand")") +
          "," + item("B", "Two<br />lines", R"(, "educationLevel": ["01", "K"])") + "," + item("C", "One"),
      child("b", "A", "10") + "," + child("c", "A", "9") + "," + child("a", "doc")));

  EXPECT_THAT(texts(framework), ElementsAre("Root", "One", "Two\nlines"));
  EXPECT_EQ(framework.statements[0].id, "L.1");
  EXPECT_THAT(framework.statements[0].levels, ElementsAre("england-ks2"));
  EXPECT_THAT(framework.statements[0].subjects, ElementsAre("art-and-design"));
  EXPECT_EQ(framework.statements[1].parent, "https://nc.museum.example/A");
  EXPECT_EQ(framework.statements[1].sequence, 1);
  EXPECT_THAT(framework.statements[1].id, SizeIs(16));
  EXPECT_THAT(framework.statements[2].levels, ElementsAre("us-g1", "us-k"));
  EXPECT_EQ(framework.framework.publisher, "Fern House");
  EXPECT_EQ(framework.framework.title.at("en"), "Leaf curriculum");
}

TEST(Cur5, OrdersByCodeInNaturalOrderAndCutsCyclesAndOrphans) {
  const auto framework = read(package(item("a", "x", R"(, "humanCodingScheme": "1.10")") + "," +
                                          item("b", "y", R"(, "humanCodingScheme": "1.2")") + "," + item("c", "lost") +
                                          "," + item("d", "round") + "," + item("e", "and round"),
                                      child("c", "gone") + "," + child("d", "e") + "," + child("e", "d") + "," +
                                          child("zz", "a") + "," + child("c", "a")));

  EXPECT_THAT(texts(framework), ElementsAre("y", "x", "Other statements", "lost", "round", "and round"));
  EXPECT_THAT(kinds(framework),
              testing::IsSupersetOf({"orphan", "cycle", "unknown-item", "second-parent", "missing-date"}));
}

TEST(Cur9, ToleratesLocalhostStringsAndRepetitions) {
  const auto framework = read(R"({"CFDocument": {"identifier": "D", "title": "T"}, "CFItems": [
      {"identifier": "A1", "uri": "http://localhost/x", "fullStatement": "Draw"}, {"identifier": "b2", "fullStatement": "Draw"}, {"fullStatement": ""}, 3, null],
      "CFDefinitions": {}, "CFAssociations": [{"associationType": "isChildOf", "originNodeURI": "B2", "destinationNodeURI": "A1"}, null, 7]})");

  EXPECT_THAT(texts(framework), ElementsAre("Draw"));
  EXPECT_EQ(framework.statements[0].uri, "urn:uuid:a1");
  EXPECT_EQ(framework.framework.uri, "urn:uuid:d");
}

TEST(Cur20, RefusesWhatIsNoFramework) {
  const auto kind = [](const std::string& text) { return read_case_package(text).problem().kind; };
  EXPECT_EQ(kind("nonsense"), "bad-json");
  EXPECT_EQ(kind("[]"), "not-case");
  EXPECT_EQ(kind(R"({"CFDocument": {}, "CFItems": []})"), "no-statements");
  EXPECT_EQ(kind(package(item("a", "one") + "," + item("a", "two"), "")), "conflicting-statements");
  EXPECT_TRUE(looks_like_case(package("", "")));
  EXPECT_FALSE(looks_like_case("id,text\n"));
}

TEST(Cur5, HoldsAVeryDeepChain) {
  std::string items;
  std::string associations;
  for (int i = 0; i < 20'000; ++i) {
    items += (i == 0 ? "" : ",") + item("n" + std::to_string(i), "s" + std::to_string(i));
    if (i > 0) associations += (i == 1 ? "" : ",") + child("n" + std::to_string(i), "n" + std::to_string(i - 1));
  }
  EXPECT_THAT(read(package(items, associations)).statements, SizeIs(20'000));
}

TEST(NaturalLess, PutsTwoBeforeTen) {
  EXPECT_TRUE(natural_less("2", "10"));
  EXPECT_TRUE(natural_less("a2", "A10"));
  EXPECT_TRUE(natural_less("1.2", "1.2.1"));
  EXPECT_FALSE(natural_less("10", "2"));
  EXPECT_FALSE(natural_less("a", "a"));
}

TEST(WriteCase, ReadsBackToTheSameStatements) {
  const auto framework = read(package(
      item("A", "Root",
           R"(, "humanCodingScheme": "L.1", "educationLevel": "KS2", "subject": ["Art"], "CFItemType": "Strand")") +
          "," + item("B", "Leaf"),
      child("b", "a", "1")));

  const std::string written = write_case_package(framework, "2026-11-20T00:00:00Z");
  const auto again = read(written);

  ASSERT_THAT(again.statements, SizeIs(2));
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(again.statements[i].uri, framework.statements[i].uri);
    EXPECT_EQ(again.statements[i].text, framework.statements[i].text);
    EXPECT_EQ(again.statements[i].parent, framework.statements[i].parent);
    EXPECT_EQ(again.statements[i].levels, framework.statements[i].levels);
    EXPECT_EQ(again.statements[i].subjects, framework.statements[i].subjects);
  }
  EXPECT_TRUE(again.warnings.empty());
  EXPECT_EQ(written, write_case_package(framework, "2026-11-20T00:00:00Z"));
  // python3 -c 'import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, "https://nc.museum.example/A"))'
  const CaseWriter strict(framework.framework, "2026-11-20T00:00:00Z", CaseForm::strict);
  EXPECT_EQ(strict.item(framework.statements[0])["identifier"], "c5e8837a-417c-56cc-b6d0-bf3d006d11e0");
}

TEST(RealFrameworks, AreReadWhole) {
  const std::string dc = testing_data::file_of("curricula/derived/asn-dc-arts.case.json");
  const std::string nc = testing_data::file_of("curricula/derived/england-nc-2014.case.json");
  const std::string small = testing_data::file_of("curricula/case-spec/opensalt-case-package-example.json");
  if (dc.empty()) GTEST_SKIP() << "SKIP: no shared data at ../shared; set COMMONPLACE_SHARED";
  FrameworkHints us;
  us.jurisdiction = "us";

  const auto arts = read_case_package(dc, us);
  ASSERT_TRUE(arts.has_value());
  EXPECT_THAT(arts->statements, SizeIs(1506));
  EXPECT_EQ(std::count_if(arts->statements.begin(), arts->statements.end(),
                          [](const auto& one) { return !one.code.empty(); }),
            1348);
  EXPECT_EQ(arts->framework.licence, "https://creativecommons.org/licenses/by/3.0/us/");
  EXPECT_THAT(arts->statements[0].uri, testing::StartsWith("http://asn.jesandco.org/resources/"));

  const auto england = read(nc);
  EXPECT_EQ(std::count_if(england.statements.begin(), england.statements.end(),
                          [](const auto& one) { return one.type == "ContentDescriptor"; }),
            1204);
  EXPECT_THAT(england.statements, SizeIs(12 + 31 + 136 + 1204));
  EXPECT_THAT(read(small).statements, SizeIs(28));
}

}  // namespace
}  // namespace commonplace::formats
