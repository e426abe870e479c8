// Curriculum frameworks in RDF, in all syntaxes, and the door that tells them apart (CUR-10 to CUR-17, CUR-20).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "schemas/formats/case_package.h"
#include "schemas/formats/framework_read.h"
#include "schemas/formats/rdf_json.h"
#include "schemas/formats/rdf_xml.h"
#include "schemas/formats/skos.h"
#include "schemas/formats/turtle.h"
#include "tests/schemas/shared_lines.h"

namespace commonplace::formats {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;
using testing::UnorderedElementsAre;

FrameworkPackage read(const std::string& bytes, FrameworkHints hints = {}) {
  if (hints.title.empty()) hints.title = "fern";
  if (hints.uri.empty()) hints.uri = "urn:commonplace:framework:fern";
  auto package = read_framework({{"fern.ttl", bytes}}, hints);
  EXPECT_TRUE(package.has_value()) << (package ? "" : package.problem().kind + " " + package.problem().where + " " + package.problem().what);
  return package ? *std::move(package) : FrameworkPackage{};
}

std::string refusal(const std::string& bytes) {
  const auto package = read_framework({{"x", bytes}}, {});
  return package ? "" : package.problem().kind;
}

std::vector<std::string> texts(const FrameworkPackage& package) {
  std::vector<std::string> all;
  for (const auto& statement : package.statements) all.emplace_back(model::best(statement.text).text);
  return all;
}

std::vector<std::string> kinds(const FrameworkPackage& package) {
  std::vector<std::string> all;
  for (const auto& warning : package.warnings) all.push_back(warning.kind);
  return all;
}

const model::Statement& at(const FrameworkPackage& package, std::string_view text) {
  static const model::Statement nothing;
  for (const auto& statement : package.statements)
    if (model::best(statement.text).text == text) return statement;
  ADD_FAILURE() << "no statement says " << text;
  return nothing;
}

std::int64_t count_type(const FrameworkPackage& package, std::string_view type) {
  return std::count_if(package.statements.begin(), package.statements.end(), [&](const auto& one) { return one.type == type; });
}

constexpr const char* skos_turtle = R"(@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
<https://fern.example/v/> a skos:ConceptScheme ; dct:title "Leaves"@en, "Dail"@cy ; dct:publisher "Fern House" ;
  dct:license <http://creativecommons.org/publicdomain/zero/1.0/> ; skos:hasTopConcept <https://fern.example/v/1> .
<https://fern.example/v/1> a skos:Concept ; skos:prefLabel "Draw"@en, "Lluniadu"@cy, "Zeichnen"@de ; skos:notation "L1" ;
  skos:altLabel "Sketch"@en, "Doodle"@en ; skos:definition "With <b>pencil</b>"@en ; skos:topConceptOf <https://fern.example/v/> .
<https://fern.example/v/10> a skos:Concept ; skos:prefLabel "Ten"@en ; skos:notation "L10" ; skos:broader <https://fern.example/v/1> .
<https://fern.example/v/2> a skos:Concept ; skos:prefLabel "Two"@en ; skos:notation "L2" ;
  skos:broader <https://fern.example/v/1>, <https://fern.example/v/10> ; skos:exactMatch <https://moss.example/two> ;
  skos:note "kept" .
)";

TEST(Cur13, ReadsASchemeWithAllItsLanguagesAndWords) {
  const auto package = read(skos_turtle);

  EXPECT_THAT(texts(package), ElementsAre("Draw", "Two", "Ten"));
  EXPECT_EQ(package.framework.uri, "https://fern.example/v/");
  EXPECT_THAT(package.framework.title, ElementsAre(Pair("cy", "Dail"), Pair("en", "Leaves")));
  EXPECT_THAT(package.framework.languages, ElementsAre("cy", "de", "en"));
  EXPECT_EQ(package.framework.publisher, "Fern House");
  EXPECT_EQ(package.framework.licence, "https://creativecommons.org/publicdomain/zero/1.0/");
  EXPECT_FALSE(package.framework.source_is_unknown());
  const auto& draw = package.statements[0];
  EXPECT_THAT(draw.text, ElementsAre(Pair("cy", "Lluniadu"), Pair("de", "Zeichnen"), Pair("en", "Draw")));
  EXPECT_EQ(draw.context.at("en"), "With pencil\nSketch\nDoodle");
  EXPECT_EQ(draw.code, "L1");
  EXPECT_EQ(draw.id, "L1");
  EXPECT_EQ(package.statements[1].parent, "https://fern.example/v/1") << "the first parent by URI";
  EXPECT_THAT(package.statements[1].extra, HasSubstr("kept"));
}

TEST(Cur13, FurtherParentsAndMappingsAreLinks) {
  const auto package = read(skos_turtle);

  ASSERT_THAT(package.links, SizeIs(2));
  EXPECT_EQ(package.links[0].relation, model::Relation::exact);
  EXPECT_EQ(package.links[0].destination, "https://moss.example/two");
  EXPECT_EQ(package.links[0].asserted_by, "Fern House");
  EXPECT_EQ(package.links[1].relation, model::Relation::broader);
  EXPECT_EQ(package.links[1].destination, "https://fern.example/v/10");
}

TEST(Cur13, TheSameSchemeInFiveSyntaxesIsTheSameFramework) {
  const std::string n_triples = R"(<https://fern.example/v/> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2004/02/skos/core#ConceptScheme> .
<https://fern.example/v/> <http://purl.org/dc/terms/title> "Leaves"@en .
<https://fern.example/v/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2004/02/skos/core#Concept> .
<https://fern.example/v/1> <http://www.w3.org/2004/02/skos/core#prefLabel> "Dr\u00E2w"@en-gb .
<https://fern.example/v/2> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/2004/02/skos/core#Concept> .
<https://fern.example/v/2> <http://www.w3.org/2004/02/skos/core#prefLabel> "Two"@en-gb .
<https://fern.example/v/2> <http://www.w3.org/2004/02/skos/core#broader> <https://fern.example/v/1> .
)";
  const std::string xml = R"(<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#"
  xmlns:dct="http://purl.org/dc/terms/" xml:base="https://fern.example/v/">
 <skos:ConceptScheme rdf:about=""><dct:title xml:lang="en">Leaves</dct:title></skos:ConceptScheme>
 <rdf:Description rdf:about="1" xml:lang="en-GB"><rdf:type rdf:resource="http://www.w3.org/2004/02/skos/core#Concept"/>
  <skos:prefLabel>Drâw</skos:prefLabel>
  <skos:narrower><skos:Concept rdf:about="2" skos:prefLabel="Two"/></skos:narrower></rdf:Description>
</rdf:RDF>)";
  const std::string json_ld = R"({"@context": ["https://never.example/fetched", {"@base": "https://fern.example/v/",
      "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"}, "skos": "http://www.w3.org/2004/02/skos/core#"}],
    "id": "https://fern.example/v/", "type": "ConceptScheme", "title": {"en": "Leaves"},
    "hasTopConcept": [{"id": "1", "type": "Concept", "prefLabel": {"en-GB": "Drâw"},
                       "narrower": [{"id": "https://fern.example/v/2", "type": "Concept", "prefLabel": {"en-GB": "Two"}}]}]})";
  const std::string rdf_json = R"({"https://fern.example/v/": {"http://www.w3.org/1999/02/22-rdf-syntax-ns#type": [{"type": "uri", "value": "http://www.w3.org/2004/02/skos/core#ConceptScheme"}],
     "http://purl.org/dc/terms/title": [{"type": "literal", "value": "Leaves", "lang": "en"}]},
    "https://fern.example/v/1": {"http://www.w3.org/1999/02/22-rdf-syntax-ns#type": [{"type": "uri", "value": "http://www.w3.org/2004/02/skos/core#Concept"}],
     "http://www.w3.org/2004/02/skos/core#prefLabel": [{"type": "literal", "value": "Drâw", "lang": "en-gb"}]},
    "https://fern.example/v/2": {"http://www.w3.org/1999/02/22-rdf-syntax-ns#type": [{"type": "uri", "value": "http://www.w3.org/2004/02/skos/core#Concept"}],
     "http://www.w3.org/2004/02/skos/core#broader": [{"type": "uri", "value": "https://fern.example/v/1"}],
     "http://www.w3.org/2004/02/skos/core#prefLabel": [{"type": "literal", "value": "Two", "lang": "en-gb"}]}})";
  const auto turtle = read("# a comment\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nBASE <https://fern.example/v/>\n"
                           "<> a skos:ConceptScheme; <http://purl.org/dc/terms/title> \"Leaves\"@en .\n"
                           "<1> a skos:Concept; skos:prefLabel '''Drâw'''@en-gb . <2> a skos:Concept ; skos:prefLabel \"Two\"@en-gb; skos:broader <1> .");

  for (const auto& other : {read(n_triples), read(xml), read(json_ld), read(rdf_json)}) {
    EXPECT_EQ(other.statements, turtle.statements);
    EXPECT_EQ(other.framework.title, turtle.framework.title);
    EXPECT_EQ(other.framework.uri, turtle.framework.uri);
  }
  EXPECT_THAT(texts(turtle), ElementsAre("Drâw", "Two"));
  EXPECT_EQ(turtle.statements[0].text.begin()->first, "en-GB");
  EXPECT_EQ(turtle.statements[1].parent, "https://fern.example/v/1");
}

TEST(Cur22, SkosComesBackAsItWentOut) {
  const auto package = read(skos_turtle);

  for (const auto& written : {write_skos_turtle(package), write_skos_json_ld(package)}) {
    const auto again = read(written);
    ASSERT_THAT(again.statements, SizeIs(3)) << written;
    EXPECT_EQ(again.framework.title, package.framework.title);
    EXPECT_EQ(again.framework.licence, package.framework.licence);
    EXPECT_EQ(texts(again), texts(package));
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(again.statements[i].text, package.statements[i].text);
      EXPECT_EQ(again.statements[i].parent, package.statements[i].parent);
      EXPECT_EQ(again.statements[i].code, package.statements[i].code);
      EXPECT_EQ(again.statements[i].context, package.statements[i].context);
    }
    EXPECT_THAT(again.links, Contains(Field(&model::StatementLink::destination, "https://moss.example/two")));
  }
}

TEST(Cur22, NastyTextsSurviveTurtle) {
  FrameworkPackage package;
  package.framework.uri = "https://fern.example/a b<c>\\";
  package.framework.title = {{"en", "x"}};
  model::Statement statement;
  statement.uri = "https://fern.example/{1}";
  statement.text = {{"ar", "ارسم \"قط\""}, {"en", "Back\\slash\n<i>'''\"\"\" 🌉 = end"}};
  package.statements = {statement};

  const auto again = read(write_skos_turtle(package));

  ASSERT_THAT(again.statements, SizeIs(1));
  EXPECT_EQ(again.statements[0].text.at("ar"), statement.text.at("ar"));
  EXPECT_THAT(again.statements[0].text.at("en"), HasSubstr("Back\\slash"));
}

const std::string asn_head = R"({
 "http://asn.example/D1": {"http://www.w3.org/1999/02/22-rdf-syntax-ns#type": [{"type": "uri", "value": "http://purl.org/ASN/schema/core/StandardDocument"}],
  "http://purl.org/dc/elements/1.1/title": [{"type": "literal", "value": "Leaf standards", "lang": "en-US"}],
  "http://purl.org/ASN/schema/core/jurisdiction": [{"type": "uri", "value": "http://purl.org/ASN/scheme/ASNJurisdiction/DC"}],
  "http://purl.org/ASN/schema/core/identifier": [{"type": "uri", "value": "http://purl.org/ASN/resources/D1"}],
  "http://purl.org/gem/qualifiers/hasChild": [{"type": "uri", "value": "http://asn.example/S9"}, {"type": "uri", "value": "http://asn.example/S1"}]},
 "http://asn.example/D1.json": {"http://creativecommons.org/ns#license": [{"type": "uri", "value": "http://creativecommons.org/licenses/by/3.0/us/"}],
  "http://purl.org/dc/elements/1.1/creator": [{"type": "literal", "value": "JES & Co."}],
  "http://creativecommons.org/ns#attributionName": [{"type": "literal", "value": "JES & Co."}]},)";

std::string asn_statement(const std::string& id, const std::string& text, const std::string& more) {
  return "\"http://asn.example/" + id + R"(": {"http://www.w3.org/1999/02/22-rdf-syntax-ns#type": [{"type": "uri", "value": "http://purl.org/ASN/schema/core/Statement"}],
  "http://purl.org/dc/terms/description": [{"type": "literal", "value": ")" + text + R"(", "lang": "en-US"}])" + more + "}";
}

TEST(Cur10, ReadsRdfJsonWithTheOrderOfHasChildAndRightsOfTheirOwnSubject) {
  const auto package = read(
      asn_head +
      asn_statement("S1", "One<br />line", R"(, "http://purl.org/ASN/schema/core/statementNotation": [{"type": "literal", "value": "PK.1.1"}],
        "http://purl.org/dc/terms/educationLevel": [{"type": "uri", "value": "http://purl.org/ASN/scheme/ASNEducationLevel/Pre-K"}, {"type": "uri", "value": "http://purl.org/ASN/scheme/ASNEducationLevel/3"}],
        "http://purl.org/dc/terms/subject": [{"type": "uri", "value": "http://purl.org/ASN/scheme/ASNTopic/theArts"}],
        "http://purl.org/ASN/schema/core/localSubject": [{"type": "literal", "value": "Dance"}],
        "http://purl.org/ASN/schema/core/identifier": [{"type": "uri", "value": "http://purl.org/ASN/resources/S1"}],
        "http://purl.org/ASN/schema/core/authorityStatus": [{"type": "uri", "value": "http://purl.org/ASN/scheme/ASNAuthorityStatus/Original"}],
        "http://purl.org/gem/qualifiers/hasChild": [{"type": "uri", "value": "http://asn.example/S2"}])") +
      "," + asn_statement("S2", "Under one", "") + "," + asn_statement("S9", "Nine first", "") + "}");

  EXPECT_THAT(texts(package), ElementsAre("Nine first", "One\nline", "Under one"));
  const auto& framework = package.framework;
  EXPECT_EQ(framework.licence, "https://creativecommons.org/licenses/by/3.0/us/");
  EXPECT_EQ(framework.attribution, "JES & Co.");
  EXPECT_EQ(framework.publisher, "JES & Co.");
  EXPECT_EQ(framework.jurisdiction, "us-dc");
  EXPECT_THAT(framework.same_as, ElementsAre("http://purl.org/ASN/resources/D1"));
  const auto& one = package.statements[1];
  EXPECT_EQ(one.code, "PK.1.1");
  EXPECT_THAT(one.levels, ElementsAre("us-pre-k", "us-g3"));
  EXPECT_THAT(one.same_as, ElementsAre("http://purl.org/ASN/resources/S1"));
  EXPECT_THAT(one.extra, HasSubstr("authorityStatus"));
  EXPECT_EQ(package.statements[2].parent, "http://asn.example/S1");
  EXPECT_EQ(package.statements[2].ages, one.ages) << "from what stands above it (CUR-60)";
}

TEST(Cur10, RealStandardsAreCountedAsTheyAre) {
  const std::string dc = testing_data::file_of("curricula/us-asn/DC-arts.json");
  const std::string pa = testing_data::file_of("curricula/us-asn/PA-arts.json");
  if (dc.empty()) GTEST_SKIP() << "SKIP: no shared data at ../shared; set COMMONPLACE_SHARED";
  rdf::Graph graph;
  json::Limits limits;
  limits.bytes = most_framework_bytes;
  read_rdf_json(*json::parse(dc, limits), graph);
  EXPECT_EQ(graph.size(), 23'542u);

  const auto arts = read(dc);
  EXPECT_THAT(arts.statements, SizeIs(1506));
  EXPECT_EQ(std::count_if(arts.statements.begin(), arts.statements.end(), [](const auto& one) { return !one.code.empty(); }), 1348);
  EXPECT_FALSE(std::any_of(arts.statements.begin(), arts.statements.end(),
                           [](const auto& one) { return one.text.begin()->second.find("<br") != std::string::npos; }));
  EXPECT_THAT(read(pa).statements, SizeIs(98));
}

TEST(Cur11, ReadsTreesWithBothFormsOfTheirMembers) {
  std::string children;
  for (int i = 1; i <= 9; ++i)
    children += std::string(i == 1 ? "" : ",") + R"({"id": "S2)" + std::to_string(i) + R"(", "dcterms_description": {"literal": "Leaf )" +
                std::to_string(i) + R"(", "language": "en-US"}, "asn_statementNotation": "1.)" + std::to_string(i) +
                R"(", "dcterms_educationLevel": [{"uri": "http://purl.org/ASN/scheme/ASNEducationLevel/4", "prefLabel": "4"}], "leaf": "true", "cls": "leaf"})";
  std::string others;
  for (int i = 1; i <= 8; ++i)
    others += std::string(i == 1 ? "" : ",") + R"({"id": "S3)" + std::to_string(i) + R"(", "text": "Twig )" + std::to_string(i) + "\"}";
  const auto package = read(R"([{"id": "D7", "asn_identifier": "D7", "dcterms_title": [{"literal": "Tree standards"}], "text": "Tree standards", "cls": "folder",
    "children": [{"id": "S1", "asn_identifier": {"uri": "http://purl.org/ASN/resources/S1"}, "dcterms_description": [{"literal": "Branch", "language": "en-US"}],
      "dcterms_educationLevel": {"uri": "http://purl.org/ASN/scheme/ASNEducationLevel/3", "prefLabel": "3"}, "asn_localSubject": {"literal": "Music"}, "children": [)" +
                            children + R"(]}, {"id": "S2", "text": "Other branch", "dcterms_subject": {"prefLabel": "Arts", "uri": "x"}, "children": [)" + others +
                            R"(]}, {"id": "S3", "children": []}]}])");

  EXPECT_THAT(package.statements, SizeIs(19)) << "of twenty one has no text";
  EXPECT_THAT(kinds(package), Contains("no-text"));
  EXPECT_EQ(package.framework.title.at("en"), "Tree standards");
  EXPECT_EQ(package.statements[0].uri, "http://purl.org/ASN/resources/S1");
  EXPECT_THAT(package.statements[0].levels, ElementsAre("us-g3"));
  EXPECT_EQ(at(package, "Leaf 9").parent, package.statements[0].uri);
  EXPECT_EQ(at(package, "Leaf 9").code, "1.9");
  EXPECT_THAT(at(package, "Leaf 9").levels, ElementsAre("us-g4"));
  EXPECT_EQ(at(package, "Twig 8").parent, at(package, "Other branch").uri);
  EXPECT_EQ(package.framework.licence, "") << "the importer must say it";
}

TEST(Cur12, RdfXmlOfAsnFollowsTheSameRules) {
  const auto package = read(R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:asn="http://purl.org/ASN/schema/core/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:gemq="http://purl.org/gem/qualifiers/">
    <asn:StandardDocument rdf:about="http://asn.example/D1"><dc:title>Leaf standards</dc:title>
      <gemq:hasChild><asn:Statement rdf:about="http://asn.example/S2"><dcterms:description>Two</dcterms:description></asn:Statement></gemq:hasChild>
      <gemq:hasChild rdf:resource="http://asn.example/S1"/></asn:StandardDocument>
    <asn:Statement rdf:about="http://asn.example/S1"><dcterms:description rdf:parseType="Literal">One <b>bold</b></dcterms:description>
      <gemq:isChildOf rdf:resource="http://asn.example/D1"/></asn:Statement></rdf:RDF>)");

  EXPECT_THAT(texts(package), ElementsAre("Two", "One bold"));
  EXPECT_EQ(package.framework.source_format, "asn");
}

TEST(Cur15, TheEqualsSignOfN3IsSameAsOutsideStringsAndAddresses) {
  rdf::Graph graph;
  const auto problem = read_turtle("@prefix : <https://x.example/> . # = in a comment\n"
                                   ":a = :b ; :says \"1 = 2 \\\" = 3\", '= ' , \"\"\"a = \" b\"\"\" ; :sees <https://x.example/?q=1> . :c\\=d = :e .",
                                   "https://x.example/", graph);

  EXPECT_FALSE(problem) << problem->where;
  EXPECT_EQ(graph.text("https://x.example/a", rdf::same_as), "https://x.example/b");
  EXPECT_EQ(graph.text("https://x.example/c=d", rdf::same_as), "https://x.example/e");
  std::vector<std::string> said;
  for (const auto* node : graph.values("https://x.example/a", "https://x.example/says")) said.push_back(node->value);
  EXPECT_THAT(said, ElementsAre("1 = 2 \" = 3", "= ", "a = \" b"));
  EXPECT_EQ(graph.text("https://x.example/a", "https://x.example/sees"), "https://x.example/?q=1");
}

TEST(Cur15, ATextUnderTwoTagsKeepsBoth) {
  rdf::Graph graph;
  EXPECT_FALSE(read_turtle("<https://x.example/a> <https://x.example/l> \"Gàidhlig\"@en-gb, \"Gàidhlig\"@gd-gb, \"Gàidhlig\"@en-GB .", "", graph));

  EXPECT_THAT(graph.texts("https://x.example/a", "https://x.example/l"), UnorderedElementsAre(Pair("en-GB", "Gàidhlig"), Pair("gd-GB", "Gàidhlig")));
  EXPECT_EQ(graph.size(), 2u);
}

std::vector<FrameworkFile> bbc_files() {
  std::vector<FrameworkFile> files;
  const auto folder = std::filesystem::path(COMMONPLACE_SOURCE_DIR) / "../shared/data/curricula/uk-bbc";
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".ttl") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::stringstream content;
    content << file.rdbuf();
    files.push_back({entry.path().filename().string(), content.str()});
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

TEST(Cur15, TheFilesOfTheBbcGiveAllTheirTriples) {
  const auto files = bbc_files();
  if (files.empty()) GTEST_SKIP() << "SKIP: no shared data at ../shared; set COMMONPLACE_SHARED";
  EXPECT_THAT(files, SizeIs(90));
  rdf::Graph graph;
  for (const auto& file : files) EXPECT_FALSE(read_turtle(file.bytes, "https://x.example/", graph)) << file.name;

  EXPECT_EQ(graph.size(), 76'906u);
  EXPECT_THAT(graph.of_type("http://www.bbc.co.uk/ontologies/curriculum/TopicOfStudy"), SizeIs(4'494));
}

TEST(Cur16, ReadsTopicsUnderProgrammesAndFieldsInTheOrderOfTheirSlots) {
  const auto package = read(R"(@prefix core: <http://www.bbc.co.uk/ontologies/coreconcepts/> .
@prefix curric: <http://www.bbc.co.uk/ontologies/curriculum/> . @prefix olo: <http://purl.org/ontology/olo/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix : <http://bbc.example/> .
:f a curric:FieldOfStudy ; rdfs:label "Art and Design"@en-gb, "Celf"@cy-gb .
:n a curric:Nation ; rdfs:label "England"@en-gb .
:l a curric:KeyStage ; rdfs:label "KS2"@en-gb ; curric:lowerAgeBoundary 7 ; curric:upperAgeBoundary 11 ; curric:taughtInNation :n .
:p a curric:ProgrammeOfStudy ; rdfs:label "KS2 Art and Design"@en-gb ; curric:taughtInField :f ; curric:taughtAtLevel :l ; curric:topics :list .
:list a curric:TopicOfStudyList ; olo:slot :s1, :s2 .
:s1 a olo:Slot ; olo:index 2 ; olo:item :t1 . :s2 a olo:Slot ; olo:index 1 ; olo:item :t2 .
:t1 a curric:TopicOfStudy ; core:preferredLabel "Clay"@en-gb ; rdfs:label "Clai"@cy-gb ; curric:preferredDescription " "@en-gb ;
  core:disambiguationHint "KS2 Art curriculum"@en-gb ; curric:appropriateFor :p ; = <http://bbc.example/same> .
:t2 a curric:TopicOfStudy ; core:preferredLabel "Wax"@en-gb ; curric:appropriateFor :p ; curric:topics :inner .
:inner olo:slot [ olo:index 1 ; olo:item :t3 ] . :t3 a curric:TopicOfStudy ; rdfs:label "Hot wax"@en-gb ; curric:appropriateFor :q .
)");

  EXPECT_THAT(texts(package), ElementsAre("Art and Design", "KS2 Art and Design", "Wax", "Hot wax", "Clay"));
  const auto& clay = at(package, "Clay");
  EXPECT_EQ(clay.context.at("en-GB"), "KS2 Art curriculum");
  EXPECT_EQ(clay.text.at("cy-GB"), "Clai");
  EXPECT_THAT(clay.levels, ElementsAre("england-ks2"));
  EXPECT_EQ(clay.ages, (model::AgeRange{7, 11}));
  EXPECT_THAT(clay.same_as, ElementsAre("http://bbc.example/same"));
  EXPECT_EQ(package.framework.publisher, "BBC");
}

TEST(Cur16, RealTopicsAreCountedAsTheyAre) {
  const auto files = bbc_files();
  if (files.empty()) GTEST_SKIP() << "SKIP: no shared data at ../shared; set COMMONPLACE_SHARED";
  const auto package = read_framework(files, {});

  ASSERT_TRUE(package.has_value()) << package.problem().what;
  EXPECT_EQ(count_type(*package, "TopicOfStudy"), 4'494);
  EXPECT_EQ(package->framework.licence, "https://creativecommons.org/licenses/by/4.0/");
  EXPECT_THAT(kinds(*package), testing::Not(Contains("orphan")));
  for (const auto& statement : package->statements)
    for (const auto& [language, words] : statement.context) EXPECT_NE(words, "") << statement.uri;
}

TEST(Cur17, SubContentDescriptorsAreAddressesOfTheirParents) {
  const std::string england = testing_data::file_of("curricula/derived/england-nc-2014.case.json");
  const std::string lines = testing_data::file_of("curricula/derived/england-nc-2014.jsonl");
  if (england.empty()) GTEST_SKIP() << "SKIP: no shared data at ../shared; set COMMONPLACE_SHARED";
  for (const auto& package : {read(england), read(lines)}) {
    EXPECT_EQ(count_type(package, "ContentDescriptor"), 1'204);
    EXPECT_EQ(count_type(package, "SubContentDescriptor"), 0);
    std::size_t further = 0;
    for (const auto& statement : package.statements)
      if (statement.type == "ContentDescriptor")
        further += static_cast<std::size_t>(std::count_if(statement.same_as.begin(), statement.same_as.end(),
                                                          [](const auto& uri) { return uri.starts_with("https://w3id.org/"); }));
    EXPECT_EQ(further, 1'215u);
  }
}

TEST(Cur13, RealSchemesAreReadWhole) {
  const std::string subjects = testing_data::file_of("curricula/de-dini/schulfaecher.ttl");
  const std::string types = testing_data::file_of("curricula/de-dini/hcrt.ttl");
  if (subjects.empty()) GTEST_SKIP() << "SKIP: no shared data at ../shared; set COMMONPLACE_SHARED";
  EXPECT_THAT(read(subjects).statements, SizeIs(61));
  const auto hcrt = read(types);
  EXPECT_THAT(hcrt.statements, SizeIs(26));
  EXPECT_THAT(hcrt.framework.languages, SizeIs(7));
  EXPECT_EQ(hcrt.framework.licence, "https://creativecommons.org/publicdomain/zero/1.0/");
}

TEST(Cur20, RefusesHostileRdfInWords) {
  EXPECT_EQ(refusal("@prefix : <https://x.example/> .\n:a :b " + std::string(100'000, '[')), "too-deep");
  EXPECT_EQ(refusal("@prefix : <https://x.example/> .\n:a :b " + std::string(100'000, '(')), "too-deep");
  EXPECT_EQ(refusal("@prefix : <https://x.example/> .\n:a :b \"open"), "bad-turtle");
  EXPECT_EQ(refusal("@prefix : <https://x.example/> .\n:a :b \"\xFF\" ."), "bad-utf8");
  EXPECT_EQ(refusal(std::string("@prefix : <https://x.example/> .\n:a :b \"\0\" .", 45)), "bad-turtle");
  EXPECT_EQ(refusal("@prefix : <https://x.example/> .\n:a :b :c ."), "not-a-framework");
  EXPECT_EQ(refusal("<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a \"b\">]><r/>"), "doctype");
  EXPECT_EQ(refusal("{\"@context\": \"https://never.example/\", \"@id\": \"x:y\"}"), "not-a-framework");
  EXPECT_EQ(refusal("{\"a\": 1}"), "not-a-framework");
  EXPECT_EQ(refusal("[1]"), "not-a-framework");
  EXPECT_EQ(refusal(""), "empty");
  EXPECT_EQ(refusal(std::string(most_framework_bytes + 1, ' ')), "too-large");
  EXPECT_EQ(read_framework({{"a", "a,b"}, {"b", "a,b"}}, {}).problem().kind, "several-files");
}

TEST(Cur20, NamesTheLineOfAFault) {
  const auto package = read_framework({{"fern.ttl", "@prefix : <https://x.example/> .\n\n:a :b ; ; c ."}}, {});
  ASSERT_FALSE(package.has_value());
  EXPECT_THAT(package.problem().where, HasSubstr("line 3"));
}

TEST(Cur20, ConceptsThatAreTheirOwnAncestorsAreCut) {
  const auto package = read("@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
                            "<https://x.example/a> a skos:Concept; skos:prefLabel \"A\"; skos:broader <https://x.example/b> .\n"
                            "<https://x.example/b> a skos:Concept; skos:prefLabel \"B\"; skos:broader <https://x.example/a> .\n"
                            "<https://x.example/c> a skos:Concept; skos:prefLabel \"C\"; skos:broader <https://x.example/gone> .");
  EXPECT_THAT(package.statements, SizeIs(4));
  EXPECT_THAT(kinds(package), testing::IsSupersetOf({"cycle", "orphan"}));
}

// ---- CASE (CUR-7, CUR-8): what comes in goes out again

using Members = std::map<std::string, json::Value>;

Members by_identifier(const json::Value& list) {
  Members all;
  for (const auto& one : list) all[one["identifier"].get<std::string>()] = one;
  return all;
}

void expect_all_there(const json::Value& original, const json::Value& written, const std::string& where) {
  for (const auto& [name, value] : original.items())
    EXPECT_EQ(written.value(name, json::Value("missing")), value) << where << " " << name;
}

void expect_lossless(const std::string& bytes) {
  const auto package = read(bytes);
  const std::string written = write_case_package(package, "2026-11-20T00:00:00Z");
  json::Limits limits;
  limits.bytes = most_framework_bytes;
  const auto original = *json::parse(bytes, limits);
  const auto again = *json::parse(written, limits);

  expect_all_there(original["CFDocument"], again["CFDocument"], "CFDocument");
  for (const char* list : {"CFItems", "CFAssociations"}) {
    const auto there = by_identifier(again[list]);
    EXPECT_THAT(there, SizeIs(original[list].size())) << list;
    for (const auto& [identifier, one] : by_identifier(original[list]))
      expect_all_there(one, there.contains(identifier) ? there.at(identifier) : json::Value::object(), identifier);
  }
  for (const auto& [name, value] : original.items()) {
    if (name != "CFDocument" && name != "CFItems" && name != "CFAssociations") {
      EXPECT_EQ(again.value(name, json::Value()), value) << name;
    }
  }

  const auto reread = read(written);
  ASSERT_EQ(reread.statements.size(), package.statements.size());
  for (std::size_t i = 0; i < reread.statements.size(); ++i) {
    auto first = package.statements[i];
    auto second = reread.statements[i];
    first.extra.clear();
    second.extra.clear();
    EXPECT_EQ(first, second) << first.uri;
  }
}

const std::string rich_package = R"({"CFDocument": {"identifier": "0e3a8a57-0000-4000-8000-000000000001", "uri": "https://nc.museum.example/doc", "title": "Leaf curriculum",
   "creator": "Fern House", "language": "en", "lastChangeDateTime": "2020-01-01T00:00:00+00:00", "subjectURI": [{"title": "Art", "identifier": "s", "uri": "u"}], "vendor": {"a": [1, null]}},
  "CFItems": [
   {"identifier": "0e3a8a57-0000-4000-8000-00000000000A", "uri": "https://nc.museum.example/a", "fullStatement": "Draw<br/>lines", "humanCodingScheme": "L.1",
    "lastChangeDateTime": "2020-01-01T00:00:00+00:00", "educationLevel": "KS2", "licenseURI": {"title": "x", "identifier": "y", "uri": "z"}, "conceptKeywords": ["pencil"], "notes": "See moss", "abbreviatedStatement": "Draw"},
   {"identifier": "0e3a8a57-0000-4000-8000-00000000000b", "uri": "https://nc.museum.example/b", "fullStatement": "Paint", "lastChangeDateTime": "2020-01-01T00:00:00+00:00"},
   {"identifier": "0e3a8a57-0000-4000-8000-00000000000c", "uri": "https://nc.museum.example/c", "fullStatement": "", "lastChangeDateTime": "2020-01-01T00:00:00+00:00"}],
  "CFAssociations": [
   {"identifier": "0e3a8a57-0000-4000-8000-0000000000a1", "uri": "https://nc.museum.example/as/1", "associationType": "isChildOf", "lastChangeDateTime": "2020-01-01T00:00:00+00:00", "sequenceNumber": 7,
    "originNodeURI": {"title": "L.1", "identifier": "0e3a8a57-0000-4000-8000-00000000000a", "uri": "https://nc.museum.example/a"}, "destinationNodeURI": {"title": "doc", "identifier": "0e3a8a57-0000-4000-8000-000000000001", "uri": "https://nc.museum.example/doc"},
    "CFAssociationGroupingURI": {"title": "g", "identifier": "g", "uri": "g"}},
   {"identifier": "0e3a8a57-0000-4000-8000-0000000000a2", "uri": "https://nc.museum.example/as/2", "associationType": "isPeerOf", "lastChangeDateTime": "2020-01-01T00:00:00+00:00",
    "originNodeURI": {"title": "L.1", "identifier": "0e3a8a57-0000-4000-8000-00000000000a", "uri": "https://nc.museum.example/a"}, "destinationNodeURI": {"title": "Paint", "identifier": "0e3a8a57-0000-4000-8000-00000000000b", "uri": "https://nc.museum.example/b"}},
   {"identifier": "0e3a8a57-0000-4000-8000-0000000000a3", "uri": "https://nc.museum.example/as/3", "associationType": "isRelatedTo", "lastChangeDateTime": "2020-01-01T00:00:00+00:00",
    "originNodeURI": {"title": "L.1", "identifier": "0e3a8a57-0000-4000-8000-00000000000a", "uri": "https://nc.museum.example/a"}, "destinationNodeURI": {"title": "Paint", "identifier": "0e3a8a57-0000-4000-8000-00000000000b", "uri": "https://nc.museum.example/b"}},
   {"identifier": "0e3a8a57-0000-4000-8000-0000000000a4", "uri": "https://nc.museum.example/as/4", "associationType": "ext:inspires", "lastChangeDateTime": "2020-01-01T00:00:00+00:00",
    "originNodeURI": {"title": "Paint", "identifier": "0e3a8a57-0000-4000-8000-00000000000b", "uri": "https://nc.museum.example/b"}, "destinationNodeURI": {"title": "far", "identifier": "far", "uri": "https://far.example/1"}},
   {"identifier": "0e3a8a57-0000-4000-8000-0000000000a5", "uri": "https://nc.museum.example/as/5", "associationType": "replacedBy", "lastChangeDateTime": "2020-01-01T00:00:00+00:00",
    "originNodeURI": {"title": "Paint", "identifier": "0e3a8a57-0000-4000-8000-00000000000b", "uri": "https://nc.museum.example/b"}, "destinationNodeURI": {"title": "L.1", "identifier": "0e3a8a57-0000-4000-8000-00000000000a", "uri": "https://nc.museum.example/a"}},
   {"identifier": "0e3a8a57-0000-4000-8000-0000000000a6", "uri": "https://nc.museum.example/as/6", "associationType": "isChildOf", "lastChangeDateTime": "2020-01-01T00:00:00+00:00",
    "originNodeURI": {"title": "gone", "identifier": "gone", "uri": "https://nc.museum.example/gone"}, "destinationNodeURI": {"title": "L.1", "identifier": "0e3a8a57-0000-4000-8000-00000000000a", "uri": "https://nc.museum.example/a"}}],
  "CFDefinitions": {"CFAssociationGroupings": [{"identifier": "g", "title": "g"}], "CFSubjects": []}, "CFRubrics": [{"identifier": "r"}], "unheard": true})";

TEST(Cur7, NothingIsLostOnTheWayInAndOut) {
  expect_lossless(rich_package);
}

TEST(Cur7, RealPackagesAreLossless) {
  const std::string dc = testing_data::file_of("curricula/derived/asn-dc-arts.case.json");
  if (dc.empty()) GTEST_SKIP() << "SKIP: no shared data at ../shared; set COMMONPLACE_SHARED";
  expect_lossless(dc);
  expect_lossless(testing_data::file_of("curricula/derived/england-nc-2014.case.json"));
  expect_lossless(testing_data::file_of("curricula/case-spec/opensalt-case-package-example.json"));
}

TEST(Cur8, AssociationsBecomeLinksAndUnknownOnesAreRelated) {
  const auto package = read(rich_package);

  ASSERT_THAT(package.links, SizeIs(3));
  EXPECT_EQ(package.links[0].relation, model::Relation::related);
  EXPECT_EQ(package.links[1].relation, model::Relation::related);
  EXPECT_EQ(package.links[1].destination, "https://far.example/1");
  EXPECT_EQ(package.links[2].relation, model::Relation::replaced);
  EXPECT_THAT(at(package, "Paint").replaced_by, ElementsAre("https://nc.museum.example/a"));
  EXPECT_EQ(at(package, "Draw\nlines").case_guid, "0e3a8a57-0000-4000-8000-00000000000a");
  EXPECT_EQ(at(package, "Draw\nlines").context.at("en"), "See moss\npencil");
}

TEST(Cur8, OurOwnRelationsComeBack) {
  auto package = read(rich_package);
  package.links.resize(1);
  package.links[0].extra.clear();
  package.links[0].relation = model::Relation::narrower;

  const auto again = read(write_case_package(package, "2026-11-20T00:00:00Z"));

  EXPECT_THAT(again.links, Contains(Field(&model::StatementLink::relation, model::Relation::narrower)));
}

}  // namespace
}  // namespace commonplace::formats
