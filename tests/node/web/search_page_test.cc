// The search page: a form that always answers, and says what it left aside (UI-30, UI-38).
#include <fmt/format.h>

#include "tests/node/web/markup.h"
#include "tests/node/web/site_ground.h"

namespace commonplace::web {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

std::string page(const std::string& query) {
  const auto response = shared_site().get("/search?" + query);
  EXPECT_EQ(response.status, 200) << query;
  return response.body;
}

std::vector<std::string> links_of(const std::string& html, std::string_view css_class) {
  std::vector<std::string> out;
  for (const auto& tag : tags_named(html, "a"))
    if (attribute(tag, "class") == css_class) out.push_back(attribute(tag, "href"));
  return out;
}

TEST(Ui38, APageWithBadParametersIsStillAPageWithAFormAndSaysWhatItIgnored) {
  for (const auto* query :
       {"page=0", "page=x", "per_page=900", "sort=rank", "level=zz", "colour=red", "age=old", "facets=maybe"}) {
    const auto html = page(std::string(query) + "&q=river");
    EXPECT_THAT(inside(html, "div", "role=\"status\""), HasSubstr("<p")) << query;
    EXPECT_FALSE(tags_named(html, "form").empty()) << query;
    EXPECT_THAT(html, HasSubstr("value=\"river\"")) << query;
  }
  EXPECT_THAT(page("subjct=history"), HasSubstr("Did you mean subject?"));
}

TEST(Ui38, APageWithHundredsOfFiltersCountsTheFirstAndSaysSo) {
  std::string query = "q=zzq";
  for (int age = 0; age < 100; ++age) query += fmt::format("&age={}-{}", age, age + 1);

  const auto html = page(query);

  EXPECT_THAT(inside(html, "div", "role=\"status\""), HasSubstr("only the first 32 filters"));
  EXPECT_LT(html.size(), 200'000u);
}

TEST(Srch25, SeveralLevelsInOneValueStayThemselvesOnEveryPage) {
  const auto first = shared_site().json("/api/v1/search?q=&level=KS1%20and%20KS2&per_page=1");

  const auto spelled = shared_site().json("/api/v1/search?q=&level=england-ks1&level=england-ks2&per_page=1");

  EXPECT_EQ(first["total"], spelled["total"]);
  EXPECT_EQ(first["next"], spelled["next"]);
}

TEST(Ui38, APageWithoutBadParametersHasNoNotice) {
  EXPECT_EQ(inside(page("q=river&subject=history&page=1"), "div", "role=\"status\""), "");
}

TEST(Ui38, ABrokenAddressIsAPageThatSaysSo) {
  const auto html = page("q=%zz");

  EXPECT_THAT(inside(html, "div", "role=\"status\""), HasSubstr("<p"));
  EXPECT_FALSE(tags_named(html, "form").empty());
}

TEST(Ui30, EachChosenFilterIsAChipWhoseLinkTakesItOut) {
  const auto html = page("q=river&subject=history&subject=music&level=england-ks2&sort=newest");

  const auto chips = links_of(html, "chip");
  ASSERT_EQ(chips.size(), 3u);
  EXPECT_EQ(chips[0], "/search?q=river&subject=music&level=england-ks2&sort=newest");
  EXPECT_EQ(chips[1], "/search?q=river&subject=history&level=england-ks2&sort=newest");
  EXPECT_EQ(chips[2], "/search?q=river&subject=history&subject=music&sort=newest");
  EXPECT_EQ(links_of(html, "clear"), std::vector<std::string>{"/search?q=river&sort=newest"});
  EXPECT_THAT(html, HasSubstr("Key stage 2"));
}

TEST(Ui30, ChipsLeadToWhatTheyPromise) {
  for (const auto& link : links_of(page("q=river&subject=history&contributor=oriel-wy&statement=https%3A%2F%"
                                        "2Fframework.example%2Fs%2F2&origin=quill"),
                                   "chip"))
    EXPECT_EQ(shared_site().json("/api/v1" + link)["total"].is_number(), true) << link;
}

TEST(Ui30, FacetCountsAreThoseOfTheJsonTwin) {
  for (const auto* query : {"q=", "q=river", "q=&subject=history", "q=castles&type=video&level=england-ks2"}) {
    const auto html = page(query);
    const auto facets = shared_site().json("/api/v1/search?" + std::string(query))["facets"];
    int compared = 0;
    for (const auto& input : tags_named(html, "input")) {
      if (attribute(input, "type") != "checkbox" && attribute(input, "type") != "radio") continue;
      const auto name = attribute(input, "name");
      const auto value = attribute(input, "value");
      std::int64_t expected = 0;
      for (const auto& row : facets.at(name))
        if (row["value"] == value) expected = row["count"];
      const auto label = html.substr(html.find(input));
      const auto count = inside(label.substr(0, label.find("</label>")), "span", "count");
      EXPECT_EQ(count, std::to_string(expected)) << query << " " << input;
      ++compared;
    }
    EXPECT_GT(compared, 10) << query;
  }
}

TEST(Ui30, WhatIsChosenIsTicked) {
  int ticked = 0;
  for (const auto& input : tags_named(page("q=&subject=history&type=video"), "input"))
    if (input.find(" checked") != std::string::npos) {
      ++ticked;
      EXPECT_THAT((std::vector<std::string>{"history", "video"}), Contains(attribute(input, "value")));
    }
  EXPECT_EQ(ticked, 2);
}

TEST(Ui30, FiltersThatTheFormDoesNotShowTravelAlong) {
  const auto html = page("q=river&age=7-11&origin=quill&sort=title");
  std::vector<std::string> hidden;
  for (const auto& input : tags_named(html, "input"))
    if (attribute(input, "type") == "hidden")
      hidden.push_back(attribute(input, "name") + "=" + attribute(input, "value"));

  for (const auto* one : {"q=river", "age=7-11", "origin=quill", "sort=title"}) EXPECT_THAT(hidden, Contains(one));
}

TEST(SearchPage, ShowsTheCountOfTheTwinAndPagesThroughAll) {
  EXPECT_THAT(inside(page("q="), "h1"), HasSubstr("40"));
  EXPECT_THAT(page("q="), HasSubstr("/search?q=&amp;page=2"));
  EXPECT_THAT(page("q=&page=2"), Not(HasSubstr("page=3")));
}

TEST(SearchPage, BeyondTheEndIsAPageAndNoError) {
  const auto html = page("q=&page=999");
  EXPECT_EQ(tags_named(html, "main").size(), 1u);
}

TEST(SearchPage, OffersToDropAFilterWithTheRightCount) {
  const auto query = "q=castles&subject=art-and-design&type=video";
  const auto without = shared_site().json(std::string("/api/v1/search?") + query)["help"]["without"];
  ASSERT_GT(without.size(), 0u);

  const auto help = inside(page(query), "section", "class=\"help\"");

  for (const auto& row : without) EXPECT_THAT(help, HasSubstr(fmt::format(">{}<", row["count"].get<std::int64_t>())));
}

TEST(SearchPage, MarksTheWordsThatWereFound) {
  EXPECT_THAT(page("q=castles"), HasSubstr("<mark>Castles</mark>"));
}

TEST(SearchPage, SaysItIsBeingPreparedAndComesAgain) {
  SiteGround site;
  site.set_ready(false);
  for (const auto* path :
       {"/search?q=x", "/curriculum", "/curriculum/river-learning", "/curriculum/river-learning/RV.1"}) {
    const auto response = site.get(path);
    EXPECT_EQ(response.status, 503) << path;
    EXPECT_EQ(header(response, "Retry-After"), "2") << path;
    EXPECT_EQ(tags_named(response.body, "h1").size(), 1u) << path;
  }
  for (const auto* path : {"/", "/organisations", "/by/glanafon", "/feed.atom", "/healthz"})
    EXPECT_EQ(site.get(path).status, 200) << path;
  EXPECT_EQ(site.get("/r/" + site.ids()[0]).status, 200);
  EXPECT_EQ(site.get("/readyz").status, 503);
}

}  // namespace
}  // namespace commonplace::web
