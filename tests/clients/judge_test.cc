// `commonplace validate oai` as an operator runs it: over our own node, over a server that we did not write, and where
// there is nothing to judge.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/clients/dancer_server.h"
#include "tests/clients/print_shop.h"

namespace commonplace::testing {
namespace {

std::set<std::string> rules_of(const json::Value& report, const std::string& severity) {
  std::set<std::string> out;
  for (const auto& finding : report.at("findings"))
    if (finding.at("severity") == severity) out.insert(finding.at("rule"));
  return out;
}

json::Value report_of(const Finished& finished) {
  auto report = json::parse(finished.out, {.bytes = 4 * 1024 * 1024, .members = 100'000});
  if (!report) throw std::runtime_error(finished.out + finished.err);
  return std::move(*report);
}

TEST(ValidateOai, FindsNothingAgainstOurOwnNode) {
  const auto shop = open_print_shop();

  const auto finished =
      shop.node->run({"validate", "oai", shop.node->oai_url(), "--all", "--pause", "0", "--json"}, seconds(120));

  const auto report = report_of(finished);
  EXPECT_EQ(finished.exit_code, 0) << finished.out;
  EXPECT_EQ(report.at("fine"), true);
  EXPECT_EQ(report.at("findings"), json::Value::array()) << report.dump(1);
  EXPECT_EQ(report.at("name"), "Print & Press <Shop>");
  EXPECT_GE(report.at("kept").size(), 90u) << report.at("not_judged").dump();
}

TEST(ValidateOai, TellsItInSentences) {
  const auto shop = open_print_shop();

  const auto finished =
      shop.node->run({"validate", "oai", shop.node->oai_url(), "--pages", "1", "--pause", "0"}, seconds(120));

  EXPECT_EQ(finished.exit_code, 0) << finished.out;
  EXPECT_NE(finished.out.find("It keeps the protocol: nothing against it was found.\n"), std::string::npos)
      << finished.out;
}

TEST(ValidateOai, NamesWhatAServerOfOthersBreaks) {
  if (const auto missing = DancerServer::missing_package()) GTEST_SKIP() << "SKIP: " << *missing << " is not installed";
  DancerServer server(260);
  Node node(Kit{.name = "Reading Room"});

  const auto finished = node.run({"validate", "oai", server.url(), "--pause", "0", "--json"}, seconds(120));

  const auto report = report_of(finished);
  EXPECT_EQ(finished.exit_code, 1) << finished.out;
  // Dancer::Plugin::Catmandu::OAI of Debian 12, seen 2026-11. It has no sets here and says so with an empty list.
  EXPECT_EQ(rules_of(report, "violation"),
            (std::set<std::string>{"argument-empty", "argument-repeated", "content-type", "date-illegal", "no-sets",
                                   "request-attributes-error", "set-unknown", "status", "xml-well-formed"}))
      << report.dump(1);
  EXPECT_EQ(rules_of(report, "warning"), (std::set<std::string>{"argument-impossible-prefix", "token-other-verb"}));
}

TEST(ValidateOai, ExitsWithTwoForWhatIsNoBaseUrl) {
  const Node node(Kit{.name = "Reading Room"});

  for (const char* url : {"museum.example/oai", "ftp://museum.example/oai", "https://museum.example/oai?verb=Identify"})
    EXPECT_EQ(node.run({"validate", "oai", url}).exit_code, 2) << url;
  EXPECT_EQ(node.run({"validate", "oai"}).exit_code, 2);
  EXPECT_EQ(node.run({"validate", "oai", "https://museum.example/oai", "--pages", "0"}).exit_code, 2);
}

TEST(ValidateOai, ExitsWithOneWhereNobodyAnswers) {
  const Node node(Kit{.name = "Reading Room"});
  const KeptPort nobody;

  const auto finished = node.run({"validate", "oai", fmt::format("http://127.0.0.1:{}/oai", nobody.number())});

  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_NE(finished.out.find("It could not be judged."), std::string::npos) << finished.out;
}

TEST(ValidateOai, AsksNoPrivateAddressThatIsNotAllowed) {
  Node node(Kit{.name = "Reading Room"});
  node.set("COMMONPLACE_HARVEST_ALLOW_PRIVATE", "10.0.0.0/8");
  const KeptPort nobody;

  const auto finished = node.run({"validate", "oai", fmt::format("http://127.0.0.1:{}/oai", nobody.number())});

  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_NE(finished.out.find("may not be asked from here"), std::string::npos) << finished.out;
}

}  // namespace
}  // namespace commonplace::testing
