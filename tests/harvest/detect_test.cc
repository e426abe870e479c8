// Finding out what an address is (HAR-44 and `peer add`): each kind by its own sign, few questions, plain words.
#include "harvest/detect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_web.h"

namespace commonplace::harvest {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string host = "https://weir-mill.example";
const std::string rows = "Title,Web address\nMill,https://weir-mill.example/1\n";
const std::string map =
    "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>https://weir-mill.example/1"
    "</loc></url></urlset>";
const std::string resourcesync =
    "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
    "xmlns:rs=\"http://www.openarchives.org/rs/terms/\"><rs:md capability=\"description\"/></urlset>";
const std::string node =
    R"({"id":"did:web:weir-mill.example","name":"Weir Mill","namespaces":["oai:weir-mill.example:"],"service":[]})";

Found found_at(FakeWeb& web, const std::string& url) {
  auto found = detect(url, web);
  EXPECT_LE(web.asked.size(), 24u);
  for (const auto& ask : web.asked) EXPECT_EQ(web.asked_for(ask.url), 1) << ask.url << " was asked twice";
  return found;
}

TEST(Har44, FindsANodeByItsOwnDocument) {
  for (const auto& typed : {host, host + "/", host + "/oai"}) {
    FakeWeb web;
    web.there[host + "/.well-known/commonplace/node.json"] = {node};
    web.there[host + "/api/v1/changes?since=0&limit=1"] = {""};
    const auto found = found_at(web, typed);
    EXPECT_EQ(found.kind, "node");
    EXPECT_EQ(found.url, host + "/oai");
    EXPECT_EQ(found.words, "A Commonplace node: Weir Mill.");
    EXPECT_EQ(web.asked.size(), 2u);
  }
}

TEST(Har44, FindsTheNodeBehindAnyOfItsPages) {
  FakeWeb web;
  web.there[host + "/search?q=mills"] = {"<!doctype html><html>Mills"};
  web.there[host + "/.well-known/commonplace/node.json"] = {node};
  web.there[host + "/api/v1/changes?since=0&limit=1"] = {""};

  EXPECT_EQ(found_at(web, host + "/search?q=mills").url, host + "/oai");
}

TEST(Har44, TakesANodeWithoutAFeedAsARepository) {
  FakeWeb web;
  web.there[host + "/.well-known/commonplace/node.json"] = {node};

  EXPECT_EQ(found_at(web, host).kind, "oai");
}

TEST(Har44, KeepsThePortThatWasTyped) {
  FakeWeb web;
  web.there["http://weir-mill.example:8080/.well-known/commonplace/node.json"] = {node};
  web.there["http://weir-mill.example:8080/api/v1/changes?since=0&limit=1"] = {""};

  EXPECT_EQ(found_at(web, "http://weir-mill.example:8080/").url, "http://weir-mill.example:8080/oai");
}

TEST(Detect, FindsARepositoryAtTheAddressBesideItAndByALinkOfItsPage) {
  const std::string error = oai_error("badVerb");
  {
    FakeWeb web;
    web.there[host + "/x/oai?verb=Identify"] = {identify_reply()};
    const auto found = found_at(web, host + "/x/oai?verb=Identify");
    EXPECT_EQ(found.kind, "oai");
    EXPECT_EQ(found.url, host + "/x/oai");
    EXPECT_EQ(found.words, "An OAI-PMH repository: Source.");
  }
  {
    FakeWeb web;
    web.there[host + "/x/provider"] = {error};
    EXPECT_EQ(found_at(web, host + "/x/provider").url, host + "/x/provider");
  }
  {
    FakeWeb web;
    web.there[host + "/x/provider"] = {"<html><body>Ask me with a verb"};
    web.there[host + "/x/provider?verb=Identify"] = {identify_reply()};
    EXPECT_EQ(found_at(web, host + "/x/provider").url, host + "/x/provider");
  }
  {
    FakeWeb web;
    web.there[host + "/archive"] = {"<html><body>Hello"};
    web.there[host + "/archive/oai?verb=Identify"] = {identify_reply()};
    EXPECT_EQ(found_at(web, host + "/archive").url, host + "/archive/oai");
  }
  {
    FakeWeb web;
    web.there[host + "/"] = {"<!doctype html><a href='https://evil.example/oai'>x</a><!-- <a href=\"/not/oai\"> -->"
                             "<a href=\"/data/OAI-PMH.php?verb=Identify\">OAI"};
    web.there[host + "/data/OAI-PMH.php?verb=Identify"] = {identify_reply()};
    EXPECT_EQ(found_at(web, host).url, host + "/data/OAI-PMH.php");
    for (const auto& ask : web.asked) EXPECT_THAT(ask.url, StartsWith(host));
    EXPECT_EQ(web.asked_for(host + "/not/oai?verb=Identify"), 0);
  }
  {
    FakeWeb web;
    web.there[host + "/"] = {"<html>"};
    web.there[host + "/server/oai/request?verb=Identify"] = {identify_reply()};
    EXPECT_EQ(found_at(web, host).url, host + "/server/oai/request");
  }
}

TEST(Detect, FindsFilesAndMapsByTheirFirstBytes) {
  const std::pair<std::string, std::string> cases[] = {
      {rows, "file"},
      {R"([{"@context":"https://schema.org","@type":"LearningResource","name":"Mill"}])", "file"},
      {"<?xml version=\"1.0\"?><!-- a --><Repository xmlns=\"http://www.openarchives.org/OAI/2.0/static-repository\"/>", "static"},
      {map, "sitemap"},
      {resourcesync, "resourcesync"},
      {"User-agent: *\nSitemap: https://weir-mill.example/map.xml\n", "sitemap"}};
  for (const auto& [body, kind] : cases) {
    FakeWeb web;
    web.there[host + "/data"] = {body};
    const auto found = found_at(web, host + "/data");
    EXPECT_EQ(found.kind, kind) << body << found.words;
    EXPECT_EQ(found.url, host + "/data");
    EXPECT_EQ(web.asked.size(), 1u);
  }
}

TEST(Detect, LooksAroundTheHostBeforeItGivesUp) {
  FakeWeb web;
  web.there[host + "/"] = {"<html>"};
  web.there[host + "/.well-known/resourcesync"] = {resourcesync};
  web.there[host + "/sitemap.xml"] = {map};
  EXPECT_EQ(found_at(web, host).kind, "resourcesync");

  FakeWeb second;
  second.there[host + "/"] = {"<html>"};
  second.there[host + "/robots.txt"] = {"Sitemap: https://weir-mill.example/map.xml"};
  second.there[host + "/map.xml"] = {map};
  const auto by_robots = found_at(second, host);
  EXPECT_EQ(by_robots.kind, "sitemap");
  EXPECT_EQ(by_robots.url, host + "/robots.txt");

  FakeWeb third;
  third.there[host + "/"] = {"<html>"};
  third.there[host + "/sitemap.xml"] = {map};
  EXPECT_EQ(found_at(third, host).url, host + "/sitemap.xml");
}

TEST(Detect, SaysWhatItIsWhenItIsNothing) {
  const std::pair<std::string, std::string> cases[] = {
      {"<html>", "Nothing was found that can be harvested"},
      {"<?xml version=\"1.0\"?><rss/>", "The address answered with XML (rss)"},
      {"{\"a\":1}", "no row can be read"},
      {"%PDF-1.4", "The address answered with a PDF"},
      {"Depth,Width\n1,2\n", "no column that can be taken for a title"}};
  for (const auto& [body, words] : cases) {
    FakeWeb web;
    web.there[host + "/data"] = {body};
    const auto found = found_at(web, host + "/data");
    EXPECT_EQ(found.kind, "");
    EXPECT_TRUE(found.reached);
    EXPECT_THAT(found.words, HasSubstr(words));
  }
}

TEST(Detect, AsksNoMoreWhereNobodyAnswersOrNobodyMayBeAsked) {
  FakeWeb web;
  web.fault = [](const std::string&, int) { return failed(FetchFault::not_reached, "no such host"); };
  const auto away = found_at(web, host);
  EXPECT_FALSE(away.reached);
  EXPECT_EQ(away.kind, "");
  EXPECT_EQ(away.words, "no such host");
  EXPECT_LE(web.asked.size(), 2u);

  FakeWeb guarded;
  guarded.fault = [](const std::string&, int) { return failed(FetchFault::refused_address, "not a public address"); };
  const auto refused = found_at(guarded, host);
  EXPECT_EQ(refused.words, "not a public address");
  EXPECT_EQ(guarded.asked.size(), 1u);
  EXPECT_EQ(detect("javascript:alert(1)", guarded).kind, "");
}

TEST(Har44, FindsOutOnTheFirstVisitWhatNobodyKnewBefore) {
  FakeWeb web;
  web.there[host + "/list.csv"] = {rows};

  const auto visited = visit(web, plan_for_kind("auto", host + "/list.csv"));

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.records.size(), 1u);
  EXPECT_EQ(visited.standing.kind, "file");
  EXPECT_EQ(visited.standing.url, host + "/list.csv");

  FakeWeb nothing;
  nothing.there[host + "/"] = {"<html>"};
  EXPECT_EQ(visit(nothing, plan_for_kind("auto", host)).outcome.ending, Ending::failed);
  FakeWeb nobody;
  nobody.fault = [](const std::string&, int) { return failed(FetchFault::not_reached, "no such host"); };
  const auto away = visit(nobody, plan_for_kind("auto", host));
  EXPECT_EQ(away.outcome.ending, Ending::not_reached);
  EXPECT_EQ(away.standing.kind, "");
}

}  // namespace
}  // namespace commonplace::harvest
