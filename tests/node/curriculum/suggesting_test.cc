// Which statements a resource may teach (CUR-30 to CUR-34).
#include "node/curriculum/suggesting.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commonplace::curriculum {
namespace {

using testing::Contains;
using testing::Not;

model::Resource resource(std::string name, std::string subject = {}, std::string level = {}) {
  model::Resource made;
  made.name = {{"en", std::move(name)}};
  made.in_language = {"en"};
  if (!subject.empty()) made.about = {std::move(subject)};
  if (!level.empty()) made.educational_level = {std::move(level)};
  return made;
}

std::string uri(std::string_view name) {
  return "https://curriculum.example/" + std::string(name);
}

class Suggestions : public testing::Test {
 protected:
  Suggestions() {
    model::Framework arts;
    arts.id = "arts";
    std::vector<model::Statement> statements;
    const auto add = [&](std::string_view name, std::string text, std::string subject, std::string level) {
      model::Statement made;
      made.uri = uri(name);
      made.text = {{"en", std::move(text)}};
      made.subjects = {std::move(subject)};
      made.levels = {std::move(level)};
      statements.push_back(std::move(made));
    };
    add("sketch", "Create sketch books to record observations", "art-and-design", "england-ks2");
    add("print", "Improve mastery of printing and drawing", "art-and-design", "england-ks2");
    add("print-ks3", "Improve mastery of printing and drawing", "art-and-design", "england-ks3");
    add("compose", "Improvise and compose music", "music", "england-ks2");
    add("record", "Record music and listen to recordings", "music", "england-ks2");
    catalogue_.add(arts, statements);
    model::Framework other;
    other.id = "other";
    model::Statement elsewhere;
    elsewhere.uri = uri("elsewhere");
    elsewhere.text = {{"en", "Printing with lino"}};
    catalogue_.add(other, {elsewhere});
  }

  std::vector<std::string> suggest(const SuggestionWish& wish, const AlignedResources* aligned = nullptr) {
    std::vector<std::string> out;
    for (const auto& one : curriculum::suggest(catalogue_, aligned, wish)) out.push_back(catalogue_.entries()[one.statement].uri);
    return out;
  }

  Catalogue catalogue_;
};

using Cur30 = Suggestions;
using Cur32 = Suggestions;
using Cur34 = Suggestions;

TEST_F(Cur30, WordsSubjectAndLevelTogetherDecide) {
  const auto asked = resource("Drawing and printing in sketch books", "art-and-design", "england-ks3");
  SuggestionWish wish;
  wish.resource = &asked;

  EXPECT_EQ(suggest(wish).front(), uri("print-ks3"));
}

TEST_F(Cur30, OnlyTheFrameworksAskedForAreLookedAt) {
  const auto asked = resource("Printing");
  SuggestionWish wish;
  wish.resource = &asked;
  wish.frameworks = {"other"};
  EXPECT_THAT(suggest(wish), testing::ElementsAre(uri("elsewhere")));

  wish.frameworks = {"unknown"};
  EXPECT_TRUE(suggest(wish).empty());
}

TEST_F(Cur30, ResourcesLikeItSpeakForTheirStatements) {
  AlignedResources aligned;
  for (int i = 0; i < 6; ++i) aligned.put(i + 1, 1 + i % 2, resource(fmt::format("Hokusai and the great wave {}", i), "art-and-design"), {uri("print")});
  const auto asked = resource("The wave of Hokusai", "art-and-design");
  SuggestionWish wish;
  wish.resource = &asked;
  EXPECT_TRUE(suggest(wish).empty());

  const auto found = curriculum::suggest(catalogue_, &aligned, wish);

  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(catalogue_.entries()[found.front().statement].uri, uri("print"));
  EXPECT_EQ(found.front().neighbours, 6);
}

TEST_F(Cur30, OneBigPublisherDoesNotDecideAlone) {
  AlignedResources aligned;
  for (int i = 0; i < 15; ++i) aligned.put(i + 1, 1, resource("Hokusai wave", "art-and-design"), {uri("print")});
  const auto asked = resource("Hokusai wave", "art-and-design");
  SuggestionWish wish;
  wish.resource = &asked;
  const int alone = curriculum::suggest(catalogue_, &aligned, wish).front().score;

  for (int i = 15; i < 30; ++i) aligned.put(i + 1, 2, resource("Hokusai wave", "art-and-design"), {uri("print")});

  EXPECT_GT(curriculum::suggest(catalogue_, &aligned, wish).front().score, alone);
}

TEST_F(Cur30, WordsThatFitOneStatementOutweighWordsThatFitManyAlike) {
  const auto one = resource("Sketch books of observations", "art-and-design", "england-ks2");
  const auto many = resource("Mastery of improvising, recording and printing");
  SuggestionWish wish;
  wish.resource = &one;
  const auto sure = curriculum::suggest(catalogue_, nullptr, wish);
  wish.resource = &many;
  const auto unsure = curriculum::suggest(catalogue_, nullptr, wish);

  ASSERT_FALSE(sure.empty());
  ASSERT_GT(unsure.size(), 1u);
  EXPECT_GT(sure.front().score, 80);
  EXPECT_LT(unsure.front().score, 60);
}

TEST_F(Cur30, WhatTheOwnWordsSayBestIsAmongTheFirstWhateverNeighboursSay) {
  Catalogue catalogue;
  model::Framework large;
  large.id = "large";
  std::vector<model::Statement> statements;
  std::vector<std::string> popular;
  for (int i = 0; i < 30; ++i) {
    model::Statement made;
    made.uri = uri(fmt::format("popular-{}", i));
    made.text = {{"en", fmt::format("Something of everything, part {}", i)}};
    popular.push_back(made.uri);
    statements.push_back(std::move(made));
  }
  for (const std::string name : {"lino", "linocuts", "lino prints"}) {
    model::Statement made;
    made.uri = uri(name);
    made.text = {{"en", "Cutting of " + name}};
    statements.push_back(std::move(made));
  }
  catalogue.add(large, statements);
  AlignedResources aligned;
  for (int i = 0; i < 20; ++i) aligned.put(i + 1, i, resource("Lino cutting"), popular);
  const auto asked = resource("Lino cutting");
  SuggestionWish wish;
  wish.resource = &asked;

  const auto found = curriculum::suggest(catalogue, &aligned, wish);

  ASSERT_GE(found.size(), 5u);
  int own = 0;
  for (std::size_t i = 0; i < 5; ++i) own += catalogue.entries()[found[i].statement].text.at("en").starts_with("Cutting");
  EXPECT_EQ(own, 3);
}

TEST_F(Cur30, TheResourceItselfAndWhatIsTakenOutSayNothing) {
  AlignedResources aligned;
  aligned.put(7, 1, resource("Hokusai"), {uri("print")});
  const auto asked = resource("Hokusai");
  SuggestionWish wish;
  wish.resource = &asked;
  wish.key = 7;
  EXPECT_TRUE(suggest(wish, &aligned).empty());

  wish.key = 8;
  EXPECT_FALSE(suggest(wish, &aligned).empty());
  aligned.remove(7);
  EXPECT_TRUE(suggest(wish, &aligned).empty());
  EXPECT_EQ(aligned.size(), 0u);
}

TEST_F(Cur30, PlacesOfResourcesThatWentAreUsedAgain) {
  AlignedResources aligned;
  for (int round = 0; round < 5; ++round)
    for (int i = 0; i < 1000; ++i) aligned.put(i, 1, resource(fmt::format("Hokusai {}", i)), {uri(i == 999 ? "print" : "sketch")});
  const auto asked = resource("999");
  SuggestionWish wish;
  wish.resource = &asked;

  EXPECT_EQ(aligned.size(), 1000u);
  EXPECT_EQ(suggest(wish, &aligned).front(), uri("print"));
}

TEST_F(Cur32, TheWordsThatLedThereAreToldAsTheyWereWritten) {
  auto asked = resource("Keeping SKETCHBOOKS");
  asked.learning_objectives = {{{"en", "I can record my Observations in sketch books"}}};
  SuggestionWish wish;
  wish.resource = &asked;

  const auto found = curriculum::suggest(catalogue_, nullptr, wish);

  EXPECT_THAT(found.front().words, testing::IsSupersetOf({"sketch", "books", "Observations"}));
}

TEST_F(Cur34, WhatWasTurnedDownIsNotOfferedAgain) {
  const auto asked = resource("Drawing and printing", "art-and-design", "england-ks2");
  SuggestionWish wish;
  wish.resource = &asked;
  ASSERT_EQ(suggest(wish).front(), uri("print"));

  wish.rejected = {uri("print")};

  EXPECT_THAT(suggest(wish), Not(Contains(uri("print"))));
}

TEST_F(Cur30, AResourceWithoutWordsGetsNothing) {
  const model::Resource asked;
  SuggestionWish wish;
  wish.resource = &asked;
  EXPECT_TRUE(suggest(wish).empty());
}

}  // namespace
}  // namespace commonplace::curriculum
