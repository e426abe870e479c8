// Every reader of a stranger's bytes, with bytes that were spoiled by chance (MD-30). The seed is fixed: a failure
// repeats.
#include <ctime>
#include <random>

#include "schemas/formats/canonical.h"
#include "schemas/formats/cpl.h"
#include "schemas/formats/lom.h"
#include "schemas/formats/lrmi.h"
#include "schemas/formats/mods.h"
#include "schemas/formats/oai_dc.h"
#include "schemas/formats/url.h"
#include "schemas/formats/xml.h"
#include "tests/sanitized.h"
#include "tests/schemas/sample_resources.h"

namespace commonplace::formats {
namespace {

constexpr int rounds = 1'000;

constexpr std::string_view document =
    R"({"@id":"https://a.example/1","@type":["LearningResource"],"ageRange":{"max":11,"min":7},"creator":[{"name":{"en":"Ann"},"x":[1]}],)"
    R"("encoding":[{"contentSize":5,"contentUrl":"u","editable":true}],"name":{"cy":"Dail 🍃","en":"Leaves \u0001 \"x\""},"publisher":{"name":"M"},)"
    R"("spatialCoverage":["Wales"],"teaches":[{"@id":"https://c.example/2","confidence":90}],"zz":{"deep":[[["x"]]]}})";

constexpr std::string_view page =
    R"(<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><record><metadata>)"
    R"(<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">)"
    R"(<dc:title xml:lang="cy">Dail &amp; 🍃 &eacute;</dc:title><dc:identifier>https://a.example/1?x=1&amp;y=2</dc:identifier>)"
    R"(<dc:date>2020-01-01</dc:date><dc:type>Text</dc:type><!-- c --><dc:rights><![CDATA[https://creativecommons.org/licenses/by/4.0/]]></dc:rights>)"
    R"(<dc:coverage>19th century</dc:coverage></oai_dc:dc></metadata></record></OAI-PMH>)";

// Changes, drops, doubles or cuts a few bytes.
class Spoiler {
 public:
  std::string spoiled(std::string_view text) {
    std::string copy(text);
    for (int changes = 1 + below(4); changes > 0 && !copy.empty(); --changes) spoil(copy);
    return copy;
  }

 private:
  void spoil(std::string& text) {
    constexpr std::string_view awkward = "<>&\"'{}[]:,;/\\\0\x01\xFF\xC3\xEF#%=!?-0eE";
    const auto at = static_cast<std::size_t>(below(static_cast<int>(text.size())));
    const auto some = static_cast<std::size_t>(1 + below(12));
    switch (below(5)) {
      case 0:
        text[at] = awkward[static_cast<std::size_t>(below(static_cast<int>(awkward.size())))];
        break;
      case 1:
        text[at] = static_cast<char>(below(256));
        break;
      case 2:
        text.erase(at, some);
        break;
      case 3:
        text.insert(at, text.substr(at / 2, some));
        break;
      default:
        if (below(8) == 0) text.resize(at);
    }
  }

  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

  std::mt19937 random_{20'261'120};
};

TEST(Md3, ASpoiledDocumentIsRefusedOrStableFromThenOn) {
  Spoiler spoiler;
  int read_well = 0;
  for (int i = 0; i < rounds; ++i) {
    const auto read = read_canonical(spoiler.spoiled(document));
    if (!read) continue;
    ++read_well;
    const std::string text = write_canonical(*read);
    const auto again = read_canonical(text);
    ASSERT_TRUE(again) << text;
    EXPECT_EQ(write_canonical(*again), text);
  }
  EXPECT_GT(read_well, 20);
}

TEST(Md3, ASpoiledDocumentIsTakenAsItIsOnlyWhereTheWriterWouldWriteItSo) {
  Spoiler spoiler;
  auto full = testing_data::full_resource();
  full.further.clear();
  const std::string sound = write_canonical(full);
  int taken = 0;
  for (int i = 0; i < rounds; ++i) {
    const std::string spoiled = spoiler.spoiled(sound);
    const auto read = read_document(spoiled);
    if (!read || !read->is_written_so) continue;
    ++taken;
    EXPECT_EQ(write_canonical(read->resource), spoiled);
  }
  EXPECT_GT(taken, 100);
}

TEST(Md30, ASpoiledPageIsRefusedOrReadAndWhatIsMadeOfItIsWellFormed) {
  Spoiler spoiler;
  int read_well = 0;
  for (int i = 0; i < rounds; ++i) {
    const std::string bytes = spoiler.spoiled(page);
    const auto prepared = prepare_xml(bytes);
    if (!prepared) continue;
    for (const Slice& slice : find_elements(prepared->text, "dc")) {
      const auto tree = read_xml_tree(std::string_view(prepared->text).substr(slice.begin, slice.end - slice.begin));
      if (!tree) continue;
      const auto resource = read_oai_dc(*tree);
      if (!resource) continue;
      ++read_well;
      EXPECT_TRUE(read_xml_tree(write_oai_dc(*resource)));
      EXPECT_TRUE(read_canonical(write_canonical(*resource)));
    }
  }
  EXPECT_GT(read_well, 100);
}

TEST(Md30, ASpoiledRecordOfAnyFormatIsRefusedOrReadAndWrittenAgain) {
  const auto full = testing_data::full_resource();
  const std::string sound[] = {write_lom(full), write_mods(full), write_lrmi(full)};
  Spoiler spoiler;
  int read_well = 0;
  for (int i = 0; i < 3 * rounds; ++i) {
    const auto tree = read_xml_tree(spoiler.spoiled(sound[i % 3]));
    if (!tree) continue;
    const auto reading = i % 3 == 0 ? read_lom(*tree) : i % 3 == 1 ? read_mods(*tree) : read_lrmi(*tree);
    if (!reading) continue;
    ++read_well;
    EXPECT_TRUE(read_canonical(write_canonical(reading->resource)));
    for (const std::string& again :
         {write_lom(reading->resource), write_mods(reading->resource), write_lrmi(reading->resource)})
      EXPECT_TRUE(read_xml_tree(again));
  }
  EXPECT_GT(read_well, 300);
}

std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

// A record of nearly a megabyte whose parts mention each other: work must not be the product of their numbers.
TEST(Md31, NoRecordOfAMegabyteTakesASecondToRead) {
  constexpr double most_seconds = is_sanitized ? 10.0 : 1.0;
  std::string distinct;
  for (int i = 0; i < 12'000; ++i) distinct.append("<string>rights ").append(std::to_string(i)).append("</string>");
  const std::string records[] = {
      "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
      "xmlns:s='http://schema.org/'><s:LearningResource rdf:about='u:x'>"
      "<s:name>x</s:name>" +
          repeated("<s:about rdf:resource='u:x'/><s:author rdf:resource='u:x'/>", 6'000) + "</s:LearningResource>" +
          repeated("<s:Thing rdf:about='u:x'><s:q/></s:Thing>", 9'000) + "</rdf:RDF>",
      "<lom><general><title><string>x</string></title></general><rights><description>" + distinct +
          "</description></rights></lom>",
      "<lom><general><title><string>x</string></title></general><classification><purpose><value>competency</value></"
      "purpose>" +
          repeated("<taxonPath><taxon><id>a</id></taxon></taxonPath>", 16'000) + "</classification></lom>",
      "<mods><titleInfo><title>x</title></titleInfo>" +
          repeated("<relatedItem><titleInfo><title>y</title></titleInfo></relatedItem>", 12'000) +
          repeated("<subject><topic>z</topic></subject>", 5'000) + "</mods>"};
  for (const std::string& record : records) {
    XmlLimits limits;
    const auto tree = read_xml_tree(record, limits);
    ASSERT_TRUE(tree) << tree.problem().what;
    const std::clock_t begin = std::clock();  // of the processor: a busy machine makes no difference

    const auto reading = tree->local == "lom"    ? read_lom(*tree)
                         : tree->local == "mods" ? read_mods(*tree)
                                                 : read_lrmi(*tree);

    EXPECT_TRUE(reading);
    EXPECT_LT(static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC, most_seconds) << record.substr(0, 200);
  }
}

TEST(Envelope, ASpoiledOneIsRefusedOrKeepsItsDocument) {
  Spoiler spoiler;
  const std::string sound = write_envelope({.identifier = "oai:a.example:1",
                                            .contributor = "did:web:a.example",
                                            .version = 1,
                                            .deleted = false,
                                            .modified = "2026-11-20T07:00:00Z",
                                            .brand_name = "A",
                                            .brand_logo = "",
                                            .document = std::string(document)});
  for (int i = 0; i < rounds; ++i) {
    const auto read = read_envelope(spoiler.spoiled(sound));
    if (!read) continue;
    EXPECT_FALSE(read->document.empty());
  }
}

TEST(Md40, NormalisingASpoiledAddressTwiceIsOnce) {
  Spoiler spoiler;
  for (int i = 0; i < rounds; ++i) {
    const auto once = normalise_http_url(spoiler.spoiled("https://Us%65r.Example:8443/a%7e/é?q=1&r=%zz#f"));
    if (!once) continue;
    EXPECT_EQ(normalise_http_url(*once), once);
  }
}

// An escaper that loses a byte would show here: whatever text goes out comes back, but for what XML forbids.
TEST(Oai27, AnyTextGoesThroughXmlAndBack) {
  Spoiler spoiler;
  for (int i = 0; i < rounds; ++i) {
    const std::string text = spoiler.spoiled(document);
    std::string element = "<a b=\"";
    append_xml_attribute(element, text);
    element += "\">";
    append_xml_text(element, text);
    element += "</a>";

    const auto tree = read_xml_tree(element);

    ASSERT_TRUE(tree) << element;
    EXPECT_EQ(tree->attribute("b"), tree->text);
    EXPECT_EQ(xml_text(tree->text), xml_text(text));
  }
}

}  // namespace
}  // namespace commonplace::formats
