// HOST-31 to HOST-40: lists that do not end, lose their place or lie about their size and dates.
#include <fmt/format.h>

#include "tests/peers/hostile/hostile_case.h"

namespace commonplace::hostile {
namespace {

using harvest::dc_record;
using harvest::envelope;
using harvest::oai_error;
using harvest::page_asked;
using harvest::replied;

std::string list_page(const std::string& records, const std::string& token) {
  return envelope("<ListRecords>" + records + "<resumptionToken>" + token + "</resumptionToken></ListRecords>");
}

TEST(Host31, TheSameTokenForEverIsSuspendedAfterTwoRepeats) {
  Case one;
  auto& source = one.hostile.offers;
  source.fault = [&](const auto& arguments, int) -> std::optional<harvest::Fetched> {
    if (page_asked(arguments) < 3) return std::nullopt;
    return replied(list_page(source.records(3), "p3"));
  };

  const auto report = one.visit();

  EXPECT_EQ(report.ending, Ending::suspended);
  EXPECT_EQ(harvest::exit_code(report.ending), 7);
  EXPECT_LE(one.hostile.asked("resumptionToken=p3"), 3);
  EXPECT_EQ(report.counts.created, 300);
  EXPECT_EQ(one.peer().checkpoint, "");
}

TEST(Host32, ARingOfThreeTokensIsSuspendedWhenItCloses) {
  Case one;
  auto& source = one.hostile.offers;
  source.fault = [&](const auto& arguments, int) -> std::optional<harvest::Fetched> {
    const int number = page_asked(arguments);
    if (number == 0) return std::nullopt;
    return replied(list_page(source.records(number), "p" + std::to_string(number % 3 + 1)));
  };

  const auto report = one.visit();

  EXPECT_EQ(report.ending, Ending::suspended);
  EXPECT_EQ(report.counts.created, 300);
  EXPECT_LE(one.hostile.asked("verb=ListRecords"), 20);
}

TEST(Host33, EmptyPagesWithNewTokensAreSuspendedAfterThree) {
  Case one;
  one.hostile.offers.fault = [&](const auto& arguments, int) -> std::optional<harvest::Fetched> {
    const int number = page_asked(arguments);
    if (number < 3) return std::nullopt;
    return replied(list_page("", "p" + std::to_string(number + 1)));
  };

  const auto report = one.visit();

  EXPECT_EQ(report.ending, Ending::suspended);
  EXPECT_EQ(report.counts.created, 200);
  EXPECT_EQ(one.hostile.asked("verb=ListRecords"), 5);
}

TEST(Host34, ATokenThatExpiresIsMadeUpForByDate) {
  for (const bool in_order : {true, false}) {
    Case one;
    one.hostile.offers.in_order = in_order;
    one.hostile.offers.fault = [](const auto& arguments, int) -> std::optional<harvest::Fetched> {
      if (page_asked(arguments) < 3) return std::nullopt;
      return replied(oai_error("badResumptionToken"));
    };

    const auto report = one.visit();

    EXPECT_EQ(report.ending, Ending::complete) << report.message;
    EXPECT_EQ(one.shown(), Case::model());
    EXPECT_EQ(report.counts.created, 500);
  }
}

TEST(Host34, ATokenThatExpiresOnASourceWithoutDatesIsInterruptedNeverComplete) {
  Case one;
  one.hostile.offers.knows_dates = false;
  one.hostile.offers.fault = on_page(3, replied(oai_error("badResumptionToken")));

  const auto report = one.visit();

  EXPECT_EQ(report.ending, Ending::interrupted);
  EXPECT_EQ(harvest::exit_code(report.ending), 4);
  EXPECT_EQ(report.counts.created, 200);
  one.hostile.offers.fault = {};
  EXPECT_EQ(one.visit_alone().ending, Ending::complete);
  EXPECT_EQ(one.shown(), Case::model());
}

TEST(Host35, SizesAreHints) {
  for (const char* size : {"10", "0", "-1", "bad"}) {
    Case one;
    one.hostile.offers.token_attributes = fmt::format(" completeListSize=\"{}\" cursor=\"0\"", size);

    const auto report = one.visit_alone();

    expect(one, report, Ending::complete, 500, Case::model());
    EXPECT_TRUE(report.warnings.empty()) << size;
  }
}

TEST(Host35, ASizeThatWasNotGivenIsToldWithBothNumbers) {
  Case one;
  one.hostile.offers.token_attributes = " completeListSize=\"100000\"";

  const auto report = one.visit();

  expect(one, report, Ending::complete, 500, Case::model());
  ASSERT_EQ(report.warnings.size(), 1u);
  EXPECT_NE(report.warnings[0].find("100000"), std::string::npos);
  EXPECT_NE(report.warnings[0].find("500"), std::string::npos);
}

TEST(Host36, OfIdentifiersThatRepeatTheLastWins) {
  Case one;
  const std::string page_5 = dc_record(FakeSource::identifier(400), "2026-11-06T00:00:00Z", "First") +
                             dc_record(FakeSource::identifier(400), "2026-11-06T00:00:00Z", "Last") +
                             dc_record(FakeSource::identifier(10), "2026-11-06T00:00:00Z", "Changed") +
                             dc_record(FakeSource::identifier(11), FakeSource::datestamp(11), "Title 11");
  one.hostile.offers.fault = on_page(5, replied(list_page(page_5, "")));
  auto model = Case::model(401);
  model[FakeSource::identifier(400)] = "Last";
  model[FakeSource::identifier(10)] = "Changed";

  const auto report = one.visit();

  expect(one, report, Ending::complete, 404, model);
  EXPECT_EQ(report.counts.duplicate, 3);
  EXPECT_EQ(report.counts.updated + report.counts.unchanged, 0);
  EXPECT_EQ(report.counts.created, 401);
  const auto equal = one.store().find(FakeSource::identifier(11));
  ASSERT_TRUE(equal);
  EXPECT_EQ(equal->version, 1);
}

TEST(Host37, AGranularityThatChangesMakesOneFullListAndLosesNothing) {
  Case one;
  expect(one, one.visit(), Ending::complete, 500, Case::model());
  for (const char* granularity : {"YYYY-MM-DD", "YYYY-MM-DDThh:mm:ssZ"}) {
    one.hostile.offers.pages += 1;
    one.hostile.offers.identify = harvest::identify_reply(granularity);
    one.now.seconds += 86'400;
    const int count = one.hostile.offers.pages * 100;

    expect(one, one.visit_alone(), Ending::complete, count, Case::model(count));

    EXPECT_EQ(one.visit_alone().ending, Ending::unchanged);  // from the checkpoint again
  }
  EXPECT_EQ(one.hostile.asked("from=2026-11-19 "), 1);
  EXPECT_EQ(one.hostile.asked("from=2026-11-20T07%3A55%3A00Z "), 1);
}

TEST(Host38, StrangeDatestampsAreKeptAndAFutureOneIsNoCheckpoint) {
  Case one;
  one.hostile.offers.response_date = "2027-06-01T00:00:00Z";
  one.hostile.offers.fault = on_page(5, replied(envelope("<ListRecords>" + dc_record("oai:source.example:1970", "1970-01-01T00:00:00Z", "A") +
                                                    dc_record("oai:source.example:9999", "9999-12-31T23:59:59Z", "B") +
                                                    dc_record("oai:source.example:local", "2026-11-04 10:00:00 GMT", "C") +
                                                    "</ListRecords>")));
  auto model = Case::model(400);
  model["oai:source.example:1970"] = "A";
  model["oai:source.example:9999"] = "B";
  model["oai:source.example:local"] = "C";
  one.hostile.offers.response_date = "2027-06-01T00:00:00Z";

  const auto report = one.visit();

  expect(one, report, Ending::complete, 403, model);
  EXPECT_EQ(one.peer().checkpoint, "");
  EXPECT_FALSE(report.warnings.empty());
  const auto record = one.store().find("oai:source.example:9999");
  ASSERT_TRUE(record);
  EXPECT_EQ(one.store().source_bytes(record->key)->datestamp, "9999-12-31T23:59:59Z");
}

// A source whose clock jumps between visits, and which gets new records at every turn: nothing is missed.
TEST(Host39, AClockThatGoesBackMissesNothing) {
  const int runs = std::getenv("COMMONPLACE_LONG") ? 500 : 25;
  unsigned state = 39;
  const auto draw = [&](std::int64_t below) {
    return static_cast<std::int64_t>((state = state * 1664525u + 1013904223u) >> 8) % below;
  };
  for (int run = 0; run < runs; ++run) {
    FakeSource source;
    source.pages = 1;
    std::int64_t clock = 1'795'161'600;
    std::vector<std::int64_t> stamps;
    source.fault = [&](const auto& arguments, int) -> std::optional<harvest::Fetched> {
      const auto date = model::format_datestamp({clock});
      if (arguments.at("verb") == "Identify") return replied(harvest::identify_reply("YYYY-MM-DDThh:mm:ssZ", "", date));
      if (page_asked(arguments) == 0) return std::nullopt;
      const auto from = arguments.find("from");
      std::string records;
      for (std::size_t index = 0; index < stamps.size(); ++index) {
        const auto stamp = model::format_datestamp({stamps[index]});
        if (from == arguments.end() || stamp >= from->second) records += dc_record(FakeSource::identifier(static_cast<int>(index)), stamp);
      }
      if (records.empty()) return replied(oai_error("noRecordsMatch"));
      return replied(envelope("<ListRecords>" + records + "</ListRecords>", date));
    };
    std::string checkpoint;
    std::set<std::string> got;
    for (int visit = 0; visit < 5; ++visit) {
      const std::int64_t jump = draw(2) == 0 ? draw(2 * 86'400) - 86'400 : draw(20) * 31'557'600 - 10 * 31'557'600;
      clock += visit == 0 ? 0 : jump;
      for (int i = 0; i < 3; ++i) stamps.push_back(clock - draw(60));
      harvest::VisitPlan plan;
      plan.now = std::nullopt;
      plan.source.checkpoint = checkpoint;
      plan.source.known_prefix = "oai_dc";
      const auto visited = harvest::visit(source, plan);
      for (const auto& record : visited.records) got.insert(record.identifier);
      if (!visited.outcome.checkpoint.empty()) checkpoint = visited.outcome.checkpoint;
    }
    EXPECT_EQ(got.size(), stamps.size()) << run;
  }
}

TEST(Host40, NoRecordsMatchIsUnchangedAfterOneRequestBesidesIdentify) {
  Case one;
  expect(one, one.visit(), Ending::complete, 500, Case::model());
  const auto before = one.hostile.requests().size();
  one.hostile.offers.fault = [](const auto& arguments, int) -> std::optional<harvest::Fetched> {
    if (page_asked(arguments) == 0) return std::nullopt;
    return replied(envelope("<error code=\"noRecordsMatch\"/>", "2026-11-21T08:00:00Z"));
  };
  one.now.seconds += 86'400;

  const auto report = one.visit_alone();

  expect(one, report, Ending::unchanged, 0, Case::model());
  EXPECT_EQ(harvest::exit_code(report.ending), 0);
  EXPECT_EQ(one.hostile.requests().size() - before, 2u);
  EXPECT_EQ(one.peer().checkpoint, "2026-11-21T08:00:00Z");
}

}  // namespace
}  // namespace commonplace::hostile
