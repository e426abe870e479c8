// Alignments that tell nothing (CUR-40, CUR-42).
#include "node/curriculum/boilerplate.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace commonplace::curriculum {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class Cur40 : public testing::Test {
 protected:
  Boilerplate::Record record(std::int64_t key, std::vector<std::string> statements, bool supported = true, std::string subject = "art-and-design") {
    std::vector<bool> support(statements.size(), supported);
    return {.key = key, .contributor = 1, .source = 0, .statements = std::move(statements), .supported = std::move(support), .subjects = {std::move(subject)}};
  }
  std::size_t flagged(std::int64_t first, std::int64_t last) {
    std::size_t count = 0;
    for (auto key = first; key <= last; ++key) count += !all_.general(key).empty();
    return count;
  }
  Boilerplate all_;
};

TEST_F(Cur40, TheSameStatementsOnMostOfWhatOneOffersAreGeneral) {
  for (int i = 1; i <= 12; ++i) all_.put(record(i, {"a", "b", "c"}));
  for (int i = 13; i <= 40; ++i) all_.put(record(i, {fmt::format("s{}", i)}));

  EXPECT_EQ(flagged(1, 12), 12u);
  EXPECT_EQ(flagged(13, 40), 0u);
  EXPECT_EQ(all_.general(1).front().reason, GeneralReason::everywhere);
}

TEST_F(Cur40, ThreeTenthsTenRecordsAndThreeStatementsAreTheLeast) {
  for (int i = 1; i <= 9; ++i) all_.put(record(i, {"a", "b", "c"}));
  EXPECT_EQ(flagged(1, 9), 0u);
  all_.put(record(10, {"c", "b", "a"}));
  EXPECT_EQ(flagged(1, 10), 10u) << "the order of the statements makes no difference";
  for (int i = 11; i <= 34; ++i) all_.put(record(i, {fmt::format("s{}", i)}));
  EXPECT_EQ(flagged(1, 10), 0u) << "10 of 34 are less than 30 %";

  Boilerplate two;
  for (int i = 1; i <= 20; ++i) two.put(record(i, {"a", "b"}));
  EXPECT_THAT(two.general(1), IsEmpty());
}

TEST_F(Cur40, TheSameStatementsOnFourSubjectsAreGeneral) {
  const std::vector<std::string> subjects = {"history", "english", "music", "drama"};
  for (int i = 0; i < 12; ++i) all_.put(record(i + 1, {"a", "b", "c"}, true, subjects[static_cast<std::size_t>(i) % 4]));
  for (int i = 100; i < 200; ++i) all_.put(record(i, {fmt::format("s{}", i)}));

  ASSERT_EQ(flagged(1, 12), 12u);
  EXPECT_EQ(all_.general(1).front().reason, GeneralReason::many_subjects);
}

TEST_F(Cur40, OneStatementOnHalfOfThemThatFewSpeakOfIsGeneral) {
  for (int i = 1; i <= 30; ++i) all_.put(record(i, {"creativity", fmt::format("s{}", i)}, i <= 9));

  EXPECT_THAT(all_.general(20), testing::ElementsAre(GeneralUse{"creativity", GeneralReason::unsupported}));
}

TEST_F(Cur40, AnArtMuseumWithTwoStatementsThatItsTextsSupportIsNotFlagged) {
  for (int i = 1; i <= 40; ++i) all_.put(record(i, {i % 2 ? "drawing" : "great artists"}));
  EXPECT_EQ(flagged(1, 40), 0u);

  Boilerplate both;
  for (int i = 1; i <= 40; ++i) both.put(record(i, {"drawing", "great artists"}));
  EXPECT_THAT(both.general(7), IsEmpty());
}

TEST_F(Cur40, ASourceOfManySmallOrganisationsIsCountedAsOne) {
  for (int i = 1; i <= 20; ++i) {
    auto one = record(i, {"a", "b", "c"});
    one.contributor = i;
    one.source = 5;
    all_.put(one);
  }
  EXPECT_EQ(flagged(1, 20), 20u);
}

TEST_F(Cur40, ChangesAreToldForRecordsThatWereThereBefore) {
  for (int i = 1; i <= 9; ++i) all_.put(record(i, {"a", "b", "c"}));
  EXPECT_THAT(all_.take_changed(), IsEmpty());
  all_.put(record(10, {"a", "b", "c"}));
  EXPECT_THAT(all_.take_changed(), SizeIs(10));
  EXPECT_THAT(all_.take_changed(), IsEmpty());
  all_.remove(10);
  EXPECT_THAT(all_.take_changed(), SizeIs(9));
}

// Counts that come and go are those of counting anew.
TEST_F(Cur40, CountsKeptAreCountsMadeAnew) {
  std::mt19937 random(40);
  std::map<std::int64_t, Boilerplate::Record> there;
  for (int i = 0; i < 3000; ++i) {
    const auto key = static_cast<std::int64_t>(random() % 120);
    if (random() % 4 == 0) {
      there.erase(key);
      all_.remove(key);
      continue;
    }
    std::vector<std::string> statements;
    for (unsigned s = 0; s < 1 + random() % 4; ++s) statements.push_back(std::string(1, static_cast<char>('a' + random() % 4)));
    auto one = record(key, statements, random() % 3 == 0, fmt::format("subject {}", random() % 5));
    one.contributor = static_cast<std::int64_t>(random() % 3);
    there[key] = one;
    all_.put(one);
  }
  Boilerplate anew;
  for (const auto& [key, one] : there) anew.put(one);
  ASSERT_EQ(all_.size(), anew.size());
  for (const auto& [key, one] : there) {
    EXPECT_EQ(all_.general(key), anew.general(key)) << key;
    EXPECT_EQ(all_.specificity(key, one.statements.front()), anew.specificity(key, one.statements.front()));
  }
}

TEST_F(Cur40, UnknownAndEmptyRecordsAreNothing) {
  all_.put(record(1, {"", ""}));
  all_.remove(99);
  EXPECT_EQ(all_.size(), 0u);
  EXPECT_THAT(all_.general(1), IsEmpty());
}

TEST(Cur42, RareAndSupportedIsSpecific) {
  Boilerplate all;
  for (int i = 1; i <= 40; ++i) {
    Boilerplate::Record one{.key = i, .contributor = 1, .source = 0, .statements = {"common", fmt::format("rare {}", i)}, .supported = {true, i % 2 == 0}, .subjects = {}};
    all.put(one);
  }
  EXPECT_LT(all.specificity(2, "common"), 10);
  EXPECT_EQ(all.specificity(2, "rare 2"), 100);
  EXPECT_EQ(all.specificity(3, "rare 3"), 40);
  EXPECT_EQ(all.specificity(3, "never"), 0);
}

}  // namespace
}  // namespace commonplace::curriculum
