// What follows a list: staged and parked records, the guard, the sweep, the past (HAR-24, 25, 38, 40, 41, 42).
#include "node/app/settlement.h"

#include <fmt/format.h>

#include "node/app/keeping.h"
#include "node/app/peers.h"
#include "tests/node/app/loopback.h"

namespace commonplace::app {
namespace {

using harvest::Ending;
using store::PeerState;
using ::testing::HasSubstr;

constexpr int many = 300;  // 9 % are 27, more than always go

class Settling : public ::testing::Test {
 protected:
  Settling() {
    loopback_.add(museum_);
    loopback_.add(gallery_);
    loopback_.now = museum_.at(1000);
    museum_.desk().config.oai_page_size = 100;
    museum_.call_again();
  }

  void know(LoopbackNode& other, const std::string& name) {
    NewPeer wish;
    wish.url = other.base_url() + "/oai";
    wish.kind = "oai";
    wish.name = name;
    ASSERT_TRUE(add_peer(hub_.desk(), wish));
  }

  VisitReport harvest(const std::string& peer = "museum", bool full = false, std::int64_t later = 100) {
    loopback_.now.seconds += later;
    return visit(hub_, loopback_, peer, full);
  }

  // `count` records of the museum go, or change, a little later.
  void withdraw(int count) {
    for (int i = 1; i <= count; ++i) museum_.withdraw(std::to_string(i), loopback_.now.seconds - museum_.at(0).seconds);
  }
  void change(int count, const std::string& title = "Towers") {
    museum_.publish(count, loopback_.now.seconds - museum_.at(0).seconds, title);
  }

  store::Peer peer(const std::string& name = "museum") { return *hub_.store().peer(name); }
  std::int64_t live() { return hub_.store().totals().live; }

  Ground ground_;
  LoopbackNode museum_{ground_, "museum.example", "Museum"};
  LoopbackNode gallery_{ground_, "gallery.example", "Gallery"};
  LoopbackNode hub_{ground_, "hub.example", "Hub"};
  Loopback loopback_;
};

TEST_F(Settling, Har24AFirstListIsPublicAsAWholeOrNotAtAll) {
  museum_.publish(250, 0);
  know(museum_, "museum");
  std::vector<std::int64_t> seen;
  VisitOptions options;
  options.wait = [](std::chrono::seconds) { return true; };
  options.jitter = [] { return 0.5; };
  options.now = [&] { return loopback_.now; };
  options.on_page = [&](const VisitProgress&) { seen.push_back(live()); };

  visit_peer(hub_.store(), loopback_, hub_.visitor(), peer(), options);

  EXPECT_EQ(seen, (std::vector<std::int64_t>{0, 0, 0}));
  EXPECT_EQ(live(), 250);
}

TEST_F(Settling, Har24OfALaterListTheNewIsPublicAtOnceAndTheChangedWithTheWhole) {
  museum_.publish(150, 0);
  know(museum_, "museum");
  harvest();
  museum_.publish(250, 1200, "Towers");  // 150 change, 100 are new
  loopback_.now = museum_.at(1300);
  std::vector<std::int64_t> seen;
  std::vector<bool> changed;
  VisitOptions options;
  options.wait = [](std::chrono::seconds) { return true; };
  options.jitter = [] { return 0.5; };
  options.now = [&] { return loopback_.now; };
  options.on_page = [&](const VisitProgress&) {
    seen.push_back(live());
    changed.push_back(hub_.store().find("oai:museum.example:1")->version > 1);
  };

  const auto report = visit_peer(hub_.store(), loopback_, hub_.visitor(), peer(), options);

  EXPECT_EQ(report.ending, Ending::held) << "all of them changed";
  ASSERT_FALSE(seen.empty());
  EXPECT_GT(seen.back(), 150);
  EXPECT_EQ(changed, std::vector<bool>(changed.size(), false));
  EXPECT_EQ(live(), 250);
}

TEST_F(Settling, Har25AVisitThatIsCutReleasesWhatItHas) {
  museum_.publish(250, 0);
  know(museum_, "museum");
  int lists = 0;
  loopback_.fault = [&](const std::string& url) -> std::optional<harvest::Fetched> {
    if (url.find("verb=ListRecords") == std::string::npos || ++lists <= 2) return {};
    return harvest::Fetched{std::nullopt, harvest::FetchProblem{harvest::FetchFault::not_reached, "the wire is cut"}};
  };

  EXPECT_NE(harvest().ending, Ending::complete);

  EXPECT_EQ(live(), 200);
  EXPECT_EQ(hub_.store().waiting(peer().id).staged, 0);
  loopback_.fault = nullptr;
  EXPECT_EQ(harvest().ending, Ending::complete);
  EXPECT_EQ(live(), 250);
}

TEST_F(Settling, Har40NinePercentAreAppliedElevenAndAHundredAreHeld) {
  const std::vector<std::pair<int, Ending>> cases = {{27, Ending::complete}, {33, Ending::held}, {300, Ending::held}};
  for (const auto& [gone, wanted] : cases) {
    LoopbackNode hub(ground_, fmt::format("hub{}.example", gone), "Hub");
    LoopbackNode source(ground_, fmt::format("source{}.example", gone), "Source");
    source.desk().config.oai_page_size = 100;
    source.call_again();
    loopback_.add(source);
    source.publish(many, 0);
    NewPeer wish;
    wish.url = source.base_url() + "/oai";
    wish.kind = "oai";
    wish.name = "source";
    ASSERT_TRUE(add_peer(hub.desk(), wish));
    loopback_.now = source.at(1000);
    visit(hub, loopback_, "source");
    for (int i = 1; i <= gone; ++i) source.withdraw(std::to_string(i), 1500);
    loopback_.now = source.at(2000);

    const auto report = visit(hub, loopback_, "source");

    EXPECT_EQ(word(report.ending), word(wanted)) << gone << ": " << report.message;
    EXPECT_EQ(report.counts.deleted, gone);
    EXPECT_EQ(hub.store().totals().live, wanted == Ending::held ? many : many - gone);
  }
}

TEST_F(Settling, Har40TwentyAlwaysGo) {
  museum_.publish(20, 0);
  know(museum_, "museum");
  harvest();
  withdraw(20);
  EXPECT_EQ(harvest().ending, Ending::complete);
  EXPECT_EQ(live(), 0);
}

TEST_F(Settling, Har40HalfMayChangeAndMoreIsHeld) {
  museum_.publish(150, 0);
  know(museum_, "museum");
  harvest();
  change(75);
  EXPECT_EQ(harvest().ending, Ending::complete);
  change(76, "Bridges");

  const auto report = harvest();

  EXPECT_EQ(report.ending, Ending::held);
  EXPECT_THAT(report.message, HasSubstr("Nothing happens until you look"));
  EXPECT_EQ(harvest::exit_code(report.ending), 5);
}

TEST_F(Settling, Har40OfASmallSourceEverythingMayChange) {
  museum_.publish(100, 0);
  know(museum_, "museum");
  harvest();
  change(100);
  EXPECT_EQ(harvest().ending, Ending::complete);
}

TEST_F(Settling, Har40WhatIsHeldWaitsForTheKeeper) {
  museum_.publish(many, 0);
  know(museum_, "museum");
  harvest();
  const auto before = documents(hub_.store());
  const auto seq = hub_.store().last_seq();
  withdraw(100);
  harvest();

  EXPECT_EQ(peer().state, PeerState::held);
  loopback_.asked.clear();
  EXPECT_EQ(harvest().ending, Ending::held);
  EXPECT_TRUE(loopback_.asked.empty()) << "it is not visited while it is held";
  EXPECT_EQ(documents(hub_.store()), before);
  EXPECT_EQ(hub_.store().last_seq(), seq);
  EXPECT_EQ(hub_.store().waiting(peer().id).removals, 100);
  EXPECT_EQ(hub_.store().waiting_records(peer().id, 20).size(), 20u);
  EXPECT_EQ(change_peer(hub_.store(), "museum", PeerAct::resume).problem().kind, "peer-held");

  const auto accepted = accept_visit(hub_.store(), "museum");

  ASSERT_TRUE(accepted) << accepted.problem().what;
  EXPECT_EQ(accepted->state, PeerState::active);
  EXPECT_EQ(live(), many - 100);
  EXPECT_EQ(accept_visit(hub_.store(), "museum").problem().kind, "not-held");
  EXPECT_EQ(harvest().ending, Ending::unchanged) << "the checkpoint has moved";
  EXPECT_TRUE(hub_.store().check().empty());
}

TEST_F(Settling, Har40WhatIsTurnedDownIsForgottenAndAskedForAgain) {
  museum_.publish(many, 0);
  know(museum_, "museum");
  harvest();
  const auto checkpoint = peer().checkpoint;
  withdraw(100);
  harvest();

  const auto rejected = reject_visit(hub_.store(), "museum");

  ASSERT_TRUE(rejected) << rejected.problem().what;
  EXPECT_EQ(rejected->state, PeerState::active);
  EXPECT_EQ(peer().checkpoint, checkpoint);
  EXPECT_EQ(live(), many);
  EXPECT_EQ(hub_.store().waiting(peer().id).removals, 0);
  EXPECT_EQ(harvest().ending, Ending::held) << "the source still says so";
}

TEST_F(Settling, AReleaseThatWasStoppedGoesOnWithTheNextVisit) {
  museum_.publish(many, 0);
  know(museum_, "museum");
  harvest();
  change(120);
  std::stop_source stop;
  VisitOptions options;
  options.wait = [](std::chrono::seconds) { return true; };
  options.jitter = [] { return 0.5; };
  options.now = [&] {
    // Asked for the time when the list has ended: the stop comes between list and release.
    if (hub_.store().waiting(peer().id).changes >= 120) stop.request_stop();
    return loopback_.now;
  };
  options.stop = stop.get_token();
  loopback_.now.seconds += 100;
  const auto stopped = visit_peer(hub_.store(), loopback_, hub_.visitor(), peer(), options);
  EXPECT_EQ(word(stopped.ending), word(Ending::cancelled));
  const auto open = hub_.store().open_visit(peer().id);
  ASSERT_TRUE(open);

  const auto next = harvest();

  EXPECT_EQ(word(next.ending), word(Ending::unchanged)) << next.message;
  EXPECT_EQ(documents(hub_.store()), documents(museum_.store()));
  EXPECT_FALSE(hub_.store().open_visit(peer().id));
}

// The museum says that it keeps no deletions, and stops offering the records with these numbers.
void forget(Loopback& loopback, const std::set<std::string>& numbers) {
  loopback.rewrite = [numbers](std::string& body) {
    const std::string said = "<deletedRecord>persistent<";
    if (const auto at = body.find(said); at != std::string::npos) body.replace(at, said.size(), "<deletedRecord>no<");
    for (const auto& number : numbers) {
      const auto at = body.find("<identifier>oai:museum.example:" + number + "</identifier>");
      if (at == std::string::npos) continue;
      const auto begin = body.rfind("<record>", at);
      const auto end = body.find("</record>", at);
      if (begin != std::string::npos && end != std::string::npos) body.erase(begin, end + 9 - begin);
    }
  };
}

TEST_F(Settling, Har41WhatTwoWholeListsLackIsRemoved) {
  museum_.publish(30, 0);
  know(museum_, "museum");
  forget(loopback_, {});
  harvest();
  EXPECT_EQ(peer().deleted_records, "no");
  forget(loopback_, {"3", "4"});

  harvest("museum", true);
  EXPECT_EQ(live(), 30) << "absent once";
  EXPECT_EQ(hub_.store().waiting(peer().id).missing, 2);
  harvest("museum", true, 600);
  EXPECT_EQ(live(), 30) << "the second list came too soon";
  forget(loopback_, {"3"});

  const auto report = harvest("museum", false, 3600);

  EXPECT_EQ(report.counts.offered, 29) << "the whole list is asked for again by itself";
  EXPECT_EQ(live(), 29);
  EXPECT_TRUE(hub_.store().find("oai:museum.example:3")->deleted);
  EXPECT_FALSE(hub_.store().find("oai:museum.example:4")->deleted);
}

TEST_F(Settling, Har41TheGuardStandsBeforeTheSweep) {
  museum_.publish(100, 0);
  know(museum_, "museum");
  std::set<std::string> half;
  for (int i = 1; i <= 50; ++i) half.insert(std::to_string(i));
  forget(loopback_, {});
  harvest();
  forget(loopback_, half);
  harvest("museum", true);

  EXPECT_EQ(word(harvest("museum", true, 4000).ending), word(Ending::held));
  EXPECT_EQ(live(), 100);
}

TEST_F(Settling, Har41NothingIsRemovedAfterAListThatWasNotWhole) {
  museum_.publish(150, 0);
  know(museum_, "museum");
  forget(loopback_, {});
  harvest();
  for (int i = 0; i < 3; ++i) {
    int lists = 0;
    loopback_.fault = [&](const std::string& url) -> std::optional<harvest::Fetched> {
      if (url.find("verb=ListRecords") == std::string::npos || ++lists <= 1) return {};
      return harvest::Fetched{std::nullopt, harvest::FetchProblem{harvest::FetchFault::not_reached, "the wire is cut"}};
    };
    harvest("museum", true, 4000);
  }
  EXPECT_EQ(live(), 150);
  EXPECT_EQ(hub_.store().waiting(peer().id).missing, 0);
}

TEST_F(Settling, Har12ASourceThatForgetsIsAskedForEverythingEverySevenDays) {
  museum_.publish(10, 0);
  know(museum_, "museum");
  forget(loopback_, {});
  harvest();

  EXPECT_EQ(harvest("museum", false, 6 * 86'400).counts.offered, 0);
  EXPECT_EQ(harvest("museum", false, 2 * 86'400).counts.offered, 10);
  EXPECT_EQ(harvest("museum", false, 86'400).counts.offered, 0);
}

TEST_F(Settling, Har38AtItsLimitASourceIsSuspendedAndWhatCameStays) {
  museum_.publish(250, 0);
  know(museum_, "museum");
  PeerChange limit;
  limit.most_records = 150;
  ASSERT_TRUE(edit_peer(hub_.desk(), "museum", limit));

  const auto report = harvest();

  EXPECT_EQ(word(report.ending), word(Ending::suspended));
  EXPECT_THAT(report.message, HasSubstr("150"));
  EXPECT_EQ(peer().state, PeerState::suspended);
  EXPECT_EQ(live(), 200);
  limit.most_records = 1000;
  ASSERT_TRUE(edit_peer(hub_.desk(), "museum", limit));
  EXPECT_EQ(harvest().ending, Ending::complete);
  EXPECT_EQ(live(), 250);
  limit.most_records = 6'000'000;
  EXPECT_EQ(edit_peer(hub_.desk(), "museum", limit).problem().kind, "bad-limit");
}

TEST_F(Settling, Har42ASourceGoesBackToItsStateAfterAnyVisit) {
  std::vector<std::vector<std::string>> states;
  std::vector<std::int64_t> visits;
  know(museum_, "museum");
  know(gallery_, "gallery");
  gallery_.publish(3, 0);
  harvest("gallery");
  museum_.publish(40, 0);
  const auto remember = [&] {
    states.push_back(documents(hub_.store()));
    visits.push_back(hub_.store().visits(peer().id, 1).front().id);
  };
  harvest();
  remember();
  withdraw(5);
  harvest();
  remember();
  change(20);  // five of them come back
  harvest();
  remember();
  museum_.publish(45, loopback_.now.seconds - museum_.at(0).seconds, "Moats");
  harvest();
  remember();

  for (const std::size_t to : {1u, 3u, 0u, 2u}) {
    const auto stamp = hub_.store().last_seq();
    const auto taken = take_back(hub_.store(), "museum", visits[to]);
    ASSERT_TRUE(taken) << taken.problem().what;
    EXPECT_EQ(documents(hub_.store()), states[to]) << "visit " << to;
    EXPECT_GT(taken->records, 0);
    EXPECT_GE(hub_.store().last_seq(), stamp + taken->records) << "everybody downstream is told";
    EXPECT_EQ(taken->peer.state, PeerState::paused);
    EXPECT_TRUE(hub_.store().check().empty());
  }
  EXPECT_EQ(take_back(hub_.store(), "museum", 4711).problem().kind, "no-such-visit");
  EXPECT_EQ(take_back(hub_.store(), "nobody", 1).problem().kind, "no-such-peer");
}

TEST_F(Settling, Har42ForgetsWhatIsOlderThan90Days) {
  museum_.publish(10, 0);
  know(museum_, "museum");
  harvest();
  change(10);
  harvest();
  const auto key = hub_.store().find("oai:museum.example:1")->key;
  ASSERT_EQ(hub_.store().versions(key).size(), 2u);

  forget_the_old(hub_.store(), {loopback_.now.seconds + 89 * 86'400});
  EXPECT_EQ(hub_.store().versions(key).size(), 2u);
  forget_the_old(hub_.store(), {loopback_.now.seconds + 91 * 86'400});

  EXPECT_EQ(hub_.store().versions(key).size(), 1u);
  EXPECT_TRUE(hub_.store().check().empty());
}

TEST_F(Settling, Har37ARecordThatComesAndGoesThriceADayIsHeldAsItIs) {
  museum_.publish(1, 0);
  know(museum_, "museum");
  harvest();
  for (int i = 0; i < 3; ++i) {
    if (i % 2 == 0)
      withdraw(1);
    else
      change(1, fmt::format("Towers {}", i));
    EXPECT_EQ(harvest().counts.refused, 0) << i;
  }
  change(1, "Once more");

  const auto report = harvest();

  EXPECT_EQ(report.counts.refused, 1);
  EXPECT_TRUE(hub_.store().find("oai:museum.example:1")->deleted);
  EXPECT_EQ(hub_.store().set_aside(peer().id, 1).at(0).reason, "too_many_flips");
  const auto tomorrow = harvest("museum", true, 2 * 86'400);
  EXPECT_EQ(tomorrow.counts.updated, 1) << tomorrow.message;
}

TEST_F(Settling, AnInvitedPeerLeavesProbationAfterTwentyRecords) {
  for (const int brings : {19, 20}) {
    LoopbackNode source(ground_, fmt::format("invited{}.example", brings), "Source");
    loopback_.add(source);
    source.publish(brings, 0);
    store::Peer invited;
    invited.name = fmt::format("invited{}", brings);
    invited.url = source.base_url() + "/oai";
    invited.kind = "oai";
    invited.probation = invited.invited = true;
    hub_.store().add_peer(invited);
    loopback_.now = source.at(1000 + brings);
    const auto before = live();

    visit(hub_, loopback_, invited.name);

    EXPECT_EQ(live() - before, brings == 20 ? 20 : 0);
    EXPECT_EQ(peer(invited.name).state, brings == 20 ? PeerState::active : PeerState::probation);
  }
}

TEST_F(Settling, ABlockDuringAVisitIsNeverOvertaken) {
  museum_.publish(250, 0);
  know(museum_, "museum");
  int lists = 0;
  loopback_.fault = [&](const std::string& url) -> std::optional<harvest::Fetched> {
    if (url.find("verb=ListRecords") != std::string::npos && ++lists == 2) {
      EXPECT_TRUE(change_peer(hub_.store(), "museum", PeerAct::block));
    }
    return {};
  };

  const auto report = harvest();

  EXPECT_EQ(word(report.ending), word(Ending::cancelled));
  EXPECT_EQ(lists, 2);
  EXPECT_EQ(peer().state, PeerState::blocked);
  EXPECT_EQ(live(), 0);
  EXPECT_EQ(word(harvest().ending), word(Ending::refused));
}

}  // namespace
}  // namespace commonplace::app
