// Lists while records change: OAI-49, OAI-55, the frozen `until`, and that no server state is kept (OAI-68, OAI-71).
#include <fmt/format.h>

#include <atomic>
#include <fstream>
#include <random>
#include <thread>

#include "node/store/sqlite_store.h"
#include "tests/node/oai/oai_ground.h"
#include "tests/sanitized.h"

namespace commonplace::oai {
namespace {

using testing::ElementsAre;

// What a harvester holds: identifier → title, or nothing where it heard of a deletion.
using Copy = std::map<std::string, std::optional<std::string>>;

class Changes : public OaiTest {
 protected:
  Changes() { repository_->page_size = 3; }

  static void take(Copy& copy, const Reply& page) {
    for (const auto* record : page.records()) {
      const auto* metadata = record->child("metadata");
      copy[record->child("header")->child("identifier")->text] =
          metadata ? std::optional(metadata->child("dc")->child("title")->text) : std::nullopt;
    }
  }

  Copy stored() const {
    Copy out;
    store_->list({}, {}, 1000, 1 << 30, store::Body::oai_dc, [&](const store::Row& row) {
      const auto dc = row.deleted ? std::nullopt : std::optional(*formats::read_xml_tree(row.body));
      out[std::string(row.identifier)] = dc ? std::optional(dc->child("title")->text) : std::nullopt;
    });
    return out;
  }

  std::map<std::string, std::string> datestamps() const {
    std::map<std::string, std::string> out;
    store_->list({}, {}, 1000, 1 << 30, store::Body::none, [&](const store::Row& row) {
      out[std::string(row.identifier)] = model::format_datestamp(row.datestamp);
    });
    return out;
  }

  std::map<std::string, std::int64_t> versions() const {
    std::map<std::string, std::int64_t> out;
    store_->list({}, {}, 1000, 1 << 30, store::Body::none,
                 [&](const store::Row& row) { out[std::string(row.identifier)] = row.version; });
    return out;
  }

  // Publishes or deletes a few records; time goes on by 0 to 2 seconds, or the clock is set back.
  void stir(std::mt19937& random) {
    const auto draw = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
    std::vector<store::Draft> drafts;
    for (int n = draw(4); n > 0; --n) {
      const auto local = std::to_string(draw(24));
      drafts.push_back(draw(3) == 0 ? tombstone(local) : record(local, fmt::format("Title {}", draw(1000))));
      drafts.back().sets = {draw(2) == 0 ? "subject:arts" : "subject:sciences"};
    }
    if (!drafts.empty()) publish(std::move(drafts), now_);
    now_.seconds += draw(12) == 0 ? -3600 : draw(3);
  }
};
using Oai49Race = Changes;
using Oai55 = Changes;
using Oai68 = Changes;
using Oai71 = Changes;

TEST_F(Oai55, AHarvestAndOneIncrementalMakeTheHarvestersCopyThatOfTheNode) {
  std::mt19937 random(55);
  for (int run = 0; run < 1000; ++run) {
    stir(random);
    Copy copy;
    const auto before = datestamps();
    std::vector<std::string> delivered;
    auto page = ask("verb=ListRecords&metadataPrefix=oai_dc");
    const auto date = page.date();
    while (page.verb()) {
      take(copy, page);
      for (auto& identifier : page.identifiers()) delivered.push_back(identifier);
      stir(random);
      if (!page.token() || page.token()->text.empty()) break;
      page = ask("verb=ListRecords&resumptionToken=" + page.token()->text);
    }
    for (const auto& [identifier, datestamp] : datestamps()) {
      if (!before.contains(identifier) || before.at(identifier) != datestamp) continue;
      ASSERT_EQ(std::count(delivered.begin(), delivered.end(), identifier), 1) << identifier << " in run " << run;
    }

    const auto query = "verb=ListRecords&metadataPrefix=oai_dc&from=" + date;
    for (const auto& incremental : whole_list(query))
      take(copy, incremental);
    ASSERT_EQ(copy, stored()) << "run " << run;
  }
}

// As above, in a set: a record that leaves the set in the middle may be missed by this harvester, and by it alone; what
// stays in the set comes exactly once.
TEST_F(Oai55, InASetEveryRecordThatStaysAsItIsComesExactlyOnce) {
  std::mt19937 random(550);
  for (int run = 0; run < 300; ++run) {
    stir(random);
    const auto before = versions();
    std::vector<std::string> delivered;
    auto page = ask("verb=ListIdentifiers&metadataPrefix=oai_dc&set=subject:arts");
    while (page.verb()) {
      for (auto& identifier : page.identifiers()) delivered.push_back(identifier);
      stir(random);
      if (!page.token() || page.token()->text.empty()) break;
      page = ask("verb=ListIdentifiers&resumptionToken=" + page.token()->text);
    }
    const auto members = identifiers_of(whole_list("verb=ListIdentifiers&metadataPrefix=oai_dc&set=subject:arts"));
    for (const auto& [identifier, version] : versions()) {
      if (!before.contains(identifier) || before.at(identifier) != version) continue;
      const bool is_member = std::count(members.begin(), members.end(), identifier) > 0;
      ASSERT_EQ(std::count(delivered.begin(), delivered.end(), identifier), is_member ? 1 : 0) << identifier << " in run " << run;
    }
  }
}

// One writer and one incremental harvester who does what the specification says, both on one clock that is set back by
// an hour in the middle. The writer has a store of its own over the same file, as a command beside a serving node has.
TEST_F(Oai49Race, AHarvesterMissesNothingOfTenThousandCommitsOfAnotherProgram) {
  repository_->page_size = 100;
  store::SqliteOptions options;
  options.path = folder_ + "/commonplace.db";
  const auto other = store::open_sqlite(options);
  std::atomic<std::int64_t> clock{10};
  std::atomic<bool> done{false};
  std::vector<store::Draft> drafts;  // made beforehand: their making is not what races
  for (int i = 0; i < 500; ++i)
    drafts.push_back(i % 5 == 4 ? tombstone(std::to_string(i % 120)) : record(std::to_string(i % 120), std::to_string(i)));

  std::thread writer([&] {
    for (int i = 0; i < 10'000; ++i) {
      if (i % 40 == 0) ++clock;
      if (i == 5000) clock -= 3600;
      store::Batch batch;
      batch.drafts = {drafts[static_cast<std::size_t>(i * 7 % 500)]};
      other->write(batch, after(clock.load()));
    }
    done = true;
  });
  Copy copy;
  std::string from;
  for (bool last = false; !last;) {
    last = done;
    now_ = after(clock.load());
    const auto pages = whole_list("verb=ListRecords&metadataPrefix=oai_dc" + from);
    for (const auto& page : pages) take(copy, page);
    from = "&from=" + pages.front().date();
  }
  writer.join();

  EXPECT_EQ(copy, stored());
  EXPECT_EQ(copy.size(), 120u);
}

TEST_F(Oai49Race, ACommandThatWaitedNeverStampsBelowWhatTheNodeHasAnswered) {
  store::SqliteOptions options;
  options.path = folder_ + "/commonplace.db";
  const auto other = store::open_sqlite(options);
  now_ = after(100);
  const auto date = ask("verb=ListIdentifiers&metadataPrefix=oai_dc").date();

  store::Batch batch;
  batch.drafts = {record("1")};
  other->write(batch, after(90));  // its clock was read before it had its turn

  now_ = after(101);
  EXPECT_THAT(ask("verb=ListIdentifiers&metadataPrefix=oai_dc&from=" + date).identifiers(), ElementsAre(id("1")));
}

TEST_F(Oai55, UntilIsFrozenOnTheFirstPage) {
  publish_many(5, after(10));
  const auto first = ask("verb=ListIdentifiers&metadataPrefix=oai_dc");
  now_ = {now_.seconds + 100};
  publish({record("later"), record("5", "Changed")}, now_);
  now_ = {now_.seconds + 100};

  const auto second = ask("verb=ListIdentifiers&resumptionToken=" + first.token()->text);

  EXPECT_THAT(second.identifiers(), ElementsAre(id("4")));
  EXPECT_EQ(second.token()->text, "");
}

// S3.5.1 lets what changes during a list come again. A harvester that takes the last of two has lost nothing.
TEST_F(Oai55, AChangeInTheSecondOfTheFirstPageMayComeAgainAtTheEndAndIsNeverMissed) {
  publish_many(5, after(10));
  const auto first = ask("verb=ListIdentifiers&metadataPrefix=oai_dc");
  publish({record("1", "Changed")}, now_);

  const auto second = ask("verb=ListIdentifiers&resumptionToken=" + first.token()->text);

  EXPECT_THAT(second.identifiers(), ElementsAre(id("4"), id("5"), id("1")));
  EXPECT_EQ(second.token()->text, "");
  EXPECT_THAT(ask("verb=ListIdentifiers&metadataPrefix=oai_dc&from=" + first.date()).identifiers(), ElementsAre(id("1")));
}

TEST_F(Oai55, AListWhoseRestHasChangedEndsWithoutAnEmptyElement) {
  publish_many(4, after(10));
  const auto first = ask("verb=ListIdentifiers&metadataPrefix=oai_dc");
  publish({record("4", "Changed")}, {now_.seconds + 100});

  EXPECT_THAT(ask("verb=ListIdentifiers&resumptionToken=" + first.token()->text).codes(),
              ElementsAre("noRecordsMatch"));
  now_ = {now_.seconds + 200};
  EXPECT_THAT(ask("verb=ListIdentifiers&metadataPrefix=oai_dc&from=" + first.date()).identifiers(),
              ElementsAre(id("4")));
}

TEST_F(Oai71, WhoAsksMakesNoDifference) {
  publish_many(5, after(10));
  auto request = get("verb=ListRecords&metadataPrefix=oai_dc");
  request.now = now_;
  request.remote_address = "192.0.2.1";
  const auto one = provider_->answer(request).body;
  request.remote_address = "2001:db8::1";
  request.headers.push_back({"User-Agent", "harvester"});
  request.headers.push_back({"Accept", "application/json"});

  EXPECT_EQ(provider_->answer(request).body, one);
}

TEST_F(Oai71, SetDescriptionsAreTheSameForEveryone) {
  organisation("kiln", "Kiln Street");
  auto request = get("verb=ListSets");
  request.now = now_;
  request.remote_address = "192.0.2.1";
  const auto one = provider_->answer(request).body;
  request.remote_address = "198.51.100.7";
  request.headers.push_back({"Accept-Language", "cy"});

  EXPECT_EQ(provider_->answer(request).body, one);
}

std::size_t resident_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::stoull(line.substr(6));
  return 0;
}

// A million with COMMONPLACE_LONG=1.
TEST_F(Oai68, FirstPagesLeaveNothingBehind) {
  if (is_sanitized) GTEST_SKIP() << "sanitizers keep what was freed";
  publish_many(10, after(10));
  const int requests = std::getenv("COMMONPLACE_LONG") ? 1'000'000 : 20'000;
  const auto ask_many = [&](int count) {
    for (int i = 0; i < count; ++i) {
      auto request = get(fmt::format("verb=ListRecords&metadataPrefix={}&from=2026-01-01&until={:04}-01-01",
                                     i % 2 == 0 ? "oai_dc" : "cpl", 2027 + i % 5000));
      request.now = now_;
      ASSERT_EQ(provider_->answer(request).status, 200);
    }
  };
  ask_many(2000);
  const auto before = resident_kib();

  ask_many(requests);

  EXPECT_LT(resident_kib(), before + 8 * 1024);
}

}  // namespace
}  // namespace commonplace::oai
