// The contract of what is known about alignments: steps that go on where they stopped, decisions that stay (CUR-29, 32, 34).
#include "node/store/alignments.h"
#include "tests/node/store/contract.h"

namespace commonplace::store {
namespace {

AlignedRecord aligned(std::int64_t key, std::string statement, std::string text = {}) {
  return {.key = key, .contributor = 2, .peer = 3, .subjects = {"music", "a,b:c"}, .uses = {{std::move(statement), "teaches", "text", 93, true, std::move(text), "Ann"}}};
}

AlignedText waiting(std::string mark, std::string text) {
  AlignedText made;
  made.mark = std::move(mark);
  made.text = std::move(text);
  made.language = "en";
  made.subjects = {"music"};
  made.levels = {"england-ks2"};
  made.verdict = TextVerdict::queued;
  made.candidates = {{"https://a.example/1", 80, "half of it"}, {"https://a.example/2", 76, ""}};
  made.tried_with = 4;
  return made;
}

std::vector<AlignedRecord> all(const Alignments& alignments) {
  std::vector<AlignedRecord> out;
  alignments.records([&](const AlignedRecord& record) { out.push_back(record); });
  return out;
}

TEST_P(StoreContract, AlignmentsAreKeptAsTheyWerePut) {
  auto& kept = store_->alignments();
  ASSERT_EQ(kept.until(), 0);
  const auto one = aligned(7, "https://a.example/1", "0123");
  const auto text = waiting("0123", "Sing “together” & más");
  ASSERT_TRUE(kept.put(AlignmentStep{0, 12, {one}, {text}}));
  reopen();

  EXPECT_EQ(store_->alignments().until(), 12);
  EXPECT_EQ(store_->alignments().record(7), one);
  EXPECT_EQ(store_->alignments().text("0123"), text);
  EXPECT_THAT(all(store_->alignments()), testing::ElementsAre(one));
  EXPECT_FALSE(store_->alignments().record(8));
  EXPECT_FALSE(store_->alignments().text("4567"));
}

TEST_P(StoreContract, AStepFromAnotherPlaceWritesNothing) {
  auto& kept = store_->alignments();
  ASSERT_TRUE(kept.put(AlignmentStep{0, 5, {aligned(1, "a")}, {}}));

  EXPECT_FALSE(kept.put(AlignmentStep{0, 9, {aligned(2, "b")}, {}}));

  EXPECT_EQ(kept.until(), 5);
  EXPECT_THAT(all(kept), testing::SizeIs(1));
}

TEST_P(StoreContract, ARecordWithoutUsesIsForgotten) {
  auto& kept = store_->alignments();
  kept.put(AlignmentStep{0, 1, {aligned(1, "a"), aligned(2, "b")}, {}});
  AlignedRecord gone;
  gone.key = 1;
  kept.put(AlignmentStep{1, 2, {gone}, {}});

  EXPECT_FALSE(kept.record(1));
  std::vector<std::int64_t> keys;
  kept.records_after(0, 10, [&](const AlignedRecord& record) { keys.push_back(record.key); });
  EXPECT_THAT(keys, testing::ElementsAre(2));
}

TEST_P(StoreContract, WhatPeopleDecidedStays) {
  auto& kept = store_->alignments();
  kept.put(AlignmentStep{0, 1, {}, {waiting("a", "A"), waiting("b", "B"), waiting("c", "C")}});
  const auto version = kept.version();
  ASSERT_TRUE(kept.decide("a", TextVerdict::accepted, {"https://a.example/9"}, "Ann", "2026-11-20T10:00:00Z"));
  ASSERT_TRUE(kept.decide("b", TextVerdict::refused, {}, "Ann", "2026-11-20T10:00:00Z"));
  EXPECT_FALSE(kept.decide("none", TextVerdict::refused, {}, "Ann", ""));
  EXPECT_GT(kept.version(), version);

  kept.put(AlignmentStep{1, 2, {}, {waiting("a", "A")}});
  kept.restart("others");

  EXPECT_EQ(kept.made_with(), "others");
  EXPECT_EQ(kept.until(), 0);
  EXPECT_THAT(kept.texts(), testing::SizeIs(2));
  EXPECT_EQ(kept.text("a")->verdict, TextVerdict::accepted);
  EXPECT_THAT(kept.text("a")->statements, testing::ElementsAre("https://a.example/9"));
  EXPECT_EQ(kept.text("a")->decided_by, "Ann");
}

TEST_P(StoreContract, TextsOfOneVerdictComeInPages) {
  auto& kept = store_->alignments();
  kept.put(AlignmentStep{0, 1, {}, {waiting("a", "A"), waiting("b", "B"), waiting("c", "C")}});
  kept.decide("b", TextVerdict::refused, {}, "Ann", "");

  EXPECT_THAT(kept.texts(TextVerdict::queued, "", 1), testing::ElementsAre(testing::Field(&AlignedText::mark, "a")));
  EXPECT_THAT(kept.texts(TextVerdict::queued, "a", 9), testing::ElementsAre(testing::Field(&AlignedText::mark, "c")));
}

TEST_P(StoreContract, ASuggestionIsJudgedOnceAndMayBeJudgedAgain) {
  auto& kept = store_->alignments();
  const SuggestionVerdict no{7, "https://a.example/1", false, 40, "Ann", "2026-11-20T10:00:00Z"};
  kept.put(no);
  kept.put(SuggestionVerdict{8, "https://a.example/1", true, 90, "Ann", ""});
  EXPECT_THAT(kept.verdicts(7), testing::ElementsAre(no));

  auto yes = no;
  yes.accepted = true;
  kept.put(yes);
  EXPECT_THAT(kept.verdicts(7), testing::ElementsAre(yes));
  EXPECT_THAT(kept.verdicts(), testing::SizeIs(2));
}

}  // namespace
}  // namespace commonplace::store
