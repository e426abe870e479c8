// Parts of a list by date, and the cursor that remembers them (HAR-8).
#include "harvest/date_ranges.h"

#include <gtest/gtest.h>

namespace commonplace::harvest {
namespace {

DateBounds bounds(const char* earliest, const char* latest,
                  model::Granularity granularity = model::Granularity::second) {
  return {model::parse_datestamp(earliest)->datestamp, model::parse_datestamp(latest)->datestamp, granularity};
}

TEST(Har8, HalvesARangeWithoutGapOrOverlap) {
  const auto two = halves({"2026-11-01T00:00:00Z", "2026-11-01T00:00:03Z"}, bounds("2020-01-01", "2026-11-20"));

  ASSERT_TRUE(two);
  EXPECT_EQ(two->first, (DateRange{"2026-11-01T00:00:00Z", "2026-11-01T00:00:01Z"}));
  EXPECT_EQ(two->second, (DateRange{"2026-11-01T00:00:02Z", "2026-11-01T00:00:03Z"}));
}

TEST(Har8, LeavesOpenSidesOpen) {
  const auto two = halves({"", ""}, bounds("2026-11-01", "2026-11-04", model::Granularity::day));

  ASSERT_TRUE(two);
  EXPECT_EQ(two->first, (DateRange{"", "2026-11-02"}));
  EXPECT_EQ(two->second, (DateRange{"2026-11-03", ""}));
}

TEST(Har8, CannotHalveOneSecondNorOneDay) {
  EXPECT_FALSE(halves({"2026-11-01T00:00:00Z", "2026-11-01T00:00:00Z"}, bounds("2020-01-01", "2026-11-20")));
  EXPECT_FALSE(halves({"2026-11-01", "2026-11-01"}, bounds("2020-01-01", "2026-11-20", model::Granularity::day)));
  EXPECT_FALSE(halves({"2026-11-25T00:00:00Z", ""}, bounds("2020-01-01", "2026-11-20")));
}

TEST(Har8, HalvingReachesOneSecondFromAnyRangeInFewSteps) {
  DateRange range{"", ""};
  int steps = 0;
  while (const auto two = halves(range, bounds("0000-01-01", "9999-12-31"))) {
    range = steps % 2 == 0 ? two->first : two->second;
    ASSERT_LT(++steps, 45);
  }
}

TEST(Har8, ComparesAtTheGranularityOfTheRange) {
  EXPECT_TRUE(holds({"2026-11-01", "2026-11-02"}, "2026-11-02T23:59:59Z"));
  EXPECT_FALSE(holds({"2026-11-01", "2026-11-02"}, "2026-11-03"));
  EXPECT_FALSE(holds({"2026-11-01T00:00:01Z", ""}, "2026-11-01T00:00:00Z"));
  EXPECT_TRUE(holds({"", ""}, "anything"));
}

TEST(Har8, WritesAPlaceThatReadsBack) {
  const ListPlace place{{{"2026-11-03", ""}, {"", "2026-11-02"}}, "a;b/c\x7F"};

  const auto read = read_place(write_place(place));

  EXPECT_EQ(read.ranges, place.ranges);
  EXPECT_EQ(read.token, place.token);
}

TEST(Har8, TakesAnyOtherTextForATokenOfTheSource) {
  for (const char* token : {"p2", "", "2026/;x", "\x1Fno end"}) {
    EXPECT_EQ(read_place(token).token, token);
    EXPECT_TRUE(read_place(token).ranges.empty());
  }
}

}  // namespace
}  // namespace commonplace::harvest
