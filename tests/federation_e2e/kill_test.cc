// SIGKILL at random moments of an import and of a harvest: the database stays sound, the next run completes, nothing
// that was acknowledged is lost (REL-1).

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <random>

#include "tests/federation_e2e/resources.h"
#include "tests/program/oai_list.h"

namespace commonplace::testing {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kills = 20;
constexpr int acknowledged_before = 40;
constexpr int new_records = 3000;

// The same moments in every run of the test, as far as a machine can do that.
std::mt19937 seeded() {
  return std::mt19937(20261120);
}

std::set<std::string> identifiers_on(const Node& node) {
  std::set<std::string> out;
  for (const auto& document : node.documents())
    if (!out.insert(document.at("identifier")).second) throw std::runtime_error("twice: " + document.dump());
  return out;
}

// A node whose data folder can be set back to how it was.
class Resettable {
 public:
  explicit Resettable(const Kit& kit) : node(kit) {}
  void remember() { fs::copy(node.data_folder(), kept(), fs::copy_options::recursive); }
  void reset() const {
    fs::remove_all(node.data_folder());
    fs::copy(kept(), node.data_folder(), fs::copy_options::recursive);
  }

  Node node;

 private:
  fs::path kept() const { return node.folder().path() / "kept"; }
};

milliseconds duration_of(const Node& node, const std::vector<std::string>& words) {
  const auto begun = Clock::now();
  const auto finished = node.run(words, seconds(60));
  EXPECT_EQ(finished.exit_code, 0) << finished.out << finished.err;
  return std::chrono::duration_cast<milliseconds>(Clock::now() - begun);
}

// Starts a command and kills it after `moment`. False if it had come to its end before.
bool kill_during(const Node& node, const std::vector<std::string>& words, milliseconds moment) {
  Process process(node.command(words));
  if (process.wait(moment)) return false;
  process.send_signal(SIGKILL);
  return process.wait(seconds(10)) == 128 + SIGKILL;  // else it ended between the two lines
}

void expect_sound(const Node& node, int round) {
  const auto finished = node.run({"check"});
  EXPECT_EQ(finished.exit_code, 0) << "after kill " << round << ": " << finished.out << finished.err;
}

bool includes(const std::set<std::string>& all, const std::set<std::string>& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

// Kills `words` twenty times at random moments, each time from the same state. After each kill: sound, everything
// acknowledged before still there; after the next run: exactly `wanted`.
void kill_and_complete(const Resettable& ground, const std::vector<std::string>& words,
                       const std::set<std::string>& before, const std::set<std::string>& wanted,
                       milliseconds undisturbed) {
  auto random = seeded();
  std::uniform_int_distribution<std::int64_t> moments(1, undisturbed.count());
  int hit = 0;
  int part_way = 0;
  for (int round = 1; round <= kills; ++round) {
    ground.reset();
    hit += kill_during(ground.node, words, milliseconds(moments(random))) ? 1 : 0;
    expect_sound(ground.node, round);
    const auto left = identifiers_on(ground.node);
    EXPECT_TRUE(includes(left, before)) << "kill " << round << " lost what was acknowledged";
    EXPECT_TRUE(includes(wanted, left)) << "kill " << round << " left what nobody has published";
    part_way += left.size() > before.size() && left.size() < wanted.size() ? 1 : 0;
    const auto finished = ground.node.run(words);
    EXPECT_EQ(finished.exit_code, 0) << "after kill " << round << ": " << finished.out << finished.err;
    EXPECT_TRUE(identifiers_on(ground.node) == wanted) << "after kill " << round;
  }
  fmt::print("{} of {} kills met it running, {} with a part of the records kept\n", hit, kills, part_way);
  EXPECT_GE(hit, kills / 4) << "the moments are no test";
}

TEST(Rel1, AnImportKilledAtAnyMomentLosesNothing) {
  Resettable ground(Kit{.name = "Weaving Shed"});
  ground.node.import_text("earlier.ndjson", generated_resources("earlier.example", acknowledged_before));
  const auto before = identifiers_on(ground.node);
  ground.remember();
  const std::vector<std::string> import = {
      "import", ground.node.folder().write("new.ndjson", generated_resources("new.example", new_records))};
  const auto undisturbed = duration_of(ground.node, import);
  const auto wanted = identifiers_on(ground.node);
  ASSERT_EQ(wanted.size(), static_cast<std::size_t>(acknowledged_before + new_records));

  kill_and_complete(ground, import, before, wanted, undisturbed);
}

TEST(Rel1, AHarvestKilledAtAnyMomentLosesNothing) {
  Node source(Kit{.name = "Weaving Shed"});
  source.import_text("sheets.ndjson", generated_resources("new.example", new_records));
  source.set("COMMONPLACE_OAI_PAGE_SIZE", "100");  // the least: thirty pages to be killed between
  source.serve();
  Resettable ground(Kit{.name = "County Hub"});
  ground.node.import_text("earlier.ndjson", generated_resources("earlier.example", acknowledged_before));
  ground.node.add_peer(source, "shed");
  const auto before = identifiers_on(ground.node);
  auto wanted = oai_list(source, "ListIdentifiers", "metadataPrefix=oai_dc").live();
  ASSERT_EQ(wanted.size(), static_cast<std::size_t>(new_records));
  wanted.insert(before.begin(), before.end());
  ground.remember();
  const std::vector<std::string> harvest = {"harvest", "shed"};
  const auto undisturbed = duration_of(ground.node, harvest);
  ASSERT_TRUE(identifiers_on(ground.node) == wanted);

  kill_and_complete(ground, harvest, before, wanted, undisturbed);
}

// HAR-23: one page is one transaction with its cursor, so a crash repeats at most one page.
TEST(Har23, AHarvestKilledPartWayGoesOnAtThePageAfterItsLastOne) {
  Node source(Kit{.name = "Weaving Shed"});
  source.import_text("sheets.ndjson", generated_resources("new.example", new_records));
  source.set("COMMONPLACE_OAI_PAGE_SIZE", "100");
  source.serve();
  Node hub(Kit{.name = "County Hub"});
  hub.add_peer(source, "shed");
  Process harvest(hub.command({"harvest", "shed", "--json"}));
  for (const auto end = Clock::now() + seconds(30);
       harvest.out().find("\"page\":5,") == std::string::npos && Clock::now() < end;)
    ASSERT_FALSE(harvest.wait(milliseconds(1))) << harvest.out() << harvest.err();
  harvest.send_signal(SIGKILL);
  ASSERT_EQ(harvest.wait(seconds(10)), 128 + SIGKILL);
  const auto pages_before = lines_of(harvest.out()).size();

  const auto finished = hub.run({"harvest", "shed", "--json"});

  ASSERT_EQ(finished.exit_code, 0) << finished.out << finished.err;
  const auto lines = lines_of(finished.out);
  const auto first_page = json::parse(lines.front())->at("page").get<std::size_t>();
  EXPECT_GT(first_page, pages_before) << "pages that were kept are asked for again";
  EXPECT_LE(first_page, pages_before + 2) << "pages were left out";
  const auto visit = *json::parse(lines.back());
  EXPECT_EQ(visit.at("outcome"), "complete");
  EXPECT_EQ(visit.at("created"), new_records) << "the counts are of the whole visit";
  EXPECT_EQ(identifiers_on(hub).size(), static_cast<std::size_t>(new_records));
}

}  // namespace
}  // namespace commonplace::testing
