// Records, deletions, datestamps: OAI-45 to OAI-51.
#include <fmt/format.h>

#include "tests/node/oai/oai_ground.h"

namespace commonplace::oai {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Deletions : public OaiTest {
 protected:
  Reply get_record(std::string_view local, std::string_view prefix = "oai_dc") {
    return ask(fmt::format("verb=GetRecord&metadataPrefix={}&identifier={}", prefix, id(local)));
  }
};
using Oai45 = Deletions;
using Oai46 = Deletions;
using Oai47 = Deletions;
using Oai50 = Deletions;
using Oai51 = Deletions;
using Oai72 = Deletions;

TEST_F(Oai45, GetRecordOfATombstoneIsAHeaderAlone) {
  publish({record("1", "Secret title")}, after(10));
  publish({tombstone("1")}, after(20));

  for (const auto* prefix : {"oai_dc", "lom", "lrmi", "mods", "cpl"}) {
    const auto reply = get_record("1", prefix);
    ASSERT_EQ(reply.records().size(), 1u);
    ASSERT_EQ(reply.records()[0]->children.size(), 1u);
    EXPECT_TRUE(reply.headers()[0].deleted);
    EXPECT_EQ(reply.headers()[0].datestamp, "2026-01-01T00:00:20Z");
    EXPECT_THAT(reply.response.body, Not(HasSubstr("Secret")));
  }
}

TEST_F(Oai45, WhatNeverWasDoesNotExist) {
  EXPECT_THAT(get_record("1").codes(), ElementsAre("idDoesNotExist"));
}

TEST_F(Oai46, ADeletionIsInTheListsOfItsTimeInEveryFormat) {
  publish({record("1"), record("2")}, after(10));
  publish({tombstone("1")}, after(20));

  for (const auto* verb : {"ListRecords", "ListIdentifiers"})
    for (const auto* prefix : {"oai_dc", "lom", "lrmi", "mods", "cpl"}) {
      const auto query = fmt::format("verb={}&metadataPrefix={}", verb, prefix);
      const auto now = ask(query + "&from=2026-01-01T00:00:20Z").headers();
      ASSERT_EQ(now.size(), 1u);
      EXPECT_TRUE(now[0].deleted);
      EXPECT_THAT(ask(query + "&until=2026-01-01T00:00:19Z").identifiers(), ElementsAre(id("2")));
    }
}

TEST_F(Oai46, AnUndeletedRecordHasANewDatestamp) {
  publish({record("1")}, after(10));
  publish({tombstone("1")}, after(20));
  publish({record("1")}, after(30));

  const auto header = get_record("1").headers().at(0);
  EXPECT_FALSE(header.deleted);
  EXPECT_EQ(header.datestamp, "2026-01-01T00:00:30Z");
}

TEST_F(Oai47, ABulkDeletionLeavesEveryTombstone) {
  publish_many(700, after(10));
  std::vector<store::Draft> gone;
  for (int i = 1; i <= 700; ++i) gone.push_back(tombstone(std::to_string(i)));
  publish(std::move(gone), after(20));
  reopen();

  std::size_t deleted = 0;
  for (const auto& page : whole_list("verb=ListIdentifiers&metadataPrefix=oai_dc"))
    for (const auto& header : page.headers()) deleted += header.deleted ? 1 : 0;
  EXPECT_EQ(deleted, 700u);
}

TEST_F(Oai50, AnEmptyListIsNoRecordsMatch) {
  EXPECT_THAT(ask("verb=ListRecords&metadataPrefix=oai_dc").codes(), ElementsAre("noRecordsMatch"));
  EXPECT_THAT(ask("verb=ListIdentifiers&metadataPrefix=cpl").codes(), ElementsAre("noRecordsMatch"));
}

TEST_F(Oai51, ATombstoneAndItsLiveRecordAreOneRow) {
  publish({record("1"), tombstone("2")}, after(10));
  publish({tombstone("1"), record("2")}, after(20));
  publish({record("1"), tombstone("2")}, after(30));

  EXPECT_THAT(ask("verb=ListIdentifiers&metadataPrefix=oai_dc").identifiers(), ElementsAre(id("1"), id("2")));
}

TEST_F(Oai51, AHeaderHasNoAttributeButDeleted) {
  publish({record("1"), tombstone("2")}, after(10));
  const auto reply = ask("verb=ListIdentifiers&metadataPrefix=oai_dc");

  EXPECT_THAT(reply.verb()->children[0].attributes, IsEmpty());
  EXPECT_THAT(reply.verb()->children[1].attributes, ElementsAre(testing::Pair("status", "deleted")));
}

TEST_F(Oai72, AnUnchangedRecordKeepsItsDatestamp) {
  publish({record("1")}, after(10));
  publish({record("1")}, after(20));

  EXPECT_EQ(get_record("1").headers().at(0).datestamp, "2026-01-01T00:00:10Z");
}

}  // namespace
}  // namespace commonplace::oai
