// Lists while records change: OAI-55, the frozen `until`, and that no server state is kept (OAI-71).
#include <fmt/format.h>

#include <random>

#include "tests/node/oai/oai_ground.h"

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

  // Publishes or deletes a few records; time goes on by 0 to 2 seconds, or the clock is set back.
  void stir(std::mt19937& random) {
    const auto draw = [&](int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); };
    std::vector<store::Draft> drafts;
    for (int n = draw(4); n > 0; --n) {
      const auto local = std::to_string(draw(24));
      drafts.push_back(draw(3) == 0 ? tombstone(local) : record(local, fmt::format("Title {}", draw(1000))));
    }
    if (!drafts.empty()) publish(std::move(drafts), now_);
    now_.seconds += draw(12) == 0 ? -3600 : draw(3);
  }
};
using Oai55 = Changes;
using Oai71 = Changes;

TEST_F(Oai55, AHarvestAndOneIncrementalMakeTheHarvestersCopyThatOfTheNode) {
  std::mt19937 random(55);
  for (int run = 0; run < 200; ++run) {
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

}  // namespace
}  // namespace commonplace::oai
