// Whom we believe: direct and relayed copies, own records, loops, old news, tombstones.
#include "federation/acceptance.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace commonplace::federation {
namespace {

const Parties from_a{
    .our_host = "us.example", .our_oai = "https://us.example/oai", .source_hosts = {"a.example"}, .source_peer = 1};
const Parties from_hub{
    .our_host = "us.example", .our_oai = "https://us.example/oai", .source_hosts = {"hub.example"}, .source_peer = 2};
const std::vector<model::Hop> no_hops;

Verdict judge_plain(std::string_view identifier, const Parties& parties, std::optional<StoredCopy> stored = {},
                    std::string_view datestamp = "2026-11-20T07:00:00Z", bool deleted = false) {
  return judge({identifier, datestamp, deleted, no_hops}, parties, stored);
}

StoredCopy copy(std::int64_t peer, Trust trust, const char* datestamp = "2026-11-20T07:00:00Z", bool deleted = false) {
  return {peer, trust, deleted, datestamp};
}

TEST(Har34, TakesARecordAsDirectOnlyFromTheHostOfItsIdentifier) {
  EXPECT_EQ(judge_plain("oai:a.example:1", from_a).trust, Trust::direct_unsigned);
  EXPECT_EQ(judge_plain("https://a.example/r/1", from_a).trust, Trust::direct_unsigned);
  EXPECT_EQ(judge_plain("oai:a.example:1", from_hub).trust, Trust::relayed_claimed);
  EXPECT_EQ(judge_plain("oai:xa.example:1", from_a).trust, Trust::relayed_claimed);
  EXPECT_EQ(judge_plain("urn:isbn:1", from_a).trust, Trust::relayed_claimed);
  EXPECT_EQ(judge_plain("doi:10.1/x", from_a).judgement, Judgement::store);
}

TEST(Har34, VerifiesTheHostOfTheAddressAndAMadeNameOfTheSourceItself) {
  using testing::ElementsAre;
  EXPECT_EQ(verified_hosts("http://127.0.0.1:81/oai", "n0123456789abcdef.node.invalid"),
            (std::vector<std::string>{"127.0.0.1", "n0123456789abcdef.node.invalid"}));
  EXPECT_EQ(verified_hosts("https://A.example/oai", "b.example"), (std::vector<std::string>{"a.example"}));
}

TEST(Har34, KeepsADirectCopyAgainstARelayedOne) {
  const auto verdict =
      judge_plain("oai:a.example:1", from_hub, copy(1, Trust::direct_unsigned), "2026-11-21T00:00:00Z");

  EXPECT_EQ(verdict.judgement, Judgement::stale);
  EXPECT_EQ(verdict.reason, "weaker");
}

TEST(Har34, ReplacesARelayedCopyByTheDirectOneWhateverTheDates) {
  const auto verdict = judge_plain("oai:a.example:1", from_a, copy(2, Trust::relayed_claimed), "2020-01-01T00:00:00Z");

  EXPECT_EQ(verdict.judgement, Judgement::store);
  EXPECT_EQ(verdict.trust, Trust::direct_unsigned);
}

TEST(Har36, DropsOurOwnRecordsComingBack) {
  EXPECT_EQ(judge_plain("oai:us.example:1", from_hub).judgement, Judgement::own);
  EXPECT_EQ(judge_plain("oai:us.example:by/guest/1", from_hub).reason, "own_record");
  EXPECT_EQ(judge_plain("urn:x:1", from_hub, copy(0, Trust::own)).judgement, Judgement::own);
}

TEST(Har36, DropsARecordWhoseHopsNameUs) {
  const std::vector<model::Hop> hops = {{.base_url = "https://hub.example/oai",
                                         .identifier = "x",
                                         .datestamp = "",
                                         .metadata_namespace = "",
                                         .harvest_date = ""},
                                        {.base_url = "https://us.example/oai/",
                                         .identifier = "x",
                                         .datestamp = "",
                                         .metadata_namespace = "",
                                         .harvest_date = ""}};

  EXPECT_EQ(judge({"oai:a.example:1", "", false, hops}, from_hub, {}).judgement, Judgement::own);
}

TEST(Har36, RefusesMoreThanFourHops) {
  const std::vector<model::Hop> four(4), five(5);

  EXPECT_EQ(judge({"oai:a.example:1", "", false, four}, from_hub, {}).judgement, Judgement::store);
  const auto verdict = judge({"oai:a.example:1", "", false, five}, from_hub, {});
  EXPECT_EQ(verdict.judgement, Judgement::refused);
  EXPECT_EQ(verdict.reason, "too_many_hops");
}

TEST(Har21, TakesNoOlderRecordOverANewerOne) {
  const auto stored = copy(1, Trust::direct_unsigned, "2026-11-20T07:00:00Z");

  EXPECT_EQ(judge_plain("oai:a.example:1", from_a, stored, "2026-11-20T06:59:59Z").judgement, Judgement::stale);
  EXPECT_EQ(judge_plain("oai:a.example:1", from_a, stored, "2026-11-20T07:00:00Z").judgement, Judgement::store);
  EXPECT_EQ(judge_plain("oai:a.example:1", from_a, stored, "2026-11-20T07:00:01Z").judgement, Judgement::store);
  EXPECT_EQ(judge_plain("oai:a.example:1", from_a, stored, "2026-11-20").judgement, Judgement::store);
  EXPECT_EQ(judge_plain("oai:a.example:1", from_a, stored, "2026-11-19").judgement, Judgement::stale);
  EXPECT_EQ(judge_plain("oai:a.example:1", from_a, stored, "yesterday").judgement, Judgement::store);
}

TEST(Har37, LetsASourceWithdrawItsOwnCopy) {
  EXPECT_EQ(
      judge_plain("oai:a.example:1", from_hub, copy(2, Trust::relayed_claimed), "2026-11-20T08:00:00Z", true).judgement,
      Judgement::store);
}

TEST(Har37, LetsNoHubWithdrawTheCopyOfAnother) {
  EXPECT_EQ(
      judge_plain("oai:a.example:1", from_hub, copy(1, Trust::direct_unsigned), "2026-11-21T08:00:00Z", true).judgement,
      Judgement::stale);
  EXPECT_EQ(
      judge_plain("oai:a.example:1", from_hub, copy(3, Trust::relayed_claimed), "2026-11-21T08:00:00Z", true).judgement,
      Judgement::stale);
}

TEST(Har37, LetsTheDirectOriginWithdrawARelayedCopy) {
  EXPECT_EQ(
      judge_plain("oai:a.example:1", from_a, copy(2, Trust::relayed_claimed), "2026-11-20T08:00:00Z", true).judgement,
      Judgement::store);
}

TEST(Har37, RevivesADeletedRecordOnlyWithANewerDatestamp) {
  const auto gone = copy(1, Trust::direct_unsigned, "2026-11-20T07:00:00Z", true);

  EXPECT_EQ(judge_plain("oai:a.example:1", from_a, gone, "2026-11-20T07:00:00Z").judgement, Judgement::stale);
  EXPECT_EQ(judge_plain("oai:a.example:1", from_a, gone, "2026-11-20T07:00:01Z").judgement, Judgement::store);
  EXPECT_EQ(judge_plain("oai:a.example:1", from_hub, gone, "2026-11-21T07:00:01Z").judgement, Judgement::stale);
}

TEST(Har13, StoresATombstoneNeverSeen) {
  EXPECT_EQ(judge_plain("oai:a.example:1", from_a, {}, "2026-11-20T07:00:00Z", true).judgement, Judgement::store);
}

// Five peers claim each other's identifiers in any order: what is stored never loses trust.
TEST(Har34, NeverReplacesDownwardInTenThousandInterleavings) {
  std::mt19937 random(34);
  std::map<std::string, StoredCopy> stored;
  const auto draw = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  for (int step = 0; step < 10'000; ++step) {
    const int peer = 1 + draw(5);
    const std::string identifier = "oai:p" + std::to_string(1 + draw(5)) + ".example:" + std::to_string(draw(20));
    const Parties parties{"us.example", "", {"p" + std::to_string(peer) + ".example"}, peer};
    const std::string datestamp = "2026-11-" + std::to_string(10 + draw(20));
    const Offer offer{identifier, datestamp, draw(4) == 0, no_hops};
    const auto there = stored.find(identifier);

    const auto verdict = judge(offer, parties, there == stored.end() ? std::nullopt : std::optional(there->second));

    if (verdict.judgement != Judgement::store) continue;
    if (there != stored.end()) {
      ASSERT_GE(verdict.trust, there->second.trust);
    }
    stored[identifier] = {peer, verdict.trust, offer.deleted, datestamp};
  }
}

}  // namespace
}  // namespace commonplace::federation
