#include "tests/eval/measures.h"

#include "schemas/formats/unicode.h"
#include "tests/eval/made_questions.h"

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

TEST(Srch60, ASettingIsJudgedByQuestionsThatDidNotChooseIt) {
  // One question of ten is answered by the second setting alone: by its own part it cannot be chosen.
  std::vector<std::vector<double>> by_setting(2, std::vector<double>(10, 0.5));
  by_setting[1][3] = 1;
  const auto lucky = cross_validated(by_setting);
  EXPECT_EQ(lucky.chosen, (std::vector<std::size_t>{1, 1, 1, 0, 1}));
  EXPECT_DOUBLE_EQ(lucky.mean, 0.5) << "on all questions it would seem to be 0.55";

  for (auto& value : by_setting[1]) value = 0.8;
  EXPECT_DOUBLE_EQ(cross_validated(by_setting).mean, 0.8);
  EXPECT_EQ(cross_validated({}).mean, 0);
  EXPECT_EQ(cross_validated({{}, {}}).mean, 0);
}

TEST(Srch60, QuestionsAreMadeOfNamesTheSameWayEverywhere) {
  const std::vector<std::string> names = {"Painting a rainforest scene", "Tectonic plates and volcanoes", "Fractions of amounts and shapes",
                                          "Castles of medieval Britain", "Reading a weather map", "W1: signs!", "Two words"};
  const auto questions = make_questions(names, 1, 3);
  ASSERT_EQ(questions.size(), 5U) << "each usable name once";
  EXPECT_EQ(questions.front().kind, "the name");
  for (const auto& question : questions) {
    EXPECT_NE(question.name, "Two words");
    EXPECT_FALSE(question.text.empty());
    EXPECT_EQ(question.text == formats::fold_case(question.name), question.kind == "the name") << question.text;
  }
  const auto again = make_questions(names, 1, 3);
  for (std::size_t i = 0; i < again.size(); ++i) EXPECT_EQ(again[i].text, questions[i].text);
  EXPECT_TRUE(make_questions({}, 10, 1).empty());
}

}  // namespace
}  // namespace commonplace::eval
