// The contract of lists: order, keyset pages, selections, counts (OAI-46, 50, 55, 58).
#include <random>
#include <set>

#include "tests/node/store/contract.h"

namespace commonplace::store {

using testing::ElementsAre;
using testing::IsEmpty;

namespace {

Selection between(std::optional<Datestamp> from, std::optional<Datestamp> until) {
  Selection selection;
  selection.from = from;
  selection.until = until;
  return selection;
}

Selection of_contributor(ContributorId contributor) {
  Selection selection;
  selection.contributor = contributor;
  return selection;
}

Selection of_peer(PeerId peer) {
  Selection selection;
  selection.peer = peer;
  return selection;
}

}  // namespace

TEST_P(StoreContract, ListsByDatestampThenKeyDeletedIncluded) {
  write_all({draft("a", gallery_), draft("b", gallery_), draft("c", gallery_)}, 10);
  write(draft("a", gallery_, "Changed"), 20);
  write(tombstone("b", gallery_), 30);
  write(draft("d", gallery_), 30);

  EXPECT_THAT(names(), ElementsAre("c", "a", "b", "d"));
  EXPECT_THAT(names({}, 1), ElementsAre("c", "a", "b", "d"));
}

TEST_P(StoreContract, OneSecondMayHoldMoreThanOnePage) {
  write_many(10, 10);

  EXPECT_THAT(names({}, 3), ElementsAre("1", "2", "3", "4", "5", "6", "7", "8", "9", "10"));
}

TEST_P(StoreContract, FromAndUntilAreInclusive) {
  write(draft("a", gallery_), 10);
  write(draft("b", gallery_), 20);
  write(draft("c", gallery_), 30);

  EXPECT_THAT(names(between(after(20), std::nullopt)), ElementsAre("b", "c"));
  EXPECT_THAT(names(between(std::nullopt, after(20))), ElementsAre("a", "b"));
  EXPECT_THAT(names(between(after(20), after(20))), ElementsAre("b"));
  EXPECT_THAT(names(between(after(21), after(29))), IsEmpty());
  EXPECT_THAT(names(between(after(30), after(10))), IsEmpty());
}

TEST_P(StoreContract, SelectsByContributorAndByPeer) {
  const ContributorId hill = store_->put_contributor(profile("hill.example", "hill"), false);
  Draft from_hill = draft("b", hill);
  from_hill.peer = 5;
  Draft relayed = draft("c", gallery_);
  relayed.peer = 5;
  write_all({draft("a", gallery_), from_hill, relayed});

  EXPECT_THAT(names(of_contributor(gallery_)), ElementsAre("a", "c"));
  EXPECT_THAT(names(of_contributor(hill)), ElementsAre("b"));
  EXPECT_THAT(names(of_peer(5)), ElementsAre("b", "c"));
  EXPECT_THAT(names(of_peer(0)), ElementsAre("a"));
  EXPECT_THAT(names(of_contributor(99)), IsEmpty());
  Selection both = of_contributor(gallery_);
  both.peer = 5;
  EXPECT_THAT(names(both), ElementsAre("c"));
  EXPECT_EQ(store_->count(both), 1);
}

TEST_P(StoreContract, RowsCarryTheBodyAsked) {
  Draft made = draft("a", gallery_);
  made.about = "<provenance/>";
  write_all({made, tombstone("b", gallery_)});
  const auto bodies = [&](Body body) {
    std::vector<std::string> seen;
    store_->list({}, std::nullopt, 10, 1 << 20, body,
                 [&](const Row& row) { seen.push_back(fmt::format("{}|{}|{}", row.body, row.about, row.deleted)); });
    return seen;
  };

  EXPECT_THAT(bodies(Body::none), ElementsAre("||false", "||true"));
  EXPECT_THAT(bodies(Body::oai_dc), ElementsAre(made.oai_dc + "|<provenance/>|false", "||true"));
  EXPECT_THAT(bodies(Body::document), ElementsAre(made.document + "|<provenance/>|false", "||true"));
}

TEST_P(StoreContract, GetsOneRowAsAListWould) {
  const Draft made = draft("a", gallery_);
  write_all({made, tombstone("b", gallery_)});
  std::string seen;
  const auto keep = [&](const Row& row) { seen = fmt::format("{} {} {}", row.identifier, row.body, row.deleted); };

  EXPECT_TRUE(store_->get("oai:river.example:a", Body::oai_dc, keep));
  EXPECT_EQ(seen, "oai:river.example:a " + made.oai_dc + " false");
  EXPECT_TRUE(store_->get("oai:river.example:b", Body::document, keep));
  EXPECT_EQ(seen, "oai:river.example:b  true");
  EXPECT_FALSE(store_->get("oai:river.example:c", Body::none, keep));
}

TEST_P(StoreContract, AListStopsAfterTheBytesAskedButVisitsAtLeastOne) {
  std::vector<Draft> drafts;
  for (int i = 0; i < 5; ++i) {
    drafts.push_back(draft(std::to_string(i), gallery_));
    drafts.back().oai_dc = std::string(1000, 'x');
  }
  write_all(drafts);
  const auto visited = [&](std::int64_t most) {
    return store_->list({}, std::nullopt, 100, most, Body::oai_dc, [](const Row&) {});
  };

  EXPECT_EQ(visited(0), 1);
  EXPECT_EQ(visited(2500), 3);
  EXPECT_EQ(visited(1 << 20), 5);
  EXPECT_EQ(store_->list({}, std::nullopt, 0, 1, Body::none, [](const Row&) {}), 0);
}

TEST_P(StoreContract, SaysWhetherThereIsMore) {
  write_many(2, 10);
  write(draft("3", gallery_), 20);
  const auto place = [&](std::string_view name) { return Place{there(name).datestamp, there(name).key}; };

  EXPECT_TRUE(store_->has_more({}, place("1")));
  EXPECT_TRUE(store_->has_more({}, place("2")));
  EXPECT_FALSE(store_->has_more({}, place("3")));
  EXPECT_FALSE(store_->has_more(between(std::nullopt, after(10)), place("2")));
  EXPECT_FALSE(store_->has_more(of_peer(9), {}));
}

TEST_P(StoreContract, CountsWhatAListWouldVisit) {
  const ContributorId hill = store_->put_contributor(profile("hill.example", "hill"), false);
  write_many(4, 10);
  write_all({draft("h1", hill), tombstone("h2", hill)}, 20);
  write(tombstone("1", gallery_), 30);

  EXPECT_EQ(store_->count({}), 6);
  EXPECT_EQ(store_->count(of_contributor(gallery_)), 4);
  EXPECT_EQ(store_->count(of_contributor(hill)), 2);
  EXPECT_EQ(store_->count(of_contributor(99)), 0);
  EXPECT_EQ(store_->count(of_peer(0)), 6);
  EXPECT_EQ(store_->count(between(after(20), std::nullopt)), 3);
  EXPECT_EQ(store_->count(between(std::nullopt, after(29))), 5);
  EXPECT_EQ(store_->count(between(std::nullopt, after(9999))), 6);
  EXPECT_EQ(store_->count(between(beginning, after(9999))), 6);
  EXPECT_EQ(store_->count(between(after(21), after(29))), 0);
  EXPECT_EQ(store_->totals().live, 4);
  EXPECT_EQ(store_->totals().deleted, 2);
}

TEST_P(StoreContract, AnEmptyStoreHasNothing) {
  EXPECT_THAT(names(), IsEmpty());
  EXPECT_EQ(store_->count({}), 0);
  EXPECT_EQ(store_->totals().live, 0);
  EXPECT_EQ(store_->last_seq(), 0);
  EXPECT_FALSE(store_->has_more({}, {}));
  expect_sound();
}

// OAI-55: whoever did not change during the list is in it exactly once, whatever happened around it.
TEST_P(StoreContract, Oai55PagesUnderChangeSkipAndRepeatNothing) {
  std::mt19937 random(55);
  for (int round = 0; round < 25; ++round) {
    write_many(20, 100 * round);
    std::set<std::string> touched;
    std::multiset<std::string> listed;
    const Selection frozen = between(std::nullopt, after(100 * round));
    const auto untouched_before = names(frozen, 50);
    std::optional<Place> place;
    for (int visited = 3; visited == 3;) {
      visited = store_->list(frozen, place, 3, 1 << 20, Body::none, [&](const Row& row) {
        listed.emplace(row.identifier.substr(row.identifier.rfind(':') + 1));
        place = Place{row.datestamp, row.key};
      });
      const std::string name = std::to_string(1 + random() % 25);
      touched.insert(name);
      const bool remove = random() % 3 == 0;
      write(remove ? tombstone(name, gallery_) : draft(name, gallery_, fmt::format("{}", random())), 100 * round + 50);
    }
    for (const auto& name : untouched_before) {
      if (!touched.contains(name)) {
        EXPECT_EQ(listed.count(name), 1U) << name;
      }
    }
  }
  expect_sound();
}

}  // namespace commonplace::store
