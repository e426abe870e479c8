// The contract of what is not public: staged records, parked changes, hiding, the sweep (HAR-24, 25, 37, 40, 41).
#include "tests/node/store/contract.h"

namespace commonplace::store {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

namespace {

constexpr Trust direct = Trust::direct_unsigned;

// A store with one peer, and visits to it.
class Waits {
 public:
  Waits(Store& store, ContributorId contributor, bool probation = false) : store_(store), contributor_(contributor) {
    peer_ = add("a.example", probation);
  }

  PeerId add(std::string_view name, bool probation = false) {
    Peer peer;
    peer.name = name;
    peer.url = fmt::format("https://{}/oai", name);
    peer.kind = "oai";
    peer.probation = probation;
    return store_.add_peer(peer);
  }

  Draft of(PeerId peer, std::string_view name, std::string_view title = "Bridges", Trust trust = direct) const {
    Draft made = draft(name, contributor_, title);
    made.peer = peer;
    made.trust = trust;
    made.source = SourceBytes{"oai_dc", "2026-01-01", "<dc/>"};
    return made;
  }
  Draft gone(PeerId peer, std::string_view name, Trust trust = direct) const {
    Draft made = tombstone(name, contributor_);
    made.peer = peer;
    made.trust = trust;
    return made;
  }

  // One page of a visit of its own.
  Visit visit(PeerId peer, Handling handling, std::vector<Draft> drafts, std::int64_t seconds = 10) {
    Batch page;
    page.handling = handling;
    page.drafts = std::move(drafts);
    page.visit.emplace();
    page.visit->peer = peer;
    page.visit->started = after(seconds);
    page.visit->full = true;
    page.visit->prefix = "oai_dc";
    const auto result = store_.write(page, after(seconds));
    written = result.written;
    page.visit->id = result.visit_id;
    return *page.visit;
  }

  std::int64_t turn(PeerId peer, Turn what, std::int64_t seconds, int slice = 2) {
    std::int64_t all = 0;
    for (std::int64_t some = 1; some > 0; all += some) some = store_.turn(peer, what, slice, after(seconds));
    return all;
  }

  PeerId peer() const { return peer_; }
  std::vector<Written> written;

 private:
  Store& store_;
  ContributorId contributor_;
  PeerId peer_ = 0;
};

std::vector<Draft> several(const Waits& waits, int n, std::string_view title = "Bridges") {
  std::vector<Draft> drafts;
  for (int i = 1; i <= n; ++i) drafts.push_back(waits.of(waits.peer(), std::to_string(i), title));
  return drafts;
}

}  // namespace

TEST_P(StoreContract, Har24WhatIsStagedIsNowhereToBeSeen) {
  Waits waits(*store_, gallery_);
  waits.visit(waits.peer(), Handling::stage, several(waits, 5));

  EXPECT_FALSE(store_->find("oai:river.example:1"));
  EXPECT_FALSE(store_->find_public(public_id_of("1")));
  EXPECT_THAT(store_->find_keys({1, 2, 3}), IsEmpty());
  EXPECT_FALSE(store_->get("oai:river.example:1", Body::document, [](const Row&) {}));
  EXPECT_THAT(names(), IsEmpty());
  Selection of_peer;
  of_peer.peer = waits.peer();
  EXPECT_THAT(names(of_peer), IsEmpty());
  EXPECT_EQ(store_->count({}), 0);
  EXPECT_EQ(store_->totals().live, 0);
  EXPECT_THAT(store_->changes(0, 10), IsEmpty());
  EXPECT_EQ(store_->last_seq(), 0);
  EXPECT_EQ(store_->contributor(gallery_)->records.live, 0);
  EXPECT_EQ(store_->live_from(waits.peer()), 0);
  EXPECT_FALSE(store_->source_bytes(1));
  EXPECT_THAT(store_->versions(1), IsEmpty());
  ASSERT_TRUE(store_->briefs({"oai:river.example:1"})[0]);
  EXPECT_EQ(store_->briefs({"oai:river.example:1"})[0]->listed, Listed::staged);
  EXPECT_EQ(store_->waiting(waits.peer()).staged, 5);
  expect_sound();
}

TEST_P(StoreContract, Har24ReleaseGivesStampAndSeqThen) {
  Waits waits(*store_, gallery_);
  waits.visit(waits.peer(), Handling::stage, several(waits, 5), 10);

  EXPECT_EQ(store_->turn(waits.peer(), Turn::release, 2, after(100)), 2);
  EXPECT_EQ(store_->totals().live, 2);
  EXPECT_EQ(waits.turn(waits.peer(), Turn::release, 101), 3);

  EXPECT_THAT(names(), ElementsAre("1", "2", "3", "4", "5"));
  EXPECT_EQ(there("1").datestamp, after(100));
  EXPECT_EQ(there("5").datestamp, after(101));
  EXPECT_EQ(there("5").first_seen, after(10));
  EXPECT_EQ(there("5").version, 1);
  EXPECT_EQ(store_->last_seq(), 5);
  EXPECT_THAT(store_->changes(0, 10), SizeIs(5));
  EXPECT_EQ(store_->count({}), 5);
  EXPECT_EQ(store_->live_from(waits.peer()), 5);
  EXPECT_EQ(store_->source_bytes(there("1").key)->bytes, "<dc/>");
  expect_sound();
}

TEST_P(StoreContract, Har24AStagedRecordThatChangesHasNoHistory) {
  Waits waits(*store_, gallery_);
  waits.visit(waits.peer(), Handling::stage, several(waits, 2));
  waits.visit(waits.peer(), Handling::stage, {waits.of(waits.peer(), "1", "Viaducts"), waits.gone(waits.peer(), "2")});
  waits.turn(waits.peer(), Turn::release, 100);

  EXPECT_EQ(there("1").version, 1);
  EXPECT_THAT(there("1").document, testing::HasSubstr("Viaducts"));
  EXPECT_THAT(store_->versions(there("1").key), SizeIs(1));
  EXPECT_TRUE(there("2").deleted);
  expect_sound();
}

TEST_P(StoreContract, Har24ParkedChangesLeaveThePublicStateAlone) {
  Waits waits(*store_, gallery_);
  waits.visit(waits.peer(), Handling::publish, several(waits, 3), 10);
  const auto before = store_->last_seq();
  waits.visit(waits.peer(), Handling::park,
              {waits.of(waits.peer(), "1", "Viaducts"), waits.gone(waits.peer(), "2"), waits.of(waits.peer(), "3"),
               waits.of(waits.peer(), "4")},
              20);

  ASSERT_THAT(waits.written, SizeIs(4));
  EXPECT_EQ(waits.written[0].verdict, Verdict::updated);
  EXPECT_EQ(waits.written[1].verdict, Verdict::deleted);
  EXPECT_EQ(waits.written[2].verdict, Verdict::unchanged);
  EXPECT_EQ(waits.written[3].verdict, Verdict::created);
  EXPECT_EQ(store_->last_seq(), before + 1) << "the new one is public with its page";
  EXPECT_THAT(there("1").document, testing::HasSubstr("Bridges"));
  EXPECT_FALSE(there("2").deleted);
  const auto waiting = store_->waiting(waits.peer());
  EXPECT_EQ(waiting.changes, 1);
  EXPECT_EQ(waiting.removals, 1);
  const auto sample = store_->waiting_records(waits.peer(), 20);
  ASSERT_THAT(sample, SizeIs(2));
  EXPECT_THAT(sample[0].document, testing::HasSubstr("Viaducts"));
  EXPECT_THAT(sample[0].present, testing::HasSubstr("Bridges"));
  EXPECT_TRUE(sample[1].deleted);
  expect_sound();

  EXPECT_EQ(waits.turn(waits.peer(), Turn::release, 30), 2);

  EXPECT_THAT(there("1").document, testing::HasSubstr("Viaducts"));
  EXPECT_EQ(there("1").datestamp, after(30));
  EXPECT_EQ(there("1").version, 2);
  EXPECT_EQ(store_->source_bytes(there("1").key)->bytes, "<dc/>");
  EXPECT_TRUE(there("2").deleted);
  EXPECT_EQ(store_->waiting(waits.peer()).changes, 0);
  expect_sound();
}

TEST_P(StoreContract, Har24OfSeveralParkedChangesTheLastCounts) {
  Waits waits(*store_, gallery_);
  waits.visit(waits.peer(), Handling::publish, several(waits, 2), 10);
  waits.visit(waits.peer(), Handling::park, {waits.of(waits.peer(), "1", "Viaducts"), waits.gone(waits.peer(), "2")}, 20);
  waits.visit(waits.peer(), Handling::park, {waits.of(waits.peer(), "1", "Aqueducts"), waits.of(waits.peer(), "2")}, 21);

  EXPECT_EQ(store_->waiting(waits.peer()).removals, 0) << "it is offered again as it was";
  waits.turn(waits.peer(), Turn::release, 30);

  EXPECT_THAT(there("1").document, testing::HasSubstr("Aqueducts"));
  EXPECT_EQ(there("1").version, 2);
  EXPECT_EQ(there("2").version, 1);
}

TEST_P(StoreContract, Har40DroppedOnesAreForgotten) {
  Waits waits(*store_, gallery_);
  waits.visit(waits.peer(), Handling::publish, several(waits, 2), 10);
  waits.visit(waits.peer(), Handling::stage, {waits.of(waits.peer(), "1", "Viaducts"), waits.of(waits.peer(), "9")}, 20);

  EXPECT_EQ(waits.turn(waits.peer(), Turn::drop_parked, 30), 1);
  EXPECT_EQ(waits.turn(waits.peer(), Turn::drop_staged, 30), 1);
  EXPECT_EQ(waits.turn(waits.peer(), Turn::release, 30), 0);

  EXPECT_THAT(names(), ElementsAre("1", "2"));
  EXPECT_THAT(there("1").document, testing::HasSubstr("Bridges"));
  EXPECT_FALSE(store_->briefs({"oai:river.example:9"})[0]);
  expect_sound();
}

TEST_P(StoreContract, OnProbationNothingOfAPeerIsPublicWhateverIsAsked) {
  Waits waits(*store_, gallery_, true);
  write(draft("own", gallery_));
  Draft relayed = waits.of(waits.add("hub.example"), "7", "Bridges", Trust::relayed_claimed);
  write(relayed, 11);
  waits.visit(waits.peer(), Handling::publish,
              {waits.of(waits.peer(), "1"), waits.of(waits.peer(), "7", "Viaducts"), waits.of(waits.peer(), "8")}, 20);

  EXPECT_EQ(store_->turn(waits.peer(), Turn::release, 100, after(30)), 0);
  EXPECT_THAT(names(), ElementsAre("own", "7"));
  EXPECT_THAT(there("7").document, testing::HasSubstr("Bridges"));
  EXPECT_EQ(there("7").trust, Trust::relayed_claimed);

  Peer approved = *store_->peer("a.example");
  approved.probation = false;
  store_->update_peer(approved);
  waits.turn(waits.peer(), Turn::release, 40);

  EXPECT_THAT(names(), ElementsAre("own", "7", "1", "8"));
  EXPECT_THAT(there("7").document, testing::HasSubstr("Viaducts"));
  expect_sound();
}

TEST_P(StoreContract, WhatIsHiddenIsATombstoneAndComesBackAsItWas) {
  Waits waits(*store_, gallery_);
  waits.visit(waits.peer(), Handling::publish, several(waits, 5), 10);
  write(waits.gone(waits.peer(), "5"), 11);
  write(draft("own", gallery_), 12);
  const auto document = there("1").document;

  EXPECT_EQ(waits.turn(waits.peer(), Turn::hide, 100), 4);

  EXPECT_TRUE(there("1").deleted);
  EXPECT_THAT(there("1").document, IsEmpty());
  EXPECT_EQ(there("1").datestamp, after(100));
  EXPECT_EQ(there("1").version, 2);
  EXPECT_EQ(there("5").datestamp, after(11)) << "it was one already";
  EXPECT_EQ(store_->totals().live, 1);
  EXPECT_EQ(store_->totals().deleted, 5);
  EXPECT_EQ(store_->live_from(waits.peer()), 0);
  int seen = 0;
  store_->list({}, {}, 10, 1 << 20, Body::document, [&](const Row& row) {
    if (row.identifier == "oai:river.example:own") return;
    EXPECT_TRUE(row.deleted);
    EXPECT_EQ(row.body, "");
    EXPECT_EQ(row.about, "");
    ++seen;
  });
  EXPECT_EQ(seen, 5);
  for (const auto& change : store_->changes(7, 10)) EXPECT_TRUE(change.deleted && change.document.empty());
  for (const auto& version : store_->versions(there("1").key)) EXPECT_EQ(version.document, "");
  EXPECT_FALSE(store_->source_bytes(there("1").key));
  expect_sound();

  EXPECT_EQ(waits.turn(waits.peer(), Turn::reveal, 100), 4);

  EXPECT_FALSE(there("1").deleted);
  EXPECT_EQ(there("1").document, document);
  EXPECT_EQ(there("1").version, 3);
  EXPECT_GT(there("1").datestamp, after(100)) << "whoever has the tombstone must see that it is older";
  EXPECT_TRUE(there("5").deleted);
  EXPECT_EQ(store_->totals().live, 5);
  expect_sound();
}

TEST_P(StoreContract, WhatIsHiddenStaysHiddenWhenAnotherRelayBringsIt) {
  Waits waits(*store_, gallery_);
  const PeerId hub = waits.add("hub.example");
  waits.visit(waits.peer(), Handling::publish, several(waits, 2), 10);
  waits.turn(waits.peer(), Turn::hide, 20);

  waits.visit(hub, Handling::publish,
              {waits.of(hub, "1", "Bridges", Trust::relayed_claimed), waits.of(hub, "2", "Other", Trust::relayed_claimed)}, 30);

  EXPECT_TRUE(there("1").deleted);
  EXPECT_TRUE(there("2").deleted);
  EXPECT_EQ(store_->totals().live, 0);
  expect_sound();
}

TEST_P(StoreContract, Har41WhatASecondWholeListLacksIsParkedAsADeletion) {
  Waits waits(*store_, gallery_);
  const auto first = waits.visit(waits.peer(), Handling::publish, several(waits, 5), 0);
  store_->sweep(first, after(0));
  EXPECT_EQ(store_->waiting(waits.peer()).missing, 0);

  const auto second = waits.visit(waits.peer(), Handling::stage, several(waits, 3), 1000);
  store_->sweep(second, after(1000));
  EXPECT_EQ(store_->waiting(waits.peer()).missing, 2);
  EXPECT_EQ(store_->waiting(waits.peer()).removals, 0);

  const auto too_soon = waits.visit(waits.peer(), Handling::stage, several(waits, 3), 1000 + 3599);
  store_->sweep(too_soon, after(1000 + 3599));
  EXPECT_EQ(store_->waiting(waits.peer()).removals, 0);

  auto drafts = several(waits, 3);
  drafts.push_back(waits.of(waits.peer(), "5"));
  const auto third = waits.visit(waits.peer(), Handling::stage, drafts, 1000 + 3600);
  store_->sweep(third, after(1000 + 3600));
  EXPECT_EQ(store_->waiting(waits.peer()).removals, 1) << "4; 5 is there again";
  EXPECT_EQ(store_->waiting(waits.peer()).missing, 1);
  EXPECT_TRUE(store_->waiting_records(waits.peer(), 20).at(0).swept);
  EXPECT_EQ(store_->waiting_records(waits.peer(), 20).at(0).identifier, "oai:river.example:4");
  EXPECT_FALSE(there("4").deleted);

  waits.turn(waits.peer(), Turn::release, 9000);
  EXPECT_TRUE(there("4").deleted);
  EXPECT_FALSE(there("5").deleted);
  expect_sound();
}

TEST_P(StoreContract, Har41SparesWhatAnotherSourceOffers) {
  Waits waits(*store_, gallery_);
  const PeerId hub = waits.add("hub.example");
  waits.visit(waits.peer(), Handling::publish, several(waits, 2), 0);
  waits.visit(hub, Handling::publish, {waits.of(hub, "1", "Bridges", Trust::relayed_claimed)}, 10);

  for (const std::int64_t when : {1000, 9000}) {
    const auto empty = waits.visit(waits.peer(), Handling::stage, {}, when);
    store_->sweep(empty, after(when));
  }

  ASSERT_THAT(store_->waiting_records(waits.peer(), 20), SizeIs(1));
  EXPECT_EQ(store_->waiting_records(waits.peer(), 20)[0].identifier, "oai:river.example:2");
}

TEST_P(StoreContract, Har37ARelayThatWithdrawsHandsTheRecordToTheOther) {
  Waits waits(*store_, gallery_);
  const PeerId other = waits.add("hub.example");
  waits.visit(waits.peer(), Handling::publish, {waits.of(waits.peer(), "1", "Bridges", Trust::relayed_claimed)}, 0);
  waits.visit(other, Handling::publish, {waits.of(other, "1", "Bridges", Trust::relayed_claimed)}, 10);
  const auto seq = store_->last_seq();

  waits.visit(waits.peer(), Handling::park, {waits.gone(waits.peer(), "1", Trust::relayed_claimed)}, 20);

  EXPECT_FALSE(there("1").deleted);
  EXPECT_EQ(there("1").peer, other);
  EXPECT_EQ(store_->last_seq(), seq);
  expect_sound();

  waits.visit(other, Handling::publish, {waits.gone(other, "1", Trust::relayed_claimed)}, 30);
  EXPECT_TRUE(there("1").deleted) << "nobody offers it any more";
  expect_sound();
}

TEST_P(StoreContract, ARemovedPeerTakesWhatWaitsWithIt) {
  Waits waits(*store_, gallery_);
  waits.visit(waits.peer(), Handling::publish, several(waits, 2), 10);
  waits.visit(waits.peer(), Handling::stage, {waits.of(waits.peer(), "1", "Viaducts"), waits.of(waits.peer(), "9")}, 20);

  store_->remove_peer(waits.peer());

  EXPECT_EQ(store_->waiting(waits.peer()).staged + store_->waiting(waits.peer()).changes, 0);
  EXPECT_THAT(names(), ElementsAre("1", "2"));
  expect_sound();
}

TEST_P(StoreContract, Har30WhatComesThroughAfterAllIsSetAsideNoLonger) {
  Waits waits(*store_, gallery_);
  Batch page;
  page.visit.emplace();
  page.visit->peer = waits.peer();
  page.set_aside = {{"oai:river.example:1", "not_wellformed", 1, 0, "aa", "<x"}, {"", "not_xml", 1, 0, "bb", "?"}};
  store_->write(page, after(10));
  store_->write(page, after(20));
  EXPECT_THAT(store_->set_aside(waits.peer(), 10), SizeIs(2)) << "the same again takes the place of the old";
  EXPECT_EQ(store_->set_aside(waits.peer(), 10)[0].at, after(20));

  waits.visit(waits.peer(), Handling::publish, {waits.of(waits.peer(), "1")}, 30);

  EXPECT_THAT(store_->set_aside(waits.peer(), 10), SizeIs(1));
}

}  // namespace commonplace::store
