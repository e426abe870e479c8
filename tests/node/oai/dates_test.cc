// Dates: OAI-14 to OAI-21.
#include <fmt/format.h>

#include "schemas/formats/url.h"
#include "tests/node/oai/oai_ground.h"

namespace commonplace::oai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Dates : public OaiTest {
 protected:
  std::vector<std::string> codes(std::string_view from, std::string_view until = "") {
    return list(from, until).codes();
  }
  Reply list(std::string_view from, std::string_view until = "") {
    std::string query = "verb=ListIdentifiers&metadataPrefix=oai_dc";
    if (!from.empty()) query += "&from=" + formats::percent_encode(from);
    if (!until.empty()) query += "&until=" + formats::percent_encode(until);
    return ask(query);
  }
};
using Oai14 = Dates;
using Oai15 = Dates;
using Oai17 = Dates;
using Oai18 = Dates;
using Oai19 = Dates;
using Oai20 = Dates;
using Oai21 = Dates;
using Oai49 = Dates;

TEST_F(Oai14, DaysAndSecondsInUtcAreTaken) {
  publish({record("1")}, after(10));

  EXPECT_THAT(codes("2026-01-01"), IsEmpty());
  EXPECT_THAT(codes("2026-01-01T00:00:00Z"), IsEmpty());
  EXPECT_THAT(codes("2024-02-29"), IsEmpty());
  EXPECT_THAT(codes("0001-01-01"), IsEmpty());
  EXPECT_THAT(codes("", "9999-12-31T23:59:59Z"), IsEmpty());
}

TEST_F(Oai14, EveryOtherShapeIsABadArgument) {
  for (const auto* date : {"2026-01-01T00:00:00.5Z",
                           "2026-01-01T00:00:00+01:00",
                           "2026-01-01T00:00:00",
                           "2026-01-01T00:00Z",
                           "2026",
                           "2026-01",
                           "2020-13-45",
                           "2020-02-30",
                           "2026-02-29",
                           "2026-01-01T24:00:00Z",
                           "2026-01-01T23:59:60Z",
                           "2026-1-1",
                           "20260101",
                           "2026-01-01 00:00:00Z",
                           "2026-01-01t00:00:00z",
                           " 2026-01-01",
                           "2026-01-01 ",
                           "yesterday",
                           "-001-01-01",
                           "2026-00-10",
                           "2026-01-00",
                           "12026-01-01",
                           "２０２６-01-01",
                           "2026-01-01T00:60:00Z",
                           "\n2026-01-01",
                           "0000-01-01"}) {
    EXPECT_THAT(codes(date), ElementsAre("badArgument")) << date;
    EXPECT_THAT(codes("", date), ElementsAre("badArgument")) << date;
  }
}

TEST_F(Oai15, FromAndUntilOfDifferentGranularityAreABadArgument) {
  EXPECT_THAT(codes("2026-01-01", "2026-01-02T00:00:00Z"), ElementsAre("badArgument"));
  EXPECT_THAT(codes("2026-01-01T00:00:00Z", "2026-01-02"), ElementsAre("badArgument"));
}

TEST(Oai16, DatesFinerThanTheRepositoryAreABadArgument) {
  const auto codes_of = [](std::string_view from, std::string_view until, model::Granularity finest) {
    std::vector<http::Argument> sent = {{"verb", "ListRecords"}, {"metadataPrefix", "oai_dc"}, {"from", std::string(from)}};
    if (!until.empty()) sent.push_back({"until", std::string(until)});
    std::vector<std::string> codes;
    for (const auto& error : read_arguments(sent, false, finest).errors) codes.push_back(error.code);
    return codes;
  };
  using enum model::Granularity;

  EXPECT_THAT(codes_of("2026-01-01T00:00:00Z", "", day), ElementsAre("badArgument"));
  EXPECT_THAT(codes_of("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", day), ElementsAre("badArgument"));
  EXPECT_THAT(codes_of("2026-01-01", "2026-01-02", day), IsEmpty());
  EXPECT_THAT(codes_of("2026-01-01T00:00:00Z", "", second), IsEmpty());
}

TEST_F(Oai17, AnswersBadArgumentWhenFromIsLaterThanUntil) {
  publish({record("1")}, after(10));

  EXPECT_THAT(codes("2026-01-02", "2026-01-01"), ElementsAre("badArgument"));
  EXPECT_THAT(codes("2026-01-01T00:00:01Z", "2026-01-01T00:00:00Z"), ElementsAre("badArgument"));
  EXPECT_THAT(codes("2026-01-01", "2026-01-01"), IsEmpty());
}

TEST_F(Oai18, BothBoundsAreInclusive) {
  publish({record("1")}, after(10));
  publish({record("2")}, after(11));
  publish({record("3")}, after(12));

  EXPECT_THAT(list("2026-01-01T00:00:11Z", "2026-01-01T00:00:11Z").identifiers(), ElementsAre(id("2")));
  EXPECT_THAT(list("2026-01-01T00:00:11Z").identifiers(), ElementsAre(id("2"), id("3")));
  EXPECT_THAT(list("", "2026-01-01T00:00:11Z").identifiers(), ElementsAre(id("1"), id("2")));
}

TEST_F(Oai19, ADayReachesFromItsFirstToItsLastSecond) {
  publish({record("first")}, after(86'400));
  publish({record("last")}, after(2 * 86'400 - 1));
  publish({record("next")}, after(2 * 86'400));
  now_ = after(3 * 86'400);

  EXPECT_THAT(list("2026-01-02", "2026-01-02").identifiers(), ElementsAre(id("first"), id("last")));
  EXPECT_THAT(list("2026-01-03").identifiers(), ElementsAre(id("next")));
  EXPECT_THAT(list("", "2026-01-01").codes(), ElementsAre("noRecordsMatch"));
}

TEST_F(Oai20, NothingIsBeforeTheEarliestDatestampNorInTheFuture) {
  publish({record("1")}, after(10));

  EXPECT_THAT(codes("", "2025-01-01"), ElementsAre("noRecordsMatch"));
  EXPECT_THAT(codes("2025-01-01", "2025-12-31"), ElementsAre("noRecordsMatch"));
  EXPECT_THAT(codes("2026-02-01"), ElementsAre("noRecordsMatch"));
  EXPECT_THAT(codes("9999-12-31T23:59:59Z"), ElementsAre("noRecordsMatch"));
}

TEST_F(Oai20, AnUntilInTheFutureGivesTheNormalList) {
  publish({record("1")}, after(10));

  EXPECT_THAT(list("", "2035-01-01").identifiers(), ElementsAre(id("1")));
  EXPECT_THAT(list("2026-01-01", "9999-12-31").identifiers(), ElementsAre(id("1")));
}

TEST_F(Oai21, ResponseDateIsTheMomentOfTheRequestInUtcSeconds) {
  now_ = after(3661);
  for (const auto* query : {"verb=Identify", "verb=x", "verb=ListSets"})
    EXPECT_EQ(ask(query).date(), "2026-01-01T01:01:01Z") << query;
}

TEST_F(Oai21, ARecordWrittenAfterAListIsNeverStampedBeforeItsResponseDate) {
  publish({record("1")}, after(10));
  const auto date = list("").date();

  publish({record("2")}, after(20));  // the clock was set back by almost a day

  EXPECT_THAT(list(date).identifiers(), ElementsAre(id("2")));
}

TEST_F(Oai49, ARecordIsVisibleAtOnceAlsoWhenTheClockWasSetBack) {
  publish({record("1")}, after(7200));
  now_ = after(3600);
  publish({record("2")}, now_);

  const auto reply = list("");

  EXPECT_THAT(reply.identifiers(), ElementsAre(id("1"), id("2")));
  EXPECT_THAT(list(reply.date()).identifiers(), ElementsAre(id("1"), id("2")));
}

}  // namespace
}  // namespace commonplace::oai
