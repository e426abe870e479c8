// What the judge says, and how.
#include <gtest/gtest.h>

#include "harvest/validator/excerpt.h"
#include "tests/harvest/validator/trial.h"

namespace commonplace::harvest::validator {
namespace {

TEST(Excerpt, ShowsNothingThatATerminalObeys) {
  EXPECT_EQ(excerpt("a\x1b[2Jb\r\n"), "\"a\\u{001B}[2Jb\\u{000D}\\u{000A}\"");
  EXPECT_EQ(excerpt("\u202Eabc\u200F"), "\"\\u{202E}abc\\u{200F}\"");
  EXPECT_EQ(excerpt("\xff"), "\"\uFFFD\"");
  EXPECT_EQ(excerpt("Ŵyr عربي 木"), "\"Ŵyr عربي 木\"");
  EXPECT_EQ(excerpt(std::string(120, 'x')), '"' + std::string(120, 'x') + '"');
  EXPECT_EQ(excerpt(std::string(121, 'x')), '"' + std::string(120, 'x') + "…\"");
}

TEST(Report, SaysWhereEachRuleIsWrittenAndWhatToDo) {
  Trial trial;
  trial.repository.spoil = swapped("Identify", ">keeper@", ">mailto:keeper@");

  const auto words = in_words(trial.run());

  EXPECT_NE(words.find("It breaks the protocol: 1 rule is broken."), std::string::npos) << words;
  EXPECT_NE(words.find("OAI-PMH 2.0, section 4.2"), std::string::npos);
  EXPECT_NE(words.find("\"mailto:keeper@model.example\""), std::string::npos);
  EXPECT_NE(words.find("To do: Write a plain address"), std::string::npos);
}

TEST(Rules, HaveIdsOfTheirOwnAndWholeSentences) {
  std::set<std::string_view> ids;
  for (const auto& entry : rules()) {
    EXPECT_TRUE(ids.insert(entry.id).second) << entry.id;
    for (const auto text : {entry.promise, entry.fix}) EXPECT_TRUE(text.ends_with('.')) << entry.id;
    EXPECT_FALSE(entry.source.empty()) << entry.id;
  }
  EXPECT_THROW(rule("no-such-rule"), std::logic_error);
}

}  // namespace
}  // namespace commonplace::harvest::validator
