// Addresses to files, and pages that work from any folder.
#include "node/web/static_copy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace commonplace::web {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(StaticCopy, GivesEveryAddressThatCanBeCopiedAFile) {
  for (const auto& [target, file] : std::vector<std::pair<std::string, std::string>>{
           {"/", "index.html"},
           {"/organisations", "organisations.html"},
           {"/r/09m0j6k1j4m6yb7f", "r/09m0j6k1j4m6yb7f.html"},
           {"/by/river", "by/river.html"},
           {"/by/river?page=1", "by/river.html"},
           {"/by/river?page=12", "by/river/page-12.html"},
           {"/by/river/brand.css", "by/river/brand.css"},
           {"/curriculum/fr/A%2FB%20%C5%B4", "curriculum/fr/A~2FB~20~C5~B4.html"},
           {"/curriculum/fr/%2e%2e", "curriculum/fr/~2E..html"},
           {"/assets/common.1f2e.css", "assets/common.1f2e.css"},
           {"/media/ab.png", "media/ab.png"},
           {"/search", "search.html"},
           {"/search?q=", "search.html"},
           {"/search?q=&page=3", "search/page-3.html"},
           {"/search?sort=newest", "search/newest.html"},
           {"/search?q=&level=england-ks2&sort=newest&per_page=8", "search/level-england-ks2.html"},
           {"/search?q=&subject=art-and-design&page=2", "search/subject-art-and-design-page-2.html"}})
    EXPECT_EQ(static_file(target), file) << target;
  EXPECT_NE(static_file("/assets/orgs.css?only=a"), static_file("/assets/orgs.css?only=b"));
  EXPECT_EQ(static_file("/r/" + std::string(500, 'x'))->size(), std::string("r/.html").size() + 32);
}

TEST(StaticCopy, CopiesNothingThatNeedsANode) {
  for (const auto* target :
       {"/oai?verb=Identify", "/api/v1/status", "/feed.atom", "/opensearch.xml", "/search?q=bridges", "/search?subject=a&level=b",
        "/search?subject=a&subject=b", "/search?age=7-11", "/search?q=%zz", "/by/river?page=x", "/by/river?page=0", "/by/river?x=1",
        "/r/%zz", "/r//x", "/r/", "/robots.txt", "", "/..", "/searching"})
    EXPECT_EQ(static_file(target), std::nullopt) << target;
}

StaticText copied(std::string_view html, std::string_view file = "r/x.html") {
  return static_page(html, file, "https://river.example");
}

TEST(StaticCopy, MakesLinksRelativeAndTellsThem) {
  const auto page = copied(
      "<link rel=\"stylesheet\" href=\"/assets/a.css\"><a class=\"b\" href=\"/by/river?page=2#r-1\">By</a>"
      "<img src=\"https://river.example/media/ab.png\" alt=\"&lt;\"><a href=\"https://river.example\">home</a>");
  EXPECT_EQ(page.text,
            "<link rel=\"stylesheet\" href=\"../assets/a.css\"><a class=\"b\" href=\"../by/river/page-2.html#r-1\">By</a>"
            "<img src=\"../media/ab.png\" alt=\"&lt;\"><a href=\"../index.html\">home</a>");
  EXPECT_THAT(page.links, ElementsAre(StaticLink{"/assets/a.css", "assets/a.css"}, StaticLink{"/by/river?page=2", "by/river/page-2.html"},
                                      StaticLink{"/media/ab.png", "media/ab.png"}, StaticLink{"/", "index.html"}));
}

TEST(StaticCopy, CopiesEachListOnceHoweverTheLinkOrderedIt) {
  const auto page = copied("<a href=\"/search?q=&amp;level=ks2&amp;sort=newest&amp;per_page=8\">x</a>");
  EXPECT_THAT(page.links, ElementsAre(StaticLink{"/search?q=&level=ks2", "search/level-ks2.html"}));
}

TEST(StaticCopy, LeavesOtherAddressesAndTheCanonicalOneAsTheyAre) {
  for (const auto* html :
       {"<a href=\"https://elsewhere.example/?a=1&amp;b=2\" rel=\"noopener\">x</a>", "<a class=\"skip\" href=\"#main\">x</a>",
        "<a href=\"//elsewhere.example/\">x</a>", "<a href=\"https://river.example.evil/\">x</a>",
        "<link rel=\"canonical\" href=\"https://river.example/r/x\">", "<p>a &lt;a href=\"/r/y\"&gt; b</p>",
        "<!-- <a href=\"/r/y\"> --><p>x", "<script type=\"application/ld+json\">{\"a\":\"<a href=/r/y>\"}</script>", "a < b", "<", "<a"})
    EXPECT_TRUE(copied(html).text.starts_with(html == std::string_view("<a") ? "<a" : html)) << copied(html).text;
}

TEST(StaticCopy, TakesOutWhatNeedsANode) {
  const auto page = copied(
      "<link rel=\"alternate\" type=\"application/json\" href=\"/api/v1/x\"><link rel=\"search\" href=\"/opensearch.xml\">"
      "<form role=\"search\" action=\"/search\"><input name=\"q\"></form><form action=\"/search\"><p>x</p></form>"
      "<aside class=\"filters\" id=\"filters\"><form><i>y</i></form></aside><a href=\"/oai?verb=Identify\">OAI</a>");
  EXPECT_EQ(page.text, "<p><a class=\"button\" href=\"../search.html\">All resources</a></p><a>OAI</a>");
  EXPECT_THAT(copied("<form>never closed").text, Not(HasSubstr("never")));
}

TEST(StaticCopy, MakesTheAddressesOfSheetsRelative) {
  const auto sheet = static_sheet("@font-face{src:url(\"/assets/f.woff2\")}a{b:url(\"data:x\")}c{d:url(\"g.woff2\")}", "assets/a.css");
  EXPECT_EQ(sheet.text, "@font-face{src:url(\"../assets/f.woff2\")}a{b:url(\"data:x\")}c{d:url(\"g.woff2\")}");
  EXPECT_THAT(sheet.links, ElementsAre(StaticLink{"/assets/f.woff2", "assets/f.woff2"}, StaticLink{"/assets/g.woff2", "assets/g.woff2"}));
}

}  // namespace
}  // namespace commonplace::web
