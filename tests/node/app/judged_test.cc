// Our own node under the eyes of our own judge, without a socket between them.
#include <gtest/gtest.h>

#include <set>

#include "harvest/validator/validator.h"
#include "tests/node/app/loopback.h"

namespace commonplace::app {
namespace {

namespace validator = harvest::validator;

TEST(JudgedNode, KeepsEveryRuleThatCanBeSeenWithoutASocket) {
  const Ground ground;
  LoopbackNode node(ground, "museum.example", "Museum <b> & 'Ŵyr'");
  node.publish(23, 10, "Ŵyr & <castles> عربي 🌉");
  node.withdraw("3", 20);
  node.withdraw("7", 30);
  Loopback loopback;
  loopback.add(node);
  loopback.now = node.at(1000);

  const auto report =
      validator::judge(loopback, node.base_url() + "/oai", {.pause = std::chrono::milliseconds(0), .pages = 0},
                       {.wait = {}, .now = [&loopback] { return loopback.now; }});

  std::set<std::string_view> broken;
  for (const auto& verdict : report.verdicts())
    if (verdict.broken > 0) broken.insert(verdict.rule->id);
  // Compression is made at the HTTP door, and the pages of this node are small on purpose.
  EXPECT_EQ(broken, (std::set<std::string_view>{"compression-listed", "page-size"})) << validator::in_words(report);
  EXPECT_TRUE(report.is_fine());
  EXPECT_GE(report.kept_rules(), 85);
}

}  // namespace
}  // namespace commonplace::app
