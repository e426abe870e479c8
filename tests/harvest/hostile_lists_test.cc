// HOST-31 to HOST-40 as the protocol part must stand them: lists that go in circles, forget, lie about sizes and dates; and
// how every visit ends and is accounted for.
#include <gtest/gtest.h>

#include "hostile_page.h"

namespace commonplace::harvest {
namespace {

TEST(Host31, StopsAtTheSecondRepeatOfATokenAndKeepsThreeHundred) {
  FakeSource source;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) < 3) return std::nullopt;
    return replied(
        envelope("<ListRecords>" + source.records(3) + "<resumptionToken>p3</resumptionToken></ListRecords>"));
  };

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::suspended);
  EXPECT_EQ(visited.distinct(), 300u);
  EXPECT_LE(source.asked.size(), 4u + 3u);
  EXPECT_EQ(visited.outcome.checkpoint, "");
}

TEST(Host32, StopsWhenTheRingOfTokensCloses) {
  FakeSource source;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    const int number = page_asked(arguments);
    if (number == 0) return std::nullopt;
    return replied(envelope("<ListRecords>" + source.records(number) + "<resumptionToken>p" +
                            std::to_string(number % 3 + 1) + "</resumptionToken></ListRecords>"));
  };

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::suspended);
  EXPECT_EQ(visited.distinct(), 300u);
  EXPECT_LE(visited.progress.pages, 20);
}

TEST(Host33, StopsAfterThreeEmptyPagesWithNewTokens) {
  FakeSource source;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    const int number = page_asked(arguments);
    if (number < 3) return std::nullopt;
    return replied(
        envelope("<ListRecords><resumptionToken>p" + std::to_string(number + 1) + "</resumptionToken></ListRecords>"));
  };

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::suspended);
  EXPECT_EQ(visited.distinct(), 200u);
  EXPECT_EQ(visited.progress.pages, 5);
}

TEST(Host34, StartsAgainAfterALostTokenAndFindsAllWhereTheSourceRecovers) {
  FakeSource source;
  source.fault = on_page(3, replied(oai_error("badResumptionToken")), 1);

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 500u);
}

TEST(Host34, StartsAgainFromTheLastDatestampOfAListInOrder) {
  FakeSource source;
  source.fault = on_page(3, replied(oai_error("badResumptionToken")), 1);

  visit(source);

  const std::string last = FakeSource::datestamp(199);
  const auto again = arguments_of(source.asked.at(5));
  EXPECT_EQ(again.at("from"), last);
  EXPECT_FALSE(again.contains("resumptionToken"));
}

TEST(Host34, IsNeverCompleteWhereTheTokenIsAlwaysLostAndDatesAreNotKnown) {
  FakeSource source;
  source.knows_dates = false;
  source.fault = on_page(3, replied(oai_error("badResumptionToken")));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::interrupted);
  EXPECT_EQ(visited.distinct(), 200u);
  EXPECT_EQ(visited.outcome.checkpoint, "");
  EXPECT_LT(source.asked.size(), 20u);
  expect_kept_and_resumable(source, visited);
}

TEST(Host35, TakesSizesAsHints) {
  for (const char* size : {"10", "0", "-1", "bad", "", "99999999999999999999"}) {
    FakeSource source;
    source.token_attributes = std::string(" completeListSize=\"") + size + "\" cursor=\"0\"";

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::complete) << size;
    EXPECT_EQ(visited.distinct(), 500u);
    EXPECT_TRUE(visited.warnings.empty()) << size;
  }
}

TEST(Har14, WarnsWithBothNumbersWhereFewerCameThanDeclared) {
  FakeSource source;
  source.token_attributes = " completeListSize=\"100000\"";

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  ASSERT_EQ(visited.warnings.size(), 1u);
  EXPECT_EQ(visited.warnings[0], "The source declared 100000 records and gave 500.");
}

TEST(Host36, CountsIdentifiersThatComeTwice) {
  FakeSource source;
  const std::string twice = dc_record("oai:source.example:1000", "2026-11-04T00:00:00Z", "First") +
                            dc_record("oai:source.example:1000", "2026-11-04T00:00:00Z", "Last") +
                            dc_record("oai:source.example:1001", "2026-11-04T00:00:00Z", "Newer") +
                            dc_record("oai:source.example:1001", "2026-11-03T00:00:00Z", "Older");
  source.fault = on_page(5, replied(envelope("<ListRecords>" + twice + "</ListRecords>")));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  EXPECT_EQ(visited.progress.duplicate, 2);
  ASSERT_EQ(visited.records.size(), 402u);
  EXPECT_NE(visited.records[400].document.find("Last"), std::string::npos);
  EXPECT_NE(visited.records[401].document.find("Newer"), std::string::npos);
}

TEST(Host38, KeepsStrangeDatestampsAndTrustsNoCheckpointInTheFuture) {
  FakeSource source;
  source.response_date = "2027-01-01T00:00:00Z";
  source.fault = on_page(
      5, replied(envelope("<ListRecords>" + dc_record("oai:source.example:1970", "1970-01-01T00:00:00Z") +
                          dc_record("oai:source.example:9999", "9999-12-31T23:59:59Z") +
                          dc_record("oai:source.example:local", "2026-11-04 10:00:00 GMT") + "</ListRecords>")));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  EXPECT_EQ(visited.distinct(), 403u);
  EXPECT_EQ(visited.records.back().datestamp, "2026-11-04 10:00:00 GMT");
  EXPECT_EQ(visited.outcome.checkpoint, "");
  EXPECT_EQ(visited.warnings.size(), 2u);
}

TEST(Host39, AsksForEverythingWhenTheSourcesClockWentBack) {
  FakeSource source;
  VisitPlan plan;
  plan.source.checkpoint = "2026-11-20T09:00:00Z";

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.from, "");
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(visited.warnings.size(), 1u);
}

TEST(Host40, IsUnchangedAfterOneQuestionBesidesIdentify) {
  FakeSource source;
  source.fault = on_page(1, replied(oai_error("noRecordsMatch")));
  VisitPlan plan;
  plan.source.known_prefix = "oai_dc";
  plan.source.checkpoint = "2026-11-20T07:00:00Z";

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::unchanged);
  EXPECT_EQ(visited.progress.requests, 2);
}

TEST(Har9, FailsInWordsForAnErrorNobodyKnows) {
  FakeSource source;
  source.fault = on_page(1, replied(oai_error("foo", "something odd")));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::failed);
  EXPECT_NE(visited.outcome.reason.find("\"foo\": something odd"), std::string::npos);
}

TEST(Har9, FailsInWordsWhereASetIsAskedOfASourceWithoutSets) {
  FakeSource source;
  source.fault = on_page(1, replied(oai_error("noSetHierarchy")));
  VisitPlan plan;
  plan.source.set = "art";

  EXPECT_NE(visit(source, plan).outcome.reason.find("no sets"), std::string::npos);
}

TEST(Har9, ReadsErrorsThatComeWithAnotherStatus) {
  FakeSource source;
  Fetched error = replied(oai_error("noRecordsMatch"), 422);
  source.fault = on_page(1, error);

  EXPECT_EQ(visit(source).outcome.ending, Ending::unchanged);
}

TEST(Har33, StopsBetweenPagesAndKeepsTheCursor) {
  std::stop_source stop;
  FakeSource source;
  source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
    if (page_asked(arguments) == 3) stop.request_stop();
    return std::nullopt;
  };
  VisitPlan plan;
  plan.stop = stop.get_token();

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::cancelled);
  expect_kept_and_resumable(source, visited);
}

TEST(Har38, SuspendsAtTheQuotaAndKeepsWhatCame) {
  FakeSource source;
  VisitPlan plan;
  plan.limits.records = 250;

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::suspended);
  EXPECT_EQ(visited.distinct(), 300u);
}

TEST(Har50, InterruptsAtTheLimitOfPages) {
  FakeSource source;
  VisitPlan plan;
  plan.limits.pages = 3;

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::interrupted);
  plan.resumption = Resumption{visited.cursors.back(), visited.prefix, visited.from};
  EXPECT_EQ(visit(source, plan).outcome.ending, Ending::complete);
  expect_kept_and_resumable(source, visited, 300);
}

TEST(Har50, SuspendsForATokenOfMoreThanFourKibibytes) {
  FakeSource source;
  source.fault = on_page(2, replied(envelope("<ListRecords>" + source.records(2) + "<resumptionToken>" +
                                             std::string(5000, 'x') + "</resumptionToken></ListRecords>")));

  EXPECT_EQ(visit(source).outcome.ending, Ending::suspended);
}

TEST(Har30, NamesTheReasonOfEachRecordSetAside) {
  FakeSource source;
  const std::string headless =
      "<record><header><datestamp>2026-11-04T00:00:00Z</datestamp></header><metadata/></record>";
  const std::string empty =
      "<record><header><identifier>oai:source.example:e</identifier><datestamp>2026-11-04T00:00:00Z</datestamp></"
      "header></record>";
  std::string foreign = dc_record("oai:source.example:f", "2026-11-04T00:00:00Z");
  foreign.replace(foreign.find("OAI/2.0/oai_dc/"), 15, "OAI/2.0/other_/");
  std::string nothing = dc_record("oai:source.example:n", "2026-11-04T00:00:00Z");
  nothing = nothing.substr(0, nothing.find("<dc:title>")) + "</oai_dc:dc></metadata></record>";
  source.fault =
      on_page(5, replied(envelope("<ListRecords>" + headless + empty + foreign + nothing + "</ListRecords>")));

  const auto visited = visit(source);

  ASSERT_EQ(visited.unread.size(), 4u);
  EXPECT_EQ(visited.unread[0].reason, "no_identifier");
  EXPECT_EQ(visited.unread[1].reason, "no_metadata");
  EXPECT_EQ(visited.unread[2].reason, "unknown_format");
  EXPECT_EQ(visited.unread[3].reason, "crosswalk_failed");
  EXPECT_EQ(visited.outcome.ending, Ending::complete_with_losses);
  EXPECT_EQ(visited.progress.offered, 404);
}

TEST(Har29, AddsUpOverRandomDamage) {
  unsigned state = 7;
  const auto draw = [&](std::size_t below) { return (state = state * 1664525u + 1013904223u) / 7 % below; };
  for (int round = 0; round < 300; ++round) {
    FakeSource source;
    source.pages = 3;
    source.per_page = 5;
    source.fault = [&](const auto& arguments, int) -> std::optional<Fetched> {
      const int number = page_asked(arguments);
      if (number == 0) return std::nullopt;
      std::string page = source.page(number);
      for (std::size_t times = draw(4); times > 0; --times) page[draw(page.size())] = static_cast<char>(draw(256));
      if (draw(5) == 0) page.resize(draw(page.size()));
      return replied(page);
    };
    VisitPlan plan;
    plan.limits.pages = 30;

    const auto visited = visit(source, plan);

    const auto& progress = visited.progress;
    EXPECT_EQ(progress.offered,
              static_cast<std::int64_t>(visited.records.size() + visited.unread.size()) + progress.duplicate);
    if (visited.outcome.ending == Ending::complete) {
      EXPECT_GE(visited.records.size(), 1u);
    }
  }
}

}  // namespace
}  // namespace commonplace::harvest
