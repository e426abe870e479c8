// Our harvester harvests a server that we did not write: Dancer::Plugin::Catmandu::OAI (specs/oai-pmh.md §10).

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/program/node.h"
#include "tests/program/oai_list.h"

namespace commonplace::testing {
namespace {

constexpr int sheets = 260;
constexpr int deleted_at_first = sheets / 20;

class ForeignServer : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const auto& [module, package] :
         {std::pair("Dancer::Plugin::Catmandu::OAI", "libdancer-plugin-catmandu-oai-perl"),
          std::pair("DBD::SQLite", "libdbd-sqlite3-perl")})
      if (run({.words = {"perl", fmt::format("-M{}", module), "-e1"}}).exit_code != 0)
        GTEST_SKIP() << "SKIP: " << package << " is not installed";
    change({"fill", std::to_string(sheets)});
    serve();
  }

  Command command(std::vector<std::string> words) const {
    words.insert(words.begin(),
                 {"perl", source_file("tests/clients/dancer_server.pl"), (folder_.path() / "shelf.db").string()});
    return {.words = std::move(words)};
  }

  void change(const std::vector<std::string>& words) const {
    const auto finished = run(command(words));
    ASSERT_EQ(finished.exit_code, 0) << finished.err;
  }

  void serve() {
    server_ = std::make_unique<Process>(command({"serve", std::to_string(port_.number())}));
    const auto end = std::chrono::steady_clock::now() + seconds(30);
    while (ask(port_.number(), {.method = "GET", .target = "/oai?verb=Identify"}).status != 200) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << server_->err();
      ASSERT_FALSE(server_->wait(milliseconds(20))) << server_->err();
    }
  }

  std::string url() const { return fmt::format("http://127.0.0.1:{}/oai", port_.number()); }

  const TempFolder folder_;
  const KeptPort port_;
  std::unique_ptr<Process> server_;
};

TEST_F(ForeignServer, IsHarvestedWholeAndThenByWhatChanged) {
  Node node(Kit{.name = "Reading Room"});
  node.answer({"peer", "add", url(), "--kind", "oai", "--name", "shelf"});

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

  change({"retitle", "sheet-7", "Siebdruck für Anfänger"});
  change({"delete", "sheet-8"});
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
