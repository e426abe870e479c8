// HOST-43: a source that offers what belongs to another. HOST-44 to HOST-46 need signatures, which are not there yet.
#include <fmt/format.h>

#include "tests/peers/hostile/hostile_case.h"

namespace commonplace::hostile {
namespace {

using harvest::dc_record;
using harvest::envelope;
using harvest::replied;

FakeSource::Fault offers(int count, const std::string& title, const std::string& datestamp) {
  return [=](const auto& arguments, int) -> std::optional<harvest::Fetched> {
    if (harvest::page_asked(arguments) == 0) return std::nullopt;
    std::string records;
    for (int i = 0; i < count; ++i)
      records += dc_record(fmt::format("oai:owner.node.invalid:{}", i), datestamp, fmt::format("{} {}", title, i));
    return replied(envelope("<ListRecords>" + records + "</ListRecords>"));
  };
}

TEST(Host43, AnothersIdentifiersNeverStandOverTheOwners) {
  for (const bool thief_first : {true, false}) {
    Case one;
    one.healthy.offers.identify = harvest::identify_reply(
        "YYYY-MM-DDThh:mm:ssZ",
        "<description><oai-identifier xmlns=\"http://www.openarchives.org/OAI/2.0/oai-identifier\"><scheme>oai</scheme>"
        "<repositoryIdentifier>owner.node.invalid</repositoryIdentifier></oai-identifier></description>");
    one.healthy.offers.fault = offers(30, "Own", "2026-11-02T00:00:00Z");
    one.hostile.offers.fault = offers(30, "Stolen", "2026-11-19T00:00:00Z");  // and newer
    Shown owners;
    for (int i = 0; i < 30; ++i) owners[fmt::format("oai:owner.node.invalid:{}", i)] = fmt::format("Own {}", i);

    if (thief_first) expect_to_add_up(one.visit_alone());
    expect_to_add_up(one.visit_healthy());
    const auto again = one.visit_alone(true);

    expect_to_add_up(again);
    EXPECT_EQ(again.counts.offered, 30);
    EXPECT_EQ(again.counts.created + again.counts.updated, 0);
    EXPECT_EQ(again.alarms.size(), 1u) << "30 are more than 20";
    EXPECT_NE(one.peer().message.find("30 records that another source"), std::string::npos) << one.peer().message;
    EXPECT_EQ(one.shown(), owners) << thief_first;
    EXPECT_EQ(one.store().find("oai:owner.node.invalid:3")->trust, store::Trust::direct_unsigned);
  }
}

TEST(Host43, TwentyClaimsAreNoAlarmYet) {
  Case one;
  one.healthy.offers.identify = harvest::identify_reply(
      "YYYY-MM-DDThh:mm:ssZ",
      "<description><oai-identifier xmlns=\"http://www.openarchives.org/OAI/2.0/oai-identifier\"><scheme>oai</scheme>"
      "<repositoryIdentifier>owner.node.invalid</repositoryIdentifier></oai-identifier></description>");
  one.healthy.offers.fault = offers(20, "Own", "2026-11-02T00:00:00Z");
  one.hostile.offers.fault = offers(20, "Stolen", "2026-11-19T00:00:00Z");
  one.visit_healthy();

  EXPECT_TRUE(one.visit_alone(true).alarms.empty());
}

}  // namespace
}  // namespace commonplace::hostile
