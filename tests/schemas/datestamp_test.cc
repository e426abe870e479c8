// Datestamps: exactly the forms that the protocols allow.
#include "schemas/model/datestamp.h"

namespace commonplace::model {
namespace {

TEST(ParseDatestamp, ReadsSecondsAndDays) {
  const auto seconds = parse_datestamp("2026-11-20T07:15:55Z");
  const auto day = parse_datestamp("2026-11-20");

  ASSERT_TRUE(seconds);
  EXPECT_EQ(seconds->datestamp.seconds, 1'795'158'955);
  EXPECT_EQ(seconds->granularity, Granularity::second);
  ASSERT_TRUE(day);
  EXPECT_EQ(day->datestamp.seconds, 1'795'132'800);
  EXPECT_EQ(day->granularity, Granularity::day);
}

TEST(ParseDatestamp, RefusesEverythingElse) {
  for (const char* text : {"",
                           "2026",
                           "2026-11",
                           "2026-11-20T07:15Z",
                           "2026-11-20T07:15:55",
                           "2026-11-20T07:15:55.5Z",
                           "2026-11-20T07:15:55+00:00",
                           "2025-02-29",
                           "2026-13-01",
                           "2026-00-10",
                           "2026-11-20T24:00:00Z",
                           "2026-11-20T07:15:60Z",
                           " 2026-11-20",
                           "2026-11-20 ",
                           "2026-11-2a",
                           "26-11-2026",
                           "2026-11-20t07:15:55z",
                           "+026-11-20",
                           "2026-11-20T07:15:55ZZ",
                           "20261-1-20"}) {
    EXPECT_FALSE(parse_datestamp(text)) << text;
  }
}

TEST(FormatDatestamp, IsTheInverseOfParsingFromYear0To9999) {
  for (const char* text : {"0000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z",
                           "2024-02-29T12:34:56Z", "9999-12-31T23:59:59Z"}) {
    EXPECT_EQ(format_datestamp(parse_datestamp(text)->datestamp), text);
  }
  EXPECT_EQ(format_datestamp(parse_datestamp("2024-02-29")->datestamp, Granularity::day), "2024-02-29");
}

TEST(ParseRfc3339, RefusesAMomentOfWhichNoDatestampCanBeWritten) {
  EXPECT_FALSE(parse_rfc3339("9999-12-31T23:29:33-11:30"));
  EXPECT_FALSE(parse_rfc3339("0000-01-01T00:00:00+01:00"));
  EXPECT_TRUE(parse_rfc3339("9999-12-31T23:29:33+11:30"));
}

TEST(ParseRfc3339, MovesEveryZoneToUtcAndCutsTheFraction) {
  const auto expected = parse_datestamp("2026-06-07T15:29:33Z")->datestamp;
  for (const char* text : {"2026-06-07T15:29:33.685819+00:00", "2026-06-07T16:29:33+01:00", "2026-06-07T09:59:33-05:30",
                           "2026-06-07t15:29:33z", "2026-06-07 15:29:33Z"}) {
    const auto read = parse_rfc3339(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(*read, expected) << text;
  }
}

TEST(ParseRfc3339, RefusesWhatHasNoZoneOrNoDigitsInItsFraction) {
  for (const char* text : {"2026-06-07T15:29:33", "2026-06-07", "2026-06-07T15:29:33.Z", "2026-06-07T15:29:33+1",
                           "2026-06-07T15:29:33+24:00", "2026-06-07T15:29:33Z "}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

TEST(HttpDate, GoesOutAndComesBack) {
  const Datestamp moment = parse_datestamp("2026-11-20T07:15:55Z")->datestamp;

  EXPECT_EQ(format_http_date(moment), "Fri, 20 Nov 2026 07:15:55 GMT");
  EXPECT_EQ(*parse_http_date("Fri, 20 Nov 2026 07:15:55 GMT"), moment);
  EXPECT_EQ(format_http_date(Datestamp{-1}), "Wed, 31 Dec 1969 23:59:59 GMT");
}

TEST(HttpDate, RefusesOtherForms) {
  for (const char* text :
       {"", "Friday, 20-Nov-26 07:15:55 GMT", "Fri Nov 20 07:15:55 2026", "Fri, 20 Nov 2026 07:15:55",
        "Fri, 31 Feb 2026 07:15:55 GMT", "Fri, 20 Foo 2026 07:15:55 GMT"}) {
    EXPECT_FALSE(parse_http_date(text)) << text;
  }
}

}  // namespace
}  // namespace commonplace::model
