// HOST-41 and HOST-42: records that vanish without a word, and records that all go at once.
#include <gmock/gmock.h>

#include "node/app/keeping.h"
#include "tests/peers/hostile/hostile_case.h"

namespace commonplace::hostile {
namespace {

using harvest::page_asked;
using harvest::replied;
using ::testing::HasSubstr;

constexpr std::int64_t hour = 3600;
constexpr std::int64_t week = 7 * 24 * hour;

std::string without_memory() {
  std::string reply = harvest::identify_reply();
  const std::string persistent = "<deletedRecord>persistent</deletedRecord>";
  const auto at = reply.find(persistent);
  EXPECT_NE(at, std::string::npos);
  return reply.replace(at, persistent.size(), "<deletedRecord>no</deletedRecord>");
}

// The healthy page, but for records whose index is below `count`.
std::optional<harvest::Fetched> page_less(const FakeSource& source, int page, int count) {
  std::string body = source.page(page);
  for (int index = 0; index < count; ++index) {
    const auto at = body.find("<identifier>" + FakeSource::identifier(index) + "</identifier>");
    if (at == std::string::npos) continue;
    const auto begin = body.rfind("<record>", at);
    body.erase(begin, body.find("</record>", at) + 9 - begin);
  }
  return replied(body);
}

FakeSource::Fault lacks(FakeSource& source, int count) {
  return [&source, count](const auto& arguments, int) -> std::optional<harvest::Fetched> {
    const int page = page_asked(arguments);
    return page == 0 ? std::nullopt : page_less(source, page, count);
  };
}

// The first `count` of its records are gone, and it says so.
FakeSource::Fault deletes(int count) {
  return [count](const auto& arguments, int) -> std::optional<harvest::Fetched> {
    if (page_asked(arguments) == 0) return std::nullopt;
    std::string records;
    for (int index = 0; index < count; ++index)
      records += harvest::deleted_record(FakeSource::identifier(index), "2026-11-20T09:00:00Z");
    return replied(harvest::envelope("<ListRecords>" + records + "</ListRecords>", "2026-11-21T08:00:00Z"));
  };
}

Shown model_without(int count) {
  Shown model = Case::model();
  for (int index = 0; index < count; ++index) model.erase(FakeSource::identifier(index));
  return model;
}

TEST(Host41, WhatVanishesIsSweptAfterTwoCompleteLists) {
  Case one;
  one.hostile.offers.identify = without_memory();
  expect(one, one.visit(), Ending::complete, 500, Case::model());
  one.hostile.offers.fault = lacks(one.hostile.offers, 15);

  one.now.seconds += week;
  one.visit();
  EXPECT_EQ(one.shown(), Case::model()) << "absent once";
  one.now.seconds += 2 * hour;
  one.visit();

  EXPECT_EQ(one.shown(), model_without(15));
}

TEST(Host41, NothingIsSweptAfterAnIncompleteList) {
  Case one;
  one.hostile.offers.identify = without_memory();
  expect(one, one.visit(), Ending::complete, 500, Case::model());
  auto& source = one.hostile.offers;
  source.gets_records = source.lists_identifiers = source.knows_dates = false;
  source.fault = [&source](const auto& arguments, int) -> std::optional<harvest::Fetched> {
    const int page = page_asked(arguments);
    if (page == 3) return replied(harvest::oai_error("badResumptionToken"));
    return page == 0 ? std::nullopt : page_less(source, page, 15);
  };

  for (int visit = 0; visit < 4; ++visit) {
    one.now.seconds += week;
    const auto report = one.visit_alone(true);
    EXPECT_EQ(report.ending, Ending::interrupted) << report.message;
    EXPECT_EQ(one.shown(), Case::model());
  }
}

TEST(Host41, TheGuardStandsBeforeTheSweep) {
  Case one;
  one.hostile.offers.identify = without_memory();
  expect(one, one.visit(), Ending::complete, 500, Case::model());
  one.hostile.offers.fault = lacks(one.hostile.offers, 60);

  one.now.seconds += week;
  one.visit_alone(true);
  one.now.seconds += 2 * hour;
  const auto report = one.visit_alone(true);

  EXPECT_EQ(report.ending, Ending::held) << report.message;
  EXPECT_EQ(one.shown(), Case::model());
}

TEST(Host42, ElevenOrAHundredPerCentAreHeldUntilTheKeeperDecides) {
  for (const int count : {55, 500}) {
    for (const bool accepts : {true, false}) {
      Case one;
      expect(one, one.visit(), Ending::complete, 500, Case::model());
      one.hostile.offers.fault = deletes(count);
      one.now.seconds += 24 * hour;

      const auto report = one.visit();

      EXPECT_EQ(report.ending, Ending::held);
      EXPECT_EQ(harvest::exit_code(report.ending), 5);
      EXPECT_THAT(report.message, HasSubstr("would be removed. Nothing happens until you look."));
      EXPECT_EQ(one.shown(), Case::model()) << count;
      EXPECT_EQ(one.peer().state, store::PeerState::held);
      EXPECT_EQ(one.visit_alone().ending, Ending::held) << "it is not visited meanwhile";
      EXPECT_TRUE(accepts ? app::accept_visit(one.store(), "hostile") : app::reject_visit(one.store(), "hostile"));
      EXPECT_EQ(one.shown(), accepts ? model_without(count) : Case::model()) << count;
    }
  }
}

TEST(Host42, NinePerCentAreAppliedWithoutAWord) {
  Case one;
  expect(one, one.visit(), Ending::complete, 500, Case::model());
  one.hostile.offers.fault = deletes(45);
  one.now.seconds += 24 * hour;

  EXPECT_EQ(one.visit().ending, Ending::complete);

  EXPECT_EQ(one.shown(), model_without(45));
}

}  // namespace
}  // namespace commonplace::hostile
