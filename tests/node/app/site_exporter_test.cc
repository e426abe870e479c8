// The copy of a site is whole: every link of every page leads to a file of the copy or to another site.
#include "node/app/site_exporter.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "node/app/organisations.h"
#include "node/app/publisher.h"
#include "schemas/formats/case_package.h"
#include "schemas/formats/identifier.h"
#include "tests/node/app/ground.h"
#include "tests/xml_check.h"

namespace commonplace::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

// The values of href and src, as they stand.
std::vector<std::string> addresses(const std::string& text) {
  std::vector<std::string> out;
  for (const std::string mark : {" href=\"", " src=\"", "url(\""})
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1))
      out.push_back(text.substr(at + mark.size(), text.find('"', at + mark.size()) - at - mark.size()));
  return out;
}

bool is_elsewhere(const std::string& address) {
  return address.starts_with("https://") || address.starts_with("http://") || address.starts_with("mailto:") || address.starts_with("data:");
}

class Ops21Site : public ::testing::Test {
 protected:
  Ops21Site() {
    store::Batch batch;
    const auto guild = organisation_named(desk_, "Lace & <Guild>", "https://lace.example/");
    for (int i = 0; i < 45; ++i) {
      auto made = resource(fmt::format("Lesson <{}> & \"more\" 🚤", i), fmt::format("https://river.example/learn/{}", i));
      made.about = {i % 2 ? "history" : "art-and-design"};
      model::StatementRef ref;
      ref.uri = "https://framework.example/s/" + std::to_string(i % 3);
      if (i % 5 == 0) made.teaches.push_back(ref);
      const auto& who = i % 4 ? desk_.own() : guild;
      auto prepared = prepare(made, fmt::format("ref {}", i), desk_.imprint(who), desk_.resolver(), {1'795'161'600 + i});
      if (!prepared.draft) throw std::logic_error(prepared.errors.front().what);
      batch.drafts.push_back(std::move(*prepared.draft));
    }
    desk_.store->write(batch, {1'795'161'600});
    store::Batch gone;
    gone.drafts.push_back(withdrawal(*desk_.store->find("oai:river.example:ref%201")));
    desk_.store->write(gone, {1'795'161'700});
    add_framework();
  }

  void add_framework() {
    model::Framework framework;
    framework.id = "river";
    framework.uri = "https://framework.example/";
    framework.title = {{"en", "River <Framework>"}};
    framework.languages = {"en"};
    framework.sha256 = std::string(64, 'a');
    framework.imported_at = "2026-11-19T08:00:00Z";
    std::vector<model::Statement> statements;
    for (int i = 0; i < 3; ++i) {
      model::Statement statement;
      statement.uri = fmt::format("https://framework.example/s/{}", i);
      statement.id = statement.code = fmt::format("RV/{} ŵ", i);
      statement.text = {{"en", "Looks closely"}};
      statement.sequence = i;
      statements.push_back(statement);
    }
    desk_.store->put_framework(framework, statements);
  }

  std::vector<fs::path> files() const {
    std::vector<fs::path> out;
    for (const auto& entry : fs::recursive_directory_iterator(folder_))
      if (entry.is_regular_file()) out.push_back(entry.path());
    return out;
  }

  Ground ground_;
  Desk desk_ = ground_.desk();
  const std::string folder_ = ground_.path("copy #1");
};

using Cur22Site = Ops21Site;

TEST_F(Ops21Site, EveryLinkOfTheCopyLeadsSomewhere) {
  const auto copied = export_site(desk_, folder_, "");
  ASSERT_TRUE(copied) << copied.problem().what;
  EXPECT_EQ(copied->resources, 44);
  EXPECT_EQ(copied->files, static_cast<std::int64_t>(files().size()));
  std::size_t links = 0;
  for (const auto& file : files()) {
    if (file.extension() != ".html" && file.extension() != ".css") continue;
    const auto text = content(file);
    EXPECT_THAT(text, Not(HasSubstr("<form"))) << file;
    for (auto address : addresses(text)) {
      if (is_elsewhere(address) || address.starts_with('#')) continue;
      address = address.substr(0, address.find('#'));
      ++links;
      EXPECT_FALSE(address.starts_with('/')) << file << " " << address;
      EXPECT_TRUE(fs::is_regular_file(file.parent_path() / address)) << file << " leads to " << address;
    }
  }
  EXPECT_GT(links, 1'000u);
}

TEST_F(Ops21Site, EveryResourceOrganisationAndStatementHasItsPageAndCanBeReached) {
  ASSERT_TRUE(export_site(desk_, folder_, ""));
  std::set<fs::path> reached = {fs::weakly_canonical(folder_ + "/index.html")};
  std::vector<fs::path> open(reached.begin(), reached.end());
  while (!open.empty()) {
    const auto file = open.back();
    open.pop_back();
    for (const auto& address : addresses(content(file))) {
      if (is_elsewhere(address) || address.starts_with('#')) continue;
      const auto to = fs::weakly_canonical(file.parent_path() / address.substr(0, address.find('#')));
      if (reached.insert(to).second && to.extension() == ".html") open.push_back(to);
    }
  }
  const auto is_reached = [&](const std::string& file) { return reached.contains(fs::weakly_canonical(folder_ + "/" + file)); };
  for (const auto& change : desk_.store->changes(0, 1'000)) {
    EXPECT_EQ(is_reached("r/" + change.public_id + ".html"), !change.deleted) << change.identifier;
    EXPECT_EQ(fs::exists(folder_ + "/r/" + change.public_id + ".html"), !change.deleted);
  }
  for (const auto& contributor : desk_.store->contributors()) EXPECT_TRUE(is_reached("by/" + contributor.profile.slug + ".html"));
  EXPECT_TRUE(is_reached("curriculum/river.html"));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(is_reached(fmt::format("curriculum/river/RV~2F{}~20~C5~B5.html", i))) << i;
  EXPECT_TRUE(is_reached("search/page-2.html"));
  EXPECT_TRUE(is_reached("search/subject-history.html"));
  EXPECT_TRUE(is_reached("organisations.html"));
}

TEST_F(Ops21Site, WithItsAddressTheCopyHasASitemapOfEveryResource) {
  ASSERT_TRUE(export_site(desk_, folder_, "https://www.river.example/copy/"));
  const auto sitemap = content(folder_ + "/sitemap.xml");
  int named = 0;
  for (const auto& change : desk_.store->changes(0, 1'000)) {
    const auto address = fmt::format("<loc>https://www.river.example/copy/r/{}.html</loc>", change.public_id);
    EXPECT_EQ(sitemap.find(address) != std::string::npos, !change.deleted) << address;
    named += change.deleted ? 0 : 1;
    if (!change.deleted) {
      EXPECT_THAT(content(folder_ + "/r/" + change.public_id + ".html"), HasSubstr("application/ld+json"));
    }
  }
  EXPECT_EQ(named, 44);
  if (const auto obstacle = testing::obstacle_to_xml_check(); !obstacle.empty()) GTEST_SKIP() << obstacle;
  EXPECT_EQ(testing::xml_complaints({sitemap}, "rs-sitemap-all.xsd"), "");
}

TEST_F(Cur22Site, FrameworksThatMayBeHandedOnGoOutWithThePages) {
  auto shared = *desk_.store->framework("river");
  const auto statements = desk_.store->statements("river");
  shared.publisher = "River Board";
  shared.source_url = "https://framework.example/river.json";
  shared.licence = "https://creativecommons.org/licenses/by/4.0/";
  desk_.store->put_framework(shared, statements);
  auto kept = shared;
  kept.id = "kept";
  kept.uri = "https://kept.example/";
  kept.is_local = true;
  desk_.store->put_framework(kept, {});

  const auto copied = export_site(desk_, folder_, "");

  ASSERT_TRUE(copied);
  EXPECT_EQ(copied->frameworks, 1);
  const auto package = formats::read_case_package(content(folder_ + "/frameworks/river.case.json"));
  ASSERT_TRUE(package);
  EXPECT_EQ(package->statements.size(), 3u);
  EXPECT_FALSE(fs::exists(folder_ + "/frameworks/kept.case.json"));
}

TEST_F(Ops21Site, AFolderThatHoldsSomethingIsLeftAlone) {
  fs::create_directories(folder_);
  std::ofstream(folder_ + "/mine.txt") << "x";
  const auto copied = export_site(desk_, folder_, "");
  ASSERT_FALSE(copied);
  EXPECT_EQ(copied.problem().kind, "not-empty");
  EXPECT_EQ(files().size(), 1u);
  EXPECT_FALSE(export_site(desk_, ground_.file("a file", "x"), ""));
}

}  // namespace
}  // namespace commonplace::app
