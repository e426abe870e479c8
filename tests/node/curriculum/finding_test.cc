// From an address, a code, a text or words to the statements that are meant (CUR-23 to CUR-27).
#include "node/curriculum/finding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/curriculum/disciplines.h"
#include "node/curriculum/spellings.h"
#include "node/curriculum/statement_keys.h"

namespace commonplace::curriculum {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

model::Statement statement(std::string uri, std::string code, std::string text, std::string parent = {}) {
  model::Statement made;
  made.uri = "https://curriculum.example/" + uri;
  made.code = std::move(code);
  made.text = {{"en", std::move(text)}};
  if (!parent.empty()) made.parent = "https://curriculum.example/" + parent;
  return made;
}

class Statements : public testing::Test {
 protected:
  Statements() {
    model::Framework arts;
    arts.id = "arts";
    arts.uri = "https://curriculum.example/arts";
    auto dance = statement("dance", "5.1", "Perform dances with control and expression");
    dance.subjects = {"dance"};
    dance.levels = {"england-ks2"};
    auto choir = statement("choir", "5.1", "Sing in a choir from memory, in tune and with expression");
    choir.subjects = {"music"};
    choir.levels = {"england-ks2"};
    auto voices = statement("voices", "5.2",
                            "Play and perform in solo and ensemble contexts, using their voices and playing musical instruments with "
                            "increasing accuracy, fluency, control and expression");
    voices.subjects = {"music"};
    voices.levels = {"england-ks2"};
    auto sketch = statement("sketch", "RH.6-8.7", "To create sketch books to record their observations and use them to review and revisit ideas");
    sketch.subjects = {"art-and-design"};
    sketch.levels = {"england-ks2"};
    sketch.same_as = {"https://elsewhere.example/77"};
    sketch.case_guid = "96b138c5-e008-5b64-9b7b-72a04620f7aa";
    auto artists = statement("artists", "", "About great artists, architects and designers in history");
    auto shapes = statement("shapes", "", "Recognise and name common 2-D shapes, such as rectangles, circles and triangles");
    auto solids = statement("solids", "", "Recognise and name common 3-D shapes, such as cuboids, pyramids and spheres");
    auto old = statement("old", "9.9", "Colour with wax crayons on sugar paper");
    old.is_retired = true;
    catalogue_.add(arts, {dance, choir, voices, sketch, artists, shapes, solids, old});
  }

  Found find(std::string text, std::vector<std::string> subjects = {}, std::vector<std::string> levels = {}) {
    return find_statements(catalogue_, {std::move(text), "en", "", std::move(levels), std::move(subjects)});
  }
  std::vector<std::string> uris(const Found& found) {
    std::vector<std::string> out;
    for (const auto& answer : found.answers) out.push_back(catalogue_.entries()[answer.statement].uri.substr(27));
    return out;
  }

  Catalogue catalogue_;
};

using Cur23Ways = Statements;
using Cur24Prefixes = Statements;
using Cur25 = Statements;
using Cur26 = Statements;
using Cur27 = Statements;

TEST_F(Cur23Ways, TheFirstWayThatGivesOneAnswerEndsTheSearch) {
  struct Case {
    std::string text, uri;
    Method method;
  };
  for (const auto& [text, uri, method] : std::vector<Case>{
           {"https://curriculum.example/sketch", "sketch", Method::uri},
           {"https://elsewhere.example/77", "sketch", Method::uri},
           {"96B138C5-E008-5B64-9B7B-72A04620F7AA", "sketch", Method::guid},
           {"https://case.example/ims/case/v1p0/CFItems/96b138c5-e008-5b64-9b7b-72a04620f7aa", "sketch", Method::guid},
           {"rh/6-8/7", "sketch", Method::code},
           {"about great artists,  architects and designers in history.", "artists", Method::exact},
           {"Pupils should be taught about great artists; architects & designers, in history", "", Method::near},
           {"Create sketch books to record their observations and use them to review and revisit ideas", "sketch", Method::folded}}) {
    const auto found = find(text);
    ASSERT_FALSE(found.answers.empty()) << text;
    if (uri.empty()) continue;
    EXPECT_EQ(uris(found).front(), uri) << text;
    EXPECT_EQ(found.answers.front().method, method) << text;
    EXPECT_GE(found.answers.front().score, 92) << text;
    EXPECT_EQ(found.verdict, Verdict::matched) << text;
    EXPECT_FALSE(found.answers.front().reason.empty());
  }
}

TEST_F(Cur23Ways, WhatIsEmptyUnknownOrOfAnUnknownFrameworkFindsNothing) {
  EXPECT_TRUE(find("").answers.empty());
  EXPECT_TRUE(find("...").answers.empty());
  EXPECT_TRUE(find("xyzzy").answers.empty());
  EXPECT_EQ(find("How to bake a chocolate cake").verdict, Verdict::none);
  EXPECT_TRUE(find_statements(catalogue_, {"5.1", "en", "no-such-framework", {}, {}}).answers.empty());
  EXPECT_TRUE(find_statements(Catalogue(), {"5.1", "en", "", {}, {}}).answers.empty());
}

TEST_F(Cur23Ways, HostileTextIsCutAndAnswered) {
  EXPECT_EQ(find(std::string(100'000, 'a')).verdict, Verdict::none);
  EXPECT_EQ(find("\xff\xfe\x80").verdict, Verdict::none);
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "expression ";
  EXPECT_NE(find(many).verdict, Verdict::matched);
}

TEST_F(Cur24Prefixes, PrefixesOfCommonCoreMayBeThereOrNot) {
  for (const auto* spelling : {"CCSS.ELA-LITERACY.RH.6-8.7", "ELA-Literacy/RH/6-8/7", "RH.6-8.7", "ccss rh 6-8 7"})
    EXPECT_EQ(code_key(spelling), code_key("RH.6-8.7")) << spelling;
  EXPECT_EQ(code_key("CCSS.Math.Content.3.OA.A.1"), code_key("3.OA.A.1"));
  EXPECT_EQ(code_key("CCSS"), "ccss");
}

TEST_F(Cur25, OneCodeOfSeveralStatementsIsAskedBack) {
  const auto found = find("5.1");

  EXPECT_EQ(found.verdict, Verdict::queued);
  EXPECT_THAT(uris(found), testing::Contains("dance"));
  EXPECT_THAT(uris(found), testing::Contains("choir"));
}

TEST_F(Cur25, SubjectOrLevelDecideWhereTheyAreKnown) {
  const auto found = find("5.1", {"music"}, {"england-ks2"});

  EXPECT_EQ(found.verdict, Verdict::matched);
  EXPECT_EQ(uris(found).front(), "choir");
}

TEST_F(Cur26, WordsInFrontNumbersSignsAndSpellingMakeNoDifference) {
  for (const auto& [a, b] : std::vector<std::pair<std::string, std::string>>{
           {"Pupils should be taught to use colour", "use color"},
           {"To use colour.", "Use color"},
           {"1.2 Use colour", "use colour"},
           {"(a) Use colour", "use colour"},
           {"a) Use colour;", "USE COLOUR"},
           {"the theatre’s programme", "the theater's program"},
           {"name seven continents", "name 7 continents"},
           {"Analyse “rhythm” – and organise it", "analyze rhythm and organize it"}})
    EXPECT_EQ(folded_key(a), folded_key(b)) << a;
  EXPECT_NE(folded_key("a sculpture"), folded_key("sculpture"));
  EXPECT_NE(folded_key("10 green bottles"), folded_key("green bottles"));
  EXPECT_EQ(unified_spelling("storey"), "storey");
}

TEST_F(Cur27, AShortenedTextMatchesInPart) {
  const auto found = find("Play and perform in solo and ensemble contexts, using their voices");

  EXPECT_EQ(found.verdict, Verdict::matched);
  EXPECT_EQ(uris(found).front(), "voices");
  EXPECT_TRUE(found.answers.front().partial);
}

TEST_F(Cur27, AJoinedTextMatchesEveryStatementThatItJoins) {
  const auto found = find(
      "Recognise and name common 2-D shapes, such as rectangles, circles and triangles, and 3-D shapes, such as cuboids, pyramids and spheres");

  ASSERT_EQ(found.verdict, Verdict::matched);
  ASSERT_GE(found.answers.size(), 2u);
  EXPECT_GE(found.answers[1].score, 92);
  EXPECT_TRUE(found.answers[0].partial && found.answers[1].partial);
}

TEST_F(Cur27, ANearTextWaitsForAPersonWithTheBestFirst) {
  const auto found = find("Perform a dance with a partner");

  EXPECT_EQ(found.verdict, Verdict::queued);
  EXPECT_EQ(uris(found).front(), "dance");
  EXPECT_LT(found.answers.front().score, 92);
  EXPECT_GE(found.answers.front().score, 75);
}

TEST_F(Cur27, TheSameTextOfAnotherSubjectIsNoMatch) {
  EXPECT_NE(find("Play and perform in solo and ensemble contexts, using their voices", {"mathematics"}, {"england-ks2"}).verdict,
            Verdict::matched);
}

TEST_F(Cur27, ARetiredStatementIsFoundByItsTextAlone) {
  EXPECT_EQ(find("Colour with wax crayons on sugar paper").verdict, Verdict::matched);
  EXPECT_THAT(uris(find("wax crayons on paper")), testing::Not(testing::Contains("old")));
}

TEST(Cur31, ASubjectStandsUnderItsDiscipline) {
  EXPECT_TRUE(subjects_meet("biology", "science"));
  EXPECT_TRUE(subjects_meet("food", "design-and-technology"));
  EXPECT_TRUE(subjects_meet("french", "languages"));
  EXPECT_TRUE(subjects_meet("drama", "arts"));
  EXPECT_FALSE(subjects_meet("english", "languages"));
  EXPECT_FALSE(subjects_meet("mathematics", "sciences"));
  EXPECT_FALSE(subjects_meet("biology", "physics"));
  EXPECT_TRUE(any_subjects_meet({}, {"music"}));
}

}  // namespace
}  // namespace commonplace::curriculum
