// What is not public is nowhere: peers on probation and blocked peers, whole programs on loopback (harvest.md §2).

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/federation_e2e/asking.h"
#include "tests/federation_e2e/resources.h"
#include "tests/program/oai_list.h"

namespace commonplace::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr int sheets = 9;
constexpr auto within = milliseconds(1000);  // harvest.md §2

// A publisher that a hub is to harvest; what is asked of the hub.
class Visibility : public ::testing::Test {
 protected:
  void SetUp() override {
    hall_.import_text("sheets.ndjson", generated_resources("weavers-hall.example", sheets));
    hall_.serve();
    hub_.import_text("own.ndjson", document_line({.url = "https://hub.example/1", .title = "A sheet of the hub"}));
    hub_.serve();
    const auto at_home = search(hall_, "weaving").at("hits").at(0);
    id_ = at_home.at("id");
    identifier_ = at_home.at("identifier");
  }

  std::int64_t hits() const { return search(hub_, "").at("total"); }

  // Everywhere a stranger may look: the one record, and the name of who published it.
  std::string everything() const {
    std::string all;
    for (const auto* address :
         {"/search?q=weaving", "/api/v1/search?q=weaving", "/organisations", "/api/v1/contributors", "/feed.atom", "/",
          "/api/v1/changes?since=0&limit=500", "/sitemap.xml", "/sitemap/1.xml", "/oai?verb=ListSets",
          "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc", "/oai?verb=ListRecords&metadataPrefix=cpl"})
      all += hub_.get(address).body;
    return all;
  }

  int page_status() const { return hub_.get("/r/" + id_).status; }
  int json_status() const { return hub_.get("/api/v1/resources/" + id_, "application/json").status; }

  void expect_nothing_public() const {
    EXPECT_EQ(hits(), 1);
    EXPECT_EQ(page_status(), 404);
    EXPECT_EQ(json_status(), 404);
    EXPECT_THAT(oai_reply(hub_, "verb=GetRecord&metadataPrefix=oai_dc&identifier=" + identifier_),
                HasSubstr("idDoesNotExist"));
    const auto all = everything();
    EXPECT_THAT(all, Not(HasSubstr(identifier_)));
    EXPECT_THAT(all, Not(HasSubstr(id_)));
    EXPECT_THAT(all, Not(HasSubstr("Weavers")));
    EXPECT_EQ(hub_.documents().size(), 1u);
  }

  void expect_everything_public() const {
    EXPECT_TRUE(hub_.soon([&] { return hits() == sheets + 1; }, within));
    EXPECT_EQ(page_status(), 200);
    EXPECT_EQ(json_status(), 200);
    EXPECT_EQ(oai_list(hub_, "ListIdentifiers", "metadataPrefix=oai_dc").live().size(), sheets + 1u);
    EXPECT_THAT(everything(), HasSubstr("Weavers"));
  }

  void expect_tombstones() const {
    EXPECT_TRUE(hub_.soon([&] { return hits() == 1; }, within));
    EXPECT_EQ(page_status(), 410);
    EXPECT_EQ(json_status(), 410);
    const auto list = oai_list(hub_, "ListRecords", "metadataPrefix=cpl");
    EXPECT_EQ(list.live().size(), 1u);
    EXPECT_EQ(list.deleted().size(), static_cast<std::size_t>(sheets));
    EXPECT_THAT(oai_reply(hub_, "verb=GetRecord&metadataPrefix=oai_dc&identifier=" + identifier_),
                HasSubstr("<header status=\"deleted\">"));
    EXPECT_EQ(hub_.get_json("/api/v1/contributors").at("contributors").size(), 1u);
    EXPECT_THAT(hub_.get("/r/" + id_).body, Not(HasSubstr("weaving")));
    EXPECT_EQ(hub_.documents().size(), 1u);
  }

  Node hall_{Kit{.name = "Weavers Hall", .slug = "weavers"}};
  Node hub_{Kit{.name = "County Hub", .slug = "county-hub"}};
  std::string id_;
  std::string identifier_;
};

TEST_F(Visibility, OfAPeerOnProbationNothingIsPublicUntilTheKeeperApproves) {
  const auto added = hub_.answer({"peer", "add", hall_.url(), "--name", "hall", "--probation"});
  EXPECT_EQ(added.at("probation"), true);

  const auto visit = hub_.harvest("hall");
  EXPECT_EQ(visit.at("outcome"), "complete");
  EXPECT_EQ(visit.at("created"), sheets);
  EXPECT_EQ(hub_.harvest("hall", {"--full"}).at("unchanged"), sheets);
  const auto peer = hub_.answer({"peer", "show", "hall"});
  EXPECT_EQ(peer.at("state"), "probation");
  EXPECT_EQ(peer.at("records"), 0);
  EXPECT_EQ(peer.at("waiting").at("new"), sheets);
  EXPECT_EQ(peer.at("sample").size(), static_cast<std::size_t>(sheets));
  EXPECT_THAT(peer.at("sample").at(0).at("title").get<std::string>(), HasSubstr("part"));
  expect_nothing_public();

  EXPECT_EQ(hub_.answer({"peer", "approve", "hall"}).at("state"), "active");

  expect_everything_public();
  EXPECT_EQ(hub_.harvest("hall", {"--full"}).at("outcome"), "unchanged");
  EXPECT_EQ(hub_.run({"check"}).exit_code, 0);
}

TEST_F(Visibility, ABlockedPeersRecordsAreTombstonesUntilItIsResumed) {
  hub_.add_peer(hall_, "hall");
  hub_.harvest("hall");
  expect_everything_public();

  EXPECT_EQ(hub_.answer({"peer", "block", "hall"}).at("state"), "blocked");

  expect_tombstones();
  const auto refused = hub_.run({"harvest", "hall"});
  EXPECT_EQ(refused.exit_code, 8) << refused.out;
  EXPECT_EQ(hub_.run({"peer", "remove", "hall"}).exit_code, 1);
  EXPECT_EQ(hub_.run({"peer", "approve", "hall"}).exit_code, 1);
  EXPECT_EQ(hub_.answer({"peer", "show", "hall"}).at("waiting").at("hidden"), sheets);

  EXPECT_EQ(hub_.answer({"peer", "resume", "hall"}).at("state"), "active");

  expect_everything_public();
  EXPECT_EQ(hub_.run({"check"}).exit_code, 0);
}

TEST_F(Visibility, NoHubBringsTheRecordsOfABlockedPeerBack) {
  Node relay(Kit{.name = "Relay"});
  relay.add_peer(hall_, "hall");
  relay.harvest("hall");
  relay.serve();
  hub_.add_peer(hall_, "hall");
  hub_.harvest("hall");
  hub_.answer({"peer", "block", "hall"});
  hall_.import_text("more.ndjson", document_line({.url = "https://weavers-hall.example/new", .title = "Weaving anew"}));
  relay.harvest("hall");
  hub_.add_peer(relay, "relay");

  const auto visit = hub_.harvest("relay");

  EXPECT_EQ(visit.at("offered"), sheets + 1);
  EXPECT_EQ(visit.at("created"), 0) << visit.dump();
  EXPECT_EQ(visit.at("refused"), sheets + 1) << visit.dump();
  expect_tombstones();
  EXPECT_THAT(everything(), Not(HasSubstr("Weaving anew")));
}

TEST_F(Visibility, ADownstreamNodeSeesTheBlockAndItsEnd) {
  hub_.add_peer(hall_, "hall");
  hub_.harvest("hall");
  Node school(Kit{.name = "School"});
  school.add_peer(hub_, "hub");
  school.harvest("hub");
  hub_.answer({"peer", "block", "hall"});

  const auto after_block = school.harvest("hub");
  EXPECT_EQ(after_block.at("deleted"), sheets) << after_block.dump();
  hub_.answer({"peer", "resume", "hall"});
  const auto after_resume = school.harvest("hub");

  EXPECT_EQ(after_resume.at("updated"), sheets) << after_resume.dump();
  EXPECT_EQ(school.documents().size(), sheets + 1u);
}

TEST_F(Visibility, SaysWhatIsWrongWithAnAct) {
  hub_.add_peer(hall_, "hall");
  const auto approved = hub_.run({"peer", "approve", "hall"});
  EXPECT_EQ(approved.exit_code, 1);
  EXPECT_THAT(approved.err + approved.out, HasSubstr("not on probation"));
  const auto nobody = hub_.run({"peer", "block", "hal"});
  EXPECT_EQ(nobody.exit_code, 1);
  EXPECT_THAT(nobody.err + nobody.out, HasSubstr("hall"));
}

}  // namespace
}  // namespace commonplace::testing
