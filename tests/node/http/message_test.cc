#include "node/http/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commonplace::http {
namespace {

TEST(ParseForm, KeepsOrderAndRepeats) {
  const auto arguments = parse_form("verb=Identify&a=1&verb=Identify&&b&=c");

  ASSERT_TRUE(arguments);
  ASSERT_EQ(arguments->size(), 5U);
  EXPECT_EQ((*arguments)[0].name, "verb");
  EXPECT_EQ((*arguments)[2].name, "verb");
  EXPECT_EQ((*arguments)[3].name, "b");
  EXPECT_EQ((*arguments)[3].value, "");
  EXPECT_EQ((*arguments)[4].name, "");
}

TEST(ParseForm, DecodesPlusAndEscapesOnce) {
  const auto arguments = parse_form("q=a+b%2Bc%2526%C3%A9");

  ASSERT_TRUE(arguments);
  EXPECT_EQ(arguments->front().value, "a b+c%26\xC3\xA9");
}

TEST(ParseForm, RefusesBrokenEscapesAndBrokenUtf8) {
  for (const auto* text : {"a=%", "a=%4", "a=%zz", "a=%ff", "%C0%AF=1", "a=%ED%A0%80"}) {
    EXPECT_FALSE(parse_form(text)) << text;
  }
}

TEST(ParseForm, TakesNothingAsNoArguments) {
  ASSERT_TRUE(parse_form(""));
  EXPECT_TRUE(parse_form("")->empty());
  EXPECT_TRUE(parse_form("&&")->empty());
}

TEST(Request, FindsHeadersInAnyCaseAndTheFirstOfEqualArguments) {
  Request request;
  request.headers = {{"accept", "a"}, {"Accept", "b"}};
  request.query = {{"x", "1"}, {"x", "2"}};

  EXPECT_EQ(request.header("ACCEPT"), "a");
  EXPECT_EQ(request.header("Host"), "");
  EXPECT_EQ(request.argument("x"), "1");
  EXPECT_FALSE(request.argument("X"));
}

TEST(Sec10, KnowsPathsThatLeaveTheNode) {
  EXPECT_TRUE(is_local_path("/"));
  EXPECT_TRUE(is_local_path("/r/abc?x=//y"));
  for (const auto* text : {"", "//evil.example", "/\\evil.example", "https://evil.example", "evil", "\\/evil"}) {
    EXPECT_FALSE(is_local_path(text)) << text;
  }
}

}  // namespace
}  // namespace commonplace::http
