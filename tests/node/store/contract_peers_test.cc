// The contract of peers, visits and what is set aside (HAR-23, 29, 30).
#include "tests/node/store/contract.h"

namespace commonplace::store {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

Peer peer_called(std::string_view name) {
  Peer peer;
  peer.name = name;
  peer.url = fmt::format("https://{}/oai", name);
  peer.kind = "oai";
  return peer;
}

Visit visit_of(PeerId peer) {
  Visit visit;
  visit.peer = peer;
  visit.started = after(5);
  visit.full = true;
  visit.prefix = "oai_dc";
  visit.page = 1;
  visit.token = "next?";
  visit.first_date = "2026-01-01T00:00:05Z";
  return visit;
}

}  // namespace

TEST_P(StoreContract, KeepsEveryStateOfAPeer) {
  for (const PeerState state :
       {PeerState::fresh, PeerState::probation, PeerState::active, PeerState::retrying, PeerState::unreachable,
        PeerState::held, PeerState::suspended, PeerState::paused, PeerState::blocked}) {
    Peer peer = peer_called(fmt::format("{}.example", static_cast<int>(state)));
    peer.state = state;
    store_->add_peer(peer);

    EXPECT_EQ(store_->peer(peer.name)->state, state);
  }
  EXPECT_THAT(store_->peers(), SizeIs(9));
}

TEST_P(StoreContract, UpdatesAPeerByItsId) {
  const PeerId id = store_->add_peer(peer_called("b.example"));
  store_->add_peer(peer_called("a.example"));
  Peer peer = *store_->peer("b.example");
  peer.name = "renamed";
  peer.state = PeerState::retrying;
  peer.is_node = true;
  peer.probation = true;
  peer.repository_name = "B <&'";
  peer.checkpoint = "2026-01-01";
  peer.next_visit = after(60);
  peer.last_good = after(30);
  peer.failures = 3;
  peer.message = "503 three times";

  store_->update_peer(peer);

  EXPECT_FALSE(store_->peer("b.example"));
  const Peer kept = *store_->peer("renamed");
  EXPECT_EQ(kept.id, id);
  EXPECT_EQ(kept.state, PeerState::retrying);
  EXPECT_TRUE(kept.is_node);
  EXPECT_TRUE(kept.probation);
  EXPECT_EQ(kept.repository_name, "B <&'");
  EXPECT_EQ(kept.checkpoint, "2026-01-01");
  EXPECT_EQ(kept.next_visit, after(60));
  EXPECT_EQ(kept.last_good, after(30));
  EXPECT_EQ(kept.failures, 3);
  EXPECT_EQ(kept.message, "503 three times");
  EXPECT_EQ(store_->peers()[0].name, "a.example");
}

TEST_P(StoreContract, APeersNameIsItsOwn) {
  store_->add_peer(peer_called("a.example"));
  const PeerId second = store_->add_peer(peer_called("b.example"));
  Peer usurper = *store_->peer("b.example");
  usurper.name = "a.example";

  EXPECT_THROW(store_->add_peer(peer_called("a.example")), StoreError);
  EXPECT_THROW(store_->update_peer(usurper), StoreError);

  EXPECT_EQ(store_->peer("b.example")->id, second);
}

TEST_P(StoreContract, ARemovedPeerLeavesItsRecordsAndItsNumber) {
  const PeerId id = store_->add_peer(peer_called("a.example"));
  Draft harvested = draft("1", gallery_);
  harvested.peer = id;
  write(harvested);

  store_->remove_peer(id);

  EXPECT_FALSE(store_->peer("a.example"));
  EXPECT_FALSE(there("1").deleted);
  EXPECT_EQ(store_->live_from(id), 1);
  EXPECT_GT(store_->add_peer(peer_called("a.example")), id);
  expect_sound();
}

TEST_P(StoreContract, Har23APageIsWholeWithItsVisitAndPeer) {
  Peer peer = peer_called("a.example");
  peer.id = store_->add_peer(peer);
  peer.message = "under way";
  Batch page;
  page.drafts = {draft("1", gallery_), draft("2", gallery_)};
  page.visit = visit_of(peer.id);
  page.visit->counts.offered = 3;
  page.visit->counts.quarantined = 1;
  page.set_aside = {{"oai:a.example:3", "too_big", 1, 4096, std::string(64, 'a'), std::string("\0<x>", 4)}};
  page.peer = peer;

  const WriteResult result = store_->write(page, after(10));
  reopen();

  const auto open = store_->open_visit(peer.id);
  ASSERT_TRUE(open);
  EXPECT_EQ(open->id, result.visit_id);
  EXPECT_EQ(open->started, after(5));
  EXPECT_TRUE(open->full);
  EXPECT_EQ(open->token, "next?");
  EXPECT_EQ(open->first_date, "2026-01-01T00:00:05Z");
  EXPECT_EQ(open->declared, -1);
  EXPECT_EQ(open->counts.offered, 3);
  EXPECT_EQ(open->counts.created, 2);
  EXPECT_EQ(open->counts.quarantined, 1);
  EXPECT_EQ(store_->peer("a.example")->message, "under way");
  const auto aside = store_->set_aside(peer.id, 10);
  ASSERT_THAT(aside, SizeIs(1));
  EXPECT_EQ(aside[0].reason, "too_big");
  EXPECT_EQ(aside[0].byte_offset, 4096);
  EXPECT_EQ(aside[0].raw, std::string("\0<x>", 4));
  expect_sound();
}

TEST_P(StoreContract, AFailingPageLeavesNothingOfVisitOrPeer) {
  Peer peer = peer_called("a.example");
  peer.id = store_->add_peer(peer);
  Batch page;
  page.drafts = {draft("1", gallery_), draft("2", 4711)};
  page.visit = visit_of(peer.id);
  peer.message = "under way";
  page.peer = peer;

  EXPECT_THROW(store_->write(page, after(10)), StoreError);

  EXPECT_FALSE(store_->open_visit(peer.id));
  EXPECT_THAT(store_->peer("a.example")->message, IsEmpty());
  EXPECT_EQ(store_->totals().live, 0);
}

TEST_P(StoreContract, Har29VerdictsAddUpOverThePages) {
  const PeerId peer = store_->add_peer(peer_called("a.example"));
  Batch page;
  page.visit = visit_of(peer);
  page.drafts = {draft("1", gallery_), draft("2", gallery_)};
  page.visit->id = store_->write(page, after(10)).visit_id;
  Draft clash = draft("4", gallery_);
  clash.public_id = public_id_of("1");
  page.drafts = {draft("1", gallery_), draft("2", gallery_, "New"), tombstone("1", gallery_), draft("3", gallery_),
                 clash};
  page.visit->page = 2;
  page.visit->counts.own = 4;
  store_->write(page, after(20));

  const VisitCounts counts = store_->open_visit(peer)->counts;

  EXPECT_EQ(counts.created, 3);
  EXPECT_EQ(counts.updated, 1);
  EXPECT_EQ(counts.deleted, 1);
  EXPECT_EQ(counts.unchanged, 1);
  EXPECT_EQ(counts.refused, 1);
  EXPECT_EQ(counts.own, 4);
}

TEST_P(StoreContract, AFinishedVisitIsNoLongerOpen) {
  const PeerId peer = store_->add_peer(peer_called("a.example"));
  Batch page;
  page.visit = visit_of(peer);
  page.visit->id = store_->write(page, after(10)).visit_id;
  page.visit->finished = after(20);
  page.visit->outcome = "complete";
  page.visit->token = "";
  store_->write(page, after(20));
  Batch next;
  next.visit = visit_of(peer);
  next.visit->finished = after(30);
  store_->write(next, after(30));

  EXPECT_FALSE(store_->open_visit(peer));
  const auto visits = store_->visits(peer, 10);
  ASSERT_THAT(visits, SizeIs(2));
  EXPECT_EQ(visits[1].outcome, "complete");
  EXPECT_EQ(visits[1].finished, after(20));
  EXPECT_THAT(store_->visits(peer, 1), SizeIs(1));
  EXPECT_THAT(store_->visits(peer + 1, 10), IsEmpty());
}

TEST_P(StoreContract, Har30KeepsTheFirst256KiBOfWhatIsSetAside) {
  const PeerId peer = store_->add_peer(peer_called("a.example"));
  Batch page;
  page.visit = visit_of(peer);
  page.set_aside = {{"", "not_xml", 1, 0, "", std::string(300'000, 'x')}, {"", "doctype", 1, 9, "", ""}};
  store_->write(page, after(10));

  const auto aside = store_->set_aside(peer, 10);

  ASSERT_THAT(aside, SizeIs(2));
  EXPECT_EQ(aside[0].reason, "doctype") << "newest first";
  EXPECT_EQ(aside[1].raw.size(), 262'144U);
  EXPECT_THAT(store_->set_aside(peer, 1), SizeIs(1));
}

TEST_P(StoreContract, WhatIsSetAsideBelongsToAVisitThatIsThere) {
  Batch page;
  page.set_aside = {{"", "not_xml", 1, 0, "", ""}};
  EXPECT_THROW(store_->write(page, after(10)), StoreError);
  page.visit = visit_of(1);
  page.visit->id = 99;
  EXPECT_THROW(store_->write(page, after(10)), StoreError);
}

}  // namespace commonplace::store
