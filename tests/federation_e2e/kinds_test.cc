// The real program takes another node in by every way there is: by itself as what it is, and as a site or a ResourceSync
// source where the keeper says so (HAR-43 to HAR-46). Behind it are the child process, the fetcher and the store.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/federation_e2e/asking.h"
#include "tests/federation_e2e/resources.h"

namespace commonplace::testing {
namespace {

using ::testing::HasSubstr;

// Identifier and name of every live record.
std::map<std::string, std::string> held_by(const Node& node) {
  std::map<std::string, std::string> held;
  for (const auto& document : node.documents())
    held[document.at("identifier").get<std::string>()] = document.at("name").begin().value().get<std::string>();
  return held;
}

TEST(Kinds, BringTheSameRecordsByFeedSiteAndResourceSync) {
  Node hall(Kit{.name = "Weavers' Hall", .slug = "weavers-hall"});
  hall.import_text("two.ndjson", document_line({.url = "https://weavers-hall.example/1", .title = "A loom from a shoe box"}) +
                                     document_line({.url = "https://weavers-hall.example/2", .title = "Dyeing with onions"}));
  hall.serve();
  const std::vector<std::pair<std::string, std::string>> ways = {
      {"auto", hall.url()}, {"sitemap", hall.url()}, {"resourcesync", hall.url() + "/.well-known/resourcesync"}};
  for (const auto& [kind, url] : ways) {
    Node school(Kit{.name = "Riverside School", .slug = "riverside"});

    const auto added = school.answer({"peer", "add", url, "--kind", kind, "--name", "hall"});
    const auto report = school.harvest("hall");

    EXPECT_EQ(added.at("kind"), kind == "auto" ? "node" : kind);
    EXPECT_EQ(report.at("outcome"), "complete") << kind << report.dump();
    EXPECT_EQ(held_by(school).size(), 2u) << kind;
    EXPECT_EQ(held_by(school), held_by(hall)) << kind;
  }
}

TEST(Kinds, APeerThatIsAwayIsFoundOutByItsFirstVisit) {
  Node hall(Kit{.name = "Weavers' Hall", .slug = "weavers-hall"});
  hall.import_text("one.ndjson", document_line({.url = "https://weavers-hall.example/1", .title = "A loom from a shoe box"}));
  Node school(Kit{.name = "Riverside School", .slug = "riverside"});

  const auto added = school.answer({"peer", "add", hall.url(), "--name", "hall"});
  const auto away = school.run({"harvest", "hall", "--json"});
  hall.serve();
  const auto report = school.harvest("hall");

  EXPECT_EQ(added.at("kind"), "auto");
  EXPECT_THAT(added.at("message").get<std::string>(), HasSubstr("found out by the first visit"));
  EXPECT_EQ(away.exit_code, 6);
  EXPECT_EQ(report.at("outcome"), "complete") << report.dump();
  EXPECT_EQ(school.answer({"peer", "show", "hall"}).at("kind"), "node");
}

TEST(Kinds, AnyPageOfANodeLeadsToTheNode) {
  Node hall(Kit{.name = "Weavers' Hall", .slug = "weavers-hall"});
  hall.serve();
  Node school(Kit{.name = "Riverside School", .slug = "riverside"});

  const auto added = school.answer({"peer", "add", hall.url() + "/organisations", "--name", "hall"});

  EXPECT_EQ(added.at("kind"), "node");
  EXPECT_EQ(added.at("url"), hall.oai_url());
}

}  // namespace
}  // namespace commonplace::testing
