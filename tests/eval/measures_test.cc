#include "tests/eval/measures.h"

namespace commonplace::eval {
namespace {

TEST(Srch60, MeasuresArePerfectForThePerfectRanking) {
  const auto m = measure({"a", "b", "c"}, {{"a", 3}, {"b", 2}, {"c", 1}});

  EXPECT_DOUBLE_EQ(m.ndcg10, 1);
  EXPECT_DOUBLE_EQ(m.reciprocal, 1);
  EXPECT_DOUBLE_EQ(m.precision3, 2.0 / 3);
  EXPECT_DOUBLE_EQ(m.recall10, 1);
  EXPECT_DOUBLE_EQ(m.zero, 0);
}

TEST(Srch60, MeasuresAreAsWorkedOutByHand) {
  const auto m = measure({"x", "b", "y", "a"}, {{"a", 3}, {"b", 1}});

  // (1 / log2 3 + 7 / log2 5) / (7 + 1 / log2 3)
  EXPECT_NEAR(m.ndcg10, (0.630930 + 3.014736) / 7.630930, 1e-5);
  EXPECT_DOUBLE_EQ(m.reciprocal, 0.25);
  EXPECT_DOUBLE_EQ(m.precision3, 0);
  EXPECT_DOUBLE_EQ(m.recall10, 1);
}

TEST(Srch60, WhatIsNotAmongTheFirstTenDoesNotCount) {
  std::vector<std::string> ranking(10, "x");
  ranking.push_back("a");

  EXPECT_DOUBLE_EQ(measure(ranking, {{"a", 3}}).ndcg10, 0);
  EXPECT_DOUBLE_EQ(measure(ranking, {{"a", 3}}).zero, 1);
  EXPECT_DOUBLE_EQ(measure({}, {}).ndcg10, 0);
}

TEST(Srch60, TheUncertaintyOfManyEqualAnswersIsNone) {
  EXPECT_DOUBLE_EQ(ndcg_uncertainty({20, Measures{.ndcg10 = 0.5}}), 0);
  EXPECT_GT(ndcg_uncertainty({{.ndcg10 = 0}, {.ndcg10 = 1}, {.ndcg10 = 0.3}}), 0.1);
}

}  // namespace
}  // namespace commonplace::eval
