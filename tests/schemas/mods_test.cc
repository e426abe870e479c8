// MODS: what goes out is valid and the same every time; what comes in is read as libraries send it (MD §7, §8).
#include "schemas/formats/mods.h"

#include <fmt/format.h>

#include "schemas/formats/canonical.h"
#include "tests/schemas/sample_resources.h"
#include "tests/schemas/xml_schema_check.h"

namespace commonplace::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

model::Resource resource_of(std::string_view json_text) {
  return *read_canonical(json_text);
}

TEST(Oai28, ModsBringsItsNamespaceAndSchemaLocation) {
  for (const auto& resource : {model::Resource(), testing_data::full_resource()})
    EXPECT_THAT(write_mods(resource),
                StartsWith("<mods xmlns=\"http://www.loc.gov/mods/v3\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
                           "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" version=\"3.7\" "
                           "xsi:schemaLocation=\"http://www.loc.gov/mods/v3 "
                           "http://www.loc.gov/standards/mods/v3/mods-3-7.xsd\">"));
}

// The official schema is not at hand: ours declares the part of MODS 3.7 that we write.
TEST(Md21, EveryModsIsValid) {
  if (const auto why = testing_data::no_schema_check()) GTEST_SKIP() << *why;
  std::vector<std::string> documents;
  for (const auto& resource : testing_data::hostile_resources()) documents.push_back(write_mods(resource));
  for (const auto& resource : testing_data::some_resources(150, 100)) documents.push_back(write_mods(resource));

  EXPECT_EQ(testing_data::schema_complaints(documents), "");
}

TEST(Md21, AnInvalidModsIsFoundOut) {
  if (const auto why = testing_data::no_schema_check()) GTEST_SKIP() << *why;
  std::string document = write_mods(testing_data::full_resource());
  document.replace(document.find("type=\"host\""), 11, "type=\"home\"");

  EXPECT_THAT(testing_data::schema_complaints({document}), HasSubstr("relatedItem"));
}

TEST(Md26, TheSameRecordGivesTheSameMods) {
  EXPECT_EQ(write_mods(testing_data::full_resource(5)), write_mods(testing_data::full_resource(5)));
}

TEST(Md25, ModsHasOneTitleALanguageWithTheMainOneFirst) {
  EXPECT_THAT(write_mods(resource_of(R"({"name":{"ar":"أ","cy":"Dail <1>"},"inLanguage":["cy"]})")),
              HasSubstr("<titleInfo usage=\"primary\" xml:lang=\"cy\"><title>Dail &lt;1&gt;</title></titleInfo>"
                        "<titleInfo type=\"translated\" xml:lang=\"ar\"><title>أ</title></titleInfo>"));
}

TEST(Md7, ModsNamesLicencesByTheirAddress) {
  EXPECT_THAT(write_mods(resource_of(R"({"license":"https://creativecommons.org/licenses/by/4.0/"})")),
              HasSubstr("<accessCondition type=\"use and reproduction\" "
                        "xlink:href=\"https://creativecommons.org/licenses/by/4.0/\">"));
}

// ---- reading

model::Outcome<Reading> read(std::string_view elements) {
  const auto tree = read_xml_tree(
      fmt::format("<mods:mods xmlns:mods='http://www.loc.gov/mods/v3' xmlns:xlink='http://www.w3.org/1999/xlink' "
                  "xmlns='http://www.loc.gov/mods/v3'>{}</mods:mods>",
                  elements));
  return read_mods(*tree);
}

// As the catalogue of a university library writes it (3.4).
TEST(Md8, ReadsModsOfALibrary) {
  const auto reading = read(
      "<titleInfo><nonSort>The </nonSort><title>tempest</title><subTitle>a play</subTitle><partNumber>2</partNumber>"
      "<partName>Storm</partName></titleInfo><titleInfo type='alternative'><title>Tempest</title></titleInfo>"
      "<name type='personal' valueURI='http://viaf.org/viaf/96994048' usage='primary'><namePart "
      "type='family'>Shakespeare"
      "</namePart><namePart type='given'>William</namePart><namePart type='date'>1564-1616</namePart><role>"
      "<roleTerm type='code' authority='marcrelator'>aut</roleTerm><roleTerm "
      "type='text'>Author</roleTerm></role></name>"
      "<name type='corporate'><namePart>Folger Library</namePart><role><roleTerm "
      "type='text'>Publisher</roleTerm></role></name>"
      "<name><namePart>Lee, Ann</namePart><role><roleTerm type='code'>ill</roleTerm></role></name>"
      "<typeOfResource>moving image</typeOfResource><originInfo><dateIssued>c1998</dateIssued>"
      "<dateIssued encoding='w3cdtf' keyDate='yes'>1998</dateIssued><edition>2nd ed.</edition></originInfo>"
      "<language><languageTerm type='text'>English</languageTerm><languageTerm type='code' authority='iso639-2b'>eng"
      "</languageTerm></language><physicalDescription><internetMediaType>video/mp4</internetMediaType></"
      "physicalDescription>"
      "<abstract>A &lt;i&gt;storm&lt;/i&gt;.</abstract><targetAudience authority='marctarget'>Key stage "
      "3</targetAudience>"
      "<subject authority='lcsh'><topic>Drama</topic><geographic>Italy</geographic><temporal>17th "
      "century</temporal></subject>"
      "<subject><name><namePart>Prospero</namePart></name></subject>"
      "<relatedItem type='series'><titleInfo><title>Plays</title></titleInfo></relatedItem>"
      "<relatedItem type='original' xlink:href='https://folger.example/f1'/>"
      "<identifier type='doi'>10.1/x</identifier><identifier type='local'>77</identifier>"
      "<identifier type='isbn'>9780306406157</identifier>"
      "<location><url usage='primary display'>https://library.example/77</url><url access='raw object'>"
      "https://library.example/77.mp4</url><url access='preview'>https://library.example/77.jpg</url></location>"
      "<accessCondition type='use and reproduction' "
      "xlink:href='http://creativecommons.org/licenses/by/4.0'>CC</accessCondition>"
      "<accessCondition type='restriction on access'>Reading room only</accessCondition>");

  ASSERT_TRUE(reading);
  const auto& r = reading->resource;
  EXPECT_EQ(r.name.at("und"), "The tempest: a play. 2, Storm");
  EXPECT_THAT(r.alternate_name.at("und"), ElementsAre("Tempest"));
  ASSERT_EQ(r.creator.size(), 1u);
  EXPECT_EQ(r.creator[0].name.at("und"), "William Shakespeare");
  EXPECT_EQ(r.creator[0].type, "Person");
  EXPECT_EQ(r.creator[0].id, "http://viaf.org/viaf/96994048");
  EXPECT_EQ(r.publisher.name.at("und"), "Folger Library");
  ASSERT_EQ(r.contributor.size(), 1u);
  EXPECT_EQ(r.contributor[0].role, "ill");
  EXPECT_THAT(r.learning_resource_type, ElementsAre("video"));
  EXPECT_EQ(r.date_published, "1998");
  EXPECT_THAT(r.in_language, ElementsAre("en"));
  EXPECT_EQ(r.description.at("und"), "A storm.");
  EXPECT_THAT(r.educational_level, ElementsAre("england-ks3"));
  EXPECT_THAT(r.about, ElementsAre("drama"));
  EXPECT_THAT(r.spatial_coverage, ElementsAre("Italy"));
  EXPECT_THAT(r.temporal_coverage, ElementsAre("16XX"));
  EXPECT_THAT(r.keywords.at("und"), ElementsAre("Prospero"));
  EXPECT_EQ(r.is_part_of.at(0).name.at("und"), "Plays");
  EXPECT_EQ(r.is_based_on.at(0).id, "https://folger.example/f1");
  EXPECT_THAT(r.same_as, ElementsAre("https://doi.org/10.1/x", "urn:isbn:9780306406157"));
  EXPECT_EQ(r.url, "https://library.example/77");
  EXPECT_EQ(r.encoding.at(0).content_url, "https://library.example/77.mp4");
  EXPECT_EQ(r.encoding.at(0).encoding_format, "video/mp4");
  EXPECT_EQ(r.thumbnail_url, "https://library.example/77.jpg");
  EXPECT_EQ(r.license, "https://creativecommons.org/licenses/by/4.0/");
  EXPECT_EQ(r.copyright_notice, "Reading room only");
  EXPECT_FALSE(reading->notes.empty());  // the date that is none
}

TEST(Md8, ModsOfACollectionIsItsFirstRecord) {
  const auto tree = read_xml_tree(
      "<modsCollection xmlns='http://www.loc.gov/mods/v3'><mods><titleInfo><title>One</title></titleInfo></mods>"
      "<mods><titleInfo><title>Two</title></titleInfo></mods></modsCollection>");

  EXPECT_EQ(read_mods(*tree)->resource.name.at("und"), "One");
}

TEST(Md30, ModsFailsOnlyWithNeitherTitleNorAddress) {
  EXPECT_EQ(read("<genre>x</genre><titleInfo><title> </title></titleInfo>").problem().kind, "missing-name");
  EXPECT_TRUE(read("<identifier type='uri'>https://a.example/</identifier><language/><originInfo/><name/><subject/>"));
  EXPECT_EQ(read_mods(*read_xml_tree("<record/>")).problem().kind, "wrong-root");
  EXPECT_EQ(read_mods(*read_xml_tree("<modsCollection/>")).problem().kind, "wrong-root");
}

TEST(Sec45, ModsLeadsToTheWebOnly) {
  const auto r =
      read(
          "<titleInfo><title>x</title></titleInfo><identifier type='uri'>javascript:alert(1)</identifier>"
          "<location><url>javascript:alert(1)</url><url access='preview'>data:x</url></location>"
          "<name xlink:href='javascript:x'><namePart>A</namePart></name>"
          "<relatedItem xlink:href='file:///etc/passwd'><titleInfo><title>B</title></titleInfo></relatedItem>")
          ->resource;

  EXPECT_EQ(r.at_id, "");
  EXPECT_EQ(r.url, "");
  EXPECT_EQ(r.thumbnail_url, "");
  EXPECT_EQ(r.creator.at(0).url, "");
  EXPECT_EQ(r.mentions.at(0).id, "");
}

}  // namespace
}  // namespace commonplace::formats
