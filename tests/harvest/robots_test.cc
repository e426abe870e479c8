// robots.txt (RFC 9309) as a polite reader takes it.
#include "harvest/robots.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commonplace::harvest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Har45, ObeysTheLongestRuleAndAllowBeforeDisallow) {
  const Robots robots("User-agent: *\nDisallow: /learn/\nAllow: /learn/open\nDisallow: /learn/open/not\nDisallow: /x$\nDisallow: /*.pdf$\n"
                      "Disallow: /same\nAllow: /same\n");
  EXPECT_TRUE(robots.allows("/"));
  EXPECT_FALSE(robots.allows("/learn/"));
  EXPECT_FALSE(robots.allows("/learn/a?b=c"));
  EXPECT_TRUE(robots.allows("/learn/open"));
  EXPECT_TRUE(robots.allows("/learn/openly"));
  EXPECT_FALSE(robots.allows("/learn/open/not/this"));
  EXPECT_FALSE(robots.allows("/x"));
  EXPECT_TRUE(robots.allows("/xy"));
  EXPECT_FALSE(robots.allows("/a/b/c.pdf"));
  EXPECT_TRUE(robots.allows("/a/b/c.pdf?x"));
  EXPECT_TRUE(robots.allows("/same/thing"));
  EXPECT_TRUE(Robots("User-agent: *\nDisallow: /\n").allows("/robots.txt"));
}

TEST(Har45, TakesTheGroupForItsNameBeforeTheOneForAll) {
  const std::string text =
      "User-agent: other\nDisallow: /\n\nUser-agent: Commonplace\nUser-agent: third # and a comment\nDisallow: /ours\nCrawl-delay: 7\n"
      "User-agent: *\nDisallow: /all\n";
  const Robots robots(text);
  EXPECT_FALSE(robots.allows("/ours"));
  EXPECT_TRUE(robots.allows("/all"));
  EXPECT_EQ(robots.delay(), std::chrono::seconds(7));
  const Robots others("User-agent: commonplacer\nDisallow: /\nUser-agent: *\nDisallow: /all\n");
  EXPECT_TRUE(others.allows("/"));
  EXPECT_FALSE(others.allows("/all"));
  EXPECT_FALSE(Robots("user-agent: x\nUser-Agent: commonplace/2\nDISALLOW:/\n").allows("/a"));
}

TEST(Har45, AllowsEverythingWhereNothingIsSaid) {
  for (const char* text : {"", "\n\n", "Disallow: /\n", "User-agent: *\nDisallow:\n", "<html>", "User-agent: *\nnonsense\n\xFF\xFE"})
    EXPECT_TRUE(Robots(text).allows("/a")) << text;
  EXPECT_FALSE(Robots::nothing_allowed().allows("/a"));
  EXPECT_FALSE(Robots("\xEF\xBB\xBFUser-agent: *\rDisallow: /a\r").allows("/a"));
}

TEST(Har45, NamesTheMapsOfItsOwnHostOnly) {
  const std::string text = "Sitemap: https://weir-mill.example/a.xml\nUser-agent: *\nSITEMAP: https://weir-mill.example/b.xml\n"
                           "Sitemap: https://evil.example/c.xml\nSitemap: /relative.xml\nSitemap: https://weir-mill.example/a.xml\n";
  EXPECT_THAT(maps_named_in(text, "https://weir-mill.example/robots.txt"),
              ElementsAre("https://weir-mill.example/a.xml", "https://weir-mill.example/b.xml"));
  EXPECT_THAT(maps_named_in("Sitemap: https://weir-mill.example:8443/a.xml", "https://weir-mill.example/robots.txt"), IsEmpty());
}

TEST(Har45, IsNotHeldUpByRulesMadeToBeSlow) {
  std::string text = "User-agent: *\n";
  for (int i = 0; i < 3000; ++i) text += "Disallow: /" + std::string(140, '*') + "a*a*a*a*a*a*b$\n";
  const Robots robots(text);
  EXPECT_TRUE(robots.allows("/" + std::string(2000, 'a')));
}

}  // namespace
}  // namespace commonplace::harvest
