// Nodes that harvest each other, whole programs on loopback: what a record and its contributor keep on the way.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/federation_e2e/asking.h"
#include "tests/federation_e2e/resources.h"
#include "tests/program/oai_list.h"
#include "tests/program/schema_check.h"

namespace commonplace::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr int weaver_sheets = 12;

Kit weavers() {
  return {.name = "Weavers' Hall <& Yard>",
          .slug = "weavers-hall",
          .home = "https://weavers-hall.example/",
          .colour = "#7A1F3D",
          .logo_file = source_file("scripts/demo-federation/gannetsby/logo.png")};
}

json::Value contributor_named(const Node& node, const std::string& name) {
  const auto answer = node.get_json("/api/v1/contributors");
  for (const auto& contributor : answer.at("contributors"))
    if (contributor.at("name") == name) return contributor;
  throw std::runtime_error("no contributor " + name + " in " + answer.dump());
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto place = text.find(part); place != std::string::npos; place = text.find(part, place + part.size())) ++count;
  return count;
}

// Three nodes in a row: the hall publishes, the hub harvests it, the school harvests the hub.
class Row : public ::testing::Test {
 protected:
  void SetUp() override {
    hall_.import_text("sheets.ndjson", generated_resources("weavers-hall.example", weaver_sheets));
    hall_.serve();
    hub_.add_peer(hall_, "hall");
    school_.add_peer(hub_, "hub");
    const auto first = hub_.harvest("hall");
    ASSERT_EQ(first.at("outcome"), "complete") << first.dump();
    hub_.serve();
    const auto second = school_.harvest("hub");
    ASSERT_EQ(second.at("outcome"), "complete") << second.dump();
    school_.serve();
  }

  Node hall_{weavers()};
  Node hub_{Kit{.name = "County Hub", .slug = "county-hub"}};
  Node school_{Kit{.name = "Riverside School", .slug = "riverside"}};
};

TEST_F(Row, KeepsEveryIdentifier) {
  const auto published = oai_list(hall_, "ListIdentifiers", "metadataPrefix=oai_dc").live();

  EXPECT_EQ(published.size(), static_cast<std::size_t>(weaver_sheets));
  EXPECT_EQ(oai_list(hub_, "ListIdentifiers", "metadataPrefix=oai_dc").live(), published);
  EXPECT_EQ(oai_list(school_, "ListIdentifiers", "metadataPrefix=cpl").live(), published);
}

TEST_F(Row, CarriesTheLookOfTheContributorAndEachNodeServesItItself) {
  const auto at_home = contributor_named(hall_, weavers().name);

  for (const Node* node : {&hub_, &school_}) {
    const auto there = contributor_named(*node, weavers().name);
    EXPECT_EQ(there.at("colour"), weavers().colour);
    EXPECT_EQ(there.at("home"), weavers().home);
    EXPECT_EQ(there.at("set"), at_home.at("set"));
    EXPECT_EQ(there.at("records"), weaver_sheets);
    const std::string logo = there.at("logo");
    ASSERT_THAT(logo, StartsWith(node->url() + "/media/"));
    const auto picture = node->get(logo.substr(node->url().size()));
    EXPECT_EQ(picture.status, 200);
    EXPECT_EQ(picture.header("content-type"), "image/png");
    EXPECT_EQ(picture.body, read_file(weavers().logo_file));
    const auto hit = search(*node, "weaving").at("hits").at(0);
    EXPECT_EQ(hit.at("contributor").at("name"), weavers().name);
    EXPECT_EQ(hit.at("contributor").at("logo"), logo);
    EXPECT_EQ(hit.at("contributor").at("colour"), weavers().colour);
  }
}

TEST_F(Row, TellsEveryHopARecordHasMade) {
  const auto identifier = identifier_of(hall_, "Linocut for beginners, part 1");
  const auto query = "verb=GetRecord&metadataPrefix=oai_dc&identifier=" + percent_encoded(identifier);

  const auto at_home = oai_reply(hall_, query);
  const auto once = oai_reply(hub_, query);
  const auto twice = oai_reply(school_, query);

  EXPECT_EQ(times(at_home, "<originDescription"), 0u);
  EXPECT_EQ(times(once, "<originDescription"), 1u);
  EXPECT_THAT(once, HasSubstr("<baseURL>" + hall_.oai_url() + "</baseURL>"));
  EXPECT_EQ(times(twice, "<originDescription"), 2u);
  const auto nearest = twice.find("<baseURL>" + hub_.oai_url() + "</baseURL>");
  const auto farthest = twice.find("<baseURL>" + hall_.oai_url() + "</baseURL>");
  ASSERT_NE(nearest, std::string::npos) << twice;
  ASSERT_NE(farthest, std::string::npos) << twice;
  EXPECT_LT(nearest, farthest) << "the nearest hop is the outermost";
}

TEST_F(Row, LetsAWithdrawalTravelAsATombstone) {
  const std::string title = "Bell ringing for beginners, part 3";
  const auto identifier = identifier_of(hall_, title);
  ASSERT_EQ(search(school_, "\"part 3\"").at("hits").at(0).at("title"), title);
  hall_.answer({"withdraw", identifier});

  EXPECT_EQ(hub_.harvest("hall").at("deleted"), 1);
  EXPECT_EQ(school_.harvest("hub").at("deleted"), 1);

  for (const Node* node : {&hub_, &school_}) {
    EXPECT_TRUE(node->soon([&] { return search(*node, "").at("total") == weaver_sheets - 1; }));
    const auto found = search(*node, title);
    for (const auto& hit : found.at("hits")) EXPECT_NE(hit.at("title"), title);
    const auto reply =
        oai_reply(*node, "verb=GetRecord&metadataPrefix=oai_dc&identifier=" + percent_encoded(identifier));
    EXPECT_THAT(reply, HasSubstr("<header status=\"deleted\">"));
    EXPECT_EQ(times(reply, "<metadata"), 0u);
    EXPECT_TRUE(oai_list(*node, "ListRecords", "metadataPrefix=oai_dc").deleted().contains(identifier));
  }
}

TEST_F(Row, AnswersASearchInTheShapeOfTheContract) {
  const auto answer = search(school_, "shadow theatre", "&explain=1");

  for (const auto* const member : {"query", "total", "took_ms", "hits", "facets", "help", "partial", "next"})
    EXPECT_TRUE(answer.contains(member)) << member;
  for (const auto* const member : {"text", "understood", "corrected"})
    EXPECT_TRUE(answer.at("query").contains(member)) << member;
  for (const auto* const member : {"spelling", "without", "broader"})
    EXPECT_TRUE(answer.at("help").contains(member)) << member;
  EXPECT_GE(answer.at("total"), 2);
  const auto& hit = answer.at("hits").at(0);
  for (const auto* const member :
       {"id", "identifier", "url", "link", "title", "description", "type", "levels", "age", "subjects", "language",
        "minutes", "licence", "image", "contributor", "statements", "origin", "score", "why"})
    EXPECT_TRUE(hit.contains(member)) << member;
  EXPECT_THAT(hit.at("title"), HasSubstr("Shadow theatre"));
  EXPECT_EQ(hit.at("url"), school_.url() + "/r/" + hit.at("id").get<std::string>());
  EXPECT_THAT(hit.at("link"), StartsWith("https://weavers-hall.example/sheets/"));
  EXPECT_EQ(hit.at("minutes"), 45);
  EXPECT_EQ(hit.at("type").at(0).at("id"), "activity");
  EXPECT_EQ(hit.at("subjects").at(0).at("id"), "art-and-design");
  EXPECT_EQ(hit.at("licence").at("may").at("adapt"), "yes");
  EXPECT_EQ(hit.at("licence").at("credit"), "yes");
  for (const auto* const member : {"slug", "name", "home", "logo", "colour"})
    EXPECT_TRUE(hit.at("contributor").contains(member)) << member;
  for (const auto* const member : {"host", "trust", "seen"}) EXPECT_TRUE(hit.at("origin").contains(member)) << member;
  for (const auto& [facet, counts] : answer.at("facets").items())
    for (const auto& count : counts)
      for (const auto* const member : {"value", "label", "count"})
        EXPECT_TRUE(count.contains(member)) << facet << " " << member;
}

TEST_F(Row, ChangesNothingWhenNothingHasChanged) {
  const auto before = oai_list(school_, "ListIdentifiers", "metadataPrefix=oai_dc").headers;

  const auto incremental = school_.harvest("hub");
  const auto full = school_.harvest("hub", {"--full"});

  EXPECT_EQ(incremental.at("outcome"), "unchanged") << incremental.dump();
  EXPECT_EQ(full.at("outcome"), "unchanged") << full.dump();
  EXPECT_EQ(full.at("offered"), weaver_sheets);
  EXPECT_EQ(full.at("unchanged"), weaver_sheets) << full.dump();
  EXPECT_EQ(oai_list(school_, "ListIdentifiers", "metadataPrefix=oai_dc").headers, before);
}

TEST_F(Row, GivesOnlyValidReplies) {
  if (const auto obstacle = obstacle_to_schema_check()) GTEST_SKIP() << *obstacle;
  const auto schema = hub_.get("/ns/record-1.xsd");
  if (schema.status != 200) GTEST_SKIP() << "SKIP: the node does not serve /ns/record-1.xsd";
  std::vector<std::string> replies;
  for (const Node* node : {&hall_, &hub_, &school_}) {
    replies.push_back(oai_reply(*node, "verb=Identify"));
    replies.push_back(oai_reply(*node, "verb=ListSets"));
    for (const auto* const prefix : {"oai_dc", "cpl"})
      replies.push_back(oai_reply(*node, fmt::format("verb=ListRecords&metadataPrefix={}", prefix)));
  }

  EXPECT_EQ(schema_complaints(replies, schema.body), "");
}

// OAI-72: what comes back to where it has been is not news.
TEST(Ring, OfTwoNodesComesToRest) {
  Node one(weavers());
  Node other(Kit{.name = "Bell Tower", .slug = "bell-tower"});
  one.import_text("one.ndjson", generated_resources("weavers-hall.example", 5));
  other.import_text("other.ndjson", generated_resources("bell-tower.example", 5));
  one.serve();
  other.serve();
  one.add_peer(other, "other");
  other.add_peer(one, "one");
  one.harvest("other");
  other.harvest("one");
  const auto first_of_one = oai_list(one, "ListIdentifiers", "metadataPrefix=oai_dc").headers;
  const auto first_of_other = oai_list(other, "ListIdentifiers", "metadataPrefix=oai_dc").headers;
  ASSERT_EQ(first_of_one.size(), 10u);
  ASSERT_EQ(first_of_other.size(), 10u);

  for (int round = 0; round < 5; ++round)
    for (const auto* const option : {"", "--full"}) {
      const std::vector<std::string> options = *option ? std::vector<std::string>{option} : std::vector<std::string>{};
      EXPECT_EQ(one.harvest("other", options).at("outcome"), "unchanged");
      EXPECT_EQ(other.harvest("one", options).at("outcome"), "unchanged");
    }

  EXPECT_EQ(oai_list(one, "ListIdentifiers", "metadataPrefix=oai_dc").headers, first_of_one);
  EXPECT_EQ(oai_list(other, "ListIdentifiers", "metadataPrefix=oai_dc").headers, first_of_other);
}

TEST(Serve, PrintsTheAddressItCanBeOpenedAt) {
  const Node node(Kit{.name = "Night School"});
  Process server(node.command({"serve", "--listen", "127.0.0.1:0"}));
  const std::string before_address = "Night School is open at http://127.0.0.1:";

  for (const auto end = std::chrono::steady_clock::now() + seconds(20);
       server.out().find('\n') == std::string::npos && std::chrono::steady_clock::now() < end;)
    ASSERT_FALSE(server.wait(milliseconds(10))) << server.err();

  ASSERT_THAT(server.out(), StartsWith(before_address));
  const auto port = static_cast<std::uint16_t>(std::stoi(server.out().substr(before_address.size())));
  EXPECT_EQ(ask(port, {.method = "GET", .target = "/healthz"}).status, 200);
  server.send_signal(SIGTERM);
  EXPECT_EQ(server.wait(seconds(20)), 0) << server.err();
}

}  // namespace
}  // namespace commonplace::testing
