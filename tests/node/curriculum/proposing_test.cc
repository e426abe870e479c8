// Proposals of links between frameworks (CUR-54).
#include "node/curriculum/proposing.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "schemas/formats/case_package.h"

namespace commonplace::curriculum {
namespace {

std::string shared(const std::string& file) {
  const char* given = std::getenv("COMMONPLACE_SHARED");
  const std::filesystem::path folder = given ? std::filesystem::path(given) : std::filesystem::path(COMMONPLACE_SOURCE_DIR) / "../shared";
  return (folder / "data/curricula/derived" / file).string();
}

formats::FrameworkPackage package(const std::string& file) {
  std::ifstream in(shared(file), std::ios::binary);
  return *formats::read_case_package(std::string{std::istreambuf_iterator<char>(in), {}});
}

TEST(Cur54, EnglandsArtAndTheArtsOfWashingtonAreProposedWithReasons) {
  if (!std::filesystem::exists(shared("asn-dc-arts.case.json"))) GTEST_SKIP() << "no curricula at ../shared/data; set COMMONPLACE_SHARED";
  Catalogue catalogue;
  auto england = package("england-nc-2014.case.json");
  england.framework.id = "england";
  std::erase_if(england.statements, [](const auto& one) {
    const bool is_art = std::find(one.subjects.begin(), one.subjects.end(), "art-and-design") != one.subjects.end();
    return one.type != "ContentDescriptor" || !is_art;
  });
  auto arts = package("asn-dc-arts.case.json");
  arts.framework.id = "dc";
  catalogue.add(england.framework, england.statements);
  catalogue.add(arts.framework, arts.statements);

  const auto proposals = propose_links(catalogue, "england", "dc");

  std::map<std::uint32_t, int> by_statement;
  for (const auto& one : proposals) {
    ++by_statement[one.from];
    EXPECT_LE(one.confidence, most_proposed_confidence);
    EXPECT_FALSE(one.words.empty());
    EXPECT_EQ(link_of(catalogue, one).state, model::LinkState::proposed);
  }
  EXPECT_EQ(england.statements.size(), 12u);
  EXPECT_EQ(by_statement.size(), 12u);
  for (const auto& [statement, count] : by_statement) EXPECT_LE(count, 10);
}

TEST(Cur54, OneFrameworkWithItselfOrAnUnknownOneGivesNone) {
  Catalogue catalogue;
  model::Framework framework;
  framework.id = "a";
  catalogue.add(framework, {});
  EXPECT_TRUE(propose_links(catalogue, "a", "a").empty());
  EXPECT_TRUE(propose_links(catalogue, "a", "b").empty());
}

}  // namespace
}  // namespace commonplace::curriculum
