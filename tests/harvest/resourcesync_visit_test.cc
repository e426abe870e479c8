// A visit to a source that speaks ResourceSync (HAR-46): changes before lists, each resource checked, nothing from elsewhere.
#include "harvest/resourcesync_visit.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_node.h"
#include "fake_web.h"
#include "harvest/crosswalk.h"
#include "schemas/formats/digest.h"

namespace commonplace::harvest {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

const std::string host = "https://weir-mill.example";
const std::string description = host + "/.well-known/resourcesync";

struct Item {
  int number = 0;
  std::string change = {};
  std::string datetime = {};
  std::string hash = {};
};

std::string url_of(int number) { return fmt::format("{}/r/{}", host, number); }
std::string body_of(int number, const std::string& title = "Mill") {
  return fmt::format(R"({{"@context":"https://schema.org","@type":"LearningResource","name":"{} {}"}})", title, number);
}

std::string document(const std::string& md, const std::string& entries, const std::string& root = "urlset") {
  return fmt::format("<?xml version=\"1.0\"?><{0} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
                     "xmlns:rs=\"http://www.openarchives.org/rs/terms/\"><rs:md {1}/>{2}</{0}>",
                     root, md, entries);
}

std::string list_of(const std::vector<Item>& items) {
  std::string text;
  for (const auto& item : items) {
    std::string md = item.hash.empty() ? "" : "hash=\"md5:0 " + item.hash + "\" ";
    if (!item.change.empty()) md += fmt::format("change=\"{}\" datetime=\"{}\"", item.change, item.datetime);
    text += fmt::format("<url><loc>{}</loc><rs:md {}/></url>", url_of(item.number), md);
  }
  return text;
}

class Sync : public ::testing::Test {
 protected:
  Sync() {
    web_.there[description] = {document("capability=\"description\"",
                                        "<url><loc>https://weir-mill.example/caps.xml</loc><rs:md capability=\"capabilitylist\"/></url>")};
    offer({"changelist", "resourcedump", "resourcelist"});
    resources({{.number = 1}, {.number = 2}, {.number = 3}});
    changes({});
    for (int i = 1; i <= 5; ++i) web_.there[url_of(i)] = {body_of(i)};
  }

  void offer(const std::vector<std::string>& capabilities) {
    std::string entries;
    for (const auto& one : capabilities)
      entries += fmt::format("<url><loc>{}/{}.xml</loc><rs:md capability=\"{}\"/></url>", host, one, one);
    web_.there[host + "/caps.xml"] = {document("capability=\"capabilitylist\"", entries)};
  }
  void resources(const std::vector<Item>& items, const std::string& at = "2026-11-20T07:00:00Z") {
    web_.there[host + "/resourcelist.xml"] = {document(fmt::format("capability=\"resourcelist\" at=\"{}\"", at), list_of(items))};
  }
  void changes(const std::vector<Item>& items, const std::string& from = "2026-01-01T00:00:00Z") {
    web_.there[host + "/changelist.xml"] = {document(fmt::format("capability=\"changelist\" from=\"{}\"", from), list_of(items))};
  }
  Visited visit_from(const std::string& checkpoint = "", const std::string& url = description) {
    web_.asked.clear();
    return visit(web_, plan_for_kind("resourcesync", url, checkpoint));
  }

  FakeWeb web_;
};

TEST_F(Sync, Har46TakesTheWholeListTheFirstTime) {
  const auto visited = visit_from();

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  ASSERT_EQ(visited.records.size(), 3u);
  EXPECT_EQ(visited.records[0].identifier, page_identifier("", url_of(1)));
  EXPECT_EQ(visited.records[0].bytes, body_of(1));
  EXPECT_EQ(visited.outcome.checkpoint, "2026-11-20T07:00:00Z 0");
  EXPECT_TRUE(visited.standing.whole);
  EXPECT_EQ(web_.asked_for(host + "/changelist.xml"), 0);
  EXPECT_EQ(visited.progress.declared, 3);
}

TEST_F(Sync, Har46TakesTheChangesLater) {
  const auto first = visit_from();
  changes({{1, "updated", "2026-11-19T00:00:00Z"},
           {2, "updated", "2026-11-20T09:00:00Z"},
           {4, "created", "2026-11-20T09:30:00Z"},
           {3, "deleted", "2026-11-20T10:00:00Z"}});
  web_.there[url_of(2)] = {body_of(2, "Weir")};
  web_.there.erase(url_of(3));

  const auto second = visit_from(first.outcome.checkpoint);
  const auto third = visit_from(second.outcome.checkpoint);

  ASSERT_EQ(second.records.size(), 3u) << second.outcome.reason;
  EXPECT_THAT(second.records[0].document, HasSubstr("Weir 2"));
  EXPECT_EQ(second.records[0].datestamp, "2026-11-20T09:00:00Z");
  EXPECT_TRUE(second.records[2].deleted);
  EXPECT_EQ(second.records[2].identifier, page_identifier("", url_of(3)));
  EXPECT_FALSE(second.standing.whole);
  EXPECT_EQ(second.outcome.checkpoint, "2026-11-20T10:00:00Z 1");
  EXPECT_EQ(third.outcome.ending, Ending::unchanged);
  EXPECT_EQ(third.progress.requests, 3) << "nothing is fetched twice";
}

TEST_F(Sync, Har46TakesOnlyTheLastOfSeveralChangesAndSortsThem) {
  const auto first = visit_from();
  changes({{2, "updated", "2026-11-20T10:00:00Z"}, {1, "updated", "2026-11-20T09:00:00Z"}, {1, "deleted", "2026-11-20T11:00:00Z"}});
  web_.there.erase(url_of(1));

  const auto second = visit_from(first.outcome.checkpoint);

  ASSERT_EQ(second.records.size(), 2u);
  EXPECT_TRUE(second.records[1].deleted);
  EXPECT_THAT(second.warnings, Contains(HasSubstr("forward order")));
  EXPECT_EQ(second.outcome.checkpoint, "2026-11-20T11:00:00Z 1");
}

TEST_F(Sync, Har46TakesTheWholeListWhereTheChangesBeginTooLate) {
  const auto first = visit_from();
  changes({{1, "updated", "2026-11-22T00:00:00Z"}}, "2026-11-21T00:00:00Z");

  const auto second = visit_from(first.outcome.checkpoint);

  EXPECT_EQ(second.records.size(), 3u);
  EXPECT_TRUE(second.standing.full);
}

TEST_F(Sync, Har46ChecksTheHash) {
  resources({{.number = 1, .hash = "sha-256:" + formats::sha256_hex(body_of(1))}, {.number = 2, .hash = "sha-256:" + std::string(64, '0')}});

  const auto visited = visit_from();

  EXPECT_EQ(visited.outcome.ending, Ending::complete_with_losses);
  EXPECT_EQ(visited.records.size(), 1u);
  ASSERT_EQ(visited.unread.size(), 1u);
  EXPECT_EQ(visited.unread[0].raw, body_of(2));
}

TEST_F(Sync, Har46ReadsRecordsOfNodesPagesAndDublinCore) {
  resources({{.number = 1}, {.number = 2}, {.number = 3}, {.number = 4}});
  web_.there[url_of(1)] = {record_of("oai:river.example:7", "Title")};
  web_.there[url_of(2)] = {"<html><script type=\"application/ld+json\">" + body_of(2) + "</script>"};
  web_.there[url_of(3)] = {"<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
                           "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Three</dc:title></oai_dc:dc>"};
  web_.there[url_of(4)] = {"%PDF-1.4"};

  const auto visited = visit_from();

  ASSERT_EQ(visited.records.size(), 3u);
  EXPECT_EQ(visited.records[0].identifier, "oai:river.example:7");
  EXPECT_EQ(visited.records[0].sets.size(), 1u);
  EXPECT_THAT(visited.records[1].document, HasSubstr("Mill 2"));
  EXPECT_EQ(visited.records[2].identifier, url_of(3));
  EXPECT_EQ(visited.progress.skipped, 1);
}

TEST_F(Sync, Har46HearsFromANodesTombstoneWhatIsGone) {
  const auto first = visit_from();
  changes({{1, "deleted", "2026-11-20T09:00:00Z"}});
  web_.there[url_of(1)] = {record_of("oai:river.example:7", "", 2, true), {}, {}, 410};

  const auto second = visit_from(first.outcome.checkpoint);

  ASSERT_EQ(second.records.size(), 1u);
  EXPECT_TRUE(second.records[0].deleted);
  EXPECT_EQ(second.records[0].identifier, "oai:river.example:7");
}

TEST_F(Sync, Har46ReadsIndexesOneLevelDeep) {
  web_.there[host + "/resourcelist.xml"] = {document("capability=\"resourcelist\" at=\"2026-11-20T07:00:00Z\"",
                                                     "<sitemap><loc>https://weir-mill.example/part1.xml</loc></sitemap>"
                                                     "<sitemap><loc>https://weir-mill.example/part2.xml</loc></sitemap>",
                                                     "sitemapindex")};
  web_.there[host + "/part1.xml"] = {document("capability=\"resourcelist\" at=\"2026-11-20T07:00:00Z\"", list_of({{.number = 1}}))};
  web_.there[host + "/part2.xml"] = {document("capability=\"resourcelist\" at=\"2026-11-20T07:00:00Z\"", list_of({{.number = 2}}))};

  EXPECT_EQ(visit_from().records.size(), 2u);

  web_.there[host + "/part2.xml"] = web_.there[host + "/resourcelist.xml"];
  EXPECT_EQ(visit_from().outcome.ending, Ending::failed);
}

TEST_F(Sync, Har46StartsFromAListToo) {
  EXPECT_EQ(visit_from("", host + "/caps.xml").records.size(), 3u);
  EXPECT_EQ(visit_from("", host).records.size(), 3u) << "a plain site";
  EXPECT_EQ(visit_from("", host + "/").records.size(), 3u);
  EXPECT_EQ(visit_from("", host + "/resourcelist.xml").records.size(), 3u);
  changes({{1, "updated", "2026-11-19T00:00:00Z"}});
  EXPECT_EQ(visit_from("", host + "/changelist.xml").records.size(), 1u);
}

TEST_F(Sync, Har46SaysInWordsWhatIsMissing) {
  offer({"resourcedump"});
  EXPECT_THAT(visit_from().outcome.reason, HasSubstr("only as a dump, which cannot be read"));
  offer({});
  EXPECT_EQ(visit_from().outcome.reason, "The source offers no list of its resources.");
  offer({"resourcelist"});
  resources({}, "");
  EXPECT_THAT(visit_from().outcome.reason, HasSubstr("rs:md at"));
  web_.there[host + "/resourcelist.xml"] = {"<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"/>"};
  EXPECT_THAT(visit_from().outcome.reason, HasSubstr("rs:md capability"));
  offer({"changelist"});
  web_.there[host + "/changelist.xml"] = {document("capability=\"changelist\"", "")};
  EXPECT_THAT(visit_from("2026-11-20T07:00:00Z 0").outcome.reason, HasSubstr("rs:md from"));
  web_.there[description] = {"<html>"};
  const auto page = visit_from();
  EXPECT_EQ(page.outcome.ending, Ending::failed);
  EXPECT_EQ(page.outcome.reason, "The address answered with a web page, not with records. Is a login needed?");
}

TEST_F(Sync, Har46AsksNobodyElse) {
  web_.there[host + "/resourcelist.xml"] = {document("capability=\"resourcelist\" at=\"2026-11-20T07:00:00Z\"",
                                                     "<url><loc>https://evil.example/1</loc></url>" + list_of({{.number = 1}}))};
  const auto visited = visit_from();
  EXPECT_EQ(visited.records.size(), 1u);
  EXPECT_THAT(visited.warnings, Contains("1 addresses of other hosts were passed over."));

  web_.there[description] = {document("capability=\"description\"",
                                      "<url><loc>https://evil.example/caps.xml</loc><rs:md capability=\"capabilitylist\"/></url>")};
  EXPECT_EQ(visit_from().outcome.ending, Ending::refused);
  EXPECT_EQ(web_.asked_for("https://evil.example/caps.xml"), 0);
}

TEST_F(Sync, Har46GoesOnWhereItWasInterrupted) {
  std::vector<Item> items;
  for (int i = 1; i <= 250; ++i) {
    items.push_back({.number = i});
    web_.there[url_of(i)] = {body_of(i)};
  }
  resources(items);
  auto plan = plan_for_kind("resourcesync", description);
  plan.limits.pages = 1;
  const auto first = visit(web_, plan);
  ASSERT_EQ(first.outcome.ending, Ending::interrupted);
  resources(items, "2026-11-20T08:30:00Z");
  plan.limits = {};
  plan.resumption = Resumption{first.cursors.back(), first.prefix, first.from};

  const auto second = visit(web_, plan);

  EXPECT_EQ(first.records.size() + second.records.size(), 250u);
  EXPECT_EQ(second.outcome.ending, Ending::complete) << second.outcome.reason;
  EXPECT_EQ(second.outcome.checkpoint, "2026-11-20T07:00:00Z 0") << "changes since the first part are not missed";
}

TEST_F(Sync, Har46CountsWhatCannotBeHadAndStopsAnIllSource) {
  web_.there[url_of(2)].status = 500;
  const auto lossy = visit_from();
  EXPECT_EQ(lossy.outcome.ending, Ending::complete_with_losses);
  EXPECT_EQ(lossy.progress.lost, 1);

  std::vector<Item> items;
  for (int i = 1; i <= 20; ++i) {
    items.push_back({.number = i});
    web_.there[url_of(i)] = {body_of(i), {}, {}, 500};
  }
  resources(items);
  const auto ill = visit_from();
  EXPECT_NE(ill.outcome.ending, Ending::complete);
  EXPECT_LE(web_.asked.size(), 9u);
}

}  // namespace
}  // namespace commonplace::harvest
