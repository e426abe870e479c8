// Rows of spreadsheets and of other systems' JSON (MD §8.1, MD-33 to MD-35, CONTRACT §2 mapping file).
#include "schemas/formats/rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "tests/schemas/shared_lines.h"

namespace commonplace::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

std::vector<RowOutcome> sheet(std::string_view csv, const Mapping& mapping = {}) {
  const auto table = read_csv(csv);
  EXPECT_TRUE(table.has_value());
  const CsvRows rows(table->header, mapping);
  std::vector<RowOutcome> all;
  for (const auto& row : table->rows) all.push_back(rows.read(row.cells));
  return all;
}

json::Value parsed(std::string_view text) {
  auto value = json::parse(text);
  EXPECT_TRUE(value.has_value()) << text.substr(0, 200);
  return value ? *value : json::Value();
}

TEST(Spreadsheet, ReadsTheColumnsOfTheTemplate) {
  const auto rows = sheet(
      "Title *,Title (cy),Description,Web address,Type *,Subject,Level / Ages,Curriculum codes,Time needed "
      "(minutes),Licence *,Credit line,Author,Language,"
      "Image address,Image description,Keywords,Your reference,Accessibility,Part of\n"
      "\"Leaves, printed\",Dail,About leaves,www.museum.example/leaves,Lesson plan; Worksheet,Art|History,KS2; ages "
      "7-11,A1; Draw a leaf,45,CC BY 4.0,River Museum,"
      "Ada Frond; Bo Moss,English,https://museum.example/l.jpg,A fern,fern; moss,R-1,captions,Leaf week\n");

  ASSERT_THAT(rows, SizeIs(1));
  const auto& resource = *rows[0].resource;
  EXPECT_THAT(rows[0].problems, IsEmpty());
  EXPECT_EQ(rows[0].reference, "R-1");
  EXPECT_THAT(resource.name, ElementsAre(Pair("cy", "Dail"), Pair("en", "Leaves, printed")));
  EXPECT_EQ(resource.url, "https://www.museum.example/leaves");
  EXPECT_THAT(resource.learning_resource_type, ElementsAre("lesson-plan", "worksheet"));
  EXPECT_THAT(resource.about, ElementsAre("art-and-design", "history"));
  EXPECT_THAT(resource.educational_level, ElementsAre("england-ks2"));
  EXPECT_EQ(resource.age_range, (model::AgeRange{7, 11}));
  EXPECT_EQ(resource.teaches.at(0).code, "A1");
  EXPECT_EQ(resource.teaches.at(1).text.at("en"), "Draw a leaf");
  EXPECT_EQ(resource.time_required, "PT45M");
  EXPECT_EQ(resource.license, "https://creativecommons.org/licenses/by/4.0/");
  EXPECT_THAT(resource.creator, SizeIs(2));
  EXPECT_EQ(resource.image->alt.at("en"), "A fern");
  EXPECT_EQ(resource.image->url, resource.thumbnail_url);
  EXPECT_THAT(resource.keywords.at("en"), ElementsAre("fern", "moss"));
  EXPECT_THAT(resource.types, ElementsAre("LearningResource"));
  EXPECT_EQ(resource.metadata_license, "https://creativecommons.org/publicdomain/zero/1.0/");
}

TEST(Md34, RecognisesHeadersInManyWords) {
  const auto reading = recognise_header({"Teitl", "Titre (fr)", "Tags", "key stage", "Shoe size",
                                         "learningResourceType", "Description (URL)", "Name", ""});

  EXPECT_THAT(reading.mapping.columns,
              ElementsAre(Pair("Teitl", "name"), Pair("Titre (fr)", "name@fr"), Pair("Tags", "keywords"),
                          Pair("key stage", "educationalLevel"), Pair("learningResourceType", "learningResourceType"),
                          Pair("Description (URL)", "description")));
  EXPECT_THAT(reading.unmatched, ElementsAre("Shoe size", "Name"));
}

TEST(Spreadsheet, NamesTheColumnAndTheRemedyOfEachProblem) {
  const auto rows = sheet(
      "Title,Link,Published,Time,Language,Licence,Type,Key stage\nA,javascript:x,03/04/2020,soon,Klingonish,CC BY-NC "
      "4,Thingummy,Upper fifth\n");

  std::map<std::string, std::string> kinds;
  for (const auto& problem : rows.at(0).problems) kinds[problem.where] = problem.kind;
  for (const auto& warning : rows.at(0).warnings) kinds[warning.where] = warning.kind;
  EXPECT_THAT(kinds, ElementsAre(Pair("Key stage", "level-unclear"), Pair("Language", "bad-language"),
                                 Pair("Licence", "unknown-licence"), Pair("Link", "unsafe-uri"),
                                 Pair("Published", "ambiguous-date"), Pair("Time", "bad-duration"),
                                 Pair("Type", "unknown-concept")));
  for (const auto& problem : rows[0].problems) EXPECT_FALSE(problem.fix.empty());
  EXPECT_THAT(rows[0].resource->keywords.at("und"), ElementsAre("Thingummy", "Upper fifth"));
}

TEST(Mapping, DefaultsFillAndValuesTranslate) {
  Mapping mapping;
  mapping.columns = {
      {"Name", "name"}, {"Sort", "learningResourceType"}, {"No", "reference"}, {"Rights", "license"}, {"Ignored", ""}};
  mapping.defaults = {{"license", "CC0"}, {"inLanguage", "cy"}, {"publisher", "River Museum"}};
  mapping.values["learningResourceType"] = {{"Oil; canvas", "artwork"}};

  const auto rows =
      sheet("no,name,sort,rights,ignored\n7,Llun,Oil; canvas,,x\n8,Arall,Video,In copyright,y\n", mapping);

  EXPECT_EQ(rows[0].reference, "7");
  EXPECT_THAT(rows[0].resource->learning_resource_type, ElementsAre("artwork"));
  EXPECT_EQ(rows[0].resource->license, "https://creativecommons.org/publicdomain/zero/1.0/");
  EXPECT_THAT(rows[0].resource->name, ElementsAre(Pair("cy", "Llun")));
  EXPECT_EQ(rows[0].resource->publisher.name.at("cy"), "River Museum");
  EXPECT_EQ(rows[1].resource->license, "");
  EXPECT_EQ(rows[1].resource->rights_statement, "http://rightsstatements.org/vocab/InC/1.0/");
}

TEST(Mapping, NamesTheNearestFieldForAnUnknownOne) {
  Mapping mapping;
  mapping.columns = {{"a", "licence"}, {"b", "name@cy"}, {"c", "url@cy"}};
  mapping.defaults = {{"inLanguages", "en"}};

  const auto problems = check_mapping(mapping);

  ASSERT_THAT(problems, SizeIs(3));
  EXPECT_THAT(problems[0].fix, HasSubstr("“license”"));
  EXPECT_THAT(problems[2].fix, HasSubstr("“inLanguage”"));
}

TEST(JsonRows, FollowsPathsIntoObjectsAndArrays) {
  Mapping mapping;
  mapping.columns = {{"a.b", "name"},
                     {"people.0.full_name", "creator"},
                     {"tags.word", "keywords"},
                     {"tree", "keywords"},
                     {"tree.*.0", "about"},
                     {"last.-1", "abstract"},
                     {"x.y", "creditText"},
                     {"words", "keyVocabulary"},
                     {"wrong", "misconceptions"},
                     {"l", "description"}};
  mapping.key = "ids.n";
  mapping.defaults["inLanguage"] = "en";

  const auto outcome = JsonRows(mapping).read(parsed(
      R"({"a": {"b": "Leaf"}, "people": [{"full_name": "Ada"}, {"full_name": "Bo"}], "tags": [{"word": "fern"}, {"word": "moss"}, 3, null],
      "tree": [["art", "plants", "oak"], ["music", "song"]], "last": ["x", "y"], "x.y": "River", "ids": {"n": 17},
      "words": [{"term": "vein", "definition": {"cy": "gwythïen"}}, "stem: it stands"], "wrong": [{"statement": "Leaves are green", "correction": "Not all"}], "l": ["one", "two"]})"));

  ASSERT_TRUE(outcome.resource);
  const auto& resource = *outcome.resource;
  EXPECT_EQ(outcome.reference, "17");
  EXPECT_EQ(resource.name.at("en"), "Leaf");
  EXPECT_THAT(resource.creator, SizeIs(1));
  EXPECT_THAT(resource.keywords.at("en"), ElementsAre("fern", "moss", "oak", "song"));
  EXPECT_THAT(resource.about, ElementsAre("art-and-design", "music"));
  EXPECT_EQ(resource.abstract.at("en"), "y");
  EXPECT_EQ(resource.credit_text, "River");
  EXPECT_EQ(resource.key_vocabulary.at(0).definition.at("cy"), "gwythïen");
  EXPECT_EQ(resource.key_vocabulary.at(1).term.at("en"), "stem");
  EXPECT_EQ(resource.misconceptions.at(0).correction.at("en"), "Not all");
  EXPECT_EQ(resource.description.at("en"), "one\ntwo");
}

// 155 works of a museum's collection name a subject in more than 80 characters, one has a title of more than 300.
TEST(JsonRows, CutsWhatIsTooLongAndSaysSo) {
  Mapping mapping;
  mapping.columns = {{"title", "name"}, {"subject", "keywords"}};
  const JsonRows rows(mapping);

  const auto row = rows.read({{"title", std::string(301, 'T')}, {"subject", {"short", std::string(81, 'S')}}});

  EXPECT_THAT(row.problems, IsEmpty());
  EXPECT_EQ(row.resource->name.at("und"), std::string(299, 'T') + "…");
  EXPECT_THAT(row.resource->keywords.at("und"), ElementsAre("short", std::string(79, 'S') + "…"));
  ASSERT_EQ(row.warnings.size(), 2u);
  EXPECT_EQ(row.warnings[0].kind, "too-long");
  EXPECT_EQ(row.warnings[0].where, "name");
  EXPECT_EQ(row.warnings[1].where, "keywords");
}

TEST(JsonRows, DecidesWhatARowIs) {
  EXPECT_EQ(
      shape_of(parsed(
          R"({"@context": ["https://schema.org/", "https://w3id.org/commonplace/ns/record/1"], "name": {"en": "x"}})")),
      RowShape::canonical);
  EXPECT_EQ(shape_of(parsed(R"({"name": {"en": "x"}, "learningResourceType": ["video"], "inLanguage": ["en"]})")),
            RowShape::canonical);
  EXPECT_EQ(shape_of(parsed(R"({"@context": "https://schema.org", "@type": "Course", "name": "x"})")),
            RowShape::schema_org);
  EXPECT_EQ(shape_of(parsed(R"({"title": "x"})")), RowShape::needs_mapping);
  EXPECT_EQ(shape_of(parsed("3")), RowShape::needs_mapping);
  EXPECT_EQ(read_json_row(parsed(R"({"title": "x"})")).problems.at(0).kind, "needs-mapping");
  EXPECT_EQ(read_json_row(parsed(R"({"name": {"en": "x"}, "learningResourceType": ["video"], "inLanguage": ["en"]})"))
                .resource->name.at("en"),
            "x");
  EXPECT_EQ(JsonRows(Mapping{}).read(parsed("[]")).problems.at(0).kind, "wrong-kind");
}

// ---- the shapes of real senders

Mapping oak() {
  Mapping mapping;
  mapping.columns = {{"title", "name"},
                     {"id", "@id"},
                     {"url", "url"},
                     {"outcome", "learningObjectives"},
                     {"keyLearningPoints", "description"},
                     {"keywords", "keyVocabulary"},
                     {"misconceptions", "misconceptions"},
                     {"subjects", "about"},
                     {"keyStages", "educationalLevel"},
                     {"years", "educationalLevel"},
                     {"nationalCurriculumStatements", "teaches"},
                     {"modified", "dateModified"},
                     {"license", "license"},
                     {"provider", "publisher"}};
  mapping.defaults = {{"learningResourceType", "lesson-plan"}, {"inLanguage", "en"}};
  mapping.key = "slug";
  return mapping;
}

Mapping tate() {
  Mapping mapping;
  mapping.columns = {{"title", "name"},
                     {"url", "url"},
                     {"medium", "description"},
                     {"dateText", "description"},
                     {"all_artists", "description"},
                     {"all_artists", "creator"},
                     {"subjects", "keywords"},
                     {"dateText", "temporalCoverage"},
                     {"thumbnailUrl", "thumbnailUrl"}};
  mapping.defaults = {{"learningResourceType", "image"},
                      {"license", "https://creativecommons.org/publicdomain/zero/1.0/"},
                      {"publisher", "Tate"},
                      {"inLanguage", "en"}};
  mapping.key = "acno";
  return mapping;
}

Mapping dpla() {
  Mapping mapping;
  mapping.columns = {{"_contributor", "publisher"}, {"_kind", "learningResourceType"}, {"hasPart.text", "description"}};
  mapping.defaults = {{"rightsStatement", "http://rightsstatements.org/vocab/UND/1.0/"},
                      {"inLanguage", "en"},
                      {"publisher", "Digital Public Library of America"}};
  mapping.values["learningResourceType"] = {
      {"set", "source-set"}, {"guide", "teaching-guide"}, {"source", "primary-source"}};
  mapping.key = "_slug";
  return mapping;
}

TEST(RealRows, OakLessonsSayAllTheyKnow) {
  const auto lines = testing_data::lines_of("records/oak-lessons.jsonl.gz", 50);
  if (lines.empty()) GTEST_SKIP() << "SKIP: no shared data at ../shared; set COMMONPLACE_SHARED";
  const JsonRows rows(oak());
  for (const auto& line : lines) {
    const auto outcome = rows.read(parsed(line));
    EXPECT_THAT(outcome.problems, IsEmpty());
    EXPECT_THAT(outcome.warnings, IsEmpty());
  }
  const auto first = rows.read(parsed(lines[0]));

  EXPECT_EQ(first.reference, "building-drawing-machines");
  EXPECT_EQ(first.resource->at_id, "https://w3id.org/uk/oak/curriculum/oakcurriculum/lesson-20783");
  EXPECT_THAT(first.resource->about, ElementsAre("art-and-design"));
  EXPECT_THAT(first.resource->educational_level, ElementsAre("england-ks1", "england-y1"));
  EXPECT_THAT(first.resource->key_vocabulary, SizeIs(3));
  EXPECT_THAT(first.resource->misconceptions, SizeIs(1));
  EXPECT_THAT(first.resource->teaches, SizeIs(3));
  EXPECT_EQ(first.resource->date_modified, "2026-06-07T15:29:33Z");
  EXPECT_EQ(first.resource->license, "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/");
  EXPECT_EQ(first.resource->publisher.name.at("en"), "Oak National Academy");
}

TEST(RealRows, TateWorksBecomeImagesAndDoSoFast) {
  const auto lines = testing_data::lines_of("records/tate-artworks.jsonl.gz", 2000);
  if (lines.empty()) GTEST_SKIP() << "SKIP: no shared data at ../shared; set COMMONPLACE_SHARED";
  const JsonRows rows(tate());
  std::vector<json::Value> values;
  for (const auto& line : lines) values.push_back(parsed(line));

  const auto begin = std::chrono::steady_clock::now();
  std::size_t problems = 0;
  for (const auto& value : values) problems += rows.read(value).problems.size();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  RecordProperty("rows_per_second", static_cast<int>(static_cast<double>(values.size()) / seconds));

  EXPECT_EQ(problems, 0u);
  const auto second = rows.read(values[1]);
  EXPECT_EQ(second.reference, "T00901");
  EXPECT_EQ(second.resource->description.at("en"), "Oil paint on canvas\n?c.1674\nJacob Huysmans");
  EXPECT_THAT(second.resource->temporal_coverage, ElementsAre("1674%"));
  EXPECT_THAT(second.resource->keywords.at("en"), testing::Contains("arrow"));
  EXPECT_EQ(second.resource->license, "https://creativecommons.org/publicdomain/zero/1.0/");
}

TEST(RealRows, DplaRowsAreSchemaOrgFirstAndMappedThen) {
  const auto lines = testing_data::lines_of("records/dpla-pss.jsonl.gz", 350);
  if (lines.empty()) GTEST_SKIP() << "SKIP: no shared data at ../shared; set COMMONPLACE_SHARED";
  const JsonRows rows(dpla());
  for (const auto& line : lines) EXPECT_THAT(rows.read(parsed(line)).problems, IsEmpty());

  const auto set = rows.read(parsed(lines[0]));
  EXPECT_THAT(set.resource->learning_resource_type, ElementsAre("source-set"));
  EXPECT_EQ(set.resource->rights_statement, "http://rightsstatements.org/vocab/UND/1.0/");
  const auto source = rows.read(parsed(lines[299]));
  EXPECT_EQ(source.resource->publisher.name.at("en"), "National Archives and Records Administration");
  EXPECT_THAT(source.resource->learning_resource_type, ElementsAre("primary-source"));
  const auto guide = rows.read(parsed(lines[149]));
  EXPECT_THAT(guide.resource->learning_resource_type, ElementsAre("teaching-guide"));
  EXPECT_THAT(guide.resource->description.at("en"), HasSubstr("Medea"));
}

}  // namespace
}  // namespace commonplace::formats
