// Statements in the API and on pages: CUR-23, 29, 41, 51, 55, 72.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/curriculum/alignment_book.h"
#include "tests/node/web/site_ground.h"

namespace commonplace::web {
namespace {

using testing::HasSubstr;
using testing::Not;

model::Statement statement(std::string name, std::string text) {
  model::Statement made;
  made.id = name;
  made.uri = "https://arts.example/" + name;
  made.text = {{"en", std::move(text)}};
  return made;
}

model::Resource lesson(const std::string& title, const std::vector<std::string>& texts) {
  auto made = invented(1);
  made.name = {{"en", title}};
  made.teaches.clear();
  for (const auto& text : texts) {
    model::StatementRef ref;
    ref.text = {{"en", text}};
    made.teaches.push_back(ref);
  }
  return made;
}

class Alignments : public testing::Test {
 protected:
  Alignments() {
    model::Framework framework;
    framework.id = "arts";
    framework.uri = "https://arts.example/";
    framework.title = {{"en", "Arts"}};
    framework.sha256 = std::string(64, 'a');
    ground_.store().put_framework(framework, {statement("artists", "About great artists, architects and designers in history"),
                                              statement("print", "Improve their mastery of printing and drawing"),
                                              statement("sketch", "Create sketch books to record their observations")});
    model::Framework other = framework;
    other.id = "other";
    other.uri = "https://other.example/";
    auto far = statement("far", "Study significant makers of the past");
    far.uri = "https://other.example/far";
    ground_.store().put_framework(other, {far});
    ground_.follow();
  }
  std::vector<std::string> titles(const std::string& target) {
    std::vector<std::string> out;
    const auto answer = ground_.json(target);
    for (const auto& hit : answer.at("hits")) out.push_back(hit.at("title"));
    return out;
  }
  SiteGround ground_;
};

using Cur72Alignments = Alignments;
using Cur29Web = Alignments;
using Cur41 = Alignments;
using Cur71Web = Alignments;
using Cur51Web = Alignments;
using Cur55Web = Alignments;
using Cur62Web = Alignments;

TEST_F(Cur72Alignments, ResolveAnswersWithScoreMethodAndReason) {
  const auto answer = ground_.json("/api/v1/statements/resolve?q=great%20artists%20in%20history&framework=arts");

  ASSERT_FALSE(answer.at("answers").empty());
  EXPECT_EQ(answer.at("answers")[0].at("uri"), "https://arts.example/artists");
  EXPECT_EQ(answer.at("answers")[0].at("framework").at("id"), "arts");
  EXPECT_FALSE(answer.at("answers")[0].at("reason").get<std::string>().empty());
  EXPECT_EQ(ground_.json("/api/v1/statements/resolve?q=https%3A%2F%2Farts.example%2Fprint").at("verdict"), "matched");
  EXPECT_TRUE(ground_.json("/api/v1/statements/resolve?q=xyzzy").at("answers").empty());
}

TEST_F(Cur72Alignments, ResolveSaysWhatIsWrongWithAQuestion) {
  for (const auto* target : {"/api/v1/statements/resolve", "/api/v1/statements/resolve?q=", "/api/v1/statements/resolve?q=a&framework=none",
                             "/api/v1/statements/resolve?q=a&level=xyz", "/api/v1/statements/resolve?q=a&subject=xyz", "/api/v1/statements/resolve?q=a&limit=0",
                             "/api/v1/statements/resolve?q=a&limit=99999999999", "/api/v1/statements/resolve?q=a&colour=red"}) {
    const auto answer = ground_.get_json(target);
    EXPECT_EQ(answer.status, 400) << target;
    EXPECT_THAT(answer.body, HasSubstr("\"fix\"")) << target;
  }
  EXPECT_EQ(ground_.get_json("/api/v1/statements/resolve?q=" + std::string(4001, 'a')).status, 400);
}

TEST_F(Cur72Alignments, SuggestOffersWhatAPersonHasNotTurnedDown) {
  const auto id = ground_.publish(lesson("Printing and drawing with lino", {}), "lino");
  const auto target = "/api/v1/statements/suggest?framework=arts&resource=" + id;
  const auto first = ground_.json(target).at("suggestions");
  ASSERT_FALSE(first.empty());
  EXPECT_EQ(first[0].at("uri"), "https://arts.example/print");
  EXPECT_FALSE(first[0].at("words").empty());

  const auto key = ground_.store().find_public(id)->key;
  ground_.store().alignments().put(store::SuggestionVerdict{key, "https://arts.example/print", false, 80, "Ann", ""});

  EXPECT_THAT(ground_.json(target).dump(), Not(HasSubstr("arts.example/print")));
  EXPECT_EQ(ground_.get_json("/api/v1/statements/suggest?resource=none").status, 404);
  EXPECT_EQ(ground_.get_json("/api/v1/statements/suggest").status, 400);
}

TEST_F(Cur29Web, ATextThatIsResolvedIsFoundByItsStatementAndShownAsTheNodes) {
  const auto id = ground_.publish(lesson("Looking at makers", {"Pupils should be taught about great artists, architects & designers in history"}), "makers");
  ground_.follow();

  EXPECT_THAT(titles("/api/v1/search?q=&statement=https://arts.example/artists"), testing::Contains("Looking at makers"));
  EXPECT_THAT(ground_.json("/api/v1/resources/" + id).at("statements").dump(), HasSubstr("\"how\":\"node\""));
}

TEST_F(Cur62Web, LevelsFromTheCurriculumAreSaidToBeSo) {
  model::Framework framework;
  framework.id = "stages";
  framework.uri = "https://stages.example/";
  framework.title = {{"en", "Stages"}};
  framework.sha256 = std::string(64, 'd');
  auto weaving = statement("weaving", "Weave with wool and willow");
  weaving.levels = {"england-ks2"};
  ground_.store().put_framework(framework, {weaving});
  auto made = lesson("Baskets", {});
  made.educational_level.clear();
  made.age_range.reset();
  made.teaches.emplace_back();
  made.teaches.back().uri = weaving.uri;
  const auto id = ground_.publish(made, "baskets");
  const auto tag_before = ground_.get_json("/api/v1/resources/" + id).etag;
  ground_.follow();

  EXPECT_NE(ground_.get_json("/api/v1/resources/" + id).etag, tag_before) << "a copy that is kept would never learn of it";
  const auto record = ground_.json("/api/v1/resources/" + id);
  ASSERT_EQ(record.at("overlays").size(), 1u);
  EXPECT_EQ(record.at("overlays")[0].at("member"), "levels");
  EXPECT_EQ(record.at("overlays")[0].at("from"), "curriculum");
  EXPECT_EQ(record.at("overlays")[0].at("values")[0].at("id"), "england-ks2");
  EXPECT_FALSE(record.at("metadata").contains("educationalLevel"));
  const auto found = ground_.json("/api/v1/search?q=baskets&level=ks2").at("hits");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].at("levels").empty());
  EXPECT_EQ(found[0].at("overlays"), record.at("overlays"));
  EXPECT_THAT(ground_.get("/r/" + id).body, HasSubstr("(from curriculum)"));
}

TEST_F(Cur41, GeneralAlignmentsAreGreyedWithTheReasonAndLeftOutOfCounts) {
  std::string id;
  for (int i = 0; i < 60; ++i)
    id = ground_.publish(lesson(fmt::format("Everything {}", i), {"About great artists, architects and designers in history",
                                                                 "Improve their mastery of printing and drawing", "Create sketch books to record their observations"}),
                         fmt::format("everything-{}", i));
  ground_.follow();

  EXPECT_EQ(ground_.json("/api/v1/search?q=&statement=https://arts.example/artists").at("total"), 0);
  EXPECT_EQ(ground_.json("/api/v1/search?q=&statement=https://arts.example/artists&general=1").at("total"), 60);
  EXPECT_THAT(ground_.get("/r/" + id).body, HasSubstr("class=\"general\""));
  EXPECT_THAT(ground_.get("/r/" + id).body, HasSubstr("the same statements stand on"));
  EXPECT_THAT(ground_.json("/api/v1/resources/" + id).at("statements").dump(), HasSubstr("the same statements stand on"));

  const auto page = ground_.get("/curriculum/arts/artists").body;
  EXPECT_THAT(page, HasSubstr("General alignments: 60 resources"));
  EXPECT_THAT(page, HasSubstr("/curriculum/arts/artists?general=1\">Show them too"));
  EXPECT_THAT(page, Not(HasSubstr("No resources for this statement yet")));
  EXPECT_THAT(page, Not(HasSubstr("Everything 59")));
  const auto with = ground_.get("/curriculum/arts/artists?general=1").body;
  EXPECT_THAT(with, HasSubstr("Everything "));
  EXPECT_THAT(with, HasSubstr("?general=1&amp;page=2"));
  EXPECT_THAT(with, HasSubstr("/curriculum/arts/artists\">Leave them out"));
}

TEST_F(Cur71Web, WhatIsAlikeElsewhereIsShownByItsWordsUnlessALinkSaysSo) {
  auto close = statement("close", "Great artists and designers of their own country");
  close.uri = "https://third.example/close";
  model::Framework third;
  third.id = "third";
  third.uri = "https://third.example/";
  third.title = {{"en", "Third"}};
  third.sha256 = std::string(64, 'c');
  ground_.store().put_framework(third, {close});
  ground_.follow();

  EXPECT_THAT(ground_.get("/curriculum/arts/artists").body, HasSubstr("alike in its words; nobody has checked"));

  model::StatementLink link;
  link.origin = "https://arts.example/artists";
  link.relation = model::Relation::close;
  link.destination = "https://third.example/close";
  ground_.store().put_link(link);

  const auto page = ground_.get("/curriculum/arts/artists").body;
  EXPECT_THAT(page, HasSubstr("nearly the same"));
  EXPECT_THAT(page, Not(HasSubstr("alike in its words")));
}

TEST_F(Cur51Web, AResourceOfALinkedStatementIsFoundWithThePath) {
  ground_.publish(lesson("Makers of the past", {"Study significant makers of the past"}), "past");
  ground_.follow();
  EXPECT_THAT(titles("/api/v1/search?q=&statement=https://arts.example/artists"), Not(testing::Contains("Makers of the past")));

  model::StatementLink link;
  link.origin = "https://arts.example/artists";
  link.relation = model::Relation::close;
  link.destination = "https://other.example/far";
  link.asserted_by = "Ann";
  link.confidence = 80;
  ground_.store().put_link(link);

  const auto answer = ground_.json("/api/v1/search?q=&statement=https://arts.example/artists");
  bool found = false;
  for (const auto& hit : answer.at("hits"))
    for (const auto& one : hit.at("statements"))
      if (one.at("how") == "crosswalk") {
        found = true;
        EXPECT_EQ(one.at("path")[0].at("relation"), "close");
        EXPECT_EQ(one.at("path")[0].at("assertedBy"), "Ann");
        EXPECT_EQ(one.at("path")[0].at("confidence"), 80);
        EXPECT_TRUE(one.at("path")[0].at("reviewedAt").is_null());
      }
  EXPECT_TRUE(found);
  const std::string words = "nearly the same as “About great artists, architects and designers in history”; asserted by Ann, not reviewed";
  for (const auto* target : {"/search?q=&statement=https://arts.example/artists", "/curriculum/arts/artists"}) {
    const auto page = ground_.get(target).body;
    EXPECT_THAT(page, HasSubstr(words)) << target;
    EXPECT_THAT(page, HasSubstr("Study significant makers of the past")) << target;
  }
}

TEST_F(Cur55Web, ALinkTurnedOffIsOffForTheNextSearch) {
  ground_.publish(lesson("Makers of the past", {"Study significant makers of the past"}), "past");
  ground_.follow();
  model::StatementLink link;
  link.origin = "https://arts.example/artists";
  link.relation = model::Relation::exact;
  link.destination = "https://other.example/far";
  ground_.store().put_link(link);
  ASSERT_THAT(titles("/api/v1/search?q=&statement=https://arts.example/artists"), testing::Contains("Makers of the past"));

  link.state = model::LinkState::off;
  ground_.store().put_link(link);

  EXPECT_THAT(titles("/api/v1/search?q=&statement=https://arts.example/artists"), Not(testing::Contains("Makers of the past")));
}

}  // namespace
}  // namespace commonplace::web
