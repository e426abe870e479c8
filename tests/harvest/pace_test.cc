// How long the harvester waits.
#include "harvest/pace.h"

#include <gtest/gtest.h>

namespace commonplace::harvest {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Host15, ReadsRetryAfterInSecondsAndAsADate) {
  const model::Datestamp noon{1'795'176'000};

  EXPECT_EQ(read_retry_after("120", {}), seconds(120));
  EXPECT_EQ(read_retry_after(" 0 ", {}), seconds(0));
  EXPECT_EQ(read_retry_after(model::format_http_date({noon.seconds + 90}), noon), seconds(90));
}

TEST(Host15, TreatsNegativePastAndUnreadableRetryAfterAsMissing) {
  const model::Datestamp noon{1'795'176'000};

  EXPECT_FALSE(read_retry_after("", noon));
  EXPECT_FALSE(read_retry_after("-5", noon));
  EXPECT_FALSE(read_retry_after("soon", noon));
  EXPECT_FALSE(read_retry_after("1.5", noon));
  EXPECT_FALSE(read_retry_after(model::format_http_date({noon.seconds - 1}), noon));
  EXPECT_FALSE(read_retry_after(model::format_http_date({noon.seconds + 90}), {}));
}

TEST(Host15, CapsRetryAfterAtADay) {
  EXPECT_EQ(read_retry_after("999999", {}), hours(24));
  EXPECT_EQ(read_retry_after("99999999999999999999999", {}), hours(24));
  EXPECT_EQ(read_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", model::Datestamp{1'795'176'000}), hours(24));
}

TEST(Har6, WaitsNeverLessThanAskedAndAtMostATenthMore) {
  EXPECT_EQ(wait_when_busy(seconds(100), 0, 0.0), seconds(100));
  EXPECT_EQ(wait_when_busy(seconds(100), 3, 0.999), seconds(109));
  EXPECT_EQ(wait_when_busy(hours(24), 0, 0.9), hours(24));
}

TEST(Har6, WaitsTwoMinutesDoublingWhereNothingWasAsked) {
  EXPECT_EQ(wait_when_busy(std::nullopt, 0, 0.5), minutes(2));
  EXPECT_EQ(wait_when_busy(std::nullopt, 3, 0.5), minutes(16));
  EXPECT_EQ(wait_when_busy(std::nullopt, 1000, 0.5), hours(24));
}

TEST(Har6, BacksOffWithFullJitterUpToADay) {
  EXPECT_EQ(back_off(0, 0.0), seconds(0));
  EXPECT_EQ(back_off(0, 0.5), seconds(30));
  EXPECT_EQ(back_off(2, 0.5), minutes(2));
  EXPECT_EQ(back_off(60, 1.0), hours(24));
}

}  // namespace
}  // namespace commonplace::harvest
