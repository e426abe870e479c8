// The main job on real input (../shared/data): three nodes import what large sources really publish, a fourth harvests
// them over OAI-PMH; nothing is lost or doubled, and a withdrawal arrives.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/program/oai_list.h"

namespace commonplace::testing {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int oak_lessons = 12517;
constexpr int dpla_resources = 2211;
constexpr int tate_works = 69202;

// Says how long a step took: the figures of this test are read by people.
class Stopwatch {
 public:
  void lap(const std::string& step) {
    const auto now = Clock::now();
    fmt::print("{:<36} {:6.1f} s\n", step, std::chrono::duration<double>(now - begun_).count());
    std::fflush(stdout);
    begun_ = now;
  }

 private:
  Clock::time_point begun_ = Clock::now();
};

std::string unpacked(const std::filesystem::path& archive) {
  auto finished = run({.words = {"zcat", archive.string()}});
  if (finished.exit_code != 0) throw std::runtime_error("zcat: " + finished.err);
  return std::move(finished.out);
}

// Imports and publishes one of the files; every row of it must come through.
void publish(Node& node, const std::filesystem::path& archive, const std::string& mapping, int rows,
             std::vector<std::string> options = {}) {
  const auto file = node.folder().write("rows.jsonl", unpacked(archive));
  std::vector<std::string> words = {"import", file,        "--format",
                                    "ndjson", "--mapping", source_file("tests/federation_e2e/mappings/" + mapping)};
  words.insert(words.end(), options.begin(), options.end());
  auto report = node.answer(words, seconds(150));
  const auto errors = report.at("errors");
  ASSERT_EQ(report.at("created"), rows) << errors.size()
                                        << " errors, the first: " << (errors.empty() ? "" : errors[0].dump());
  ASSERT_EQ(report.at("set_aside"), 0);
  std::filesystem::remove(file);
  node.serve(seconds(60));
}

std::set<std::string> contributors_of_hits(const json::Value& answer) {
  std::set<std::string> out;
  for (const auto& hit : answer.at("hits")) out.insert(hit.at("contributor").at("name").get<std::string>());
  return out;
}

std::set<std::string> contributors_on(const Node& node) {
  std::set<std::string> out;
  const auto list = node.answer({"contributor", "list"});
  for (const auto& contributor : list.at("contributors")) out.insert(contributor.at("name").get<std::string>());
  return out;
}

TEST(RealInput, OfThreeNodesIsOnTheFourthOnceEach) {
  const auto records = shared("data/records");
  if (!records) GTEST_SKIP() << "SKIP: real records not found at ../shared/data; set COMMONPLACE_SHARED";
  if (!is_on_path("zcat")) GTEST_SKIP() << "SKIP: gzip is not installed";
  Stopwatch watch;

  Node lessons(Kit{.name = "Oak lessons", .slug = "oak-lessons", .colour = "#287C34"});
  Node sets(Kit{.name = "Primary sources", .slug = "primary-sources", .colour = "#7B1FA2"});
  Node works(Kit{.name = "Tate collection", .slug = "tate-collection", .colour = "#111111"});
  publish(lessons, *records / "oak-lessons.jsonl.gz", "oak.toml", oak_lessons);
  watch.lap("import of 12,517 lessons");
  publish(sets, *records / "dpla-pss.jsonl.gz", "dpla.toml", dpla_resources, {"--contributor", "auto"});
  watch.lap("import of 2,211 sources");
  publish(works, *records / "tate-artworks.jsonl.gz", "tate.toml", tate_works);
  watch.lap("import of 69,202 works");

  Node hub(Kit{.name = "Everything Hub", .slug = "everything"});
  std::set<std::string> published;
  for (const auto& [name, node] :
       {std::pair("lessons", &lessons), std::pair("sets", &sets), std::pair("works", &works)}) {
    hub.add_peer(*node, name);
    const auto visit = hub.harvest(name, {}, seconds(150));
    ASSERT_EQ(visit.at("outcome"), "complete") << visit.dump();
    EXPECT_EQ(visit.at("lost"), 0);
    EXPECT_EQ(visit.at("quarantined"), 0) << visit.dump();
    watch.lap(fmt::format("harvest of {}", name));
    published.merge(oai_list(*node, "ListIdentifiers", "metadataPrefix=oai_dc").live());
  }
  ASSERT_EQ(published.size(), static_cast<std::size_t>(oak_lessons + dpla_resources + tate_works));
  watch.lap("lists of the three");

  const auto begun = Clock::now();
  hub.serve(seconds(60));
  fmt::print("{:<36} {:6.2f} s\n", "first start until /readyz",
             std::chrono::duration<double>(Clock::now() - begun).count());
  const auto after_building = hub.resident_kib() / 1024;
  hub.stop();
  const auto again = Clock::now();
  hub.serve(seconds(60));
  fmt::print("{:<36} {:6.2f} s\n", "second start until /readyz",
             std::chrono::duration<double>(Clock::now() - again).count());

  const auto arrived = oai_list(hub, "ListIdentifiers", "metadataPrefix=oai_dc");
  EXPECT_TRUE(arrived.live() == published) << arrived.live().size() << " of " << published.size();
  EXPECT_TRUE(arrived.deleted().empty());
  watch.lap("list of the hub");

  const auto known = contributors_on(hub);
  const auto holding = contributors_on(sets);
  EXPECT_GT(holding.size(), 300u);
  for (const auto& name : holding)
    EXPECT_TRUE(known.contains(name) || name == "Primary sources") << name << " is nobody on the hub";

  const auto found = hub.get_json("/api/v1/search?q=printmaking&per_page=100");
  EXPECT_GE(contributors_of_hits(found).size(), 2u) << found.at("total");
  EXPECT_GE(found.at("facets").at("contributor").size(), 2u);

  const std::string gone = [&] {
    for (const auto& hit : found.at("hits"))
      if (hit.at("contributor").at("name") == "Oak lessons") return hit.at("identifier").get<std::string>();
    return std::string();
  }();
  ASSERT_NE(gone, "") << "no lesson about printmaking";
  lessons.answer({"withdraw", gone});
  const auto second = hub.harvest("lessons");
  EXPECT_EQ(second.at("deleted"), 1) << second.dump();
  EXPECT_TRUE(hub.soon([&] {
    return hub.get_json("/api/v1/search?q=printmaking&per_page=100").at("total") == found.at("total").get<int>() - 1;
  }));
  const auto tombstone = oai_reply(hub, "verb=GetRecord&metadataPrefix=oai_dc&identifier=" + percent_encoded(gone));
  EXPECT_NE(tombstone.find("<header status=\"deleted\">"), std::string::npos) << tombstone.substr(0, 600);
  const auto at_the_end = oai_list(hub, "ListIdentifiers", "metadataPrefix=oai_dc");
  EXPECT_EQ(at_the_end.deleted(), std::set<std::string>{gone});
  EXPECT_EQ(at_the_end.headers.size(), published.size());
  watch.lap("withdrawal");
  fmt::print("{:<36} {:6} MiB, {} MiB where it built the index\n", "memory of serve with all of it",
             hub.resident_kib() / 1024, after_building);
}

}  // namespace
}  // namespace commonplace::testing
