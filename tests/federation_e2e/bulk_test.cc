// A large node is taken by its dump and then followed by its feed, by the real program on both sides (HAR-43).

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "tests/federation_e2e/resources.h"
#include "tests/program/node.h"

namespace commonplace::testing {
namespace {

using ::testing::SizeIs;

std::set<std::string> identifiers(const Node& node) {
  std::set<std::string> out;
  for (const auto& document : node.documents()) out.insert(document.at("identifier").get<std::string>());
  return out;
}

TEST(Har43, ALargeNodeIsTakenByItsDumpAndFollowedByItsFeed) {
  constexpr std::size_t sheets = 2'600;  // more than one part of the dump
  Node hall(Kit{.name = "Weavers' Hall", .slug = "weavers-hall"});
  hall.import_text("many.ndjson", generated_resources("weavers-hall.example", sheets));
  hall.serve();
  Node school(Kit{.name = "Riverside School", .slug = "riverside"});
  school.answer({"peer", "add", hall.url(), "--kind", "node", "--name", "hall"});

  const auto first = school.harvest("hall", {}, seconds(120));

  EXPECT_EQ(first.at("outcome"), "complete") << first.dump();
  EXPECT_THAT(identifiers(school), SizeIs(sheets));
  EXPECT_EQ(identifiers(school), identifiers(hall));
  EXPECT_TRUE(std::filesystem::exists(hall.data_folder() + "/cache/changes-0.ndjson.gz")) << "the dump was not asked for";

  const auto gone = *identifiers(hall).begin();
  hall.answer({"withdraw", gone});
  const auto second = school.harvest("hall");

  EXPECT_EQ(second.at("outcome"), "complete") << second.dump();
  EXPECT_EQ(identifiers(school), identifiers(hall));
  EXPECT_FALSE(identifiers(school).contains(gone));
  EXPECT_EQ(school.harvest("hall").at("outcome"), "unchanged");
}

}  // namespace
}  // namespace commonplace::testing
