// ResourceSync dumps (HAR-46): what lies in an archive is not asked for one by one, what does not is; no archive harms.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "fake_node.h"
#include "fake_web.h"
#include "harvest/crosswalk.h"
#include "harvest/resourcesync_visit.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/zip.h"

namespace commonplace::harvest {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string host = "https://weir-mill.example";
const std::string description = host + "/.well-known/resourcesync";
const std::string monday = "2026-11-16T07:00:00Z";
const std::string friday = "2026-11-20T07:00:00Z";

std::string url_of(int number) { return fmt::format("{}/r/{}", host, number); }
std::string package_url(int number) { return fmt::format("{}/dump/{}.zip", host, number); }
std::string body_of(int number, const std::string& title = "Mill") {
  return fmt::format(R"({{"@context":"https://schema.org","@type":"LearningResource","name":"{} {}"}})", title, number);
}
std::string hash_of(const std::string& body) { return "sha-256:" + formats::sha256_hex(body); }

std::string document(const std::string& md, const std::string& entries, const std::string& root = "urlset") {
  return fmt::format("<?xml version=\"1.0\"?><{0} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
                     "xmlns:rs=\"http://www.openarchives.org/rs/terms/\"><rs:md {1}/>{2}</{0}>",
                     root, md, entries);
}

std::string entry(const std::string& url, const std::string& md) { return fmt::format("<url><loc>{}</loc><rs:md {}/></url>", url, md); }

struct File {
  int number = 0;
  std::string body;
  std::string hash;  // empty: the right one
  std::string path = {};
};

class Dump : public ::testing::Test {
 protected:
  Dump() {
    web_.there[description] = {document("capability=\"description\"", entry(host + "/caps.xml", "capability=\"capabilitylist\""))};
    offer({"resourcedump", "resourcelist"});
    for (int i = 1; i <= 6; ++i) web_.there[url_of(i)] = {body_of(i)};
    list({1, 2, 3, 4, 5, 6});
    packages(2);
    package(1, {{1, body_of(1), {}}, {2, body_of(2), {}}, {3, body_of(3), {}}});
    package(2, {{4, body_of(4), {}}, {5, body_of(5), {}}, {6, body_of(6), {}}});
  }

  void offer(const std::vector<std::string>& capabilities) {
    std::string entries;
    for (const auto& name : capabilities) entries += entry(host + "/" + name + ".xml", "capability=\"" + name + "\"");
    web_.there[host + "/caps.xml"] = {document("capability=\"capabilitylist\"", entries)};
  }
  void list(const std::vector<int>& numbers, const std::string& at = friday) {
    std::string entries;
    for (const int number : numbers) entries += entry(url_of(number), "hash=\"" + hash_of(web_.there[url_of(number)].body) + "\"");
    web_.there[host + "/resourcelist.xml"] = {document("capability=\"resourcelist\" at=\"" + at + "\"", entries)};
  }
  void packages(int count, const std::string& at = friday) {
    std::string entries;
    for (int i = 1; i <= count; ++i) entries += entry(package_url(i), "type=\"application/zip\"");
    web_.there[host + "/resourcedump.xml"] = {document("capability=\"resourcedump\" at=\"" + at + "\"", entries)};
  }
  void package(int number, const std::vector<File>& files, const std::string& at = friday) {
    formats::ZipWriter zip;
    std::string entries;
    for (const auto& file : files) {
      const auto path = file.path.empty() ? fmt::format("/resources/{}", file.number) : file.path;
      entries += entry(url_of(file.number), fmt::format("hash=\"{}\" path=\"{}\"", file.hash.empty() ? hash_of(file.body) : file.hash, path));
      if (file.path.empty()) zip.add(path.substr(1), file.body, later(0));
    }
    zip.add("manifest.xml", document("capability=\"resourcedump-manifest\" at=\"" + at + "\"", entries), later(0));
    web_.there[package_url(number)] = {zip.finish()};
  }
  Visited visit_all(VisitPlan plan = plan_for_kind("resourcesync", description)) {
    web_.asked.clear();
    return visit(web_, std::move(plan));
  }
  int singles() const {
    int count = 0;
    for (int i = 1; i <= 6; ++i) count += web_.asked_for(url_of(i));
    return count;
  }

  FakeWeb web_;
};

TEST_F(Dump, Har46TakesEverythingOutOfTheDump) {
  const auto visited = visit_all();

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 6u);
  EXPECT_EQ(visited.records[4].bytes, body_of(5));
  EXPECT_EQ(visited.records[4].identifier, page_identifier("", url_of(5)));
  EXPECT_EQ(singles(), 0);
  EXPECT_TRUE(visited.standing.whole);
  EXPECT_EQ(visited.outcome.checkpoint, friday + " 0");
  EXPECT_THAT(visited.warnings, IsEmpty());
  EXPECT_EQ(visited.progress.declared, 6);
}

TEST_F(Dump, Har46WithoutAListTheDumpIsTheList) {
  offer({"resourcedump"});

  const auto visited = visit_all();

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 6u);
  EXPECT_TRUE(visited.standing.whole);
  EXPECT_EQ(visit_all(plan_for_kind("resourcesync", host + "/resourcedump.xml")).distinct(), 6u);
}

TEST_F(Dump, Har46AsksForWhatTheDumpLacksAndForWhatHasChangedSince) {
  web_.there[url_of(2)] = {body_of(2, "Weir")};  // the list knows it, the dump does not
  list({1, 2, 3, 4, 5});                          // 6 is gone
  package(2, {{4, body_of(4), {}}, {6, body_of(6), {}}});

  const auto visited = visit_all();

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 5u);
  EXPECT_EQ(web_.asked_for(url_of(2)) + web_.asked_for(url_of(5)), 2);
  EXPECT_EQ(singles(), 2);
  std::string documents;
  for (const auto& record : visited.records) documents += record.document;
  EXPECT_THAT(documents, HasSubstr("Weir 2"));
  EXPECT_THAT(documents, ::testing::Not(HasSubstr("Mill 6")));
}

TEST_F(Dump, Har46AnOldDumpIsFollowedByTheChangesSince) {
  packages(2, monday);
  offer({"resourcedump"});
  EXPECT_EQ(visit_all().outcome.checkpoint, monday + " 0");

  packages(2, friday);
  package(2, {{4, body_of(4), {}}}, monday);
  EXPECT_EQ(visit_all().outcome.checkpoint, monday + " 0") << "its package is older";
}

TEST_F(Dump, Har46GoesOnWhereItWasInterrupted) {
  for (const bool has_list : {true, false}) {
    offer(has_list ? std::vector<std::string>{"resourcedump", "resourcelist"} : std::vector<std::string>{"resourcedump"});
    list({1, 2, 3, 4, 5, 6});
    package(2, {{4, body_of(4), {}}, {5, body_of(5), {}}});  // 6 is asked for by itself where there is a list
    auto plan = plan_for_kind("resourcesync", description);
    plan.limits.pages = 1;
    std::set<std::string> brought;
    Visited last;
    for (int part = 0; part < 5; ++part) {
      last = visit_all(plan);
      for (const auto& record : last.records) EXPECT_TRUE(brought.insert(record.identifier).second) << "twice";
      if (last.cursors.empty() || last.outcome.ending != Ending::interrupted) break;
      plan.resumption = Resumption{last.cursors.back(), last.prefix, last.from};
    }
    EXPECT_EQ(last.outcome.ending, Ending::complete) << last.outcome.reason;
    EXPECT_EQ(brought.size(), has_list ? 6u : 5u);
    EXPECT_EQ(last.outcome.checkpoint, friday + " 0");
  }
}

TEST_F(Dump, Har46APackageThatIsNoGoodIsMadeUpForByTheList) {
  const std::string good = web_.there[package_url(1)].body;
  formats::ZipWriter without_manifest;
  without_manifest.add("resources/1", body_of(1), later(0));
  const std::vector<std::string> bad = {"", "<html>log in</html>", good.substr(0, good.size() / 2), without_manifest.finish()};
  for (const auto& bytes : bad) {
    web_.there[package_url(1)] = {bytes};
    const auto visited = visit_all();
    EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
    EXPECT_EQ(visited.distinct(), 6u);
    EXPECT_EQ(singles(), 3);
    EXPECT_THAT(visited.warnings, Contains(HasSubstr("asked for one by one")));
  }
  web_.there.erase(package_url(1));
  EXPECT_EQ(visit_all().distinct(), 6u);
  web_.there.erase(host + "/resourcedump.xml");
  EXPECT_EQ(visit_all().distinct(), 6u);

  offer({"resourcedump"});
  EXPECT_THAT(visit_all().outcome.reason, HasSubstr("only as a dump, which cannot be read"));
  packages(2);
  EXPECT_EQ(visit_all().outcome.ending, Ending::failed);
}

TEST_F(Dump, Har46FilesThatAreNotWhatTheyShouldBeAreSetAsideOrAskedFor) {
  package(1, {{1, body_of(1), "sha-256:" + std::string(64, '0')}, {2, body_of(2), {}, "/not/there"}, {3, std::string(2'000'000, 'x'), {}}});

  const auto with_list = visit_all();
  EXPECT_EQ(with_list.outcome.ending, Ending::complete) << with_list.outcome.reason;
  EXPECT_EQ(singles(), 3);

  offer({"resourcedump"});
  const auto without = visit_all();
  EXPECT_EQ(without.outcome.ending, Ending::complete_with_losses);
  ASSERT_EQ(without.unread.size(), 3u);
  EXPECT_EQ(without.unread[2].reason, "too_big");
  EXPECT_FALSE(without.standing.whole);
}

TEST_F(Dump, Har46BombsAreSuspended) {
  formats::ZipWriter bomb;
  bomb.add("manifest.xml", std::string(60u * 1024 * 1024, ' '), later(0));
  web_.there[package_url(1)] = {bomb.finish()};

  const auto visited = visit_all();

  EXPECT_EQ(visited.outcome.ending, Ending::suspended);
  EXPECT_THAT(visited.outcome.reason, HasSubstr("Too much"));
}

TEST_F(Dump, Har46AsksNobodyElseForPackages) {
  web_.there[host + "/resourcedump.xml"] = {document("capability=\"resourcedump\" at=\"" + friday + "\"",
                                                     entry("https://evil.example/1.zip", "") + entry(package_url(1), ""))};
  package(1, {{1, body_of(1), {}}});

  const auto visited = visit_all();

  EXPECT_EQ(visited.distinct(), 6u);
  EXPECT_EQ(web_.asked_for("https://evil.example/1.zip"), 0);
}

}  // namespace
}  // namespace commonplace::harvest
