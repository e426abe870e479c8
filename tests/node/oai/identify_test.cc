// Identify with its descriptions, and the formats: OAI-29 to OAI-39.
#include <fmt/format.h>

#include "node/http/encoding.h"
#include "node/oai/formats.h"
#include "schemas/formats/cpl.h"
#include "schemas/formats/json.h"
#include "schemas/formats/oai_dc.h"
#include "tests/node/oai/oai_ground.h"

namespace commonplace::oai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Identity : public OaiTest {
 protected:
  std::vector<std::string> element_names() {
    std::vector<std::string> out;
    reply_ = ask("verb=Identify");
    for (const auto& child : reply_.verb()->children) out.push_back(child.local);
    return out;
  }
  std::string text(std::string_view element) { return ask("verb=Identify").verb()->child(element)->text; }
  // The description called so, or null.
  const formats::XmlNode* description(std::string_view name) {
    reply_ = ask("verb=Identify");
    for (const auto& child : reply_.verb()->children)
      if (child.local == "description" && child.children[0].local == name) return &child.children[0];
    return nullptr;
  }
  std::vector<std::string> prefixes(const Reply& reply) {
    std::vector<std::string> out;
    for (const auto& child : reply.verb()->children) out.push_back(child.child("metadataPrefix")->text);
    return out;
  }

  Reply reply_;
};
using Oai29 = Identity;
using Oai30 = Identity;
using Oai31 = Identity;
using Oai32 = Identity;
using Oai33 = Identity;
using Oai34 = Identity;
using Oai35 = Identity;
using Oai36 = Identity;
using Oai37 = Identity;
using Oai38 = Identity;
using Oai39 = Identity;
using Oai48 = Identity;

TEST_F(Oai29, IdentifyStandsInTheOrderOfTheSchema) {
  repository_->friends = {"https://kiln.example/oai"};

  EXPECT_THAT(element_names(), ElementsAre("repositoryName", "baseURL", "protocolVersion", "adminEmail",
                                           "earliestDatestamp", "deletedRecord", "granularity", "compression",
                                           "description", "description", "description", "description"));
  EXPECT_EQ(text("repositoryName"), "Galería del Río <&' عربي 🌉");
  EXPECT_EQ(text("baseURL"), test_url);
  EXPECT_EQ(text("protocolVersion"), "2.0");
}

TEST_F(Oai30, AdminEmailIsTheKeepersWithoutMailto) {
  EXPECT_EQ(text("adminEmail"), "keeper@learn.river.example");
}

TEST_F(Oai31, EarliestDatestampIsTheCreationSecondForEver) {
  EXPECT_EQ(text("earliestDatestamp"), "2026-01-01T00:00:00Z");

  publish({record("1"), tombstone("2")}, after(500));
  reopen();

  EXPECT_EQ(text("earliestDatestamp"), "2026-01-01T00:00:00Z");
}

TEST_F(Oai31, NoDatestampIsBeforeTheEarliestAlsoWhenTheClockIsWrong) {
  publish({record("1")}, {beginning.seconds - 1'000'000});

  for (const auto& header : ask("verb=ListIdentifiers&metadataPrefix=oai_dc").headers())
    EXPECT_GE(header.datestamp, "2026-01-01T00:00:00Z");
}

TEST_F(Oai32, EveryDatestampHasTheGranularityOfIdentify) {
  publish({record("1"), tombstone("2")}, after(10));
  EXPECT_EQ(text("granularity"), "YYYY-MM-DDThh:mm:ssZ");

  for (const auto* query : {"verb=ListRecords&metadataPrefix=oai_dc", "verb=ListIdentifiers&metadataPrefix=cpl"})
    for (const auto& header : ask(query).headers()) EXPECT_EQ(header.datestamp, "2026-01-01T00:00:10Z");
  EXPECT_EQ(text("earliestDatestamp").size(), 20u);
}

TEST_F(Oai33, DeletionsAreSaidToBePersistent) {
  EXPECT_EQ(text("deletedRecord"), "persistent");
}

TEST_F(Oai34, WhatIsSaidOfCompressionWorks) {
  EXPECT_EQ(text("compression"), "gzip");
  publish_many(20, after(10));
  auto request = get("verb=ListRecords&metadataPrefix=oai_dc");
  request.now = now_;
  request.headers.push_back({"Accept-Encoding", "gzip"});
  const auto response = provider_->answer(request);

  ASSERT_TRUE(http::accepts_gzip(request));
  ASSERT_TRUE(http::is_worth_encoding(response));
  const auto packed = http::gzip(response.body, response.gzip_level);
  EXPECT_LT(packed.size(), response.body.size() / 3);
  EXPECT_EQ(packed.substr(0, 2), "\x1f\x8b");
  request.headers.back().value = "identity, gzip;q=0";
  EXPECT_FALSE(http::accepts_gzip(request));
}

TEST_F(Oai35, OaiIdentifierNamesTheHostAndARecordThatExists) {
  publish({record("by/kiln/a%20b")}, after(10));
  const auto* node = description("oai-identifier");

  ASSERT_TRUE(node);
  EXPECT_EQ(node->child("scheme")->text, "oai");
  EXPECT_EQ(node->child("repositoryIdentifier")->text, test_host);
  EXPECT_EQ(node->child("delimiter")->text, ":");
  EXPECT_EQ(node->child("sampleIdentifier")->text, id("by/kiln/a%20b"));
}

TEST_F(Oai35, AnEmptyNodeHasASampleOfTheRightForm) {
  EXPECT_EQ(description("oai-identifier")->child("sampleIdentifier")->text, id("sample"));
}

TEST_F(Oai35, ARecordOfAnotherSchemeIsNoSample) {
  auto foreign = record("1");
  foreign.identifier = "https://www.river.example/items/1";
  publish({foreign}, after(10));

  EXPECT_EQ(description("oai-identifier")->child("sampleIdentifier")->text, id("sample"));
}

TEST_F(Oai36, FriendsAreTheBaseUrlsOfPeers) {
  repository_->friends = {"https://kiln.example/oai?a=1&b=2", "https://mill.example/oai"};
  const auto* node = description("friends");

  ASSERT_TRUE(node);
  ASSERT_EQ(node->children.size(), 2u);
  EXPECT_EQ(node->children[0].text, "https://kiln.example/oai?a=1&b=2");
}

TEST_F(Oai36, ANodeWithoutFriendsIsValidToo) {
  const auto* node = description("friends");
  EXPECT_TRUE(!node || node->children.empty());
}

TEST_F(Oai36, BrandingHasIconLinkAndTitleOfTheNode) {
  const auto* node = description("branding");

  ASSERT_TRUE(node);
  const auto* icon = node->child("collectionIcon");
  EXPECT_EQ(icon->child("url")->text, "https://learn.river.example/media/logo.png");
  EXPECT_EQ(icon->child("link")->text, "https://www.river.example/?a=1&b='2'");
  EXPECT_EQ(icon->child("title")->text, repository_->name);
}

TEST_F(Oai36, WithoutALogoThereIsNoBranding) {
  repository_->own.logo.clear();
  EXPECT_FALSE(description("branding"));
}

TEST_F(Oai36, RightsManifestNamesTheLicenceOfTheMetadata) {
  repository_->metadata_licence = "https://creativecommons.org/licenses/by/4.0/";
  const auto* node = description("rightsManifest");

  ASSERT_TRUE(node);
  EXPECT_EQ(node->attribute("appliesTo"), "http://www.openarchives.org/OAI/2.0/entity#metadata");
  EXPECT_EQ(node->children[0].children[0].attribute("ref"), "https://creativecommons.org/licenses/by/4.0/");
}

TEST_F(Oai37, TheFormatsComeWithNamespaceAndSchema) {
  const auto reply = ask("verb=ListMetadataFormats");

  std::vector<std::vector<std::string>> formats;
  for (const auto& one : reply.verb()->children)
    formats.push_back(
        {one.child("metadataPrefix")->text, one.child("metadataNamespace")->text, one.child("schema")->text});
  const std::vector<std::vector<std::string>> expected = {
      {"oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc/", "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"},
      {"lom", "http://ltsc.ieee.org/xsd/LOM", "http://ltsc.ieee.org/xsd/lomv1.0/lom.xsd"},
      {"lrmi", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.openarchives.org/OAI/2.0/rdf.xsd"},
      {"mods", "http://www.loc.gov/mods/v3", "http://www.loc.gov/standards/mods/v3/mods-3-7.xsd"},
      {"cpl", "https://w3id.org/commonplace/ns/record/1", "https://learn.river.example/ns/record-1.xsd"}};
  EXPECT_EQ(formats, expected);
}

TEST_F(Oai48, EachCrosswalkHasAVersion) {
  for (const Format format : all_formats) EXPECT_GE(crosswalk_version(format), 1);
}

TEST_F(Oai37, EveryLiveRecordComesInEveryFormat) {
  publish_many(7, after(10));
  publish({tombstone("3")}, after(20));

  for (const auto* prefix : {"oai_dc", "lom", "lrmi", "mods", "cpl"}) {
    const auto reply = ask(fmt::format("verb=ListRecords&metadataPrefix={}", prefix));
    ASSERT_EQ(reply.records().size(), 7u);
    for (const auto* record : reply.records())
      EXPECT_EQ(record->child("metadata") != nullptr, record->child("header")->attribute("status") != "deleted");
  }
}

TEST_F(Oai37, CplCarriesTheCanonicalDocumentThroughXml) {
  publish({record("1", "Pont ar Daf <&\"']]> عربي 🌉 \t\r\n\u007f\u0085\u2028")}, after(10));
  const auto stored = store_->find(id("1"));
  const auto reply = ask("verb=GetRecord&metadataPrefix=cpl&identifier=" + id("1"));
  const auto& carrier = reply.records().at(0)->child("metadata")->children.at(0);

  const auto envelope = formats::read_envelope(carrier.text);

  ASSERT_TRUE(envelope) << envelope.problem().what;
  EXPECT_EQ(carrier.attribute("encoding"), "jcs");
  EXPECT_EQ(envelope->document, stored->document);
  EXPECT_EQ(envelope->identifier, id("1"));
  EXPECT_EQ(envelope->version, 1);
  EXPECT_EQ(envelope->modified, "2026-01-01T00:00:10Z");
  EXPECT_EQ(envelope->contributor, "did:web:learn.river.example");
  EXPECT_EQ(envelope->brand_name, repository_->name);
  EXPECT_EQ(envelope->brand_logo, "https://learn.river.example/media/logo.png");
}

TEST_F(Oai37, CplIsJcsTextWithExactlyTheMembersOfTheEnvelope) {
  publish({record("1")}, after(10));
  const auto reply = ask("verb=GetRecord&metadataPrefix=cpl&identifier=" + id("1"));
  const auto text = reply.records().at(0)->child("metadata")->children.at(0).text;

  const auto value = json::parse(text);

  ASSERT_TRUE(value);
  EXPECT_EQ(json::canonical(*value), text);
  std::vector<std::string> members;
  for (const auto& [name, member] : value->items()) members.push_back(name);
  EXPECT_THAT(members, ElementsAre("@context", "brand", "contributor", "id", "metadata", "modified", "status", "type",
                                   "version"));
}

TEST_F(Oai38, FormatsOfOneItemAndOfNone) {
  publish({record("1"), tombstone("2")}, after(10));

  EXPECT_THAT(prefixes(ask("verb=ListMetadataFormats&identifier=" + id("1"))),
              ElementsAre("oai_dc", "lom", "lrmi", "mods", "cpl"));
  EXPECT_THAT(prefixes(ask("verb=ListMetadataFormats&identifier=" + id("2"))),
              ElementsAre("oai_dc", "lom", "lrmi", "mods", "cpl"));
  EXPECT_THAT(ask("verb=ListMetadataFormats&identifier=" + id("3")).codes(), ElementsAre("idDoesNotExist"));
}

TEST_F(Oai39, AnUnknownPrefixCannotBeDisseminated) {
  publish({record("1")}, after(10));

  EXPECT_THAT(ask("verb=GetRecord&metadataPrefix=marc21&identifier=" + id("1")).codes(),
              ElementsAre("cannotDisseminateFormat"));
  EXPECT_THAT(ask("verb=ListRecords&metadataPrefix=oai_dc2").codes(), ElementsAre("cannotDisseminateFormat"));
  EXPECT_THAT(ask("verb=ListIdentifiers&metadataPrefix=oai").codes(), ElementsAre("cannotDisseminateFormat"));
}

}  // namespace
}  // namespace commonplace::oai
