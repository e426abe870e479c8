// oai_dc: what goes out is valid and the same every time; what comes in is read by the field rules of MD §8.
#include "schemas/formats/oai_dc.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include <fmt/format.h>

#include "schemas/formats/canonical.h"

namespace commonplace::formats {
namespace {

constexpr std::string_view head =
    R"(<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" )"
    R"(xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd">)";

constexpr std::string_view rich = R"({"@id":"https://museum.example/r/8f2k","@type":["LearningResource","VideoObject"],
  "identifier":"oai:museum.example:print-01","url":"https://museum.example/print","sameAs":["https://doi.org/10.1/x","https://museum.example/print"],
  "name":{"ar":"طباعة","cy":"Argraffu <dail>","en":"Printing & leaves 🍃"},"alternateName":{"en":["Leaf prints"]},
  "description":{"en":"Print with leaves."},"learningObjectives":[{"en":"Make a print"}],
  "learningResourceType":["https://w3id.org/kim/hcrt/video","activity","video"],"about":["art-and-design","http://www.wikidata.org/entity/Q735"],
  "keywords":{"en":["leaf","print"],"cy":["deilen"]},"inLanguage":["cy","en"],
  "license":"https://creativecommons.org/licenses/by/4.0/","rightsStatement":"http://rightsstatements.org/vocab/InC-EDU/1.0/","copyrightNotice":"© 2020 Museum","creditText":"Museum",
  "creator":[{"name":{"en":"Ann Lee"}},{"@id":"https://orcid.org/0000-0002-1825-0097"}],"contributor":[{"name":"Jo Ng"}],"publisher":{"name":{"en":"Museum"}},
  "datePublished":"2020-02","dateModified":"2026-03-01T10:00:00Z",
  "teaches":[{"@id":"https://c.example/s/2"},{"text":{"en":"no address"}}],"isPartOf":[{"name":{"en":"Spring"}}],"mentions":[{"url":"https://o.example/1"}],
  "isBasedOn":[{"@id":"https://o.example/2"}],"encoding":[{"contentUrl":"https://museum.example/a.pdf","encodingFormat":"application/pdf"},{"contentUrl":"https://museum.example/b.pdf","encodingFormat":"application/pdf"}],
  "duration":"PT5M","spatialCoverage":["Wales"],"temporalCoverage":["1850/1900"]})";

model::Resource resource_of(std::string_view json_text) {
  return *read_canonical(json_text);
}

std::string elements(std::string_view name, std::string_view body) {
  std::string found;
  const std::string open = fmt::format("<dc:{}", name);
  for (auto at = body.find(open); at != std::string_view::npos; at = body.find(open, at + 1)) {
    const auto from = body.find_first_of(" >", at);
    found += body.substr(from, body.find("</", at) - from);
    found += '\n';
  }
  return found;
}

TEST(Md26, AnEmptyResourceIsAnEmptyElement) {
  EXPECT_EQ(write_oai_dc({}), fmt::format("{}</oai_dc:dc>", head));
}

TEST(Md25, WritesOneElementPerLanguageWithTheMainOneFirst) {
  EXPECT_EQ(elements("title", write_oai_dc(resource_of(rich))),
            " xml:lang=\"cy\">Argraffu &lt;dail&gt;\n xml:lang=\"ar\">طباعة\n xml:lang=\"en\">Printing &amp; leaves "
            "🍃\n xml:lang=\"en\">Leaf prints\n");
  EXPECT_EQ(elements("title", write_oai_dc(resource_of(R"({"name":{"und":"x"}})"))), ">x\n");
}

TEST(Md25, LeavesALanguageOutThatWouldMakeTheRecordInvalid) {
  model::Resource resource;
  resource.name = {{"en\"><x>", "a"}, {"123456789", "b"}, {"", "c"}, {"en-", "d"}};

  EXPECT_EQ(elements("title", write_oai_dc(resource)), ">d\n>c\n>b\n>a\n");
}

TEST(Md26, TheAddressThatAPersonCanOpenComesFirstAndNothingTwice) {
  EXPECT_EQ(elements("identifier", write_oai_dc(resource_of(rich))),
            ">https://museum.example/print\n>https://museum.example/r/8f2k\n>oai:museum.example:print-01\n>https://"
            "doi.org/10.1/x\n"
            ">https://museum.example/a.pdf\n>https://museum.example/b.pdf\n");
  EXPECT_EQ(elements("identifier",
                     write_oai_dc(resource_of(R"({"@id":"https://a.example/1","identifier":"oai:a.example:1"})"))),
            ">https://a.example/1\n>oai:a.example:1\n");
}

TEST(Md26, UrisComeBeforeLabels) {
  const std::string body = write_oai_dc(resource_of(rich));

  EXPECT_EQ(
      elements("type", body),
      ">https://w3id.org/kim/hcrt/video\n>Text\n>MovingImage\n xml:lang=\"en\">Activity\n xml:lang=\"en\">Video\n");
  EXPECT_EQ(elements("subject", body),
            ">http://www.wikidata.org/entity/Q735\n xml:lang=\"en\">Art and design\n xml:lang=\"cy\">deilen\n "
            "xml:lang=\"en\">leaf\n xml:lang=\"en\">print\n");
  EXPECT_EQ(elements("rights", body),
            ">https://creativecommons.org/licenses/by/4.0/\n>http://rightsstatements.org/vocab/InC-EDU/1.0/\n>© 2020 "
            "Museum\n>Museum\n");
}

TEST(Md7, WritesTheRestOfTheCrosswalkTable) {
  const std::string body = write_oai_dc(resource_of(rich));

  EXPECT_EQ(elements("description", body), " xml:lang=\"en\">Print with leaves.\n xml:lang=\"en\">Make a print\n");
  EXPECT_EQ(elements("creator", body), " xml:lang=\"en\">Ann Lee\n>https://orcid.org/0000-0002-1825-0097\n");
  EXPECT_EQ(elements("contributor", body), ">Jo Ng\n");
  EXPECT_EQ(elements("publisher", body), " xml:lang=\"en\">Museum\n");
  EXPECT_EQ(elements("date", body), ">2020-02\n>2026-03-01T10:00:00Z\n");
  EXPECT_EQ(elements("relation", body), ">https://c.example/s/2\n xml:lang=\"en\">Spring\n>https://o.example/1\n");
  EXPECT_EQ(elements("source", body), ">https://o.example/2\n");
  EXPECT_EQ(elements("language", body), ">cy\n>en\n");
  EXPECT_EQ(elements("format", body), ">application/pdf\n>PT5M\n");
  EXPECT_EQ(elements("coverage", body), ">Wales\n>1850/1900\n");
}

// ---- validity

std::filesystem::path schemas_folder() {
  if (const char* folder = std::getenv("COMMONPLACE_SCHEMAS")) return folder;
  if (const char* folder = std::getenv("COMMONPLACE_SHARED")) return std::filesystem::path(folder) / "schemas";
  return std::filesystem::path(COMMONPLACE_SOURCE_DIR).parent_path() / "shared" / "schemas";
}

std::string quoted(const std::filesystem::path& path) {
  return "'" + path.string() + "'";
}

TEST(Oai37, WhatGoesOutIsValid) {
  const auto schemas = schemas_folder();
  if (!std::filesystem::exists(schemas / "oai-all.xsd"))
    GTEST_SKIP() << "no schemas in " << schemas << "; set COMMONPLACE_SCHEMAS";
  if (std::system("xmllint --version >/dev/null 2>&1") != 0) GTEST_SKIP() << "xmllint is not installed (libxml2-utils)";
  model::Resource nasty = resource_of(rich);
  nasty.name["x-\"'"] = "control \x01 and \uFFFE and ]]> &";
  const auto file = std::filesystem::path(testing::TempDir()) / fmt::format("oai_dc-{}.xml", getpid());
  std::ofstream(file) << write_oai_dc(nasty);

  const std::string command = "XML_CATALOG_FILES=" + quoted(schemas / "catalog.xml") +
                              " xmllint --nonet --noout --schema " + quoted(schemas / "oai-all.xsd") + " " +
                              quoted(file) + " 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0);

  std::filesystem::remove(file);
}

// ---- reading

model::Outcome<model::Resource> read(std::string_view elements_text) {
  const auto tree = read_xml_tree(fmt::format("{}{}</oai_dc:dc>", head, elements_text));
  return read_oai_dc(*tree);
}

TEST(Md8, ReadsTheFifteenElements) {
  const auto r = read(
      "stray "
      "<dc:title>Leaves</dc:title><dc:identifier>ED-7</dc:identifier><dc:identifier>HTTPS://A.example/x</dc:identifier>"
      "<dc:identifier>https://a.example/y</dc:identifier><dc:identifier>doi:10.1/x</"
      "dc:identifier><dc:description>&lt;p&gt;One.&lt;/p&gt;</dc:description>"
      "<dc:description>Two.</dc:description><dc:type>Lesson plan</dc:type><dc:subject>Art and "
      "design</dc:subject><dc:subject>Leaves -- Pictorial works</dc:subject>"
      "<dc:rights>http://creativecommons.org/licenses/by/4.0</dc:rights><dc:rights>© "
      "Museum</dc:rights><dc:language>eng</dc:language>"
      "<dc:creator>Lee, "
      "Ann</dc:creator><dc:contributor>Jo</dc:contributor><dc:publisher>Museum</dc:publisher><dc:date>03/04/2020</"
      "dc:date><dc:date>2020-04</dc:date>"
      "<dc:relation>https://o.example/1</dc:relation><dc:relation>A "
      "book</dc:relation><dc:source>urn:isbn:1</dc:source><dc:format>PT5M</dc:format>"
      "<dc:format>application/pdf</dc:format><dc:coverage>Wales</dc:coverage><dc:coverage>Reign of 1837 "
      "onwards</dc:coverage><dc:other>x</dc:other>");

  ASSERT_TRUE(r);
  EXPECT_EQ(r->name, (model::LangMap{{"und", "Leaves"}}));
  EXPECT_EQ(r->url, "https://a.example/x");
  EXPECT_EQ(r->same_as, (std::vector<std::string>{"https://a.example/y", "doi:10.1/x"}));
  EXPECT_EQ(r->description.at("und"), "One.\n\nTwo.");
  EXPECT_EQ(r->learning_resource_type, std::vector<std::string>{"lesson-plan"});
  EXPECT_EQ(r->about, std::vector<std::string>{"art-and-design"});
  EXPECT_EQ(r->keywords.at("und"), std::vector<std::string>{"Leaves -- Pictorial works"});
  EXPECT_EQ(r->license, "https://creativecommons.org/licenses/by/4.0/");
  EXPECT_EQ(r->copyright_notice, "© Museum");
  EXPECT_EQ(r->in_language, std::vector<std::string>{"en"});
  EXPECT_EQ(r->creator.at(0).name.at("und"), "Lee, Ann");
  EXPECT_EQ(r->contributor.at(0).name.at("und"), "Jo");
  EXPECT_EQ(r->publisher.name.at("und"), "Museum");
  EXPECT_EQ(r->date_published, "2020-04");
  EXPECT_EQ(r->mentions.at(0).id, "https://o.example/1");
  EXPECT_EQ(r->mentions.at(1).name.at("und"), "A book");
  EXPECT_EQ(r->is_based_on.at(0).id, "urn:isbn:1");
  EXPECT_EQ(r->duration, "PT5M");
  EXPECT_EQ(r->spatial_coverage, std::vector<std::string>{"Wales"});
  EXPECT_EQ(r->temporal_coverage.size(), 1u);
}

TEST(Md25, FoldsLanguagesAndMakesFurtherTitlesAlternative) {
  const auto r = read(
      "<dc:title>A</dc:title><dc:title>B</dc:title><dc:title xml:lang='cy'>C</dc:title><dc:title "
      "xml:lang='cy'>D</dc:title><dc:title>A</dc:title>");

  EXPECT_EQ(r->name, (model::LangMap{{"cy", "C"}, {"und", "A"}}));
  EXPECT_EQ(r->alternate_name, (model::LangLists{{"cy", {"D"}}, {"und", {"B"}}}));
}

TEST(Md18, BroadTypesCountOnlyWhereNothingElseIsSaid) {
  EXPECT_EQ(read("<dc:title>x</dc:title><dc:type>Text</dc:type><dc:type>Lesson plan</dc:type>")->learning_resource_type,
            std::vector<std::string>{"lesson-plan"});
  EXPECT_EQ(
      read("<dc:title>x</dc:title><dc:type>http://purl.org/dc/dcmitype/MovingImage</dc:type>")->learning_resource_type,
      std::vector<std::string>{"video"});
  const auto unknown = read("<dc:title>x</dc:title><dc:type>Zorblax</dc:type>");
  EXPECT_EQ(unknown->learning_resource_type, std::vector<std::string>{"other"});
  EXPECT_EQ(unknown->keywords.at("und"), std::vector<std::string>{"Zorblax"});
  EXPECT_TRUE(read("<dc:title>x</dc:title>")->learning_resource_type.empty());
}

TEST(Md10, ATextThatIsNoLicenceIsKeptAndInfersNothing) {
  const auto r = read("<dc:title>x</dc:title><dc:rights>© 2019 Museum</dc:rights><dc:rights>Ask us</dc:rights>");

  EXPECT_EQ(r->copyright_notice, "© 2019 Museum\nAsk us");
  EXPECT_TRUE(r->license.empty());
  EXPECT_TRUE(r->rights_statement.empty());
}

TEST(Md8, ADoiWithoutAnAddressOpensAtItsResolver) {
  EXPECT_EQ(read("<dc:identifier>doi:10.1000/182</dc:identifier>")->url, "https://doi.org/10.1000/182");
}

TEST(Md8, NsdlSaysLevelsAudienceStatementsAndAccess) {
  const auto tree = read_xml_tree(
      "<nsdl_dc:nsdl_dc xmlns:nsdl_dc='http://ns.nsdl.org/nsdl_dc_v1.02/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
      "xmlns:dct='http://purl.org/dc/terms/' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>"
      "<dc:title>Tides</dc:title><dct:alternative>Ebb and flow</dct:alternative>"
      "<dc:identifier xsi:type='dct:URI'>https://a.example/1</dc:identifier>"
      "<dct:educationLevel xsi:type='nsdl_dc:NSDLEdLevel'>Grade 3</dct:educationLevel><dct:audience>Educator</dct:audience>"
      "<dct:conformsTo>http://purl.org/ASN/resources/S2454527</dct:conformsTo><dct:conformsTo>words</dct:conformsTo>"
      "<dct:accessRights>Free</dct:accessRights><dct:created>2001</dct:created><dct:modified>2003-02</dct:modified>"
      "<dct:isPartOf>https://a.example/unit</dct:isPartOf><dct:license>http://creativecommons.org/licenses/by/4.0/</dct:license>"
      "<dct:temporal>19th century</dct:temporal><dct:spatial>Wales</dct:spatial></nsdl_dc:nsdl_dc>");

  const auto r = read_oai_dc(*tree);

  ASSERT_TRUE(r);
  EXPECT_EQ(r->alternate_name.at("und"), std::vector<std::string>{"Ebb and flow"});
  EXPECT_EQ(r->url, "https://a.example/1");
  EXPECT_EQ(r->educational_level, std::vector<std::string>{"us-g3"});
  EXPECT_EQ(r->audience, std::vector<std::string>{"teacher"});
  ASSERT_EQ(r->teaches.size(), 1u);
  EXPECT_EQ(r->teaches[0].uri, "http://purl.org/ASN/resources/S2454527");
  EXPECT_EQ(r->conditions_of_access, "no-login");
  EXPECT_EQ(r->date_created, "2001");
  EXPECT_EQ(r->date_modified, "2003-02");
  EXPECT_EQ(r->is_part_of.at(0).id, "https://a.example/unit");
  EXPECT_EQ(r->license, "https://creativecommons.org/licenses/by/4.0/");
  EXPECT_EQ(r->temporal_coverage, std::vector<std::string>{"18XX"});
  EXPECT_EQ(r->spatial_coverage, std::vector<std::string>{"Wales"});
}

TEST(Md30, FailsOnlyWithNeitherTitleNorIdentifier) {
  EXPECT_EQ(read("<dc:creator>x</dc:creator><dc:title> </dc:title>").problem().kind, "missing-name");
  EXPECT_TRUE(
      read("<dc:title>x</dc:title><dc:date>?</dc:date><dc:language>not one</dc:language><dc:identifier>javascript:x</"
           "dc:identifier>"));
  EXPECT_TRUE(read("<dc:identifier>https://a.example/</dc:identifier>"));
  EXPECT_EQ(read_oai_dc(*read_xml_tree("<record/>")).problem().kind, "wrong-root");
}

TEST(Md10, WhatIsTooLongIsCutBetweenCharacters) {
  std::string title;
  for (int i = 0; i < 400; ++i) title += "é";
  const auto r = read(fmt::format("<dc:title>{}</dc:title>", title));

  const std::string& cut = r->name.at("und");
  EXPECT_EQ(cut.size(), 299u * 2 + 3);
  EXPECT_TRUE(cut.ends_with("é…"));
}

TEST(Md23, OwnRecordsComeBackWithEverythingThatOaiDcCanSay) {
  const auto given = resource_of(rich);
  const auto tree = read_xml_tree(write_oai_dc(given));
  const auto back = read_oai_dc(*tree);

  ASSERT_TRUE(back);
  EXPECT_EQ(back->name, given.name);
  EXPECT_EQ(back->alternate_name, given.alternate_name);
  EXPECT_EQ(back->url, given.url);
  EXPECT_EQ(back->in_language, given.in_language);
  EXPECT_EQ(back->license, given.license);
  EXPECT_EQ(back->rights_statement, given.rights_statement);
  EXPECT_EQ(back->keywords, given.keywords);
  EXPECT_EQ(back->date_published, given.date_published);
  EXPECT_EQ(back->spatial_coverage, given.spatial_coverage);
  EXPECT_EQ(back->temporal_coverage, given.temporal_coverage);
  EXPECT_EQ(back->duration, given.duration);
  EXPECT_THAT(back->learning_resource_type, testing::UnorderedElementsAre("activity", "video"));
  EXPECT_THAT(back->about, testing::UnorderedElementsAreArray(given.about));
}

}  // namespace
}  // namespace commonplace::formats
