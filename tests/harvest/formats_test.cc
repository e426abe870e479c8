// Records of every exchange format become ours (MD §8), whatever prefix their source calls them by.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harvest/crosswalk.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/exchange.h"
#include "schemas/formats/lom.h"
#include "schemas/formats/lrmi.h"
#include "schemas/formats/mods.h"

namespace commonplace::harvest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Origin origin() {
  Origin origin;
  origin.base_url = "https://mill.example/oai";
  origin.host = "mill.example";
  origin.source_name = "Weir Mill";
  origin.prefix = "any";
  return origin;
}

model::Outcome<Delivered> crossed(std::string_view metadata, std::string_view identifier = "oai:mill.example:1") {
  Offered offered;
  offered.identifier = identifier;
  offered.datestamp = "2026-01-01";
  offered.has_metadata = true;
  offered.metadata = *formats::read_xml_tree(metadata);
  offered.raw = metadata;
  offered.bytes = metadata;
  return cross(offered, origin());
}

model::Resource wheel() {
  return *formats::read_canonical(
      R"({"@id":"https://mill.example/r/1","identifier":"oai:other.example:9","url":"https://mill.example/1","name":{"en":"How a wheel turns"},)"
      R"("learningResourceType":["lesson-plan"],"educationalLevel":["england-ks2"],"timeRequired":"PT1H"})");
}

TEST(Md8, RecordsOfEachFormatAreTakenOver) {
  for (const auto& [xml, space] : {std::pair{formats::write_lom(wheel()), formats::lom_namespace},
                                   {formats::write_lrmi(wheel()), formats::lrmi_namespace},
                                   {formats::write_mods(wheel()), formats::mods_namespace}}) {
    const auto delivered = crossed(xml);
    ASSERT_TRUE(delivered) << xml;
    EXPECT_EQ(delivered->metadata_namespace, space);
    const auto resource = formats::read_canonical(delivered->document);
    ASSERT_TRUE(resource);
    EXPECT_EQ(resource->identifier, "oai:mill.example:1");  // the header's, whatever the record says
    EXPECT_EQ(resource->name.at("en"), "How a wheel turns");
    EXPECT_THAT(resource->educational_level, ElementsAre("england-ks2"));
    EXPECT_EQ(resource->time_required, "PT1H");
    EXPECT_EQ(resource->publisher.name.at("und"), "Weir Mill");
    EXPECT_EQ(resource->rights_statement, "http://rightsstatements.org/vocab/CNE/1.0/");
    EXPECT_TRUE(delivered->hops.at(0).altered);
  }
}

TEST(Md8, LomIsReadInTheNamespacesThatItIsSentWith) {
  for (const char* space : {"http://ltsc.ieee.org/xsd/LOM", "http://ltsc.ieee.org/xsd/LOMv1p0",
                            "http://www.imsglobal.org/xsd/imsmd_v1p2", "http://www.imsproject.org/metadata"}) {
    std::string lom = "<lom xmlns='";
    lom.append(space).append("'><general><title><langstring xml:lang='en'>Tides</langstring></title></general></lom>");
    EXPECT_TRUE(crossed(lom)) << space;
  }
}

TEST(Md8, RefinedDublinCoreIsReadToo) {
  for (const char* root :
       {"nsdl_dc xmlns='http://ns.nsdl.org/nsdl_dc_v1.02/'", "qualifieddc xmlns='http://dspace.org/qualifieddc/'"}) {
    std::string xml = "<";
    xml.append(root).append("><t:title xmlns:t='http://purl.org/dc/elements/1.1/'>Tides</t:title></");
    xml.append(std::string_view(root).substr(0, std::string_view(root).find(' '))).append(">");
    EXPECT_TRUE(crossed(xml)) << xml;
  }
  EXPECT_EQ(crossed("<dc xmlns='https://elsewhere.example/'><title>x</title></dc>").problem().kind, "unknown_format");
}

TEST(Har18, ARecordWithoutATitleIsNamedByItsAddress) {
  const auto delivered = crossed(
      "<mods xmlns='http://www.loc.gov/mods/v3'><identifier type='uri'>https://mill.example/x</identifier></mods>");

  ASSERT_TRUE(delivered);
  EXPECT_EQ(formats::read_canonical(delivered->document)->name.at("und"), "https://mill.example/x");
}

TEST(Har30, WhatCannotBeReadIsNamed) {
  EXPECT_EQ(crossed("<marc:record xmlns:marc='http://www.loc.gov/MARC21/slim'/>").problem().kind, "unknown_format");
  EXPECT_EQ(crossed("<lom xmlns='http://ltsc.ieee.org/xsd/LOM'/>").problem().kind, "crosswalk_failed");
  EXPECT_EQ(crossed("<mods xmlns='http://www.loc.gov/mods/v3'/>").problem().kind, "crosswalk_failed");
  EXPECT_EQ(crossed("<RDF xmlns='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>").problem().kind, "crosswalk_failed");
}

TEST(Har27, EveryReadableFormatIsKnownByPrefixAndNamespace) {
  std::vector<std::string_view> prefixes;
  for (const auto& format : readable_formats()) prefixes.push_back(format.prefix);

  EXPECT_THAT(prefixes, ElementsAre("cpl", "lom", "lrmi", "mods", "oai_dc"));
}

}  // namespace
}  // namespace commonplace::harvest
