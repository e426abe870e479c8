// Our harvester harvests a server that we did not write: Dancer::Plugin::Catmandu::OAI (specs/oai-pmh.md §10).

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/clients/dancer_server.h"
#include "tests/program/node.h"
#include "tests/program/oai_list.h"

namespace commonplace::testing {
namespace {

constexpr int sheets = 260;
constexpr int deleted_at_first = sheets / 20;

TEST(ForeignServer, IsHarvestedWholeAndThenByWhatChanged) {
  if (const auto missing = DancerServer::missing_package()) GTEST_SKIP() << "SKIP: " << *missing << " is not installed";
  const DancerServer server(sheets);
  Node node(Kit{.name = "Reading Room"});
  node.answer({"peer", "add", server.url(), "--kind", "oai", "--name", "shelf"});

  const auto first = node.harvest("shelf");

  EXPECT_EQ(first.at("outcome"), "complete") << first.dump();
  EXPECT_EQ(first.at("offered"), sheets);
  EXPECT_EQ(first.at("created"), sheets - deleted_at_first) << first.dump();
  EXPECT_EQ(first.at("deleted"), deleted_at_first) << first.dump();
  EXPECT_EQ(first.at("quarantined"), 0);
  EXPECT_EQ(first.at("lost"), 0);
  node.serve();
  const auto before = oai_list(node, "ListIdentifiers", "metadataPrefix=oai_dc");
  EXPECT_EQ(before.live().size(), static_cast<std::size_t>(sheets - deleted_at_first));
  EXPECT_TRUE(before.live().contains("oai:shelf.example:sheet-1"));
  EXPECT_TRUE(before.deleted().contains("oai:shelf.example:sheet-20"));
  EXPECT_EQ(
      node.get_json("/api/v1/search?q=" + percent_encoded("木版画")).at("hits").at(0).at("contributor").at("name"),
      "Shelf of prints");

  server.change({"retitle", "sheet-7", "Siebdruck für Anfänger"});
  server.change({"delete", "sheet-8"});
  const auto second = node.harvest("shelf");

  EXPECT_EQ(second.at("outcome"), "complete") << second.dump();
  EXPECT_EQ(second.at("updated"), 1) << second.dump();
  EXPECT_EQ(second.at("deleted"), 1) << second.dump();
  EXPECT_LT(second.at("offered").get<int>(), 10) << "the second visit asked for everything again";
  EXPECT_TRUE(node.soon([&node] { return node.get_json("/api/v1/search?q=Siebdruck").at("total") == 1; }));
  const auto after = oai_list(node, "ListIdentifiers", "metadataPrefix=oai_dc");
  EXPECT_TRUE(after.deleted().contains("oai:shelf.example:sheet-8"));
  EXPECT_EQ(after.live().size(), before.live().size() - 1);

  const auto third = node.harvest("shelf");

  EXPECT_EQ(third.at("updated").get<int>() + third.at("created").get<int>() + third.at("deleted").get<int>(), 0)
      << third.dump();
}

}  // namespace
}  // namespace commonplace::testing
