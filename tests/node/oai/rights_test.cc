// Rights and provenance in <about>: OAI-62 to OAI-65.
#include <fmt/format.h>

#include "node/oai/about.h"
#include "tests/node/oai/oai_ground.h"

namespace commonplace::oai {
namespace {

using testing::IsEmpty;

const std::vector<model::Hop> hops = {
    {"https://hub.example/oai?a=1&b=2", "oai:learn.kiln.example:7", "2026-01-01T00:00:05Z",
     "http://www.openarchives.org/OAI/2.0/oai_dc/", "2026-01-01T00:00:09Z", true},
    {"https://learn.mill.example/oai", "oai:learn.kiln.example:7", "2025-12-31",
     "https://w3id.org/commonplace/ns/record/1", "2026-01-01T00:00:04Z", false},
    {"https://learn.kiln.example/oai", "oai:learn.kiln.example:7", "2025-11-30T10:00:00Z",
     "https://w3id.org/commonplace/ns/record/1", "2025-12-31T23:00:00Z", false}};

class Rights : public OaiTest {
 protected:
  // The <about> elements of one record, by the name of what they hold.
  std::multimap<std::string, formats::XmlNode> abouts(std::string_view local, std::string_view prefix = "oai_dc") {
    const auto reply = ask(fmt::format("verb=GetRecord&metadataPrefix={}&identifier={}", prefix, id(local)));
    std::multimap<std::string, formats::XmlNode> out;
    for (const auto& child : reply.records().at(0)->children)
      if (child.local == "about") out.emplace(child.children.at(0).local, child.children.at(0));
    return out;
  }
  void publish_with_about(std::string_view local, std::string about) {
    auto draft = record(local);
    draft.about = std::move(about);
    publish({draft}, after(10));
  }
  std::string licence(std::string_view local) {
    return std::string(abouts(local).find("rights")->second.children.at(0).attribute("ref"));
  }
};
using Oai62 = Rights;
using Oai63 = Rights;
using Oai65 = Rights;

TEST_F(Oai62, EveryRecordHasOneRightsPackage) {
  publish_with_about("1", about_of(cc0, {}));
  publish_with_about("2", about_of("", {}));
  publish_with_about("3", about_of("https://creativecommons.org/licenses/by/4.0/", hops));
  publish_with_about("4", about_of(cc0, hops));

  for (const auto* local : {"1", "2", "3", "4"})
    for (const auto* prefix : {"oai_dc", "lom", "lrmi", "mods", "cpl"}) EXPECT_EQ(abouts(local, prefix).count("rights"), 1u) << local;
}

TEST_F(Oai62, ItNamesTheLicenceOfTheMetadataAndCc0WhereThereIsNone) {
  publish_with_about("1", about_of("https://creativecommons.org/licenses/by/4.0/", {}));
  publish_with_about("2", about_of("", {}));

  EXPECT_EQ(licence("1"), "https://creativecommons.org/licenses/by/4.0/");
  EXPECT_EQ(licence("2"), cc0);
}

TEST_F(Oai62, ALicenceIsEscaped) {
  publish_with_about("1", about_of("https://example.org/terms?a=1&b='2'", {}));
  EXPECT_EQ(licence("1"), "https://example.org/terms?a=1&b='2'");
}

TEST_F(Oai63, HopsAreNestedNearestOutermost) {
  publish_with_about("1", about_of(cc0, hops));
  const auto all = abouts("1");
  ASSERT_EQ(all.count("provenance"), 1u);
  const auto provenance = all.find("provenance")->second;

  const auto* node = &provenance;
  for (const auto& hop : hops) {
    node = node->child("originDescription");
    ASSERT_TRUE(node);
    EXPECT_EQ(node->child("baseURL")->text, hop.base_url);
    EXPECT_EQ(node->child("identifier")->text, hop.identifier);
    EXPECT_EQ(node->child("datestamp")->text, hop.datestamp);
    EXPECT_EQ(node->child("metadataNamespace")->text, hop.metadata_namespace);
    EXPECT_EQ(node->attribute("harvestDate"), hop.harvest_date);
    EXPECT_EQ(node->attribute("altered"), hop.altered ? "true" : "false");
  }
  EXPECT_FALSE(node->child("originDescription"));
}

TEST_F(Oai63, WhatWasPublishedHereHasNoProvenance) {
  publish_with_about("1", about_of(cc0, {}));
  EXPECT_EQ(abouts("1").count("provenance"), 0u);
}

TEST_F(Oai63, ATitleThatLooksLikeARightsElementDeceivesNobody) {
  auto lying = hops;
  lying[0].identifier = "oai:a.b:<rights >";
  publish_with_about("1", about_of(cc0, lying));

  EXPECT_EQ(abouts("1").count("rights"), 1u);
}

TEST_F(Oai65, ADeletedRecordHasNoAbout) {
  auto gone = tombstone("1");
  gone.hops = hops;
  gone.peer = 0;
  publish({gone}, after(10));

  EXPECT_THAT(abouts("1"), IsEmpty());
}

}  // namespace
}  // namespace commonplace::oai
