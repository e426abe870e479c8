// From a code or a text to the one statement that is meant (CUR-23 to CUR-26, the exact part).
#include "node/curriculum/resolver.h"
#include "node/curriculum/statement_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commonplace::curriculum {
namespace {

using model::StatementRef;

model::Statement statement(std::string uri, std::string code, model::LangMap text) {
  model::Statement made;
  made.uri = std::move(uri);
  made.code = std::move(code);
  made.text = std::move(text);
  return made;
}

StatementRef by_code(std::string code, model::LangMap text = {}) {
  StatementRef ref;
  ref.code = std::move(code);
  ref.text = std::move(text);
  return ref;
}

StatementRef by_text(model::LangMap text) {
  return by_code("", std::move(text));
}

StatementRef by_uri(std::string uri, std::string code = "") {
  auto ref = by_code(std::move(code));
  ref.uri = std::move(uri);
  return ref;
}

struct Same {
  std::string a, b;
};

TEST(Cur24, OneCodeInManySpellingsHasOneKey) {
  for (const auto& [a, b] : std::vector<Same>{{"PK.1.1", "PK 1.1"},
                                              {"PK.1.1", "pk-1-1"},
                                              {"PK.1.1", "PK/1/1"},
                                              {"PK.1.1", "pk_1:1"},
                                              {"PK.1.1", "PK.01.001"},
                                              {"PK.1.1", " PK.1.1. "},
                                              {"HIST.2.a", "hist-2a"},
                                              {"RH.6-8.7", "RH/6-8/7"},
                                              {"A.0", "a0"},
                                              {"Ä1", "ä 1"},
                                              {"ＡＢ１", "AB1"},
                                              {"7", "07"}})
    EXPECT_EQ(code_key(a), code_key(b)) << a << " and " << b;
}

TEST(Cur24, CodesThatAreNotTheSameStayApart) {
  for (const auto& [a, b] : std::vector<Same>{{"1.11", "11.1"},
                                              {"1.1", "11"},
                                              {"A.0.1", "A.1"},
                                              {"A.0", "A"},
                                              {"A.10", "A.1"},
                                              {"A.1.0", "A.1"},
                                              {"1a", "1b"},
                                              {"PK.1.1", "PK.1.2"}})
    EXPECT_NE(code_key(a), code_key(b)) << a << " and " << b;
}

TEST(Cur24, WhatIsNoCodeHasNoKey) {
  for (const auto* text : {"", " ", "...", "-_/:"}) EXPECT_EQ(code_key(text), "") << text;
}

class Cur23 : public testing::Test {
 protected:
  Cur23() {
    model::Framework arts;
    arts.uri = "https://curriculum.example/arts";
    resolver_.add(arts, {statement("https://curriculum.example/1", "PK.1.1", {{"en", "Dance to music."}}),
                         statement("https://curriculum.example/2", "PK.1.2", {{"en", "Theatr"}, {"cy", "Theatr"}}),
                         statement("https://curriculum.example/3", "X", {{"en", "Sing together"}}),
                         statement("https://curriculum.example/4", "", {{"en", "Look closely"}})});
    model::Framework other;
    other.uri = "https://curriculum.example/other";
    resolver_.add(other, {statement("https://curriculum.example/5", "x.", {{"en", "Sing  TOGETHER"}})});
  }
  StatementRef completed(StatementRef ref) const {
    resolver_.complete(ref);
    return ref;
  }

  Resolver resolver_;
};

TEST_F(Cur23, AUniqueCodeBringsTheStatement) {
  const auto ref = completed(by_code("pk-1-1"));

  EXPECT_EQ(ref.uri, "https://curriculum.example/1");
  EXPECT_EQ(ref.framework, "https://curriculum.example/arts");
  EXPECT_EQ(ref.code, "pk-1-1");  // as the publisher wrote it
  EXPECT_EQ(ref.text, (model::LangMap{{"en", "Dance to music."}}));
  EXPECT_EQ(ref.method, "identifier");
}

TEST_F(Cur23, AUriBringsCodeAndTextAndClaimsNoMethod) {
  const auto ref = completed(by_uri("https://curriculum.example/2"));

  EXPECT_EQ(ref.code, "PK.1.2");
  EXPECT_EQ(ref.method, "");
}

TEST_F(Cur23, TheExactTextBringsTheStatementCaseAndStopAside) {
  const auto ref = completed(by_text({{"en", "  dance\tto\r\nMUSIC "}}));

  EXPECT_EQ(ref.uri, "https://curriculum.example/1");
  EXPECT_EQ(ref.method, "text");
  EXPECT_EQ(ref.text, (model::LangMap{{"en", "  dance\tto\r\nMUSIC "}}));
}

TEST_F(Cur23, OneTextInTwoLanguagesIsNotAmbiguous) {
  EXPECT_EQ(completed(by_text({{"cy", "Theatr"}})).uri, "https://curriculum.example/2");
}

TEST_F(Cur23, ACodeOfTwoStatementsIsLeftAsItIs) {
  EXPECT_EQ(completed(by_code("X")), by_code("X"));
  EXPECT_EQ(completed(by_text({{"en", "Sing together"}})).uri, "");
}

TEST_F(Cur23, WhatWasFoundByItsTextSaysSoAlsoBesideAnUnknownCode) {
  const auto ref = completed(by_code("nowhere", {{"en", "Look closely"}}));

  EXPECT_EQ(ref.uri, "https://curriculum.example/4");
  EXPECT_EQ(ref.method, "text");
}

TEST_F(Cur23, UnknownReferencesAreLeftAsTheyAre) {
  for (const auto& ref : {StatementRef{}, by_uri("https://elsewhere.example/1", "PK.1.1"), by_code("PK.9"),
                          by_text({{"en", "Swim"}}), by_code("...")})
    EXPECT_EQ(completed(ref), ref);
}

TEST_F(Cur23, AMethodThatThePublisherGaveIsKept) {
  auto ref = by_code("PK.1.1");
  ref.method = "manual";

  EXPECT_EQ(completed(ref).method, "manual");
}

TEST(Resolvers, AnEmptyOneKnowsNothing) {
  const Resolver resolver;
  auto ref = by_code("PK.1.1");
  resolver.complete(ref);
  EXPECT_EQ(ref, by_code("PK.1.1"));
  EXPECT_EQ(resolver.size(), 0u);
}

}  // namespace
}  // namespace commonplace::curriculum
