// IEEE LOM: what goes out is valid and the same every time; what comes in is read as repositories send it (MD §7, §8).
#include "schemas/formats/lom.h"

#include <fmt/format.h>

#include "schemas/formats/canonical.h"
#include "tests/schemas/sample_resources.h"
#include "tests/schemas/xml_schema_check.h"

namespace commonplace::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

model::Resource resource_of(std::string_view json_text) {
  return *read_canonical(json_text);
}

TEST(Oai28, LomBringsItsNamespaceAndSchemaLocation) {
  for (const auto& resource : {model::Resource(), testing_data::full_resource()})
    EXPECT_THAT(
        write_lom(resource),
        StartsWith("<lom xmlns=\"http://ltsc.ieee.org/xsd/LOM\" "
                   "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
                   "xsi:schemaLocation=\"http://ltsc.ieee.org/xsd/LOM http://ltsc.ieee.org/xsd/lomv1.0/lom.xsd\">"));
}

TEST(Md21, EveryLomIsValid) {
  if (const auto why = testing_data::no_schema_check()) GTEST_SKIP() << *why;
  std::vector<std::string> documents;
  for (const auto& resource : testing_data::hostile_resources()) documents.push_back(write_lom(resource));
  for (const auto& resource : testing_data::some_resources(150, 100)) documents.push_back(write_lom(resource));

  EXPECT_EQ(testing_data::schema_complaints(documents), "");
}

TEST(Md21, AnInvalidLomIsFoundOut) {
  if (const auto why = testing_data::no_schema_check()) GTEST_SKIP() << *why;
  std::string document = write_lom(testing_data::full_resource());
  document.replace(document.find(".0Z</dateTime>"), 14, "Z</dateTime>");

  EXPECT_THAT(testing_data::schema_complaints({document}), HasSubstr("dateTime"));
}

TEST(Md26, TheSameRecordGivesTheSameLom) {
  EXPECT_EQ(write_lom(testing_data::full_resource(5)), write_lom(testing_data::full_resource(5)));
}

TEST(Md25, LomHasOneStringALanguageWithTheMainOneFirst) {
  EXPECT_THAT(
      write_lom(resource_of(R"({"name":{"ar":"أ","cy":"Dail <1>","en":"Leaves","und":"x"},"inLanguage":["cy"]})")),
      HasSubstr("<title><string language=\"cy\">Dail &lt;1&gt;</string><string language=\"ar\">أ</string>"
                "<string language=\"en\">Leaves</string><string>x</string></title><language>cy</language>"));
}

TEST(Md7, LomSaysItsOwnNearestWordBesideOurs) {
  const std::string lom = write_lom(resource_of(
      R"({"learningResourceType":["activity","worksheet","map"],"audience":["student"],"educationalLevel":["england-ks2","higher"]})"));

  EXPECT_THAT(
      lom,
      HasSubstr("<learningResourceType><source>LOMv1.0</source><value>exercise</value></learningResourceType>"
                "<learningResourceType><source>LOMv1.0</source><value>diagram</value></learningResourceType>"
                "<learningResourceType><source>https://w3id.org/commonplace/ns/type</source><value>activity</value>"));
  EXPECT_THAT(lom, HasSubstr("<source>LOMv1.0</source><value>learner</value>"));
  EXPECT_THAT(lom, HasSubstr("<context><source>LOMv1.0</source><value>school</value></context><context>"
                             "<source>LOMv1.0</source><value>higher education</value></context>"));
  EXPECT_THAT(
      lom,
      HasSubstr("<value>educational level</value></purpose><taxonPath><source><string>"
                "https://w3id.org/commonplace/ns/level/</string></source><taxon><id>"
                "https://w3id.org/commonplace/ns/level/england-ks2</id><entry><string language=\"en\">Key stage 2<"));
}

TEST(Md7, LomNamesWhoMadeItAsVcards) {
  EXPECT_THAT(
      write_lom(resource_of(
          R"({"creator":[{"@type":"Person","name":{"en":"Ann Lee; Jr"},"affiliation":"Museum, London"}],"dateCreated":"1998"})")),
      HasSubstr("<contribute><role><source>LOMv1.0</source><value>author</value></role><entity>BEGIN:VCARD\n"
                "VERSION:3.0\nFN;LANGUAGE=en:Ann Lee\\; Jr\nN:Ann Lee\\; Jr;;;;\nORG:Museum\\, London\nEND:VCARD"
                "</entity><date><dateTime>1998</dateTime></date></contribute>"));
}

// ---- reading

model::Outcome<Reading> read(std::string_view categories, std::string_view space = "http://ltsc.ieee.org/xsd/LOM") {
  const auto tree = read_xml_tree(fmt::format("<lom xmlns='{}'>{}</lom>", space, categories));
  return read_lom(*tree);
}

// As European repositories exchange it.
TEST(Md8, ReadsLomOfALearningRepository) {
  const auto reading = read(
      "<general><identifier><catalog>DOI</catalog><entry>10.1000/182</entry></identifier>"
      "<identifier><catalog>URI</catalog><entry>https://repo.example/r/7</entry></identifier>"
      "<title><string language='de'>Gezeiten</string><string language='en'>Tides</string></title>"
      "<language>deu</language><description><string language='de'>Was das Wasser hebt. </string></description>"
      "<description><string language='de'>Mit Karten.</string></description>"
      "<keyword><string language='de'>Mond</string></keyword><coverage><string language='x-none'>19th "
      "century</string></coverage>"
      "<coverage><string>Hamburg</string></coverage></general>"
      "<lifeCycle><version><string "
      "language='x-none'>1.2</string></version><status><source>LOMv1.0</source><value>final</value></status>"
      "<contribute><role><source>LOMv1.0</source><value>author</value></role>"
      "<entity><![CDATA[BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lee;Ann;;Dr;\r\nFN:Ann Lee\r\nORG:Museum am "
      "Hafen\r\nEMAIL:a@b.example\r\n"
      "URL:https://lee.example/\r\nEND:VCARD]]></entity><date><dateTime>2019-05</dateTime></date></contribute>"
      "<contribute><role><source>LOMv1.0</source><value>publisher</value></role><entity>BEGIN:VCARD VERSION:3.0 "
      "FN:Hafen Verlag "
      "ORG:Hafen Verlag END:VCARD</entity><date><dateTime>2020-01-02T10:00:00.00+01:00</dateTime></date></contribute>"
      "<contribute><role><source>LOMv1.0</source><value>technical implementer</value></role><entity>Jo "
      "Ng</entity></contribute></lifeCycle>"
      "<technical><format>text/html</format><size>77</size><location>https://repo.example/7</location>"
      "<format>application/pdf</format><location type='URI'>https://repo.example/7.pdf</location>"
      "<duration><duration>PT5M</duration></duration></technical>"
      "<educational><learningResourceType><source>LOMv1.0</source><value>slide</value></learningResourceType>"
      "<learningResourceType><source>LREv3.0</source><value>lesson plan</value></learningResourceType>"
      "<intendedEndUserRole><source>LOMv1.0</source><value>learner</value></intendedEndUserRole>"
      "<context><source>LREv3.0</source><value>primary</value></context><context><source>LOMv1.0</"
      "source><value>school</value></context>"
      "<typicalAgeRange><string language='x-none'>7-11</string></typicalAgeRange>"
      "<typicalLearningTime><duration>PT45M</duration></typicalLearningTime></educational>"
      "<rights><cost><source>LOMv1.0</source><value>no</value></cost><copyrightAndOtherRestrictions><source>LOMv1.0</"
      "source>"
      "<value>yes</value></copyrightAndOtherRestrictions><description><string language='x-t-cc-url'>"
      "http://creativecommons.org/licenses/by-sa/3.0/de/</string><string language='de'>Bitte "
      "nennen.</string></description></rights>"
      "<relation><kind><source>LOMv1.0</source><value>ispartof</value></kind><resource><identifier><catalog>URI</"
      "catalog>"
      "<entry>https://repo.example/unit</entry></identifier><description><string "
      "language='de'>Reihe</string></description></resource></relation>"
      "<classification><purpose><source>LOMv1.0</source><value>discipline</value></purpose><taxonPath><source>"
      "<string language='x-none'>LRE</string></source><taxon><id>1</id><entry><string "
      "language='en'>Sciences</string></entry></taxon>"
      "<taxon><id>7</id><entry><string language='en'>Geography</string></entry></taxon></taxonPath></classification>"
      "<classification><purpose><source>LOMv1.0</source><value>educational "
      "objective</value></purpose><taxonPath><source>"
      "<string>NC</string></source><taxon><id>GG1</id><entry><string language='en'>Name the "
      "seas</string></entry></taxon></taxonPath></classification>");

  ASSERT_TRUE(reading);
  const auto& r = reading->resource;
  EXPECT_EQ(r.at_id, "https://repo.example/r/7");
  EXPECT_THAT(r.same_as, ElementsAre("https://doi.org/10.1000/182"));
  EXPECT_EQ(r.name, (model::LangMap{{"de", "Gezeiten"}, {"en", "Tides"}}));
  EXPECT_THAT(r.in_language, ElementsAre("de"));
  EXPECT_EQ(r.description.at("de"), "Was das Wasser hebt.\nMit Karten.");
  EXPECT_THAT(r.keywords.at("de"), ElementsAre("Mond"));
  EXPECT_THAT(r.temporal_coverage, ElementsAre("18XX"));
  EXPECT_THAT(r.spatial_coverage, ElementsAre("Hamburg"));
  ASSERT_EQ(r.creator.size(), 1u);
  EXPECT_EQ(r.creator[0].name.at("und"), "Ann Lee");
  EXPECT_EQ(r.creator[0].type, "Person");
  EXPECT_EQ(r.creator[0].affiliation, "Museum am Hafen");
  EXPECT_EQ(r.creator[0].url, "https://lee.example/");
  EXPECT_EQ(r.date_created, "2019-05");
  EXPECT_EQ(r.publisher.name.at("und"), "Hafen Verlag");
  EXPECT_EQ(r.date_published, "2020-01-02T09:00:00Z");
  EXPECT_EQ(r.contributor.at(0).role, "technical implementer");
  EXPECT_EQ(r.contributor.at(0).name.at("und"), "Jo Ng");
  EXPECT_EQ(r.url, "https://repo.example/7");
  ASSERT_EQ(r.encoding.size(), 1u);
  EXPECT_EQ(r.encoding[0].encoding_format, "application/pdf");
  EXPECT_EQ(r.duration, "PT5M");
  EXPECT_THAT(r.learning_resource_type, ElementsAre("presentation", "lesson-plan"));
  EXPECT_THAT(r.audience, ElementsAre("student"));
  EXPECT_THAT(r.educational_level, ElementsAre("primary"));
  EXPECT_EQ(r.age_range, (model::AgeRange{7, 11}));
  EXPECT_EQ(r.time_required, "PT45M");
  EXPECT_EQ(r.is_accessible_for_free, true);
  EXPECT_EQ(r.license, "https://creativecommons.org/licenses/by-sa/3.0/de/");
  EXPECT_EQ(r.copyright_notice, "Bitte nennen.");
  EXPECT_EQ(r.is_part_of.at(0).id, "https://repo.example/unit");
  EXPECT_THAT(r.about, ElementsAre("geography"));
  EXPECT_EQ(r.teaches.at(0).code, "GG1");
  EXPECT_EQ(r.teaches.at(0).text.at("en"), "Name the seas");
  EXPECT_EQ(r.teaches.at(0).framework, "NC");
}

// IMS metadata 1.2, of which LOM was made: langstring, lower case, vocabularies inside langstrings.
TEST(Md8, ReadsTheOlderSpellingOfIms) {
  const auto reading = read(
      "<general><catalogentry><catalog>URI</catalog><entry><langstring>https://old.example/1</langstring></entry></"
      "catalogentry>"
      "<title><langstring xml:lang='en'>Tides</langstring></title></general>"
      "<lifecycle><contribute><role><source><langstring xml:lang='x-none'>LOMv1.0</langstring></source><value>"
      "<langstring "
      "xml:lang='x-none'>author</langstring></value></role><centity><vcard>BEGIN:VCARD\nFN:Jo\nEND:VCARD</vcard></"
      "centity>"
      "<date><datetime>2001-02-03</datetime></date></contribute></lifecycle>"
      "<educational><learningresourcetype><source><langstring>LOMv1.0</langstring></"
      "source><value><langstring>Exercise</langstring>"
      "</value></learningresourcetype><typicallearningtime><datetime>PT1H</datetime></typicallearningtime></"
      "educational>"
      "<classification><purpose><value><langstring>discipline</langstring></value></purpose><taxonpath><taxon><entry>"
      "<langstring>Science</langstring></entry><taxon><entry><langstring>Physics</langstring></entry></taxon></taxon></"
      "taxonpath></classification>",
      "http://www.imsglobal.org/xsd/imsmd_v1p2");

  ASSERT_TRUE(reading);
  const auto& r = reading->resource;
  EXPECT_EQ(r.name.at("en"), "Tides");
  EXPECT_EQ(r.at_id, "https://old.example/1");
  EXPECT_EQ(r.url, "https://old.example/1");
  EXPECT_EQ(r.creator.at(0).name.at("und"), "Jo");
  EXPECT_EQ(r.date_created, "2001-02-03");
  EXPECT_THAT(r.learning_resource_type, ElementsAre("exercise"));
  EXPECT_EQ(r.time_required, "PT1H");
  EXPECT_THAT(r.about, ElementsAre("physics"));
}

TEST(Md30, LomFailsOnlyWithNeitherTitleNorAddress) {
  EXPECT_EQ(read("<general><title><string> </string></title></general>").problem().kind, "missing-name");
  EXPECT_EQ(read_lom(*read_xml_tree("<record/>")).problem().kind, "wrong-root");
  EXPECT_TRUE(
      read("<general><title>bare</title></general><lifeCycle><contribute/></lifeCycle><technical><size>-1</size>"
           "<duration/></technical><educational><typicalAgeRange/><context/></educational><relation/>"
           "<classification/><classification><taxonPath/></classification>"));
  const auto reading = read(
      "<general><title><string>x</string></title></general><lifeCycle><contribute><role><value>author</value>"
      "</role><date><dateTime>03/04/2020</dateTime></date></contribute></lifeCycle>");
  ASSERT_TRUE(reading);
  ASSERT_EQ(reading->notes.size(), 1u);
  EXPECT_EQ(reading->notes[0].kind, "ambiguous-date");
}

TEST(Sec45, LomLeadsToTheWebOnly) {
  const auto r =
      read(
          "<general><identifier><catalog>URI</catalog><entry>javascript:alert(1)</entry></identifier>"
          "<title><string>x</string></title></general><lifeCycle><contribute><role><value>author</value></role>"
          "<entity>BEGIN:VCARD\nFN:A\nURL:javascript:alert(1)\nUID:file:///etc/passwd\nEND:VCARD</entity></"
          "contribute></lifeCycle>"
          "<technical><location>javascript:alert(1)</location><location>file:///etc/passwd</location></technical>"
          "<relation><resource><identifier><catalog>URL</catalog><entry>data:text/html,x</entry></identifier>"
          "<description><string>B</string></description></resource></relation>")
          ->resource;

  EXPECT_EQ(r.at_id, "");
  EXPECT_EQ(r.url, "");
  EXPECT_TRUE(r.encoding.empty());
  EXPECT_EQ(r.creator.at(0).url, "");
  EXPECT_EQ(r.creator.at(0).id, "");
  EXPECT_EQ(r.mentions.at(0).url, "");
}

}  // namespace
}  // namespace commonplace::formats
