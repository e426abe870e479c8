// The tags of pages as they are found: what is one, what only looks like one.
#include "harvest/tags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commonplace::harvest {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> names_in(std::string_view page) {
  std::vector<std::string> names;
  for (Tags tags(page); tags.next();) names.push_back(tags.name());
  return names;
}

TEST(Har45, FindsTagsAndNotWhatLooksLikeThem) {
  EXPECT_THAT(names_in("<!DOCTYPE html><HTML><p>1 < 2 <br/><!-- <a> --><b x='>'><i y=\"<u>\">"),
              ElementsAre("html", "p", "br", "b", "i"));
  EXPECT_THAT(names_in("<script>if (a<b) '<a>'</script><style><b></style ><title><i></title><p>"),
              ElementsAre("script", "style", "title", "p"));
  EXPECT_THAT(names_in("<!--><a><!-- x --!><b>-->"), ElementsAre("a"));
  EXPECT_THAT(names_in(""), ElementsAre());
  EXPECT_THAT(names_in("<<<a<b>"), ElementsAre("a<b"));
  EXPECT_THAT(names_in("<p title=don't><a>"), ElementsAre("p", "a"));
}

TEST(Har45, ReadsAttributesInAnySpelling) {
  Tags tags("<a HREF = '/x?a=1&amp;b=2' data-y=2 checked CLASS=\"a&#39;b&eacute;&nonsense;\" href=\"/second\"/>");
  ASSERT_TRUE(tags.next());
  EXPECT_EQ(tags.attribute("href"), "/x?a=1&b=2");
  EXPECT_EQ(tags.attribute("data-y"), "2");
  EXPECT_EQ(tags.attribute("checked"), "");
  EXPECT_EQ(tags.attribute("class"), "a'b\xC3\xA9&nonsense;");
  EXPECT_EQ(tags.attribute("missing"), "");
}

TEST(Har45, GivesTheTextOfScriptsVerbatim) {
  Tags tags("<script type='application/ld+json'>{\"a\":\"</p> &amp; <!-- \"}</SCRIPT\n><p>");
  ASSERT_TRUE(tags.next());
  EXPECT_EQ(tags.raw_text(), "{\"a\":\"</p> &amp; <!-- \"}");
  ASSERT_TRUE(tags.next());
  EXPECT_EQ(tags.name(), "p");
  EXPECT_EQ(tags.raw_text(), "");
  Tags cut("<script>for ever </scripture>");
  ASSERT_TRUE(cut.next());
  EXPECT_TRUE(cut.is_cut());
  EXPECT_FALSE(cut.next());
}

TEST(Har45, TakesTimeInProportionToThePage) {
  std::string page;
  for (int i = 0; i < 200'000; ++i) page += "<!-<a <b =' ";
  int count = 0;
  for (Tags tags(page); tags.next();) ++count;
  EXPECT_GT(count, 0);
  std::string unclosed;
  for (int i = 0; i < 100'000; ++i) unclosed += "<script ";
  for (Tags tags(unclosed); tags.next();) ++count;
  EXPECT_LT(count, 500'000);
}

}  // namespace
}  // namespace commonplace::harvest
