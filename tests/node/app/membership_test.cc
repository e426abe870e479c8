// In which sets a resource is: OAI-40, OAI-41, OAI-44.
#include "node/app/membership.h"

#include <fmt/format.h>

#include "node/app/frameworks.h"
#include "node/app/publisher.h"
#include "schemas/formats/identifier.h"
#include "tests/node/app/ground.h"

namespace commonplace::app {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::vector<std::string> sets(const model::Resource& resource, const curriculum::Resolver& statements = {}) {
  return sets_of(resource, statements, local_origin);
}

model::Statement statement(const std::string& uri, const std::string& id, const std::string& parent = "") {
  model::Statement made;
  made.uri = uri;
  made.id = made.code = id;
  made.parent = parent;
  return made;
}

model::Framework framework(const std::string& id) {
  model::Framework made;
  made.id = id;
  made.uri = "https://framework.example/" + id;
  made.title = {{"en", id}};
  return made;
}

model::StatementRef teaches(const std::string& uri, const std::string& of = "") {
  model::StatementRef ref;
  ref.uri = uri;
  ref.framework = of;
  return ref;
}

TEST(Oai40Membership, KeysComeFromTheVocabularies) {
  model::Resource resource;
  resource.learning_resource_type = {"lesson-plan", "video"};
  resource.about = {"music", "french"};
  resource.educational_level = {"england-gcse"};

  EXPECT_THAT(sets(resource), UnorderedElementsAre("origin:local", "type:lesson-plan", "type:video", "subject:arts:music",
                                                   "subject:languages:modern-languages:french", "level:england:gcse",
                                                   "level:england:secondary"));
}

TEST(Oai40Membership, WhatNoVocabularyKnowsIsInNoSet) {
  model::Resource resource;
  resource.learning_resource_type = {"https://example.org/types/<odd>", ""};
  resource.about = {"underwater basket weaving"};
  resource.educational_level = {"https://example.org/levels/9"};
  resource.teaches = {teaches("https://framework.example/unknown")};

  EXPECT_THAT(sets(resource), ElementsAre("origin:local"));
}

TEST(Oai40Membership, TheOriginOfAPeerIsItsHostWithAnUnusualPort) {
  EXPECT_EQ(origin_set("https://hill.example/oai?x=1"), "origin:hill.example");
  EXPECT_EQ(origin_set("http://hill.example:80/oai"), "origin:hill.example");
  EXPECT_EQ(origin_set("http://127.0.0.1:8080/oai"), "origin:127.0.0.1~3A8080");
  EXPECT_EQ(origin_set("no address"), "origin:unknown.invalid");
}

TEST(Oai41Membership, AYearIsInTheStagesThatHoldIt) {
  model::Resource resource;
  resource.educational_level = {"england-y4"};

  EXPECT_THAT(sets(resource), IsSupersetOf({"level:england:y4", "level:england:ks2", "level:england:primary"}));
  EXPECT_THAT(sets(resource), Not(Contains("level:england:ks3")));
  EXPECT_THAT(sets(resource), Each(Not(::testing::HasSubstr("wales"))));
}

TEST(Oai41Membership, OnlyTheDeepestAreNamedAndEachOnce) {
  curriculum::Resolver statements;
  statements.add(framework("f"), {statement("u:A", "A"), statement("u:A1", "1", "u:A"), statement("u:B", "B")});
  model::Resource resource;
  resource.about = {"arts", "music", "music"};
  resource.teaches = {teaches("u:A"), teaches("u:A1"), teaches("u:A1")};
  resource.assesses = {teaches("u:B")};

  EXPECT_THAT(sets(resource, statements),
              UnorderedElementsAre("origin:local", "subject:arts:music", "framework:f:A:1", "framework:f:B"));
}

TEST(Oai41Membership, AStatementStandsBelowThoseAboveIt) {
  curriculum::Resolver statements;
  statements.add(framework("arts & crafts"), {statement("u:1", "KS 2/é"), statement("u:2", "PK.1", "u:1")});
  model::Resource resource;
  resource.competency_required = {teaches("u:2")};
  EXPECT_THAT(sets(resource, statements), Contains("framework:arts~20~26~20crafts:KS~202~2F~C3~A9:PK.1"));

  resource.competency_required = {teaches("u:unknown", "https://framework.example/arts & crafts")};
  EXPECT_THAT(sets(resource, statements), Contains("framework:arts~20~26~20crafts"));
}

TEST(Oai41Membership, ADeepPathEndsWhereATokenWouldNotHoldIt) {
  curriculum::Resolver statements;
  std::vector<model::Statement> path;
  for (int i = 0; i < 60; ++i)
    path.push_back(statement("u:" + std::to_string(i), "statement-" + std::to_string(i), i == 0 ? "" : "u:" + std::to_string(i - 1)));
  statements.add(framework("deep"), path);
  model::Resource resource;
  resource.teaches = {teaches("u:59")};

  const auto found = sets(resource, statements);

  ASSERT_THAT(found, SizeIs(2));
  EXPECT_LE(found.front().size(), 240u);
  EXPECT_TRUE(found.front().starts_with("framework:deep:statement-0:statement-1:"));
  EXPECT_FALSE(found.front().ends_with(":"));
}

TEST(Oai41Membership, WhatIsPublishedIsInItsSets) {
  Ground ground;
  const auto desk = ground.desk();
  auto made = resource("Victorian bridges");
  made.about = {"history"};

  const auto prepared = prepare(made, "1", desk.imprint(desk.own()), {}, {1'767'225'600});

  ASSERT_TRUE(prepared.draft);
  EXPECT_THAT(prepared.draft->sets, IsSupersetOf({"origin:local", "subject:humanities:history"}));
}

}  // namespace
}  // namespace commonplace::app
