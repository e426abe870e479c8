// The quick way through plain XML tells what libxml2 tells, and leaves to it what is not plain (HAR-51, SEC-50).
#include "schemas/formats/xml_plain.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "schemas/formats/cpl.h"
#include "schemas/formats/lom.h"
#include "schemas/formats/lrmi.h"
#include "schemas/formats/mods.h"
#include "schemas/formats/oai_dc.h"
#include "tests/schemas/sample_resources.h"
#include "tests/schemas/xml_log.h"

namespace commonplace::formats {
namespace {

// Whether the text is plain; then both ways are compared.
bool is_plain_and_the_same(const std::string& text) {
  PlainXml plain(text);
  if (!plain.is_plain()) return false;
  const PreparedXml prepared{text, 0};
  xml_log::Log quick;
  xml_log::Log slow;
  plain.tell(quick);
  const auto problem = stream_by_libxml2(prepared, slow);
  EXPECT_FALSE(problem) << text;
  EXPECT_EQ(quick.said, slow.said);
  return true;
}

std::string page() {
  const auto full = testing_data::full_resource();
  std::string text = "<OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\" xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>\n";
  for (const auto& body : {write_oai_dc(full), write_lom(full), write_mods(full), write_lrmi(full)})
    text += "<record><header status=\"deleted\"><identifier>a &amp; b&#x1F343; &#13;]]</identifier></header><metadata>" + body +
            "</metadata><about/></record >\n";
  return text + "<resumptionToken cursor='0' >x&lt;y</resumptionToken></OAI-PMH>\n ";
}

TEST(Har51, ThePlainPagesOfEveryFormatAreReadQuickly) { EXPECT_TRUE(is_plain_and_the_same(page())); }

TEST(Har51, WhatNeedsACloserLookIsLeftToLibxml2) {
  for (const char* text : {
           "", " ", "x", "<a", "<a>", "<a></b>", "<a/><b/>", "x<a/>", "<a/>x", "<a>]]></a>", "<a>&nbsp;</a>", "<a>& b</a>", "<a>&#0;</a>",
           "<a>&#xFFFE;</a>", "<a>&#99999999999;</a>", "<a>\r\n</a>", "<a>\x01</a>", "<a>\xEF\xBF\xBE</a>", "<a>\xff</a>", "<a><!-- c --></a>",
           "<a><![CDATA[x]]></a>", "<?p?><a/>", "<!DOCTYPE a><a/>", "<a b='1' b='2'/>", "<a b=1/>", "<a b='x\ny'/>", "<a b='&'/>", "<a b='&eacute;'/>",
           "<a b='<'/>", "<a b = '1'/>", "<a b='1'c='2'/>", "<a b/>", "<p:a/>", "<a p:b='1'/>", "<xml:a/>", "<a xmlns:p=''/>",
           "<a xmlns='u' xmlns='v'/>", "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "<a xmlns:xml='u'/>", "<a xmlns=''/>",
           "<p:q:a xmlns:p='u'/>", "<\xC3\xA9/>", "<1/>", "< a/>", "</a>", "<a/ >", "<a>&lt</a>"})
    EXPECT_FALSE(PlainXml(text).is_plain()) << text;
}

TEST(Har51, NamesAndPlacesAreTheSame) {
  for (const char* text : {"<a/>", " <a />\n", "<a></a >", "<a b='\"' c=\"'\"/>", "<p:a xmlns:p='u' p:b='1' b1='2'><b/><p:c xmlns:p='v'/></p:a>",
                           "<a xmlns='u'><b xmlns='v'><c/></b><d xml:lang='cy'/></a>", "<a>x<b/>y<b></b>z</a>", "<a>&quot;&apos;&gt;]&#65;]&#x41;</a>",
                           "<a b='\xC3\xA9'>\xF0\x9F\x8D\x83</a>", "<a>]]</a>", "<a-b.c_1/>",
                           "<a b='&amp;#38;&#38;&lt;&#10;&quot; &apos;' c='&#xE9;\xEF\xBC\x8C'>\xEF\xBF\xBD</a>"})
    EXPECT_TRUE(is_plain_and_the_same(text)) << text;
}

TEST(Har51, ASpoiledPageIsToldTheSameOrLeft) {
  constexpr std::string_view awkward = "<>&\"'/=!?:;#]-x \n\t\r\x01\xC3\xEF";
  const std::string sound = page();
  std::mt19937 random(20'261'120);
  int plain = 0;
  for (int round = 0; round < 3'000; ++round) {
    std::string text = sound;
    for (auto changes = 1 + random() % 3; changes > 0; --changes) {
      const auto at = random() % text.size();
      switch (random() % 4) {
        case 0: text[at] = awkward[random() % awkward.size()]; break;
        case 1: text.insert(at, 1, awkward[random() % awkward.size()]); break;
        case 2: text.erase(at, 1 + random() % 20); break;
        default: text.insert(at, text.substr(random() % text.size(), random() % 20));
      }
    }
    plain += is_plain_and_the_same(text);
  }
  EXPECT_GT(plain, 200);
}

TEST(Har51, TheSeedsOfTheFuzzersAreToldTheSameOrLeft) {
  int seen = 0;
  for (const char* folder : {"xml", "oai_response", "metadata"}) {
    const auto path = std::filesystem::path(COMMONPLACE_SOURCE_DIR) / "tests/fuzz/seeds" / folder;
    if (!std::filesystem::exists(path)) continue;
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
      if (const auto prepared = prepare_xml(bytes)) is_plain_and_the_same(prepared->text);
      ++seen;
    }
  }
  EXPECT_GT(seen, 20);
}

}  // namespace
}  // namespace commonplace::formats
