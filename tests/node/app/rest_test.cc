// Waiting that a stop ends.
#include "node/app/rest.h"

#include <gtest/gtest.h>

namespace commonplace::app {
namespace {

TEST(Rest, SaysTrueWhenItsTimeHasPassed) { EXPECT_TRUE(rest({}, std::chrono::milliseconds(1))); }

TEST(Rest, EndsAtOnceWhenAStopWasRequested) {
  std::stop_source stop;
  stop.request_stop();

  EXPECT_FALSE(rest(stop.get_token(), std::chrono::hours(1)));
}

}  // namespace
}  // namespace commonplace::app
