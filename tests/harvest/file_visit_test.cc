// A visit to a file of rows (HAR-48): what is read, what is set aside, when it is listed again, and what is never believed.
#include "harvest/file_visit.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_web.h"
#include "harvest/row_file.h"

namespace commonplace::harvest {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string address = "https://weir-mill.example/learn.csv";

std::string table(int rows, const std::string& separator = ",") {
  std::string text = "Title" + separator + "Web address" + separator + "Reference\n";
  for (int i = 1; i <= rows; ++i)
    text += fmt::format("Mill {1}{0}https://weir-mill.example/{1}{0}m{1}\n", separator, i);
  return text;
}

std::string ndjson(int rows) {
  std::string text;
  for (int i = 1; i <= rows; ++i)
    text += fmt::format(
        R"({{"@context":"https://schema.org","@type":"LearningResource","@id":"https://weir-mill.example/{0}","name":"Mill {0}"}})"
        "\n",
        i);
  return text;
}

Visited visit_to(const std::string& body) {
  FakeWeb web;
  web.there[address] = {body};
  return visit(web, plan_for_kind("file", address));
}

TEST(Har48, ReadsTablesWithAnySeparatorWithAndWithoutAMark) {
  for (const char* separator : {",", ";", "\t"}) {
    for (const char* mark : {"", "\xEF\xBB\xBF"}) {
      const auto visited = visit_to(std::string(mark) + table(3, separator));
      EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
      ASSERT_EQ(visited.records.size(), 3u) << separator;
      EXPECT_THAT(visited.records[0].document, HasSubstr("\"Mill 1\""));
      EXPECT_EQ(visited.records[0].source_identifier, "m1");
      EXPECT_THAT(visited.records[0].identifier, StartsWith("oai:weir-mill.example:id-"));
      EXPECT_EQ(visited.records[0].hops.at(0).base_url, address);
      EXPECT_TRUE(visited.records[0].hops.at(0).altered);
      EXPECT_TRUE(visited.standing.whole);
    }
  }
}

TEST(Har48, ReadsJsonArraysGraphsAndLines) {
  const std::string one = R"({"@context":"https://schema.org","@type":"LearningResource","@id":"https://weir-mill.example/1","name":"A mill"})";
  const std::string two = R"({"@context":"https://schema.org","@type":"LearningResource","@id":"https://weir-mill.example/2","name":"A weir"})";
  for (const auto& body : {"[" + one + ",\n" + two + "]", one + "\n" + two, one + "\r\n\r\n" + two + "\r\n",
                           R"({"@context":"https://schema.org","@graph":[)" + one + "," + two + "]}"}) {
    const auto visited = visit_to(body);
    EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason << body;
    ASSERT_EQ(visited.records.size(), 2u) << body;
    EXPECT_EQ(visited.records[1].identifier, "https://weir-mill.example/2");
    EXPECT_EQ(visited.records[1].bytes, two);
  }
  EXPECT_EQ(visit_to(one).records.size(), 1u);
}

TEST(Har48, SetsABadRowAsideWithTheNumberOfItsLine) {
  auto lines = ndjson(2) + "{\"broken\n" + ndjson(1) + "{\"a\":1,\"a\":2}\n[1]\n";
  const auto visited = visit_to(lines);

  EXPECT_EQ(visited.outcome.ending, Ending::complete_with_losses);
  ASSERT_EQ(visited.unread.size(), 3u);
  EXPECT_EQ(visited.unread[0].byte_offset, 3);
  EXPECT_EQ(visited.unread[0].reason, "not_wellformed");
  EXPECT_EQ(visited.unread[0].raw, "{\"broken");
  EXPECT_EQ(visited.unread[1].byte_offset, 5);
  EXPECT_EQ(visited.progress.offered, 6);
  EXPECT_FALSE(visited.standing.whole) << "nothing may be swept";

  const auto cells = visit_to("Title,Web address\n,https://weir-mill.example/1\nMill,\nWeir,https://weir-mill.example/2\n");
  EXPECT_EQ(cells.progress.offered, 3);
  EXPECT_EQ(cells.records.size() + cells.unread.size(), 3u);
  EXPECT_EQ(cells.unread.at(cells.unread.size() - 1).byte_offset, 3) << "a row that nothing identifies";
}

TEST(Har48, NeverBelievesAnEmptyFile) {
  for (const char* body : {"", "\xEF\xBB\xBF", " \n", "Title,Web address\n", "[]", "[ ]\n"}) {
    const auto visited = visit_to(body);
    EXPECT_EQ(visited.outcome.ending, Ending::held) << '"' << body << '"' << visited.outcome.reason;
    EXPECT_THAT(visited.outcome.reason, HasSubstr("What came from it before stays"));
    EXPECT_EQ(visited.outcome.checkpoint, "");
    EXPECT_FALSE(visited.standing.whole);
  }
}

TEST(Har48, RefusesWhatIsNoUtf8AndSaysHowToSaveIt) {
  EXPECT_EQ(visit_to(std::string("\xFF\xFET\0i\0", 6)).outcome.reason,
            "The address answered with text in UTF-16, which is not read. Save it as UTF-8 (in a spreadsheet: as CSV UTF-8).");
  const auto latin = visit_to("Title,Web address\nM\xFChle,https://weir-mill.example/1\n");
  EXPECT_EQ(latin.outcome.ending, Ending::refused);
  EXPECT_EQ(latin.outcome.reason, "The file is not in UTF-8. Save it as CSV UTF-8.");
}

TEST(Har48, NamesTheColumnThatATableLacks) {
  const auto visited = visit_to("Depth,Width\n1,2\n");

  EXPECT_EQ(visited.outcome.ending, Ending::failed);
  EXPECT_THAT(visited.outcome.reason, HasSubstr("no column that can be taken for a title"));
}

TEST(Har48, HoldsItsLimits) {
  const auto words = [](const std::string& body, const RowFileLimits& limits) {
    const auto opened = open_row_file(body, limits);
    return opened ? "" : opened.problem().kind;
  };
  EXPECT_EQ(words(table(3), {.bytes = 20}), "too_big");
  EXPECT_EQ(words(table(3), {.rows = 2}), "too_big");
  EXPECT_EQ(words(ndjson(3), {.rows = 2}), "too_big");
  EXPECT_EQ(words("[1,2,3]", {.rows = 2}), "too_big");
  EXPECT_EQ(words("Title\n" + std::string(70'000, 'a') + "\n", {}), "too_big");
  EXPECT_EQ(words("[" + std::string(100'000, '['), {}), "not_wellformed");
  EXPECT_EQ(words("[1,2", {}), "not_wellformed");
  EXPECT_EQ(words("[1,2] and more", {}), "not_wellformed");
  EXPECT_EQ(words("{\"a\":\"\n", {}), "");  // one bad line
  EXPECT_EQ(words("Title\n\"never closed\n", {}), "not_wellformed");
}

TEST(Har48, AsksAgainOnlyWhenTheFileHasChanged) {
  FakeWeb web;
  web.there[address] = {table(3), "\"one\""};
  auto plan = plan_for_kind("file", address);
  plan.source.checkpoint = visit(web, plan).outcome.checkpoint;
  ASSERT_THAT(plan.source.checkpoint, HasSubstr(" \"one\" 2026-11-20T08:00:00Z"));

  const auto same_mark = visit(web, plan);
  web.there[address].etag = "\"another mark\"";
  const auto same_bytes = visit(web, plan);
  web.there[address].body = table(4);
  const auto changed = visit(web, plan);

  EXPECT_EQ(same_mark.outcome.ending, Ending::unchanged);
  EXPECT_EQ(same_mark.progress.requests, 1);
  EXPECT_FALSE(same_mark.standing.whole) << "nothing was listed, so nothing is absent";
  EXPECT_EQ(same_bytes.outcome.ending, Ending::unchanged);
  EXPECT_EQ(same_bytes.records.size(), 0u);
  EXPECT_EQ(changed.records.size(), 4u);
}

// HAR-41: what is absent once goes after a second list, an hour later at the earliest.
TEST(Har41, ListsAFileOnceMoreSoThatAbsenceIsConfirmed) {
  FakeWeb web;
  web.there[address] = {table(3), "\"one\""};
  auto plan = plan_for_kind("file", address);
  plan.source.checkpoint = visit(web, plan).outcome.checkpoint;

  plan.now = later(3599);
  EXPECT_EQ(visit(web, plan).records.size(), 0u);
  plan.now = later(3600);
  const auto confirming = visit(web, plan);
  plan.source.checkpoint = confirming.outcome.checkpoint;
  plan.now = later(100'000);
  const auto quiet = visit(web, plan);

  EXPECT_EQ(confirming.records.size(), 3u);
  EXPECT_TRUE(confirming.standing.whole);
  EXPECT_EQ(quiet.records.size(), 0u);
  EXPECT_EQ(quiet.outcome.ending, Ending::unchanged);
}

TEST(Har48, GoesOnInTheSameFileAndBeginsAnewInAnother) {
  FakeWeb web;
  web.there[address] = {ndjson(1200)};
  std::stop_source stop;
  auto plan = plan_for_kind("file", address);
  plan.limits.pages = 1;
  const auto first = visit(web, plan);
  ASSERT_EQ(first.outcome.ending, Ending::interrupted);
  ASSERT_EQ(first.records.size(), 500u);
  plan.limits = {};
  plan.resumption = Resumption{first.cursors.back(), first.prefix, first.from};

  const auto second = visit(web, plan);
  web.there[address].body = ndjson(700);
  const auto another = visit(web, plan);

  EXPECT_EQ(second.records.size(), 700u);
  EXPECT_EQ(second.records.front().identifier, "https://weir-mill.example/501");
  EXPECT_EQ(second.outcome.ending, Ending::complete);
  EXPECT_EQ(another.records.size(), 700u);
}

TEST(Har49, SaysWhatCameInPlaceOfAFile) {
  const std::pair<const char*, const char*> came[] = {
      {"<!doctype html><html><body>Sign in", "The address answered with a web page, not with records. Is a login needed?"},
      {"<?xml version=\"1.0\"?><rss/>", "The address answered with XML, not with a table or JSON. Is it another kind of source?"},
      {"%PDF-1.4 ...", "The address answered with a PDF, not with records. Is the address right?"},
      {"PK\x03\x04 sheet", "The address answered with a packed file, not with records. Only gzip that says so is unpacked."}};
  for (const auto& [body, words] : came) {
    const auto visited = visit_to(body);
    EXPECT_EQ(visited.outcome.ending, Ending::failed);
    EXPECT_EQ(visited.outcome.reason, words);
  }
}

TEST(Har48, LetsNoRowLeadAnywhereButToTheWeb) {
  const auto visited = visit_to("Title,Web address,Reference\nMill,javascript:alert(1),m1\n");

  for (const auto& record : visited.records) EXPECT_THAT(record.document, Not(HasSubstr("javascript")));
  EXPECT_EQ(visited.progress.offered, 1);
}

}  // namespace
}  // namespace commonplace::harvest
