// Across frameworks (CUR-50, CUR-51, CUR-55).
#include "node/curriculum/crosswalks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commonplace::curriculum {
namespace {

using model::Relation;
using testing::ElementsAre;
using testing::IsEmpty;

model::StatementLink link(std::string from, Relation relation, std::string to, int confidence = 100) {
  model::StatementLink made;
  made.origin = std::move(from);
  made.relation = relation;
  made.destination = std::move(to);
  made.asserted_by = "Ann";
  made.confidence = confidence;
  return made;
}

std::vector<std::string> reached(const std::vector<model::StatementLink>& links, std::string_view from) {
  std::vector<std::string> out;
  for (const auto& one : Crosswalks(links).from(from)) out.push_back(one.statement);
  return out;
}

TEST(Cur50, ExactOfExactIsExactAndRelatedOfRelatedIsNothing) {
  const Crosswalks exact({link("a", Relation::exact, "b"), link("b", Relation::exact, "c"), link("d", Relation::exact, "c")});
  const auto found = exact.from("a");
  ASSERT_EQ(found.size(), 3u);
  for (const auto& one : found) EXPECT_DOUBLE_EQ(one.weight, 1.0);

  EXPECT_THAT(reached({link("a", Relation::related, "b"), link("b", Relation::related, "c")}, "a"), ElementsAre("b"));
  EXPECT_THAT(reached({link("a", Relation::exact, "b"), link("b", Relation::close, "c")}, "a"), ElementsAre("b"));
}

TEST(Cur50, WeightsAreThoseOfTheRelationTimesTheConfidence) {
  const Crosswalks all({link("a", Relation::close, "close"), link("a", Relation::narrower, "narrower", 50), link("a", Relation::broader, "broader"),
                        link("a", Relation::related, "related"), link("a", Relation::replaced, "new")});
  std::map<std::string, double> weights;
  for (const auto& one : all.from("a")) weights[one.statement] = one.weight;
  EXPECT_THAT(weights, testing::UnorderedElementsAre(testing::Pair("close", testing::DoubleEq(0.9)), testing::Pair("narrower", testing::DoubleEq(0.4)),
                                                     testing::Pair("broader", testing::DoubleEq(0.5)), testing::Pair("related", testing::DoubleEq(0.3)),
                                                     testing::Pair("new", testing::DoubleEq(1.0))));
}

TEST(Cur50, ALinkIsFollowedFromBothEnds) {
  const Crosswalks all({link("a", Relation::narrower, "b")});
  ASSERT_EQ(all.from("b").size(), 1u);
  EXPECT_EQ(all.from("b").front().path.front().relation, Relation::broader);
  EXPECT_DOUBLE_EQ(all.from("b").front().weight, 0.5);
}

TEST(Cur50, TheBestPathWins) {
  const Crosswalks all({link("a", Relation::related, "c"), link("a", Relation::exact, "b"), link("b", Relation::exact, "c", 80)});
  const auto found = all.from("a");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[1].statement, "c");
  EXPECT_DOUBLE_EQ(found[1].weight, 0.8);
  EXPECT_EQ(found[1].path.size(), 2u);
}

TEST(Cur51, ThePathTellsWhoSaysSo) {
  auto made = link("a", Relation::exact, "b", 90);
  made.reviewed_at = "2026-11-20T10:00:00Z";
  const auto path = Crosswalks({made}).from("a").front().path;
  ASSERT_EQ(path.size(), 1u);
  EXPECT_EQ(path.front().asserted_by, "Ann");
  EXPECT_EQ(path.front().confidence, 90);
  EXPECT_EQ(path.front().reviewed_at, "2026-11-20T10:00:00Z");
}

TEST(Cur55, WhatIsOffOrOnlyProposedIsNotFollowed) {
  auto off = link("a", Relation::exact, "b");
  off.state = model::LinkState::off;
  auto proposed = link("a", Relation::exact, "c");
  proposed.state = model::LinkState::proposed;
  EXPECT_THAT(reached({off, proposed, link("a", Relation::exemplar, "d"), link("a", Relation::exact, "a")}, "a"), IsEmpty());
}

TEST(Cur50, CirclesAndCrowdsEnd) {
  std::vector<model::StatementLink> links;
  for (int i = 0; i < 500; ++i) links.push_back(link(std::to_string(i), Relation::exact, std::to_string((i + 1) % 500)));
  for (int i = 0; i < 500; ++i) links.push_back(link("hub", Relation::related, std::to_string(i)));
  const Crosswalks all(links);
  EXPECT_LE(all.from("0").size(), 64u);
  EXPECT_EQ(all.from("hub").size(), 64u);
}

}  // namespace
}  // namespace commonplace::curriculum
