// Nodes that harvest each other: what travels, what does not, and that every record is counted once (HAR-29).
#include <fmt/format.h>

#include <fstream>

#include "node/app/organisations.h"
#include "node/app/peers.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/identifier.h"
#include "tests/node/app/loopback.h"

namespace commonplace::app {
namespace {

using harvest::Ending;
using ::testing::Contains;
using ::testing::HasSubstr;

void expect_to_add_up(const store::VisitCounts& counts) {
  EXPECT_EQ(counts.offered, counts.created + counts.updated + counts.deleted + counts.unchanged + counts.duplicate +
                                counts.own + counts.refused + counts.quarantined);
}

// Three nodes: a museum, a gallery and a hub; nobody knows anybody yet.
class Harvester : public ::testing::Test {
 protected:
  Harvester() {
    for (auto* node : {&museum_, &gallery_, &hub_}) loopback_.add(*node);
    loopback_.now = museum_.at(1000);
  }

  void know(LoopbackNode& node, LoopbackNode& other, const std::string& name) const {
    NewPeer wish;
    wish.url = other.base_url() + "/oai";
    wish.kind = "oai";
    wish.name = name;
    const auto added = add_peer(node.desk(), wish);
    ASSERT_TRUE(added) << added.problem().what;
    EXPECT_EQ(added->url, other.base_url() + "/oai");
  }

  // A visit, whose counts add up in the report and on the row.
  VisitReport harvest(LoopbackNode& node, const std::string& peer, bool full = false) {
    loopback_.now.seconds += 100;
    auto report = visit(node, loopback_, peer, full);
    expect_to_add_up(report.counts);
    const auto row = node.store().visits(node.store().peer(peer)->id, 1).front();
    EXPECT_EQ(row.counts, report.counts) << report.message;
    expect_to_add_up(row.counts);
    EXPECT_EQ(row.outcome, harvest::word(report.ending));
    return report;
  }

  static std::string look(store::StoredContributor one) {
    if (!one.profile.home.ends_with('/')) one.profile.home += '/';  // one address, however it is written
    return fmt::format("{}|{}|{}|{}|{}", one.profile.name, one.profile.set, one.profile.did, one.profile.home,
                       one.profile.colour);
  }

  Ground ground_;
  LoopbackNode museum_{ground_, "museum.example", "Museum <b> & 'Ŵyr'"};
  LoopbackNode gallery_{ground_, "gallery.example", "متحف Gallery 🖋"};
  LoopbackNode hub_{ground_, "hub.example", "Hub"};
  Loopback loopback_;
};

TEST_F(Harvester, BringsEveryRecordAsItIs) {
  museum_.publish(23, 0);
  know(hub_, museum_, "museum");

  const auto report = harvest(hub_, "museum");

  EXPECT_EQ(report.ending, Ending::complete) << report.message;
  EXPECT_EQ(report.counts.created, 23);
  EXPECT_EQ(report.counts.offered, 23);
  EXPECT_EQ(documents(hub_.store()), documents(museum_.store()));
  EXPECT_EQ(hub_.store().peer("museum")->state, store::PeerState::active);
  EXPECT_TRUE(hub_.store().peer("museum")->is_node);
}

TEST_F(Harvester, BringsContributorsWithNameLinkColourAndLogo) {
  KitChange own;
  own.logo_file = ground_.file("logo.png", png());
  ASSERT_TRUE(edit_organisation(museum_.desk(), museum_.desk().own().profile.slug, own));
  KitChange oriel;
  oriel.name = "Oriel Ŵy";
  oriel.colour = "#B45309";
  oriel.home = "https://oriel-wy.example/";
  const auto hosted = *add_organisation(museum_.desk(), oriel);
  museum_.call_again();
  museum_.publish(3, 0);
  museum_.publish(4, 0, "Rivers", hosted.profile.slug);
  know(hub_, museum_, "museum");

  harvest(hub_, "museum");

  const auto theirs = hub_.store().contributor_by_set(formats::contributor_set("museum.example", ""));
  const auto hosted_there = hub_.store().contributor_by_set(hosted.profile.set);
  ASSERT_TRUE(theirs && hosted_there);
  EXPECT_EQ(look(*theirs), look(museum_.desk().own()));
  EXPECT_EQ(look(*hosted_there), look(hosted));
  EXPECT_FALSE(theirs->hosted_here);
  EXPECT_EQ(theirs->records.live, 3);
  EXPECT_EQ(hosted_there->records.live, 4);
  EXPECT_EQ(theirs->profile.logo, "https://hub.example/media/" + formats::sha256_hex(png()) + ".png");
  EXPECT_TRUE(std::filesystem::exists(hub_.desk().folder.media() + "/" + formats::sha256_hex(png()) + ".png"));
}

TEST_F(Harvester, KeepsNoLogoThatIsNoPicture) {
  KitChange own;
  own.logo_file = ground_.file("logo.png", png());
  ASSERT_TRUE(edit_organisation(museum_.desk(), museum_.desk().own().profile.slug, own));
  museum_.call_again();
  museum_.publish(1, 0);
  know(hub_, museum_, "museum");
  loopback_.fault = [](const std::string& url) -> std::optional<harvest::Fetched> {
    if (url.find("/media/") == std::string::npos) return {};
    harvest::Reply reply;
    reply.status = 200;
    reply.content_type = "image/png";
    reply.body = "<svg onload='alert(1)'/>";
    return harvest::Fetched{reply, {}};
  };

  EXPECT_EQ(harvest(hub_, "museum").counts.created, 1);
  EXPECT_EQ(hub_.store().contributor_by_set(formats::contributor_set("museum.example", ""))->profile.logo, "");
}

TEST_F(Harvester, LetsNobodyRedrawOurOwnOrganisation) {
  auto impostor = hub_.desk().own().profile;
  impostor.name = "Hub, but not really";
  impostor.colour = "#FF0000";
  const auto id = museum_.store().put_contributor(impostor, false);
  museum_.publish(2, 0);
  store::Batch batch;
  auto draft =
      *prepare(resource("Not from the hub"), "9", museum_.desk().imprint(museum_.desk().own()), {}, museum_.at(1))
           .draft;
  draft.contributor = id;
  batch.drafts.push_back(std::move(draft));
  museum_.store().write(batch, museum_.at(1));
  know(hub_, museum_, "museum");
  const auto before = hub_.desk().own().profile;

  harvest(hub_, "museum");

  EXPECT_EQ(hub_.desk().own().profile, before);
}

TEST_F(Harvester, DropsItsOwnRecordsWhenTheyComeBack) {
  museum_.publish(7, 0);
  know(hub_, museum_, "museum");
  know(museum_, hub_, "hub");
  harvest(hub_, "museum");
  const auto before = documents(museum_.store());
  const auto seq = museum_.store().last_seq();

  const auto report = harvest(museum_, "hub");

  EXPECT_EQ(report.counts.own, 7);
  EXPECT_EQ(report.counts.created, 0);
  EXPECT_EQ(documents(museum_.store()), before);
  EXPECT_EQ(museum_.store().last_seq(), seq);
}

TEST_F(Harvester, AsksTheSecondTimeOnlyForWhatIsNew) {
  museum_.publish(12, 0);
  know(hub_, museum_, "museum");
  harvest(hub_, "museum");

  const auto quiet = harvest(hub_, "museum");
  loopback_.asked.clear();
  museum_.publish(2, 2000, "Towers");
  loopback_.now = museum_.at(3000);
  const auto busy = harvest(hub_, "museum");

  EXPECT_EQ(quiet.ending, Ending::unchanged) << quiet.message;
  EXPECT_EQ(quiet.counts.created + quiet.counts.updated, 0);
  EXPECT_EQ(busy.counts.updated, 2);
  EXPECT_EQ(busy.counts.created, 0);
  EXPECT_THAT(loopback_.asked, Contains(HasSubstr("from=")));
  EXPECT_EQ(documents(hub_.store()), documents(museum_.store()));
}

TEST_F(Harvester, AsksForEverythingWhenToldTo) {
  museum_.publish(12, 0);
  know(hub_, museum_, "museum");
  harvest(hub_, "museum");

  const auto full = harvest(hub_, "museum", true);

  EXPECT_EQ(full.counts.offered, 12);
  EXPECT_EQ(full.counts.unchanged, 12);
}

TEST_F(Harvester, WithdrawsWhatIsWithdrawnThere) {
  museum_.publish(8, 0);
  know(hub_, museum_, "museum");
  harvest(hub_, "museum");
  museum_.withdraw("3", 2000);
  loopback_.now = museum_.at(3000);

  const auto report = harvest(hub_, "museum");

  EXPECT_EQ(report.counts.deleted, 1);
  EXPECT_TRUE(hub_.store().find("oai:museum.example:3")->deleted);
  EXPECT_EQ(hub_.store().totals().live, 7);
  EXPECT_EQ(harvest(hub_, "museum").counts.deleted, 0);
}

TEST_F(Harvester, GoesOnWhereItWasInterrupted) {
  museum_.publish(23, 0);
  know(hub_, museum_, "museum");
  int lists = 0;
  loopback_.fault = [&](const std::string& url) -> std::optional<harvest::Fetched> {
    if (url.find("verb=ListRecords") == std::string::npos || ++lists <= 2) return {};
    return harvest::Fetched{std::nullopt, harvest::FetchProblem{harvest::FetchFault::not_reached, "the wire is cut"}};
  };

  const auto cut = harvest(hub_, "museum");

  EXPECT_TRUE(cut.ending == Ending::interrupted || cut.ending == Ending::waiting || cut.ending == Ending::not_reached)
      << harvest::word(cut.ending);
  EXPECT_EQ(hub_.store().totals().live, 10);
  ASSERT_TRUE(hub_.store().open_visit(hub_.store().peer("museum")->id));

  loopback_.fault = nullptr;
  loopback_.asked.clear();
  const auto rest = harvest(hub_, "museum");

  EXPECT_EQ(rest.ending, Ending::complete) << rest.message;
  EXPECT_EQ(rest.counts.offered, 23);
  EXPECT_EQ(rest.counts.created, 23);
  EXPECT_EQ(documents(hub_.store()), documents(museum_.store()));
  int first_pages = 0;
  for (const auto& url : loopback_.asked)
    if (url.find("verb=ListRecords") != std::string::npos && url.find("resumptionToken") == std::string::npos)
      ++first_pages;
  EXPECT_EQ(first_pages, 0);
  EXPECT_FALSE(hub_.store().open_visit(hub_.store().peer("museum")->id));
  EXPECT_EQ(harvest(hub_, "museum").ending, Ending::unchanged);
}

TEST_F(Harvester, CountsEveryRecordOnceWhenAnInterruptedVisitMeetsOldOnes) {
  museum_.publish(12, 0);
  gallery_.publish(9, 0);
  know(hub_, museum_, "museum");
  know(hub_, gallery_, "gallery");
  harvest(hub_, "museum");
  harvest(hub_, "gallery");
  know(museum_, hub_, "hub");
  know(museum_, gallery_, "gallery");
  harvest(museum_, "gallery");
  int lists = 0;
  loopback_.fault = [&](const std::string& url) -> std::optional<harvest::Fetched> {
    if (url.find("verb=ListRecords") == std::string::npos || ++lists <= 2) return {};
    return harvest::Fetched{std::nullopt, harvest::FetchProblem{harvest::FetchFault::not_reached, "the wire is cut"}};
  };
  harvest(museum_, "hub");
  loopback_.fault = nullptr;

  const auto report = harvest(museum_, "hub");

  EXPECT_EQ(report.counts.offered, 21);
  EXPECT_EQ(report.counts.own, 12);
  EXPECT_EQ(report.counts.unchanged, 9);
  EXPECT_EQ(museum_.store().totals().live, 21);
}

TEST_F(Harvester, CarriesAContributorThroughAHub) {
  museum_.publish(6, 0);
  know(hub_, museum_, "museum");
  know(gallery_, hub_, "hub");
  harvest(hub_, "museum");

  const auto report = harvest(gallery_, "hub");

  EXPECT_EQ(report.counts.created, 6) << report.message;
  const auto museum = gallery_.store().contributor_by_set(formats::contributor_set("museum.example", ""));
  ASSERT_TRUE(museum);
  EXPECT_EQ(look(*museum), look(museum_.desk().own()));
  const auto record = *gallery_.store().find("oai:museum.example:1");
  EXPECT_EQ(record.contributor, museum->id);
  EXPECT_EQ(record.trust, store::Trust::relayed_claimed);
  EXPECT_EQ(record.hops.size(), 2u);
  EXPECT_EQ(documents(gallery_.store()), documents(museum_.store()));
}

TEST_F(Harvester, LetsADirectCopyStandAboveARelayedOne) {
  museum_.publish(6, 0);
  know(hub_, museum_, "museum");
  know(gallery_, hub_, "hub");
  know(gallery_, museum_, "museum");
  harvest(hub_, "museum");
  harvest(gallery_, "hub");

  harvest(gallery_, "museum");

  EXPECT_EQ(gallery_.store().find("oai:museum.example:1")->trust, store::Trust::direct_unsigned);
  EXPECT_EQ(harvest(gallery_, "hub", true).counts.unchanged, 6);
  EXPECT_EQ(gallery_.store().find("oai:museum.example:1")->trust, store::Trust::direct_unsigned);
}

TEST_F(Harvester, RemembersASourceThatIsNotThere) {
  know(hub_, museum_, "museum");
  loopback_.fault = [](const std::string&) {
    return harvest::Fetched{std::nullopt, harvest::FetchProblem{harvest::FetchFault::not_reached, "the wire is cut"}};
  };

  const auto report = harvest(hub_, "museum");

  EXPECT_NE(report.ending, Ending::complete);
  EXPECT_FALSE(report.message.empty());
  const auto peer = *hub_.store().peer("museum");
  EXPECT_EQ(peer.failures, 1);
  EXPECT_EQ(peer.last_good.seconds, 0);
  EXPECT_GT(peer.next_visit, loopback_.now);
}

TEST_F(Harvester, SurvivesSourcesThatAnswerAnything) {
  know(hub_, museum_, "museum");
  for (const auto* body : {"", "<html><body>Wi-Fi login</body></html>", "<OAI-PMH", "{\"a\":1}", "\xff\xfe\xfd",
                           "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>"})
    for (const int status : {200, 301, 404, 500}) {
      loopback_.fault = [&](const std::string&) {
        harvest::Reply reply;
        reply.status = status;
        reply.content_type = "text/xml";
        reply.body = body;
        reply.wire_bytes = reply.body.size();
        return harvest::Fetched{reply, {}};
      };
      const auto report = harvest(hub_, "museum");
      EXPECT_NE(report.ending, Ending::complete) << status << body;
      EXPECT_EQ(report.counts.created, 0);
    }
  EXPECT_EQ(hub_.store().totals().live, 0);
}

TEST_F(Harvester, WaitsLongerAfterEachFailureAndThenADay) {
  know(hub_, museum_, "museum");
  loopback_.fault = [](const std::string&) {
    return harvest::Fetched{std::nullopt, harvest::FetchProblem{harvest::FetchFault::not_reached, "the wire is cut"}};
  };

  for (const std::int64_t least : {60, 120, 240, 480, 86'400}) {
    harvest(hub_, "museum");
    EXPECT_GE(hub_.store().peer("museum")->next_visit.seconds - loopback_.now.seconds, least);
  }
  EXPECT_EQ(hub_.store().peer("museum")->state, store::PeerState::unreachable);
}

TEST_F(Harvester, KeepsAPauseThatTheKeeperSaidDuringTheVisit) {
  museum_.publish(3, 0);
  know(hub_, museum_, "museum");
  loopback_.fault = [&](const std::string&) {
    EXPECT_TRUE(change_peer(hub_.store(), "museum", PeerAct::pause));
    return std::optional<harvest::Fetched>();
  };

  harvest(hub_, "museum");

  EXPECT_EQ(hub_.store().peer("museum")->state, store::PeerState::paused);
  EXPECT_EQ(hub_.store().totals().live, 3);
}

TEST_F(Harvester, FollowsWhoeverOffersTheRecordsOfARemovedPeer) {
  museum_.publish(2, 0);
  know(hub_, museum_, "museum");
  know(gallery_, hub_, "old hub");
  harvest(hub_, "museum");
  harvest(gallery_, "old hub");
  ASSERT_TRUE(change_peer(gallery_.store(), "old hub", PeerAct::remove));
  know(gallery_, hub_, "new hub");
  museum_.publish(2, 5000, "Castles, a second edition");
  loopback_.now = museum_.at(6000);
  harvest(hub_, "museum");

  EXPECT_EQ(harvest(gallery_, "new hub").counts.updated, 2);

  EXPECT_EQ(documents(gallery_.store()), documents(museum_.store()));
}

TEST_F(Harvester, LetsNobodyPublishInOurName) {
  museum_.publish(2, 0);
  know(hub_, museum_, "museum");
  const auto ours = formats::contributor_set("hub.example", "");
  const auto theirs = formats::contributor_set("museum.example", "");
  loopback_.rewrite = [&](std::string& body) {
    for (auto at = body.find(theirs + "</setSpec></header>"); at != std::string::npos; at = body.find(theirs + "</setSpec></header>"))
      body.replace(at, theirs.size(), ours);
  };

  harvest(hub_, "museum");

  const auto own = *hub_.store().contributor_by_set(ours);
  EXPECT_EQ(own.records.live, 0);
  EXPECT_EQ(hub_.store().totals().live, 2);
}

TEST_F(Harvester, StopsBetweenPagesWhenAsked) {
  museum_.publish(23, 0);
  know(hub_, museum_, "museum");
  std::stop_source stop;
  VisitOptions options;
  options.wait = [](std::chrono::seconds) { return true; };
  options.jitter = [] { return 0.5; };
  options.now = [&] { return loopback_.now; };
  options.stop = stop.get_token();
  options.on_page = [&](const VisitProgress& progress) {
    expect_to_add_up(progress.counts);
    if (progress.page == 2) stop.request_stop();
  };

  const auto report = visit_peer(hub_.store(), loopback_, hub_.visitor(), *hub_.store().peer("museum"), options);

  EXPECT_EQ(report.ending, Ending::cancelled);
  EXPECT_EQ(hub_.store().totals().live, 10);
  const auto rest = harvest(hub_, "museum");
  EXPECT_EQ(rest.counts.created, 23);
}

TEST_F(Harvester, RefusesToKnowItselfOrTheSamePeerTwice) {
  know(hub_, museum_, "museum");
  NewPeer wish;
  wish.url = museum_.base_url();
  EXPECT_EQ(add_peer(hub_.desk(), wish).problem().kind, "peer-exists");
  wish.url = hub_.base_url();
  EXPECT_EQ(add_peer(hub_.desk(), wish).problem().kind, "own-address");
  for (const auto* url : {"", "museum", "javascript:alert(1)", "file:///etc/passwd", "https://"}) {
    wish.url = url;
    EXPECT_EQ(add_peer(hub_.desk(), wish).problem().kind, "bad-url") << url;
  }
  for (const auto* url :
       {"http://127.0.0.1/oai", "http://169.254.169.254/", "http://[::1]/", "http://10.0.0.1:8080/oai"}) {
    wish.url = url;
    EXPECT_EQ(add_peer(hub_.desk(), wish).problem().kind, "refused-address") << url;
  }
}

}  // namespace
}  // namespace commonplace::app
