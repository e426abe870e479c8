// The contract of sets: who is in them, in which order, before and after every kind of change (OAI-40…OAI-44), and of
// derived parts that are made again (OAI-48).
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "tests/node/store/contract.h"

namespace commonplace::store {

using testing::ElementsAre;
using testing::IsEmpty;

namespace {

Draft in_sets(Draft draft, std::vector<std::string> sets) {
  draft.sets = std::move(sets);
  return draft;
}

Selection set(std::string spec, std::optional<Datestamp> from = {}, std::optional<Datestamp> until = {}) {
  return {from, until, {}, {}, std::move(spec)};
}

std::vector<std::string> specs_of(const Store& store, std::string_view name) {
  std::vector<std::string> specs;
  store.get(fmt::format("oai:river.example:{}", name), Body::none,
            [&](const Row& row) { specs.assign(row.sets.begin(), row.sets.end()); });
  return specs;
}

// ---- a model of sets, as slow as it is plain
struct Modelled {
  std::vector<std::string> sets;
  Datestamp datestamp;
  Key key = 0;
};
using Model = std::map<std::string, Modelled>;  // by local name

bool is_in(const Modelled& record, std::string_view spec) {
  return std::any_of(record.sets.begin(), record.sets.end(), [&](const std::string& one) {
    return one == spec || (one.starts_with(spec) && one[spec.size()] == ':');
  });
}

std::vector<std::string> members(const Model& model, std::string_view spec, std::int64_t from, std::int64_t until) {
  std::vector<std::pair<std::pair<Datestamp, Key>, std::string>> found;
  for (const auto& [name, record] : model)
    if (is_in(record, spec) && record.datestamp.seconds >= from && record.datestamp.seconds <= until)
      found.push_back({{record.datestamp, record.key}, name});
  std::sort(found.begin(), found.end());
  std::vector<std::string> names;
  for (auto& one : found) names.push_back(std::move(one.second));
  return names;
}

}  // namespace

TEST_P(StoreContract, Oai41ASetHoldsItsMembersAndThoseOfItsChildren) {
  write(in_sets(draft("1", gallery_), {"subject:arts:music", "type:video"}));
  write(in_sets(draft("2", gallery_), {"subject:arts:drama"}), 20);
  write(in_sets(draft("3", gallery_), {"subject:artsx"}), 30);
  write(draft("4", gallery_), 40);

  EXPECT_THAT(names(set("subject")), ElementsAre("1", "2", "3"));
  EXPECT_THAT(names(set("subject:arts")), ElementsAre("1", "2"));
  EXPECT_THAT(names(set("subject:arts:music")), ElementsAre("1"));
  EXPECT_THAT(names(set("type:video")), ElementsAre("1"));
  EXPECT_THAT(names(set("type:vid")), IsEmpty());
  EXPECT_THAT(names(set("subject:arts", after(15))), ElementsAre("2"));
  EXPECT_THAT(names(set("subject:arts", {}, after(15))), ElementsAre("1"));
  EXPECT_THAT(specs_of(*store_, "1"),
              ElementsAre("contributor:river.example!river-gallery", "subject:arts:music", "type:video"));
  expect_sound();
}

TEST_P(StoreContract, Oai43ATombstoneKeepsItsSets) {
  write(in_sets(draft("1", gallery_), {"subject:arts:music"}));
  write(tombstone("1", gallery_), 20);
  write(in_sets(tombstone("2", gallery_), {"origin:hill.example"}), 30);

  EXPECT_THAT(names(set("subject:arts")), ElementsAre("1"));
  EXPECT_THAT(names(set("subject:arts", after(20))), ElementsAre("1"));
  EXPECT_THAT(names(set("origin:hill.example")), ElementsAre("2"));
  EXPECT_THAT(specs_of(*store_, "1"), testing::Contains("subject:arts:music"));
  expect_sound();
}

TEST_P(StoreContract, Oai44AMovedRecordIsInItsNewSetsAlone) {
  write(in_sets(draft("1", gallery_, "Old"), {"subject:arts:music"}));

  write(in_sets(draft("1", gallery_, "New"), {"subject:arts:drama", "level:primary"}), 20);

  EXPECT_THAT(names(set("subject:arts:music")), IsEmpty());
  EXPECT_THAT(names(set("subject:arts:drama")), ElementsAre("1"));
  EXPECT_THAT(names(set("subject:arts", after(20))), ElementsAre("1"));
  EXPECT_EQ(store_->count(set("subject:arts")), 1);
  EXPECT_EQ(store_->count(set("subject:arts:music")), 0);
  expect_sound();
}

TEST_P(StoreContract, Oai40SetsAreListedInOrderWithTopSetsAndContributors) {
  write(in_sets(draft("1", gallery_), {"subject:arts:music"}));

  std::vector<std::string> specs;
  for (const auto& one : store_->sets("", 100)) specs.push_back(one.spec);

  EXPECT_THAT(specs, ElementsAre("contributor", "contributor:river.example!river-gallery", "framework", "level", "origin",
                                 "subject", "subject:arts", "subject:arts:music", "type"));
  EXPECT_EQ(store_->count_sets(), 9);
  EXPECT_EQ(store_->sets("subject", 1).front().spec, "subject:arts");
  EXPECT_EQ(store_->sets("contributor", 1).front().contributor->name, profile("river.example").name);
  EXPECT_THAT(store_->sets("type", 5), IsEmpty());
  EXPECT_TRUE(store_->has_set("subject:arts"));
  EXPECT_TRUE(store_->has_set("contributor:river.example!river-gallery"));
  EXPECT_FALSE(store_->has_set("subject:art"));
  EXPECT_FALSE(store_->has_set(""));
}

TEST_P(StoreContract, Oai41ABatchOfThousandsIsListedInOrderOnPagesOfAnySize) {
  std::vector<Draft> drafts;
  std::vector<std::string> expected;
  for (int i = 0; i < 3000; ++i) {
    drafts.push_back(in_sets(draft(std::to_string(i), gallery_), {i % 3 == 0 ? "type:video" : "type:audio"}));
    if (i % 3 == 0) expected.push_back(std::to_string(i));
  }
  write_all(std::move(drafts));

  for (int page : {1, 127, 128, 129, 1000, 5000}) EXPECT_EQ(names(set("type:video"), page), expected) << page;
  EXPECT_EQ(store_->count(set("type:video")), 1000);
  EXPECT_EQ(store_->count(set("type:video", after(10), after(10))), 1000);
}

TEST_P(StoreContract, Oai41SetsAgreeWithAPlainModelThroughRandomChanges) {
  const std::vector<std::string> specs = {"subject:arts:music", "subject:arts:drama", "subject:sciences", "level:uk:ks1",
                                          "level:uk:ks2",       "type:video",         "type:audio",       "origin:local"};
  std::mt19937 random(41);
  const auto draw = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
  Model model;
  std::int64_t clock = 10;
  for (int step = 0; step < 120; ++step) {
    std::vector<Draft> drafts;
    for (int n = draw(step % 10 == 0 ? 400 : 6); n >= 0; --n) {
      const auto name = std::to_string(draw(600));
      std::vector<std::string> mine;
      for (const auto& spec : specs)
        if (draw(3) == 0) mine.push_back(spec);
      const bool dies = draw(5) == 0;
      drafts.push_back(in_sets(dies ? tombstone(name, gallery_) : draft(name, gallery_, std::to_string(draw(1'000'000))), mine));
    }
    write_all(drafts, clock);
    for (const auto& one : drafts) {
      const auto name = one.identifier.substr(one.identifier.rfind(':') + 1);
      const auto record = there(name);
      auto& known = model[name];
      const bool is_new = known.key == 0;
      if (record.datestamp.seconds == known.datestamp.seconds && !is_new && !one.deleted && record.document != one.document) continue;
      if (is_new || !one.deleted) known.sets = specs_of(*store_, name);
      std::erase_if(known.sets, [](const std::string& spec) { return spec.starts_with("contributor"); });
      known.datestamp = record.datestamp;
      known.key = record.key;
    }
    clock += draw(3);
    if (draw(20) == 0) clock -= 50;
    if (step % 10 != 9) continue;
    for (const std::string spec : {"subject", "subject:arts", "level", "level:uk", "type", "type:video", "origin:local", "nothing"}) {
      ASSERT_EQ(names(set(spec), 1 + draw(300)), members(model, spec, INT64_MIN, INT64_MAX)) << spec << " at step " << step;
      const std::int64_t from = after(draw(static_cast<int>(std::max<std::int64_t>(clock, 2)))).seconds;
      const std::int64_t until = from + draw(40);
      const auto part = members(model, spec, from, until);
      ASSERT_EQ(names(set(spec, Datestamp{from}, Datestamp{until}), 1 + draw(20)), part) << spec << " at step " << step;
      ASSERT_EQ(store_->count(set(spec, Datestamp{from}, Datestamp{until})), static_cast<std::int64_t>(part.size()));
    }
    expect_sound();
  }
}

// A source on probation, its release, a change that is held, and its being blocked and approved again.
TEST_P(StoreContract, Oai67SetsHoldAndNameOnlyWhatIsPublic) {
  Peer peer;
  peer.name = "hill.example";
  peer.url = "https://hill.example/oai";
  const PeerId hill = store_->add_peer(peer);
  const auto visit = [&](std::vector<Draft> drafts, Handling handling, std::int64_t seconds) {
    Batch page;
    page.handling = handling;
    for (auto& one : drafts) {
      one.peer = hill;
      one.trust = Trust::direct_unsigned;
    }
    page.drafts = std::move(drafts);
    page.visit.emplace();
    page.visit->peer = hill;
    page.visit->started = after(seconds);
    store_->write(page, after(seconds));
  };
  const auto turn = [&](Turn what, std::int64_t seconds) {
    while (store_->turn(hill, what, 100, after(seconds)) > 0) {
    }
  };
  const auto sets_named = [&] {
    std::vector<std::string> specs;
    for (const auto& one : store_->sets("origin", 3)) specs.push_back(one.spec);
    return specs;
  };

  visit({in_sets(draft("1", gallery_), {"origin:hill.example", "type:video"})}, Handling::stage, 10);
  EXPECT_THAT(names(set("type:video")), IsEmpty());
  EXPECT_THAT(sets_named(), ElementsAre("subject", "type"));
  EXPECT_FALSE(store_->has_set("origin:hill.example"));
  EXPECT_EQ(store_->count_sets(), 7);

  turn(Turn::release, 20);
  EXPECT_THAT(names(set("type:video", after(20))), ElementsAre("1"));
  EXPECT_THAT(sets_named(), ElementsAre("origin:hill.example", "subject", "type"));

  visit({in_sets(draft("1", gallery_, "Changed"), {"origin:hill.example", "type:audio"})}, Handling::park, 30);
  EXPECT_THAT(names(set("type:audio")), IsEmpty());
  turn(Turn::release, 40);
  EXPECT_THAT(names(set("type:audio", after(40))), ElementsAre("1"));
  EXPECT_THAT(names(set("type:video")), IsEmpty());

  turn(Turn::hide, 50);
  EXPECT_THAT(names(set("type:audio", after(50))), ElementsAre("1"));
  Rendering rendering{there("1").key, there("1").version, "<better/>", "", {"origin:hill.example", "type:text"}, true};
  EXPECT_EQ(store_->render_again({rendering}, {}, after(55)), 0) << "nobody sees it";
  EXPECT_EQ(there("1").datestamp, after(50));
  turn(Turn::reveal, 60);
  EXPECT_THAT(names(set("type:text", after(60))), ElementsAre("1"));
  expect_sound();
}

TEST_P(StoreContract, Oai48OnlyWhatComesOutDifferentIsStampedAnew) {
  write_many(3);
  const auto rendering = [&](std::string_view name) {
    const auto record = there(name);
    Rendering made;
    made.key = record.key;
    made.version = record.version;
    made.oai_dc = draft(name, gallery_).oai_dc;
    return made;
  };
  auto other_body = rendering("2");
  other_body.oai_dc = "<dc:title>Better</dc:title>";
  auto other_sets = rendering("3");
  other_sets.sets = {"type:video"};

  const int stamped = store_->render_again({rendering("1"), other_body, other_sets}, {"", "next", 3}, after(50));

  EXPECT_EQ(stamped, 2);
  EXPECT_EQ(there("1").datestamp, after(10));
  EXPECT_EQ(there("2").datestamp, after(50));
  EXPECT_EQ(there("2").version, 1);
  EXPECT_THAT(names(set("type:video")), ElementsAre("3"));
  EXPECT_EQ(store_->last_seq(), 5);
  EXPECT_EQ(store_->rendering_state().under_way, "next");
  EXPECT_EQ(store_->rendering_state().done, 3);
  std::string body;
  store_->get("oai:river.example:2", Body::oai_dc, [&](const Row& row) { body = row.body; });
  EXPECT_EQ(body, "<dc:title>Better</dc:title>");
  expect_sound();
}

TEST_P(StoreContract, Oai48WhatChangedMeanwhileOrIsGoneIsLeftAlone) {
  write_many(2);
  Rendering old{there("1").key, 1, "<old/>", "", {}, true};
  Rendering gone{there("2").key, 1, "<old/>", "", {}, true};
  write(draft("1", gallery_, "Newer"), 20);
  write(tombstone("2", gallery_), 20);

  EXPECT_EQ(store_->render_again({old, gone, {999, 1, "", "", {}, true}}, {"done", "", 0}, after(50)), 0);

  EXPECT_EQ(there("1").datestamp, after(20));
  EXPECT_EQ(there("2").datestamp, after(20));
  EXPECT_EQ(store_->rendering_state().made_with, "done");
  expect_sound();
}

TEST_P(StoreContract, Oai48LiveRecordsComeByKey) {
  write_many(5);
  write(tombstone("3", gallery_), 20);

  std::vector<std::string> all;
  Key after_key = 0;
  for (auto part = store_->live_after(0, 2); !part.empty(); part = store_->live_after(after_key, 2))
    for (const auto& record : part) {
      all.push_back(record.identifier);
      after_key = record.key;
    }

  EXPECT_THAT(all, ElementsAre("oai:river.example:1", "oai:river.example:2", "oai:river.example:4", "oai:river.example:5"));
}

}  // namespace commonplace::store
