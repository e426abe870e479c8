// Nodes that take each other in by every way there is: the same records come, whichever way (HAR-43 to HAR-46).
#include <fmt/format.h>

#include <map>

#include "node/app/peers.h"
#include "schemas/formats/cpl.h"
#include "tests/node/app/loopback.h"

namespace commonplace::app {
namespace {

using harvest::Ending;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

class Kinds : public ::testing::Test {
 protected:
  Kinds() {
    for (auto* node : {&museum_, &hub_, &school_}) loopback_.add(*node);
    loopback_.now = museum_.at(1000);
  }

  void know(LoopbackNode& node, LoopbackNode& other, const std::string& kind, const std::string& path = "") {
    NewPeer wish;
    wish.url = other.base_url() + path;
    wish.kind = kind;
    wish.name = kind;
    const auto added = add_peer(node.desk(), wish, [this](const std::string& url) { return harvest::detect(url, loopback_); });
    ASSERT_TRUE(added) << added.problem().what;
  }

  VisitReport harvest(LoopbackNode& node, const std::string& peer) {
    loopback_.now.seconds += 4000;
    loopback_.asked.clear();
    auto report = visit(node, loopback_, peer);
    const auto& counts = report.counts;
    EXPECT_EQ(counts.offered, counts.created + counts.updated + counts.deleted + counts.unchanged + counts.duplicate +
                                  counts.own + counts.refused + counts.quarantined);
    return report;
  }

  // Identifier → whether it is withdrawn, and the document.
  static std::map<std::string, std::string> state(const store::Store& store) {
    std::map<std::string, std::string> out;
    store.visit_changes({.limit = 100'000, .detail = store::Detail::documents}, [&](const store::ChangeRow& row) {
      out[std::string(row.identifier)] = row.deleted ? "withdrawn" : std::string(row.document);
    });
    return out;
  }

  Ground ground_;
  LoopbackNode museum_{ground_, "museum.example", "Museum <b> & 'Ŵyr'"};
  LoopbackNode hub_{ground_, "hub.example", "Hub"};
  LoopbackNode school_{ground_, "school.example", "School"};
  Loopback loopback_;
};

// What most visits are: nothing is new.
TEST_F(Kinds, Host40AnUnchangedPollByOaiIsTwoRequests) {
  museum_.publish(12, 0);
  know(school_, museum_, "oai", "/oai");
  ASSERT_EQ(harvest(school_, "oai").ending, Ending::complete);

  for (int poll = 0; poll < 3; ++poll) {
    EXPECT_EQ(harvest(school_, "oai").ending, Ending::unchanged);
    ASSERT_EQ(loopback_.asked.size(), 2u);
    EXPECT_THAT(loopback_.asked[0], HasSubstr("verb=Identify"));
    EXPECT_THAT(loopback_.asked[1], HasSubstr("verb=ListRecords&metadataPrefix=cpl&from="));
  }
}

TEST_F(Kinds, Har43AnUnchangedPollByTheFeedIsOneRequest) {
  museum_.publish(12, 0);
  know(hub_, museum_, "node");
  ASSERT_EQ(harvest(hub_, "node").ending, Ending::complete);

  for (int poll = 0; poll < 3; ++poll) {
    EXPECT_EQ(harvest(hub_, "node").ending, Ending::unchanged);
    ASSERT_EQ(loopback_.asked.size(), 1u);
    EXPECT_THAT(loopback_.asked[0], HasSubstr("/api/v1/changes?since="));
  }
}

TEST_F(Kinds, Har43FeedAndOaiBringTheSame) {
  museum_.publish(23, 0);
  museum_.publish(5, 100, "Rivers");
  museum_.withdraw("7", 200);
  museum_.withdraw("9", 200);
  know(hub_, museum_, "node");
  know(school_, museum_, "oai", "/oai");

  const auto by_feed = harvest(hub_, "node");
  const auto by_oai = harvest(school_, "oai");

  EXPECT_EQ(by_feed.ending, Ending::complete) << by_feed.message;
  EXPECT_EQ(by_oai.ending, Ending::complete) << by_oai.message;
  EXPECT_EQ(state(hub_.store()), state(school_.store()));
  EXPECT_EQ(state(hub_.store()), state(museum_.store()));
  EXPECT_EQ(state(hub_.store()).size(), 23u);
  for (const auto& identifier : {"oai:museum.example:1", "oai:museum.example:20"}) {
    const auto one = hub_.store().find(identifier);
    const auto other = school_.store().find(identifier);
    ASSERT_TRUE(one && other);
    EXPECT_EQ(one->version, other->version);
    EXPECT_EQ(one->trust, store::Trust::direct_unsigned);
    EXPECT_EQ(one->trust, other->trust);
    EXPECT_EQ(hub_.store().briefs({identifier}).at(0)->source_datestamp, school_.store().briefs({identifier}).at(0)->source_datestamp);
  }

  museum_.publish(2, 5000, "Towers");
  museum_.withdraw("11", 5001);
  loopback_.now = museum_.at(6000);
  harvest(hub_, "node");
  harvest(school_, "oai");
  EXPECT_EQ(state(hub_.store()), state(museum_.store()));
  EXPECT_EQ(state(school_.store()), state(museum_.store()));
}

TEST_F(Kinds, Har43AQuietNodeIsAskedOnce) {
  museum_.publish(12, 0);
  know(hub_, museum_, "node");
  harvest(hub_, "node");

  for (int round = 0; round < 3; ++round) {
    const auto quiet = harvest(hub_, "node");
    EXPECT_EQ(quiet.ending, Ending::unchanged) << quiet.message;
    EXPECT_EQ(loopback_.asked.size(), 1u);
  }
}

TEST_F(Kinds, Har43HopsSurviveTheFeed) {
  museum_.publish(3, 0);
  know(hub_, museum_, "node");
  harvest(hub_, "node");
  know(school_, hub_, "node");

  const auto report = harvest(school_, "node");

  EXPECT_EQ(report.counts.created, 3) << report.message;
  std::size_t rows = 0;
  school_.store().visit_changes({.limit = 10, .detail = store::Detail::documents_and_hops}, [&](const store::ChangeRow& row) {
    ++rows;
    ASSERT_EQ(row.hops.size(), 2u);
    EXPECT_EQ(row.hops[0].base_url, "https://hub.example/oai");
    EXPECT_EQ(row.hops[1].base_url, "https://museum.example/oai");
    EXPECT_EQ(row.hops[1].identifier, std::string(row.identifier));
    EXPECT_FALSE(row.hops[1].altered);
  });
  EXPECT_EQ(rows, 3u);
}

TEST_F(Kinds, Har36OwnRecordsThatComeBackByTheFeedAreDropped) {
  museum_.publish(4, 0);
  know(hub_, museum_, "node");
  know(museum_, hub_, "node");
  harvest(hub_, "node");
  const auto seq = museum_.store().last_seq();

  EXPECT_EQ(harvest(museum_, "node").counts.own, 4);
  EXPECT_EQ(museum_.store().last_seq(), seq);
}

TEST_F(Kinds, Har44AddingAnAddressFindsTheNode) {
  museum_.publish(2, 0);
  know(hub_, museum_, "auto");

  const auto peer = *hub_.store().peer("auto");
  EXPECT_EQ(peer.kind, "node");
  EXPECT_EQ(peer.url, museum_.base_url() + "/oai");
  EXPECT_THAT(peer.message, HasSubstr("A Commonplace node"));
  EXPECT_EQ(harvest(hub_, "auto").counts.created, 2);
}

TEST_F(Kinds, Har44ANodeThatIsAwayIsFoundOutByTheFirstVisit) {
  museum_.publish(2, 0);
  loopback_.fault = [](const std::string&) {
    return harvest::Fetched{std::nullopt, harvest::FetchProblem{harvest::FetchFault::not_reached, "nobody is there"}};
  };
  know(hub_, museum_, "auto");
  EXPECT_EQ(hub_.store().peer("auto")->kind, "auto");
  EXPECT_EQ(harvest(hub_, "auto").ending, Ending::not_reached);
  loopback_.fault = nullptr;

  EXPECT_EQ(harvest(hub_, "auto").counts.created, 2);
  EXPECT_EQ(hub_.store().peer("auto")->kind, "node");
}

TEST_F(Kinds, Har44AnAddressWithNothingToHarvestIsRefusedInWords) {
  loopback_.fault = [](const std::string& url) -> std::optional<harvest::Fetched> {
    harvest::Reply reply;
    reply.status = url.ends_with("/page") ? 200 : 404;
    reply.body = "<html>";
    return harvest::Fetched{reply, {}};
  };
  NewPeer wish;
  wish.url = "https://elsewhere.example/page";

  const auto added = add_peer(hub_.desk(), wish, [this](const std::string& url) { return harvest::detect(url, loopback_); });

  ASSERT_FALSE(added);
  EXPECT_EQ(added.problem().kind, "no-source");
  EXPECT_THAT(added.problem().what, HasSubstr("Nothing was found that can be harvested"));
  EXPECT_THAT(added.problem().fix, HasSubstr("--kind"));
  wish.kind = "file";
  EXPECT_TRUE(add_peer(hub_.desk(), wish, [this](const std::string& url) { return harvest::detect(url, loopback_); })) << "who knows better is believed";
}

TEST_F(Kinds, Har44ANodeWhoseFeedFailsThreeTimesIsAskedByOai) {
  museum_.publish(6, 0);
  know(hub_, museum_, "node");
  loopback_.fault = [](const std::string& url) -> std::optional<harvest::Fetched> {
    if (url.find("/api/v1/changes") == std::string::npos) return {};
    harvest::Reply reply;
    reply.status = 404;
    return harvest::Fetched{reply, {}};
  };
  for (int i = 0; i < 3; ++i) EXPECT_EQ(harvest(hub_, "node").ending, Ending::failed);

  const auto other_way = harvest(hub_, "node");

  EXPECT_EQ(other_way.ending, Ending::complete) << other_way.message;
  EXPECT_EQ(other_way.counts.created, 6);
  EXPECT_THAT(loopback_.asked, Contains(HasSubstr("verb=ListRecords")));
  EXPECT_EQ(hub_.store().peer("node")->kind, "node");
  loopback_.fault = nullptr;
  const auto again = harvest(hub_, "node");
  EXPECT_THAT(loopback_.asked, Not(Contains(HasSubstr("verb="))));
  EXPECT_EQ(again.ending, Ending::unchanged) << again.message;
}

TEST_F(Kinds, Har45OurOwnPagesGiveTheirResources) {
  museum_.publish(7, 0);
  know(hub_, museum_, "sitemap");

  const auto report = harvest(hub_, "sitemap");

  EXPECT_EQ(report.ending, Ending::complete) << report.message;
  EXPECT_EQ(report.counts.created, 7);
  for (int i = 1; i <= 7; ++i) {
    const auto identifier = fmt::format("oai:museum.example:{}", i);
    const auto record = hub_.store().find(identifier);
    ASSERT_TRUE(record) << identifier;
    EXPECT_THAT(record->document, HasSubstr(fmt::format("Castles {}", i)));
  }
}

TEST_F(Kinds, Har46OurOwnResourceSyncGivesItsRecordsAndWithdrawals) {
  museum_.publish(7, 0);
  know(hub_, museum_, "resourcesync", "/.well-known/resourcesync");

  const auto first = harvest(hub_, "resourcesync");
  EXPECT_EQ(first.ending, Ending::complete) << first.message;
  EXPECT_EQ(first.counts.created, 7);
  EXPECT_EQ(documents(hub_.store()), documents(museum_.store()));

  museum_.publish(2, 20'000, "Towers");
  museum_.withdraw("5", 20'001);
  loopback_.now = museum_.at(30'000);
  const auto second = harvest(hub_, "resourcesync");
  EXPECT_EQ(second.counts.updated, 2) << second.message;
  EXPECT_EQ(second.counts.deleted, 1);
  EXPECT_EQ(documents(hub_.store()), documents(museum_.store()));
}

}  // namespace
}  // namespace commonplace::app
