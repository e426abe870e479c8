// LRMI as RDF/XML: what goes out is well-formed RDF and the same every time; what comes in is read nested and flat
// (MD §7, §8).
#include "schemas/formats/lrmi.h"

#include <fmt/format.h>

#include "schemas/formats/canonical.h"
#include "tests/schemas/sample_resources.h"
#include "tests/schemas/xml_schema_check.h"

namespace commonplace::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

model::Resource resource_of(std::string_view json_text) {
  return *read_canonical(json_text);
}

TEST(Oai28, LrmiBringsItsNamespacesAndSchemaLocation) {
  for (const auto& resource : {model::Resource(), testing_data::full_resource()}) {
    EXPECT_THAT(write_lrmi(resource),
                StartsWith("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "));
    EXPECT_THAT(write_lrmi(resource), HasSubstr("xsi:schemaLocation=\"http://www.w3.org/1999/02/22-rdf-syntax-ns# "
                                                "http://www.openarchives.org/OAI/2.0/rdf.xsd\">"));
  }
}

TEST(Md21, EveryLrmiIsValid) {
  if (const auto why = testing_data::no_schema_check()) GTEST_SKIP() << *why;
  std::vector<std::string> documents;
  for (const auto& resource : testing_data::hostile_resources()) documents.push_back(write_lrmi(resource));
  for (const auto& resource : testing_data::some_resources(100, 100)) documents.push_back(write_lrmi(resource));

  EXPECT_EQ(testing_data::schema_complaints(documents), "");
}

// The schema looks at the root alone. RDF/XML asks for more: nodes and properties take turns, and a property has text
// or nodes but not both (RDF 1.1 XML Syntax §7.2).
void expect_property(const XmlNode& property);

void expect_node(const XmlNode& node) {
  EXPECT_FALSE(node.space.empty());
  for (const XmlNode& property : node.children) expect_property(property);
}

void expect_property(const XmlNode& property) {
  EXPECT_FALSE(property.space.empty());
  const bool is_reference = !property.attribute("resource").empty();
  if (is_reference) {
    EXPECT_TRUE(property.children.empty() && property.text.empty()) << property.local;
  }
  if (property.attribute("parseType") == "Resource") {
    EXPECT_EQ(property.text, "");
    for (const XmlNode& inner : property.children) expect_property(inner);
  } else if (!property.children.empty()) {
    EXPECT_EQ(property.text, "");
    EXPECT_EQ(property.children.size(), 1u) << property.local;
    for (const XmlNode& node : property.children) expect_node(node);
  }
}

TEST(Md21, LrmiIsStripedAsRdfXmlAsks) {
  auto resources = testing_data::some_resources(60, 400);
  for (auto& resource : testing_data::hostile_resources()) resources.push_back(std::move(resource));
  for (const auto& resource : resources) {
    const auto tree = read_xml_tree(write_lrmi(resource));
    ASSERT_TRUE(tree);
    EXPECT_EQ(tree->space, rdf);
    for (const XmlNode& node : tree->children) expect_node(node);
  }
}

TEST(Md26, TheSameRecordGivesTheSameLrmi) {
  EXPECT_EQ(write_lrmi(testing_data::full_resource(5)), write_lrmi(testing_data::full_resource(5)));
}

TEST(Md7, LrmiNamesConceptsByAddressAndLabel) {
  EXPECT_THAT(
      write_lrmi(resource_of(R"({"about":["music"],"teaches":[{"@id":"https://c.example/1"}]})")),
      testing::AllOf(
          HasSubstr("<dcterms:subject><skos:Concept rdf:about=\"https://w3id.org/commonplace/ns/subject/music\">"
                    "<skos:prefLabel xml:lang=\"en\">Music</skos:prefLabel></skos:Concept></dcterms:subject>"),
          HasSubstr("<lrmi:teaches><schema:DefinedTerm rdf:about=\"https://c.example/1\">"
                    "</schema:DefinedTerm></lrmi:teaches>"
                    "<dcterms:conformsTo rdf:resource=\"https://c.example/1\"/>")));
}

// ---- reading

model::Outcome<Reading> read(std::string_view nodes) {
  const auto tree = read_xml_tree(
      fmt::format("<rdf:RDF xmlns:rdf='{}' xmlns:dct='http://purl.org/dc/terms/' xmlns:s='http://schema.org/' "
                  "xmlns:lrmi='http://purl.org/dcx/lrmi-terms/' xmlns:foaf='http://xmlns.com/foaf/0.1/' "
                  "xmlns:skos='http://www.w3.org/2004/02/skos/core#'>{}</rdf:RDF>",
                  rdf, nodes));
  return read_lrmi(*tree);
}

// Flat, as rdflib writes it: every node beside the others, joined by nodeID and address.
TEST(Md8, ReadsFlatRdf) {
  const auto reading = read(
      "<rdf:Description rdf:nodeID='p'><rdf:type rdf:resource='http://schema.org/Person'/><s:name>Ann "
      "Lee</s:name></rdf:Description>"
      "<rdf:Description rdf:about='https://a.example/1'><rdf:type rdf:resource='http://schema.org/LearningResource'/>"
      "<s:name xml:lang='en'>Leaves</s:name><s:author rdf:nodeID='p'/><s:inLanguage>en-GB</s:inLanguage>"
      "<s:about rdf:resource='https://a.example/t'/><s:license "
      "rdf:resource='http://creativecommons.org/licenses/by/4.0'/>"
      "<lrmi:educationalAlignment rdf:nodeID='q'/><s:typicalAgeRange>7-11</s:typicalAgeRange>"
      "<s:timeRequired>45 minutes</s:timeRequired><lrmi:learningResourceType>lesson plan</lrmi:learningResourceType>"
      "</rdf:Description>"
      "<rdf:Description rdf:about='https://a.example/t'><skos:prefLabel "
      "xml:lang='en'>Music</skos:prefLabel></rdf:Description>"
      "<rdf:Description rdf:nodeID='q'><lrmi:alignmentType>teaches</lrmi:alignmentType>"
      "<lrmi:targetUrl rdf:resource='https://c.example/9'/><lrmi:targetName>AD1</lrmi:targetName></rdf:Description>");

  ASSERT_TRUE(reading);
  const auto& r = reading->resource;
  EXPECT_EQ(r.at_id, "https://a.example/1");
  EXPECT_EQ(r.url, "https://a.example/1");
  EXPECT_EQ(r.name.at("en"), "Leaves");
  ASSERT_EQ(r.creator.size(), 1u);
  EXPECT_EQ(r.creator[0].name.at("und"), "Ann Lee");
  EXPECT_EQ(r.creator[0].type, "Person");
  EXPECT_THAT(r.in_language, ElementsAre("en-GB"));
  EXPECT_THAT(r.about, ElementsAre("music"));
  EXPECT_EQ(r.license, "https://creativecommons.org/licenses/by/4.0/");
  ASSERT_EQ(r.teaches.size(), 1u);
  EXPECT_EQ(r.teaches[0].uri, "https://c.example/9");
  EXPECT_EQ(r.teaches[0].code, "AD1");
  EXPECT_EQ(r.age_range, (model::AgeRange{7, 11}));
  EXPECT_EQ(r.time_required, "PT45M");
  EXPECT_THAT(r.learning_resource_type, ElementsAre("lesson-plan"));
}

TEST(Md8, ReadsTypedNodesAndContainers) {
  const auto r = read(
                     "<lrmi:LearningResource rdf:about='https://a.example/2'><dct:title>Tides</dct:title>"
                     "<dct:creator><foaf:Agent><foaf:name>Jo</foaf:name></foaf:Agent></dct:creator>"
                     "<dct:subject><rdf:Bag><rdf:li>Geography</rdf:li><rdf:li>Sea</rdf:li></rdf:Bag></dct:subject>"
                     "<dct:isPartOf rdf:resource='https://a.example/unit'/><dct:audience>teacher</dct:audience>"
                     "<dct:publisher>Sea Museum</dct:publisher></lrmi:LearningResource>")
                     ->resource;

  EXPECT_EQ(r.name.at("und"), "Tides");
  EXPECT_EQ(r.creator.at(0).name.at("und"), "Jo");
  EXPECT_THAT(r.about, ElementsAre("geography"));
  EXPECT_THAT(r.keywords.at("und"), ElementsAre("Sea"));
  EXPECT_EQ(r.is_part_of.at(0).id, "https://a.example/unit");
  EXPECT_THAT(r.audience, ElementsAre("teacher"));
  EXPECT_EQ(r.publisher.name.at("und"), "Sea Museum");
}

TEST(Md5, AnAlignmentOfAnUnknownTypeKeepsItsWord) {
  const auto r =
      read(
          "<lrmi:LearningResource><dct:title>x</dct:title><lrmi:educationalAlignment rdf:parseType='Resource'>"
          "<lrmi:alignmentType>requires</lrmi:alignmentType><lrmi:targetName>ELA 1</lrmi:targetName>"
          "</lrmi:educationalAlignment></lrmi:LearningResource>")
          ->resource;

  EXPECT_TRUE(r.teaches.empty());
  EXPECT_EQ(r.educational_alignment.at(0).alignment_type, "requires");
}

TEST(Md30, LrmiFailsOnlyWithNeitherTitleNorAddress) {
  EXPECT_EQ(read("<rdf:Description><dct:subject>x</dct:subject></rdf:Description>").problem().kind, "missing-name");
  EXPECT_EQ(read("").problem().kind, "wrong-root");
  EXPECT_EQ(read_lrmi(*read_xml_tree("<dc/>")).problem().kind, "wrong-root");
  EXPECT_TRUE(read("<rdf:Description rdf:about='https://a.example/'/>"));
}

// A property that leads back to its own node ends there.
TEST(Md31, ACircleInRdfIsNoTrap) {
  EXPECT_TRUE(read(
      "<rdf:Description rdf:about='https://a.example/'><dct:title>x</dct:title><dct:hasPart "
      "rdf:resource='https://a.example/'/>"
      "<dct:title rdf:resource='https://a.example/'/><s:name rdf:resource='https://a.example/'/></rdf:Description>"));
}

TEST(Md4, MembersOfAStrangerCannotSpoilTheDocument) {
  const auto further = [](std::string_view name, std::string_view json) {
    return fmt::format(
        "<rdf:Description xmlns:cp='https://w3id.org/commonplace/ns/term/'><dct:title>x</dct:title>"
        "<cp:further "
        "rdf:parseType='Resource'><s:name>{}</s:name><rdf:value>{}</rdf:value></cp:further></rdf:Description>",
        name, json);
  };
  for (const auto& [name, json] : std::vector<std::pair<std::string, std::string>>{
           {"encoding", "5"}, {"@context", "1"}, {"x", "{"}, {"x", "1.5"}, {"", "1"}, {"/a/b", "1"}}) {
    const auto reading = read(further(name, json));
    ASSERT_TRUE(reading) << name;
    EXPECT_TRUE(reading->resource.further.empty()) << name << json;
    EXPECT_TRUE(read_canonical(write_canonical(reading->resource)));
  }
  EXPECT_EQ(read(further("event", "[1]"))->resource.further.size(), 1u);
}

}  // namespace
}  // namespace commonplace::formats
