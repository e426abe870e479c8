// IEEE LOM: what goes out is valid and the same every time; what comes in is read as repositories send it (MD §7, §8).
#include "schemas/formats/lom.h"

#include "schemas/formats/canonical.h"
#include "tests/schemas/sample_resources.h"
#include "tests/schemas/xml_schema_check.h"

namespace commonplace::formats {
namespace {

using testing::HasSubstr;
using testing::Not;
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

}  // namespace
}  // namespace commonplace::formats
