// HOST-1 to HOST-17 as the protocol part must stand them: answers that are cut, late, refused or put off.
#include <gtest/gtest.h>

#include "hostile_page.h"

namespace commonplace::harvest {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST(Host1And2, AreAskedFiveTimesWithBackOffAndMorePatienceThenInterrupted) {
  FakeSource source;
  source.fault = on_page(3, failed(FetchFault::timed_out));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::interrupted);
  EXPECT_EQ(visited.waits, (std::vector{seconds(30), seconds(60), seconds(120), seconds(240)}));
  EXPECT_EQ(source.limits.back().first_byte, source.limits.front().first_byte * 16);
  EXPECT_TRUE(visited.outcome.come_again);
  expect_kept_and_resumable(source, visited);
}

TEST(Host3, IsAskedForTheSameTokenAgainAtOnce) {
  FakeSource source;
  source.fault = on_page(3, failed(FetchFault::cut), 1);

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_TRUE(visited.waits.empty());
}

TEST(Host4, TruncatedOnceLosesNothingWhereverItIsCut) {
  for (std::size_t part = 1; part < 50; ++part) {
    FakeSource source;
    const std::string page = source.page(3);
    source.fault = on_page(3, replied(page.substr(0, page.size() * part / 50)), 1);

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::complete) << part << visited.outcome.reason;
    EXPECT_EQ(visited.distinct(), 500u) << part;
  }
}

TEST(Host6, IsAskedThreeTimesMoreThenInterrupted) {
  FakeSource source;
  source.fault = on_page(3, failed(FetchFault::cut));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::interrupted);
  EXPECT_EQ(source.asked.size(), 4u + 4u);
  expect_kept_and_resumable(source, visited);
}

TEST(Host7, IsInterrupted) {
  FakeSource source;
  source.fault = on_page(3, failed(FetchFault::headers_too_big));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::interrupted);
  expect_kept_and_resumable(source, visited);
}

TEST(Host8, IsSuspended) {
  FakeSource source;
  source.fault = on_page(3, failed(FetchFault::too_big));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::suspended);
  EXPECT_EQ(visited.distinct(), 200u);
}

TEST(Host9And11, FailInWords) {
  for (const auto fault : {FetchFault::bad_encoding, FetchFault::redirected_away}) {
    FakeSource source;
    source.fault = on_page(3, failed(fault, "https://source.example/oai: what happened"));

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::failed);
    EXPECT_NE(visited.outcome.reason.find("what happened"), std::string::npos);
    EXPECT_EQ(visited.distinct(), 200u);
  }
}

TEST(Host12And13, AreRefused) {
  FakeSource source;
  source.fault = on_page(3, failed(FetchFault::refused_address));

  EXPECT_EQ(visit(source).outcome.ending, Ending::refused);
}

TEST(Host14, IsNotReachedWithItsOwnWords) {
  FakeSource source;
  source.fault = [](const auto&, int) { return failed(FetchFault::not_reached, "certificate has expired"); };

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::not_reached);
  EXPECT_NE(visited.outcome.reason.find("certificate has expired"), std::string::npos);
  EXPECT_EQ(source.asked.size(), 1u);
  EXPECT_TRUE(visited.outcome.come_again);
}

TEST(Host15, IsWaitedForAsItAsks) {
  FakeSource source;
  source.fault = on_page(3, busy(seconds(100)), 2);

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(visited.waits, (std::vector{seconds(105), seconds(105)}));
}

TEST(Host15, IsWaitedForTwoMinutesWhereItDoesNotSay) {
  FakeSource source;
  source.fault = on_page(3, busy(std::nullopt), 2);

  const auto visited = visit(source);

  EXPECT_EQ(visited.waits, (std::vector{seconds(120), seconds(240)}));
  EXPECT_EQ(visited.distinct(), 500u);
}

TEST(Host15, EndsTheVisitAsWaitingWhereTheHouseDeclinesToWait) {
  FakeSource source;
  source.fault = on_page(3, busy(hours(20)));
  VisitPlan plan;
  plan.longest_wait = seconds(60);

  const auto visited = visit(source, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::waiting);
  EXPECT_GE(visited.outcome.come_again, hours(20));
  expect_kept_and_resumable(source, visited);
}

TEST(Host16, IsInterruptedAfterFiveTimesAndFailsWhereNothingCame) {
  FakeSource source;
  source.fault = on_page(3, replied("oops", 500));
  EXPECT_EQ(visit(source).outcome.ending, Ending::interrupted);

  FakeSource all_broken;
  all_broken.fault = [](const auto&, int) { return replied("oops", 500); };
  EXPECT_EQ(visit(all_broken).outcome.ending, Ending::failed);
}

TEST(Host17, FailsInWordsForEachKindOfNo) {
  for (const int status : {401, 403, 404, 410, 418}) {
    FakeSource source;
    source.fault = on_page(3, replied("<html>no</html>", status));

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::failed) << status;
    EXPECT_NE(visited.outcome.reason.find(std::to_string(status)), std::string::npos) << visited.outcome.reason;
    EXPECT_EQ(visited.distinct(), 200u);
  }
}

}  // namespace
}  // namespace commonplace::harvest
