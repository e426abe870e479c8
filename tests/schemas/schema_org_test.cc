// schema.org and LRMI as found in the wild (MD §8, MD-5, MD-27 to MD-30), and as we write it.
#include "schemas/formats/schema_org.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/schemas/shared_lines.h"

namespace commonplace::formats {
namespace {

using json::Value;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

Value parsed(std::string_view text) {
  auto value = json::parse(text);
  EXPECT_TRUE(value.has_value()) << text;
  return value ? *value : Value();
}

model::Resource read(std::string_view text) {
  auto reading = read_schema_org(parsed(text));
  EXPECT_TRUE(reading.has_value());
  return reading ? reading->resource : model::Resource{};
}

TEST(SchemaOrg, ReadsALearningResource) {
  const auto resource = read(R"({"@context": "https://schema.org/", "@type": ["LearningResource", "VideoObject"],
      "@id": "https://museum.example/leaves", "name": "Printing with leaves", "description": "<p>How to &amp; why</p>",
      "learningResourceType": "Lesson Plan", "about": ["Art", "Botany"], "educationalLevel": "KS2", "typicalAgeRange": "7-11",
      "inLanguage": "en-GB", "license": "http://creativecommons.org/licenses/by/4.0/deed.en", "keywords": "leaf, print ,leaf",
      "creator": {"@type": "Person", "name": "Ada Frond", "@id": "https://orcid.org/0000-0002-1825-0097", "affiliation": {"name": "Fern House"}},
      "publisher": "River Museum", "timeRequired": "45 minutes", "dateModified": "2026-03-01", "isAccessibleForFree": true,
      "encoding": [{"@type": "MediaObject", "contentUrl": "https://museum.example/leaves.pdf", "fileFormat": "application/pdf", "contentSize": "1200"}],
      "image": {"url": "https://museum.example/leaves.jpg", "caption": "A fern"}, "audience": {"educationalRole": "teacher"}})");

  EXPECT_THAT(resource.name, ElementsAre(Pair("en-GB", "Printing with leaves")));
  EXPECT_THAT(resource.description, ElementsAre(Pair("en-GB", "How to & why")));
  EXPECT_THAT(resource.types, ElementsAre("LearningResource", "VideoObject"));
  EXPECT_THAT(resource.learning_resource_type, ElementsAre("lesson-plan"));
  EXPECT_THAT(resource.about, ElementsAre("art-and-design"));
  EXPECT_THAT(resource.keywords.at("en-GB"), ElementsAre("leaf", "print", "Botany"));
  EXPECT_THAT(resource.educational_level, ElementsAre("england-ks2"));
  EXPECT_EQ(resource.age_range, (model::AgeRange{7, 11}));
  EXPECT_EQ(resource.license, "https://creativecommons.org/licenses/by/4.0/");
  EXPECT_EQ(resource.creator.at(0).affiliation, "Fern House");
  EXPECT_EQ(resource.creator.at(0).id, "https://orcid.org/0000-0002-1825-0097");
  EXPECT_EQ(resource.publisher.name.at("en-GB"), "River Museum");
  EXPECT_EQ(resource.time_required, "PT45M");
  EXPECT_EQ(resource.url, "https://museum.example/leaves");
  EXPECT_EQ(resource.encoding.at(0).content_size_bytes, 1200);
  EXPECT_EQ(resource.image->alt.at("en-GB"), "A fern");
  EXPECT_THAT(resource.audience, ElementsAre("teacher"));
}

TEST(SchemaOrg, KnowsItsObjectsInArraysAndGraphs) {
  EXPECT_TRUE(is_schema_org(parsed(R"({"@context": "http://schema.org", "@type": "Thing"})")));
  EXPECT_TRUE(is_schema_org(parsed(R"({"@context": {"@vocab": "http://schema.org/"}})")));
  EXPECT_TRUE(is_schema_org(parsed(R"({"@type": "schema:Course"})")));
  EXPECT_FALSE(is_schema_org(parsed(R"({"title": "no"})")));
  EXPECT_FALSE(is_schema_org(parsed("[1]")));
  EXPECT_THAT(
      schema_org_objects(parsed(
          R"({"@context": "https://schema.org", "@graph": [{"@type": "Organization"}, {"@type": "Course", "name": "x"}]})")),
      SizeIs(1));
  EXPECT_THAT(schema_org_objects(parsed(R"([{"@type": "WebPage"}, {"@type": ["Quiz"]}, 3, null])")), SizeIs(2));
  EXPECT_THAT(schema_org_objects(parsed("null")), IsEmpty());
}

TEST(SchemaOrg, ReadsLanguagesInAllTheirShapes) {
  const auto resource = read(R"({"@context": ["https://schema.org", {"@language": "cy"}], "@type": "LearningResource",
      "name": [{"@value": "Leaves", "@language": "en"}, "Dail"], "description": {"en": "One", "fr": ["Deux"]}, "inLanguage": ["eng", {"name": "Welsh"}]})");

  EXPECT_THAT(resource.name, ElementsAre(Pair("cy", "Dail"), Pair("en", "Leaves")));
  EXPECT_THAT(resource.description, ElementsAre(Pair("en", "One"), Pair("fr", "Deux")));
  EXPECT_THAT(resource.in_language, ElementsAre("en", "cy"));
}

TEST(Md27, AcceptsTheSpellingsOfTheWild) {
  const auto resource = read(
      R"({"@type": "CreativeWork", "title": "T", "accessbilityFeature": ["captions", "audioControl"], "learningResourceTypes": ["worksheet"],
      "typicalAgeRange": "11+", "timeRequired": "1h30", "inLanguage": "en_GB", "license": [{"@id": "https://creativecommons.org/licenses/by-sa/3.0/us/"}],
      "author": ["A. Leaf"], "isAccesibleForFree": "True", "schema:datePublished": "2020"})");

  EXPECT_THAT(resource.accessibility_feature, ElementsAre("captions", "audioControl"));
  EXPECT_THAT(resource.learning_resource_type, ElementsAre("worksheet"));
  EXPECT_EQ(resource.age_range, (model::AgeRange{11, 18}));
  EXPECT_EQ(resource.time_required, "PT1H30M");
  EXPECT_THAT(resource.in_language, ElementsAre("en-GB"));
  EXPECT_EQ(resource.license, "https://creativecommons.org/licenses/by-sa/3.0/us/");
  EXPECT_EQ(resource.creator.at(0).name.at("en-GB"), "A. Leaf");
  EXPECT_EQ(resource.is_accessible_for_free, true);
  EXPECT_EQ(resource.date_published, "2020");
}

TEST(Md5, PromotesThreeAlignmentTypesAndKeepsTheOthersWithTheirWord) {
  const auto resource = read(
      R"({"@context": {"@vocab": "http://schema.org/", "ccss": "http://www.corestandards.org/"}, "@type": "CreativeWork", "name": "T",
      "educationalAlignment": [
        {"alignmentType": "teaches", "targetUrl": "ccss:ELA/1/", "targetName": "RH.1", "educationalFramework": "CCSS"},
        {"alignmentType": "http://purl.org/dcx/lrmi-vocabs/alignmentType/assesses", "targetName": "Knows leaves"},
        {"alignmentType": "prerequisite", "targetName": "LF.2"},
        {"alignmentType": "requires", "targetName": "RH.2", "targetUrl": "other:RH/2"}, {"alignmentType": "requires", "targetName": "RH.2", "targetUrl": "other:RH/2"},
        {"alignmentType": "educationalSubject", "targetName": "History"}, {"alignmentType": "educationalLevel", "targetName": "Grade 4"}, "junk", null]})");

  ASSERT_THAT(resource.teaches, SizeIs(1));
  EXPECT_EQ(resource.teaches[0].uri, "http://www.corestandards.org/ELA/1/");
  EXPECT_EQ(resource.teaches[0].code, "RH.1");
  EXPECT_EQ(resource.assesses.at(0).text.at("und"), "Knows leaves");
  EXPECT_EQ(resource.competency_required.at(0).code, "LF.2");
  ASSERT_THAT(resource.educational_alignment, SizeIs(1));
  EXPECT_EQ(resource.educational_alignment[0].alignment_type, "requires");
  EXPECT_EQ(resource.educational_alignment[0].target_url, "other:RH/2");
  EXPECT_THAT(resource.about, ElementsAre("history"));
  EXPECT_THAT(resource.educational_level, ElementsAre("us-g4"));
}

TEST(Md30, LivesOnWhenFieldsAreBad) {
  auto reading = read_schema_org(parsed(
      R"({"@type": "LearningResource", "name": "T", "url": "javascript:x", "dateCreated": "03/04/2020", "inLanguage": 17,
      "timeRequired": {"a": {"b": 1}}, "about": [[[[[["deep"]]]]]], "license": "© us", "encoding": "nowhere", "creator": [null, 3, {}], "hasPart": {"@id": null, "name": "Part"}})"));

  ASSERT_TRUE(reading.has_value());
  EXPECT_EQ(reading->resource.url, "");
  EXPECT_EQ(reading->resource.copyright_notice, "© us");
  EXPECT_THAT(reading->resource.has_part, SizeIs(1));
  std::vector<std::string> kinds;
  for (const auto& note : reading->notes) kinds.push_back(note.kind);
  EXPECT_THAT(kinds, testing::IsSupersetOf({"unsafe-uri", "ambiguous-date", "bad-language", "unknown-licence"}));
}

TEST(Md30, FailsOnlyWithoutNameAndAddress) {
  EXPECT_EQ(read_schema_org(parsed(R"({"@type": "LearningResource", "description": "x"})")).problem().kind,
            "missing-name");
  EXPECT_EQ(read_schema_org(parsed("[]")).problem().kind, "wrong-kind");
  EXPECT_TRUE(read_schema_org(parsed(R"({"@id": "https://museum.example/x"})")).has_value());
}

TEST(SchemaOrg, ReadsAmb) {
  const auto resource = read(
      R"({"@context": ["https://w3id.org/kim/amb/context.jsonld", {"@language": "de"}], "id": "https://schule.example/1", "type": ["LearningResource"],
      "name": "Blattdruck", "about": [{"type": "Concept", "id": "http://w3id.org/kim/schulfaecher/s1015", "prefLabel": {"de": "Kunst"}}],
      "learningResourceType": [{"id": "https://w3id.org/kim/hcrt/worksheet"}], "license": {"id": "https://creativecommons.org/licenses/by/4.0/"}})");

  EXPECT_THAT(resource.name, ElementsAre(Pair("de", "Blattdruck")));
  EXPECT_THAT(resource.about, ElementsAre("art-and-design"));
  EXPECT_THAT(resource.learning_resource_type, ElementsAre("worksheet"));
  EXPECT_EQ(resource.license, "https://creativecommons.org/licenses/by/4.0/");
}

TEST(SchemaOrg, ReadsBackWhatItWrites) {
  model::Resource resource;
  resource.at_id = resource.url = "https://museum.example/r/1";
  resource.types = {"LearningResource", "VideoObject"};
  resource.name = {{"cy", "Dail"}, {"en", "Leaves"}};
  resource.description = {{"en", "About leaves"}};
  resource.learning_resource_type = {"video", "lesson-plan"};
  resource.about = {"art-and-design", "https://vocab.example/leaf"};
  resource.educational_level = {"england-ks2"};
  resource.age_range = model::AgeRange{7, 11};
  resource.in_language = {"en"};
  resource.keywords = {{"en", {"fern", "moss"}}};
  resource.license = "https://creativecommons.org/licenses/by/4.0/";
  resource.metadata_license = "https://creativecommons.org/publicdomain/zero/1.0/";
  resource.publisher = {"https://museum.example/", "Organization", "", {{"en", "River Museum"}}, {}};
  resource.creator = {{"Person", "", {{"en", "Ada Frond"}}, "Fern House", "", ""}};
  resource.teaches = {{"https://nc.example/1", "", "A1", {{"en", "Draw leaves"}}, "", "", {}, ""}};
  resource.image = model::Image{"https://museum.example/l.jpg", {{"en", "A fern"}}, "", "Photo: A. Frond"};
  resource.time_required = "PT45M";
  resource.is_accessible_for_free = true;
  resource.temporal_coverage = {"1860~"};
  resource.date_modified = "2026-03-01T10:00:00Z";

  const Value written = write_schema_org(resource, "https://node.example/r/abc");
  const auto again = read_schema_org(written);

  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->resource, resource);
  EXPECT_THAT(again->notes, IsEmpty());
}

TEST(SchemaOrg, ReadsTheSourceSetsOfDpla) {
  const auto lines = testing_data::lines_of("records/dpla-pss.jsonl.gz", 350);
  if (lines.empty()) GTEST_SKIP() << "SKIP: no shared data at ../shared; set COMMONPLACE_SHARED";

  const auto first = read(lines[0]);
  EXPECT_THAT(first.name, ElementsAre(Pair("en", "A Raisin in the Sun by Lorraine Hansberry")));
  EXPECT_THAT(first.description.at("en"), testing::HasSubstr("Hansberry's play"));
  EXPECT_EQ(first.publisher.id, "https://dp.la/");
  EXPECT_EQ(first.license, "http://dp.la/info/terms/");
  EXPECT_THAT(first.learning_resource_type, ElementsAre("source-set"));
  EXPECT_THAT(first.about, ElementsAre("english"));
  EXPECT_THAT(first.keywords.at("en"), ElementsAre("Women", "African Americans"));
  EXPECT_THAT(first.temporal_coverage, ElementsAre("Postwar United States (1945 to early 1970s)"));
  EXPECT_THAT(first.educational_alignment, SizeIs(10));
  EXPECT_EQ(first.educational_alignment[0].target_url, "http://www.corestandards.org/ELA-Literacy/RH/6-8/7/");
  EXPECT_THAT(first.teaches, IsEmpty());
  EXPECT_EQ(first.age_range, (model::AgeRange{11, 18}));
  EXPECT_THAT(first.accessibility_feature, Contains("captions"));
  for (const auto& line : lines) EXPECT_FALSE(read(line).name.empty());
}

TEST(Md30, SurvivesMutatedRecords) {
  const std::string text =
      R"({"@context":{"a":"http://schema.org/","@language":"en"},"@type":["Course"],"name":{"en":"x"},"about":[{"@id":"a:b","name":["y"]}],"license":{"@id":"z"}})";
  for (std::size_t at = 0; at < text.size(); ++at)
    for (const std::string_view piece : {"null", "[", "{", "\"", "1", "", "[[1]]", ":"}) {
      const auto value =
          json::parse(text.substr(0, at) + std::string(piece) + text.substr(std::min(at + 1, text.size())));
      if (!value) continue;
      (void)read_schema_org(*value);
      (void)schema_org_objects(*value);
    }
}

}  // namespace
}  // namespace commonplace::formats
