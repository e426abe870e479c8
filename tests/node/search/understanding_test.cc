#include "node/search/understanding.h"

#include <fmt/format.h>

#include <fstream>
#include <random>

#include "tests/node/search/shelf.h"

namespace commonplace::search {
namespace {

// "KS2 as level england-ks2; …| rest"
std::string read(std::string_view text) {
  const auto understood = understand(text);
  std::string out;
  for (const auto& part : understood.parts)
    out += fmt::format("{} as {}{} {}; ", part.words, part.as, part.is_preference ? "?" : "", fmt::join(part.values, ","));
  return out + "| " + understood.rest;
}

struct Case {
  std::string_view text;
  std::string_view meaning;
};

void expect(std::initializer_list<Case> cases) {
  for (const auto& [text, meaning] : cases) EXPECT_EQ(read(text), meaning) << text;
}

TEST(Srch1, LevelsAreReadAsPeopleWriteThem) {
  expect({{"KS2 Victorians printmaking", "KS2 as level england-ks2; | Victorians printmaking"},
          {"key stage 3 rivers", "key stage 3 as level england-ks3; | rivers"},
          {"rivers (KS3)", "(KS3) as level england-ks3; | rivers"},
          {"KS1-2 plants", "KS1-2 as level england-ks1,england-ks2; | plants"},
          {"drawing marks Year 1", "Year 1 as level england-y1; | drawing marks"},
          {"yr4 castles", "yr4 as level england-y4; | castles"},
          {"castles primary", "primary as level primary; | castles"},
          {"weaving grades 3-5", "grades 3-5 as level us-g3-5; | weaving"},
          {"Brücken Klasse 5", "Klasse 5 as level germany-sek1; | Brücken"}});
}

TEST(Srch1, AgesTimesUsesAndLanguagesAreRead) {
  expect({{"puppets ages 7-11", "ages 7-11 as age 7-11; | puppets"},
          {"puppets 7-11 year olds", "7-11 year olds as age 7-11; | puppets"},
          {"puppets age 9", "age 9 as age 9-10; | puppets"},
          {"puppets under 5s", "under 5s as age 0-4; | puppets"},
          {"puppets 11+", "11+ as age 11-18; | puppets"},
          {"weaving 30 minutes", "30 minutes as time_max 37; | weaving"},
          {"weaving 1 hour", "1 hour as time_max 75; | weaving"},
          {"weaving 45min", "45min as time_max 56; | weaving"},
          {"coins can adapt", "can adapt as may adapt; | coins"},
          {"coins free to print", "free to print as may print; | coins"},
          {"coins cc0", "cc0 as licence https://creativecommons.org/publicdomain/zero/1.0/; | coins"},
          {"castles in Welsh", "in Welsh as language cy; | castles"},
          {"cestyll Cymraeg", "Cymraeg as language cy; | cestyll"},
          {"Brücken auf Deutsch", "auf Deutsch as language de; | Brücken"},
          {"castles lang:cy", "lang:cy as language cy; | castles"}});
}

TEST(Srch1, KindsAndSubjectsStayWords) {
  expect({{"Victorian worksheet", "worksheet as type? worksheet; | Victorian worksheet"},
          {"lesson plan bridges KS2", "lesson plan as type? lesson-plan; KS2 as level england-ks2; | lesson plan bridges"},
          {"KS2 history", "KS2 as level england-ks2; history as subject? history; | history"}});
}

// What would be wrong in silence, or leave nothing to search for.
TEST(Srch2, WordsThatAreContentStayContent) {
  expect({{"year 4", "| year 4"},
          {"mixing secondary colours", "| mixing secondary colours"},
          {"K", "| K"},
          {"1066", "| 1066"},
          {"7-11", "| 7-11"},
          {"french food", "french as subject? french; food as subject? food; | french food"},
          {"\"key stage 2\" poster", "poster as type? image; | \"key stage 2\" poster"},
          {"castles -ks2", "| castles -ks2"},
          {"in the dark", "| in the dark"},
          {"", "| "},
          {"   ", "|    "}});
}

TEST(Srch5, NoTextIsTooStrangeToBeRead) {
  const std::string many(5000, '"');
  const std::string long_word(3000, 'a');
  const std::vector<std::string> texts = {many,      "\xff\xfe ks2",           "- * \" (",
                                          long_word, std::string("\0ks2\0", 5), "99999999999 minutes ages 999999999999-1"};
  for (const std::string& text : texts)
    EXPECT_LE(understand(text).rest.size(), 500U);
}

// An organisation or two, and a statement.
class SomeNames final : public KnownNames {
 public:
  std::optional<KnownName> contributor(std::string_view name) const override {
    if (name == "river gallery") return KnownName{"river-gallery", {"7"}, {}};
    if (name == "tate") return KnownName{"tate", {"8"}, {}};
    return {};
  }
  std::optional<KnownName> statement(std::string_view written) const override {
    if (written != "PK.1.1" && written != "https://f.example/s1") return {};
    return KnownName{"https://f.example/s1", {"https://f.example/s1", "https://f.example/s1a"}, {50, 40}};
  }
  std::size_t longest_name() const override { return 2; }
};

std::string read_with_names(std::string_view text) {
  const SomeNames names;
  const auto understood = understand(text, &names);
  std::string out;
  for (const auto& part : understood.parts)
    out += fmt::format("{} as {}{}{} {}; ", part.words, part.as, part.is_preference ? "?" : "", part.is_hard ? "!" : "",
                       fmt::join(part.shown.empty() ? part.values : part.shown, ","));
  return out + "| " + understood.rest;
}

TEST(Srch1, OrganisationsAndStatementsAreReadWhereTheNodeKnowsThem) {
  for (const auto& [text, meaning] : std::initializer_list<Case>{
           {"castles River Gallery", "River Gallery as contributor river-gallery; | castles"},
           {"castles from river gallery", "from river gallery as contributor river-gallery; | castles"},
           {"from:river gallery castles", "from:river gallery as contributor! river-gallery; | castles"},
           {"castles by:tate", "by:tate as contributor tate; | castles"},
           {"castles by Tate KS2", "by Tate as contributor tate; KS2 as level england-ks2; | castles"},
           {"tate printmaking", "tate as contributor? tate; | tate printmaking"},
           {"from:nobody castles", "| from:nobody castles"},
           {"from: castles", "| from: castles"},
           {"from:tate", "from:tate as contributor! tate; | "},
           {"PK.1.1 shading", "PK.1.1 as statement https://f.example/s1; | shading"},
           {"PK.1.1", "PK.1.1 as statement https://f.example/s1; | "},
           {"https://f.example/s1", "https://f.example/s1 as statement https://f.example/s1; | "},
           {"PK.9.9 shading", "| PK.9.9 shading"},
           {"\"River Gallery\" castles", "| \"River Gallery\" castles"}})
    EXPECT_EQ(read_with_names(text), meaning) << text;
}

TEST(Srch4, TheCountryOfMostResourcesSaysWhichYearIsMeant) {
  const auto level = [](std::string_view text, std::string_view home) {
    const auto parts = understand(text, nullptr, home).parts;
    return parts.empty() || parts.front().values.empty() ? std::string() : parts.front().values.front();
  };
  EXPECT_EQ(level("castles P4", "scotland"), "scotland-p4");
  EXPECT_EQ(level("castles Year 11", "england"), "england-y11");
  EXPECT_NE(level("castles Year 11", "northern-ireland"), "england-y11");
}

// 200 questions and what is read in them, each judged by a person: tests/golden/understood.txt.
TEST(Srch1, TheGoldenQuestionsAreReadAsTheyShouldBe) {
  std::ifstream file(COMMONPLACE_SOURCE_DIR "/tests/golden/understood.txt");
  ASSERT_TRUE(file);
  int questions = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    const auto tab = line.find('\t');
    ASSERT_NE(tab, std::string::npos) << line;
    EXPECT_EQ(read_with_names(line.substr(0, tab)), line.substr(tab + 1)) << line;
    ++questions;
  }
  EXPECT_GE(questions, 200);
}

TEST(Srch5, RandomTextNeverFails) {
  const SomeNames names;
  std::mt19937 random(11);
  const std::vector<std::string> pieces = {"ks2", "year", "4", "\"", "-", "*", "from:", "by:", "tate", "PK.1.1", "in", "Welsh", "\xff", "é", " ",
                                           "  ", "ages", "7-11", "minutes", "30", "AND", "OR", "NOT", "(", ")", "title:", "\t", "cc", "by", "half a day"};
  const auto index = make_index();
  Shelf shelf;
  shelf.add(1, "Castles in Wales");
  index->put(shelf.all());
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (std::size_t n = random() % 12; n > 0; --n) text += pieces[random() % pieces.size()] + (random() % 2 == 0 ? " " : "");
    const auto understood = understand(text, &names);
    EXPECT_LE(understood.rest.size(), text.size()) << text;
    Query query;
    query.text = text;
    query.names = &names;
    query.explain = true;
    if (round % 10 != 0) continue;
    EXPECT_LE(index->search(query).total, 1) << text;
    EXPECT_LE(index->suggest(text, 8).size(), 8U) << text;
  }
}

class Asked : public ::testing::Test {
 protected:
  void put(std::int64_t key, const std::string& name, const std::string& level) {
    shelf_.add(key, name).educational_level = {level};
  }
  Results ask(const std::string& text, const Filters& filters = {}, bool literal = false) {
    const auto index = make_index();
    index->put(shelf_.all());
    Query query;
    query.text = text;
    query.filters = filters;
    query.literal = literal;
    return index->search(query);
  }
  Shelf shelf_;
};

TEST_F(Asked, Srch3APartFiltersWhileThreeHitsAreLeft) {
  for (int key = 1; key <= 3; ++key) put(key, "Castles and moats", "england-ks2");
  put(4, "Castles for ks2 and others", "england-ks4");

  const auto results = ask("KS2 castles");

  EXPECT_THAT(keys_of(results), ::testing::UnorderedElementsAre(1, 2, 3));
  ASSERT_EQ(results.understood.size(), 1U);
  EXPECT_TRUE(results.understood.front().filters);
}

TEST_F(Asked, Srch3WithFewerHitsAPartOnlyRaises) {
  put(1, "Castles", "england-ks4");
  put(2, "Castles", "england-ks4");
  put(3, "Castles", "england-ks2");

  const auto results = ask("KS2 castles");

  EXPECT_EQ(results.total, 3);
  EXPECT_EQ(keys_of(results).front(), 3);
  EXPECT_FALSE(results.understood.front().filters);
}

TEST_F(Asked, Srch3AnOrganisationAskedForByNameIsHard) {
  shelf_.add(1, "Castles", 7);
  for (int key = 2; key <= 5; ++key) shelf_.add(key, "Castles", 8);
  const auto index = make_index();
  index->put(shelf_.all());
  const SomeNames names;
  Query query;
  query.names = &names;

  query.text = "castles from:river gallery";
  EXPECT_THAT(keys_of(index->search(query)), ::testing::ElementsAre(1)) << "one is fewer than three, and yet";
  EXPECT_TRUE(index->search(query).understood.front().is_hard);

  query.text = "castles River Gallery";
  const auto soft = index->search(query);
  EXPECT_EQ(soft.total, 5);
  EXPECT_EQ(soft.hits.front().key, 1);
  EXPECT_FALSE(soft.understood.front().filters);
}

TEST_F(Asked, Srch1LiterallyTheWordsAreWords) {
  for (int key = 1; key <= 3; ++key) put(key, "Castles and moats", "england-ks2");
  put(4, "Castles", "england-ks4");

  const auto results = ask("KS2 castles", {}, true);

  EXPECT_EQ(results.total, 4);
  EXPECT_TRUE(results.understood.empty());
}

TEST_F(Asked, Srch3WhatWasChosenByHandIsHard) {
  put(1, "Castles ks2", "england-ks2");
  put(2, "Castles ks2", "england-ks4");

  const auto results = ask("KS2 castles", {{"level", {"england-ks4"}}});

  EXPECT_THAT(keys_of(results), ::testing::ElementsAre(2));
  EXPECT_TRUE(results.understood.empty());
}

}  // namespace
}  // namespace commonplace::search
