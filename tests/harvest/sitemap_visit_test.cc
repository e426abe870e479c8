// A visit to a web site by its sitemap (HAR-45): polite, within its own host, reading only what the pages say themselves.
#include "harvest/sitemap_visit.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_web.h"
#include "harvest/crosswalk.h"
#include "harvest/page_resources.h"
#include "harvest/site_map.h"
#include "raw_server.h"

namespace commonplace::harvest {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string host = "https://weir-mill.example";

std::string map_of(const std::vector<std::string>& urls, const std::string& last_modified = "") {
  std::string text = "<?xml version=\"1.0\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">";
  for (const auto& url : urls)
    text += "<url><loc>" + url + "</loc>" + (last_modified.empty() ? "" : "<lastmod>" + last_modified + "</lastmod>") + "</url>";
  return text + "</urlset>";
}

std::string index_of(const std::vector<std::string>& urls) {
  std::string text = "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">";
  for (const auto& url : urls) text += "<sitemap><loc>" + url + "</loc></sitemap>";
  return text + "</sitemapindex>";
}

std::string page(const std::string& name, const std::string& more = "") {
  return fmt::format(
      "<!doctype html><html><head><title>x</title><script type=\"application/ld+json\">{{\"@context\":\"https://schema.org\","
      "\"@type\":\"LearningResource\",\"name\":\"{}\"{}}}</script></head><body>",
      name, more);
}

// A site with `pages` pages "/1", "/2"…
FakeWeb site(int pages, const std::string& last_modified = "2026-11-01") {
  FakeWeb web;
  std::vector<std::string> urls;
  for (int i = 1; i <= pages; ++i) {
    urls.push_back(fmt::format("{}/{}", host, i));
    web.there[urls.back()] = {page(fmt::format("Mill {}", i))};
  }
  web.there[host + "/sitemap.xml"] = {map_of(urls, last_modified)};
  return web;
}

VisitPlan plan(const std::string& checkpoint = "") {
  return plan_for_kind("sitemap", host + "/sitemap.xml", checkpoint);
}

TEST(Har45, ReadsTheResourcesOfItsPagesASecondApart) {
  auto web = site(3);

  const auto visited = visit(web, plan());

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  ASSERT_EQ(visited.records.size(), 3u);
  EXPECT_THAT(visited.records[0].document, HasSubstr("\"Mill 1\""));
  EXPECT_THAT(visited.records[0].document, HasSubstr("\"url\":\"https://weir-mill.example/1\""));
  EXPECT_THAT(visited.records[0].bytes, StartsWith("{\"@context\""));
  EXPECT_EQ(visited.records[0].datestamp, "2026-11-01");
  EXPECT_EQ(visited.waits.size(), 4u) << "the map and three pages, each after a pause";
  EXPECT_THAT(visited.waits, Each(std::chrono::seconds(1)));
  EXPECT_TRUE(visited.standing.whole);
  EXPECT_EQ(visited.progress.declared, 3);
  EXPECT_EQ(visited.outcome.checkpoint, "2026-11-20T08:00:00Z 2026-11-20T08:00:00Z -");
}

// So that every node finds the same identifier for the same page.
TEST(Har18, CallsAResourceByItsPageUnlessItHasANameOfItsOwn) {
  FakeWeb web;
  web.there[host + "/sitemap.xml"] = {map_of({host + "/plain", host + "/named", host + "/many"})};
  web.there[host + "/plain"] = {page("Plain")};
  web.there[host + "/named"] = {page("Named", ",\"identifier\":\"oai:weir-mill.example:7\"")};
  web.there[host + "/many"] = {page("One") + page("Two")};

  const auto visited = visit(web, plan());

  ASSERT_EQ(visited.records.size(), 4u);
  EXPECT_EQ(visited.records[0].identifier, page_identifier("", host + "/plain"));
  EXPECT_THAT(visited.records[0].identifier, StartsWith("oai:weir-mill.example:url-"));
  EXPECT_EQ(visited.records[0].identifier.size(), std::string("oai:weir-mill.example:url-").size() + 32);
  EXPECT_EQ(visited.records[1].identifier, "oai:weir-mill.example:7");
  EXPECT_EQ(visited.records[2].identifier, page_identifier("", host + "/many"));
  EXPECT_EQ(visited.records[3].identifier, page_identifier("", host + "/many#2"));
  EXPECT_EQ(page_identifier("", "HTTPS://Weir-Mill.example:443/plain"), visited.records[0].identifier);
}

TEST(Har45, ObeysRobotsTxt) {
  auto web = site(3);
  web.there[host + "/robots.txt"] = {"User-agent: *\nDisallow: /2\nCrawl-delay: 5\n"};

  const auto visited = visit(web, plan());

  EXPECT_EQ(visited.records.size(), 2u);
  EXPECT_EQ(web.asked_for(host + "/2"), 0);
  EXPECT_THAT(visited.waits, Each(std::chrono::seconds(5)));
  EXPECT_THAT(visited.warnings, Contains(HasSubstr("1 pages were not asked for, because robots.txt forbids it")));

  web.there[host + "/robots.txt"].body = "User-agent: Commonplace\nDisallow: /\n";
  EXPECT_EQ(visit(web, plan()).records.size(), 0u);

  web.fault = [](const std::string& url, int) -> std::optional<Fetched> {
    return url.ends_with("/robots.txt") ? std::optional(failed(FetchFault::not_reached)) : std::nullopt;
  };
  auto impatient = plan();
  impatient.longest_wait = std::chrono::seconds(1);
  web.asked.clear();
  EXPECT_EQ(visit(web, impatient).outcome.ending, Ending::not_reached) << "what cannot be read forbids everything";
  EXPECT_EQ(web.asked_for(host + "/1"), 0);
}

TEST(Har45, TakesTheMapsThatRobotsTxtNames) {
  auto web = site(2);
  web.there[host + "/maps/a.xml"] = web.there[host + "/sitemap.xml"];
  web.there.erase(host + "/sitemap.xml");
  web.there[host + "/robots.txt"] = {"Sitemap: https://weir-mill.example/maps/a.xml\nSitemap: https://evil.example/b.xml\n"};

  EXPECT_EQ(visit(web, plan_for_kind("sitemap", host + "/robots.txt")).records.size(), 2u);
  EXPECT_EQ(visit(web, plan_for_kind("sitemap", host)).records.size(), 2u);
  for (const auto& ask : web.asked) EXPECT_THAT(ask.url, StartsWith(host));
}

TEST(Har45, ReadsAnIndexOneLevelDeepAndItsOwnHostOnly) {
  auto web = site(2);
  web.there[host + "/index.xml"] = {
      index_of({host + "/sitemap.xml", host + "/deeper.xml", "https://evil.example/map.xml", host + "/more.xml"})};
  web.there[host + "/deeper.xml"] = {index_of({host + "/never.xml"})};
  web.there[host + "/more.xml"] = {map_of({host + "/2", "https://evil.example/x", "http://weir-mill.example:81/y", "/relative"})};

  const auto visited = visit(web, plan_for_kind("sitemap", host + "/index.xml"));

  EXPECT_EQ(visited.records.size(), 2u) << "an address twice is one";
  EXPECT_EQ(web.asked_for(host + "/never.xml"), 0);
  for (const auto& ask : web.asked) EXPECT_THAT(ask.url, StartsWith(host + "/"));
  EXPECT_THAT(visited.warnings, Contains("3 addresses of other hosts were passed over."));
}

TEST(Har45, CountsPagesWithoutAResourceAsSkipped) {
  FakeWeb web;
  web.there[host + "/sitemap.xml"] = {map_of({host + "/a", host + "/b", host + "/c", host + "/d"})};
  web.there[host + "/a"] = {"<html><p>Nothing here"};
  web.there[host + "/b"] = {"<html><script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"WebPage\",\"name\":\"Home\"}</script>"};
  web.there[host + "/c"] = {"plain text"};
  web.there[host + "/d"] = {page("Mill")};

  const auto visited = visit(web, plan());

  EXPECT_EQ(visited.outcome.ending, Ending::complete);
  EXPECT_EQ(visited.records.size(), 1u);
  EXPECT_EQ(visited.progress.skipped, 3);
  EXPECT_EQ(visited.progress.offered, 1);
  EXPECT_EQ(visited.progress.lost, 0);
}

TEST(Har45, AsksLaterOnlyForWhatHasChangedSince) {
  auto web = site(3);
  const auto first = visit(web, plan());
  web.asked.clear();
  auto later_plan = plan(first.outcome.checkpoint);
  later_plan.now = later(2 * 86'400);

  const auto quiet = visit(web, later_plan);
  web.there[host + "/sitemap.xml"] = {map_of({host + "/1", host + "/2", host + "/3", host + "/4"}, "2026-11-22T07:00:00Z")};
  web.there[host + "/4"] = {page("New")};
  const auto busy = visit(web, later_plan);

  EXPECT_EQ(quiet.outcome.ending, Ending::unchanged);
  EXPECT_EQ(quiet.progress.requests, 2) << "robots.txt and the map";
  EXPECT_FALSE(quiet.standing.whole);
  EXPECT_EQ(busy.records.size(), 4u);
  EXPECT_FALSE(busy.standing.full);
}

TEST(Har45, AsksConditionallyWhereTheMapHasNoDates) {
  auto web = site(2, "");
  const auto first = visit(web, plan());
  for (int i : {1, 2}) web.there[fmt::format("{}/{}", host, i)].last_modified = "Fri, 20 Nov 2026 08:00:00 GMT";
  web.asked.clear();
  auto later_plan = plan(first.outcome.checkpoint);
  later_plan.now = later(86'400);

  const auto second = visit(web, later_plan);

  EXPECT_EQ(second.outcome.ending, Ending::unchanged);
  EXPECT_EQ(web.asked.back().last_modified, "Fri, 20 Nov 2026 08:00:00 GMT");
  EXPECT_EQ(second.progress.skipped, 0);
}

TEST(Har45, ListsTheWholeSiteAgainAfterThirtyDays) {
  auto web = site(2);
  const auto first = visit(web, plan());
  auto later_plan = plan(first.outcome.checkpoint);
  later_plan.now = later(30 * 86'400);

  const auto again = visit(web, later_plan);

  EXPECT_TRUE(again.standing.full);
  EXPECT_TRUE(again.standing.whole);
  EXPECT_EQ(again.records.size(), 2u);
}

TEST(Har45, CallsAPageThatIsMissingTwiceGone) {
  auto web = site(2);
  std::string checkpoint = visit(web, plan()).outcome.checkpoint;
  web.there.erase(host + "/2");
  web.there[host + "/sitemap.xml"] = {map_of({host + "/1", host + "/2"}, "2026-11-25")};
  std::vector<std::size_t> deletions;
  for (int round = 1; round <= 3; ++round) {
    auto round_plan = plan(checkpoint);
    round_plan.now = later(round * 86'400);
    const auto visited = visit(web, round_plan);
    checkpoint = visited.outcome.checkpoint;
    deletions.push_back(0);
    for (const auto& record : visited.records) {
      if (!record.deleted) continue;
      ++deletions.back();
      EXPECT_EQ(record.identifier, page_identifier("", host + "/2"));
    }
  }

  EXPECT_THAT(deletions, ElementsAre(0u, 1u, 0u));

  web.there[host + "/2"] = {page("Back again")};
  auto back = plan(checkpoint);
  back.now = later(5 * 86'400);
  EXPECT_EQ(visit(web, back).records.size(), 2u);
}

TEST(Har45, LosesOnePageAndStopsWhereTheSiteIsIll) {
  auto web = site(10);
  web.there[host + "/3"].status = 500;
  web.there[host + "/5"].status = 403;
  const auto lossy = visit(web, plan());
  EXPECT_EQ(lossy.outcome.ending, Ending::complete_with_losses);
  EXPECT_EQ(lossy.records.size(), 8u);
  EXPECT_EQ(lossy.progress.lost, 2);
  EXPECT_FALSE(lossy.standing.whole);

  for (int i = 4; i <= 10; ++i) web.there[fmt::format("{}/{}", host, i)].status = 500;
  const auto ill = visit(web, plan());
  EXPECT_EQ(ill.outcome.ending, Ending::interrupted);
  EXPECT_EQ(ill.records.size(), 2u);
  EXPECT_EQ(ill.outcome.checkpoint, "");
}

TEST(Har45, GoesOnAtThePageWhereItWasInterrupted) {
  auto web = site(60);
  auto first_plan = plan();
  first_plan.limits.pages = 1;
  const auto first = visit(web, first_plan);
  ASSERT_EQ(first.outcome.ending, Ending::interrupted);
  ASSERT_EQ(first.records.size(), 25u);
  auto second_plan = plan();
  second_plan.now = later(1000);
  second_plan.resumption = Resumption{first.cursors.back(), first.prefix, first.from};

  const auto second = visit(web, second_plan);

  EXPECT_EQ(second.records.size(), 35u);
  EXPECT_THAT(second.records.front().document, HasSubstr("Mill 26"));
  EXPECT_EQ(second.outcome.checkpoint, "2026-11-20T08:00:00Z 2026-11-20T08:00:00Z -") << "as of the beginning";
}

TEST(Har45, SetsAsideWhatCannotBeReadInAPage) {
  FakeWeb web;
  web.there[host + "/sitemap.xml"] = {map_of({host + "/a", host + "/b"})};
  web.there[host + "/a"] = {"<html><script type=\"application/ld+json\">{\"broken</script>" + page("Mill")};
  web.there[host + "/b"] = {"<html><script type=application/ld+json>" + std::string(40, '[') + std::string(40, ']') + "</script>"};

  const auto visited = visit(web, plan());

  EXPECT_EQ(visited.outcome.ending, Ending::complete_with_losses);
  EXPECT_EQ(visited.records.size(), 1u);
  ASSERT_EQ(visited.unread.size(), 2u);
  EXPECT_EQ(visited.unread[0].reason, "not_wellformed");
  EXPECT_EQ(visited.unread[0].raw, "{\"broken");
  EXPECT_EQ(visited.unread[1].reason, "too_deep");
  EXPECT_EQ(visited.progress.offered, 3);
}

TEST(Har49, SaysWhatCameInPlaceOfASitemap) {
  const std::pair<std::string, std::string> came[] = {
      {"<html><body>Sign in", "The address answered with a web page, not with records. Is a login needed?"},
      {"{\"a\":1}", "The address answered with JSON, not with a sitemap. Is it another kind of source?"},
      {"a,b\n1,2\n", "The address answered with a table (CSV), not with a sitemap. Is it another kind of source?"},
      {"<rss/>", "The sitemap cannot be read (not_a_map): The answer is XML (rss), but not a sitemap."},
      {"", "The address answered with nothing at all. Try again later."}};
  for (const auto& [body, words] : came) {
    FakeWeb web;
    web.there[host + "/sitemap.xml"] = {body};
    const auto visited = visit(web, plan());
    EXPECT_EQ(visited.outcome.ending, Ending::failed);
    EXPECT_EQ(visited.outcome.reason, words);
  }
}

TEST(Har45, HoldsTheLimitsOfMapsAndPages) {
  std::vector<std::string> urls;
  for (int i = 0; i <= 50'000; ++i) urls.push_back(host + "/" + std::to_string(i));
  EXPECT_EQ(read_site_map(map_of(urls)).problem().kind, "too_big");
  urls.pop_back();
  EXPECT_EQ(read_site_map(map_of(urls))->entries.size(), 50'000u);
  EXPECT_EQ(read_site_map("<!DOCTYPE a []><urlset/>").problem().kind, "doctype");

  auto web = site(3);
  auto small = plan();
  small.limits.records = 2;
  EXPECT_EQ(visit(web, small).outcome.ending, Ending::suspended);

  const auto far = read_page_resources(std::string(most_page_bytes, ' ') + page("Too far down"), host);
  EXPECT_TRUE(far.resources.empty());
  const auto big = read_page_resources("<script type=application/ld+json>\"" + std::string(most_block_bytes, 'a') + "\"</script>", host);
  ASSERT_EQ(big.broken.size(), 1u);
  EXPECT_EQ(big.broken[0].reason, "too_big");
}

TEST(Har45, AsksForPagesOfFourMebibytesAtMost) {
  auto web = site(1);

  visit(web, plan());

  EXPECT_EQ(web.asked.back().limits.decoded_bytes, most_page_bytes);
  EXPECT_EQ(web.asked.at(1).limits.decoded_bytes, most_map_bytes);
}

TEST(Har45, TellsSomethingToLearnWithFromOtherThings) {
  const auto learns = [](const char* text) { return describes_learning(*json::parse(text)); };
  EXPECT_TRUE(learns(R"({"@type":"LearningResource"})"));
  EXPECT_TRUE(learns(R"({"@type":["CreativeWork","http://schema.org/Course"]})"));
  EXPECT_TRUE(learns(R"({"@type":"VideoObject","learningResourceType":"video"})"));
  EXPECT_TRUE(learns(R"({"@type":"WebPage","schema:teaches":"x"})"));
  EXPECT_FALSE(learns(R"({"@type":"WebPage","name":"Opening hours"})"));
  EXPECT_FALSE(learns(R"({"@type":"VideoObject","name":"Our trailer"})"));
  EXPECT_FALSE(learns(R"([1])"));
}

// ---- maps that lie packed ----------------------------------------------------------------------------------------------

TEST(Har45, ReadsMapsThatLiePacked) {
  auto web = site(3);
  const std::string map = web.there[host + "/sitemap.xml"].body;
  web.there[host + "/sitemap.xml"] = {index_of({host + "/a.xml.gz"})};
  web.there[host + "/a.xml.gz"] = {gzip(map)};

  const auto visited = visit(web, plan());

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 3u);
  EXPECT_THAT(web.asked[1].accept, HasSubstr("application/gzip"));
}

TEST(Har45, OfPackedMapsBombsAndDamageEndInWords) {
  struct Row {
    std::string bytes;
    Ending ending;
    const char* words;
  };
  const std::string map = map_of({host + "/1"});
  const Row rows[] = {{gzip_bomb(64), Ending::suspended, "larger than allowed"},
                      {gzip(std::string(most_map_bytes + 1, ' ')), Ending::suspended, "larger than allowed"},
                      {gzip(gzip(map)), Ending::failed, "packed twice"},
                      {gzip(map).substr(0, 40), Ending::failed, "breaks off"},
                      {"\x1f\x8b" + map, Ending::failed, "damaged"},
                      {gzip("<html>log in</html>"), Ending::failed, "a web page"},
                      {gzip("<!DOCTYPE urlset [<!ENTITY a \"b\">]>" + map), Ending::suspended, "DOCTYPE"}};
  for (const auto& row : rows) {
    auto web = site(1);
    web.there[host + "/sitemap.xml"] = {row.bytes};

    const auto visited = visit(web, plan());

    EXPECT_EQ(visited.outcome.ending, row.ending) << row.words;
    EXPECT_THAT(visited.outcome.reason, HasSubstr(row.words));
    EXPECT_TRUE(visited.records.empty());
  }
}

}  // namespace
}  // namespace commonplace::harvest
