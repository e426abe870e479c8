// The one XML door: what may come in, what is mended, what is refused, and how quickly (HAR-15, 16, 51, 52; SEC-50).
#include "schemas/formats/xml.h"

#include <fmt/format.h>

namespace commonplace::formats {
namespace {

using namespace std::string_view_literals;

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

std::string kind_of(std::string_view bytes, bool mend = true) {
  const auto prepared = prepare_xml(bytes, {}, mend);
  return prepared ? "" : prepared.problem().kind;
}

// The events of a document in one line.
struct Transcript : XmlVisitor {
  std::string said;
  void open(const XmlName& name, const std::vector<XmlAttribute>& attributes) override {
    said += fmt::format("<{}{}{}", name.space, name.space.empty() ? "" : "|", name.local);
    for (const XmlAttribute& a : attributes) said += fmt::format(" {}={}", a.name.local, a.value);
    said += '>';
  }
  void close(const XmlName& name) override { said += fmt::format("</{}>", name.local); }
  void text(std::string_view text) override { said += text; }
};

std::string transcript(std::string_view bytes) {
  const auto prepared = prepare_xml(bytes);
  if (!prepared) return prepared.problem().kind;
  Transcript transcript;
  if (const auto failure = stream_xml(*prepared, transcript)) return failure->kind + " " + failure->where;
  return transcript.said;
}

TEST(StreamXml, TellsElementsNamespacesAttributesAndTextInOrder) {
  EXPECT_EQ(transcript("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a xmlns=\"urn:x\" b=\"1\" xml:lang='cy'>x<p:c "
                       "xmlns:p=\"urn:y\"/>"
                       "<![CDATA[<y>]]>&amp;&#x1F343;<!-- no --><?no no?></a>"),
            "<urn:x|a b=1 lang=cy>x<urn:y|c></c><y>&🍃</a>");
}

TEST(StreamXml, DecodesAmpersandsInAttributesExactlyOnce) {
  EXPECT_EQ(transcript(R"(<a b="x?y=1&amp;z=2&#38;w&#60;" c="&amp;#38;&amp;amp;"/>)"),
            "<a b=x?y=1&z=2&w< c=&#38;&amp;></a>");
}

TEST(StreamXml, SaysTheLineWhereAPageIsBroken) {
  EXPECT_EQ(transcript("<a>\n<b>\n</a>"), "not_wellformed line 3");
  EXPECT_EQ(transcript("<a>\n<b>cut"), "not_wellformed line 2");
  EXPECT_EQ(transcript("<a/><b/>"), "not_wellformed line 1");
  EXPECT_EQ(transcript("<a b='1' b='2'/>"), "not_wellformed line 1");
  EXPECT_EQ(transcript("<a>x\0y</a>"sv), "not_wellformed line 1");
}

TEST(StreamXml, GivesTheByteOfEachElement) {
  struct Offsets : XmlVisitor {
    std::vector<std::size_t> seen;
    void open(const XmlName&, const std::vector<XmlAttribute>&) override { seen.push_back(offset()); }
    void close(const XmlName&) override { seen.push_back(offset()); }
    void text(std::string_view) override {}
  } offsets;
  const auto prepared = prepare_xml("<a>x&amp;<b c='>'/>\n<d>é</d></a>");

  ASSERT_FALSE(stream_xml(*prepared, offsets));

  const auto slice = [&](std::size_t from, std::size_t to) {
    return prepared->text.substr(offsets.seen[from], offsets.seen[to] - offsets.seen[from]);
  };
  EXPECT_EQ(slice(0, 5), prepared->text);
  EXPECT_EQ(slice(1, 2), "<b c='>'/>");
  EXPECT_EQ(slice(3, 4), "<d>é</d>");
}

TEST(StreamXml, StopsForAVisitorThatThrowsAndHandsItsExceptionOn) {
  struct Thrower : XmlVisitor {
    int calls = 0;
    void open(const XmlName&, const std::vector<XmlAttribute>&) override {
      ++calls;
      throw std::runtime_error("enough");
    }
    void close(const XmlName&) override { ++calls; }
    void text(std::string_view) override { ++calls; }
  } thrower;

  EXPECT_THROW(static_cast<void>(stream_xml(*prepare_xml("<a>x<b/></a>"), thrower)), std::runtime_error);
  EXPECT_EQ(thrower.calls, 1);
}

TEST(StreamXml, TellsNothingMoreBehindTheFirstError) {
  EXPECT_EQ(transcript("<a b=1>text</a>"), "not_wellformed line 1");
  Transcript transcript;

  ASSERT_TRUE(stream_xml(*prepare_xml("<a><b c=1>plain text</b></a>"), transcript));

  EXPECT_EQ(transcript.said, "<a>");
}

// ---- preparing

TEST(Har51, TakesDeclarationAndByteOrderMarkAway) {
  EXPECT_EQ(prepare_xml("\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8' standalone='yes'?><a/>")->text, "<a/>");
  EXPECT_EQ(prepare_xml("\r\n  <?xml version=\"1.0\"?>\n<a/>")->text, "\n<a/>");
  EXPECT_EQ(prepare_xml("<?xml-stylesheet href='x'?><a/>")->text, "<?xml-stylesheet href='x'?><a/>");
}

TEST(Har16, LeavesCleanTextAloneAndCountsNothing) {
  constexpr std::string_view text =
      "<a b='&lt;&#10;'>é &amp; &quot;&apos; 🍃 &#x20AC;\t\r\n<![CDATA[a & b &nbsp;]]><!-- & --></a>";
  const auto prepared = prepare_xml(text);

  EXPECT_EQ(prepared->text, text);
  EXPECT_EQ(prepared->mended, 0);
}

TEST(Har16, MendsBadCharactersAndCountsThem) {
  const auto prepared = prepare_xml("<a>one\x03 two\xE9 three\uFFFE four&#55349; five&#0;</a>");

  EXPECT_EQ(prepared->text, "<a>one two\uFFFD three four five</a>");
  EXPECT_EQ(prepared->mended, 5);
}

TEST(Har16, ReadsTheNamesOfHtmlAndKeepsUnknownOnesAsText) {
  const auto prepared =
      prepare_xml("<a t='x&nbsp;y'>caf&eacute; &bogus; Art & Design &hellip; &; &#x; <![CDATA[&eacute;]]></a>");

  EXPECT_EQ(prepared->text,
            "<a t='x\u00A0y'>café &amp;bogus; Art &amp; Design … &amp;; &amp;#x; <![CDATA[&eacute;]]></a>");
  EXPECT_EQ(prepared->mended, 7);
  EXPECT_EQ(transcript("<a>&bogus;</a>"), "<a>&bogus;</a>");
}

TEST(Har16, MendingAWholePageOfDamageIsNotSlow) {
  const auto prepared = prepare_xml("<a>" + repeated("& \x01 &nbsp; \xFF", 60'000) + "</a>");

  ASSERT_TRUE(prepared);
  EXPECT_EQ(prepared->mended, 240'000);
}

TEST(Har16, WithoutMendingTheEncodingMustBeRightAndNothingIsChanged) {
  EXPECT_EQ(kind_of("<a>\xE9</a>", false), "bad_encoding");
  EXPECT_EQ(prepare_xml("<a>&nbsp;\x03</a>", {}, false)->text, "<a>&nbsp;\x03</a>");
}

TEST(Sec50, TranscodesWesternPagesThatSaySo) {
  EXPECT_EQ(prepare_xml("<?xml version='1.0' encoding='ISO-8859-1'?><a>caf\xE9 \x93x\x94</a>")->text,
            "<a>café “x”</a>");
  EXPECT_EQ(prepare_xml("<?xml version='1.0' encoding=\"Windows-1252\"?><a>\x80</a>")->text, "<a>€</a>");
}

TEST(Sec50, RefusesOtherEncodings) {
  for (const std::string_view bytes :
       {"\xFE\xFF\0<\0a"sv, "\xFF\xFE<\0a\0"sv, "\0<\0a"sv, "<\0a\0"sv, "\0\0\xFE\xFF"sv, "\x4C\x6F\xA7\x94"sv,
        "+/v8-+ADw-a/"sv, "+ADw-a/+AD4-"sv, "<?xml version='1.0' encoding='UTF-7'?><a/>"sv,
        "<?xml version='1.0' encoding='utf-16'?><a/>"sv, "<?xml version='1.0' encoding='Shift_JIS'?><a/>"sv,
        "<?xml version='1.0' encoding='ebcdic-cp-us'?><a/>"sv}) {
    EXPECT_EQ(kind_of(bytes), "bad_encoding");
  }
}

TEST(Sec52, SaysWhatCameInsteadOfXml) {
  EXPECT_EQ(kind_of(""), "not_xml");
  EXPECT_EQ(kind_of(" \n "), "not_xml");
  EXPECT_EQ(kind_of("not xml at"), "not_xml");
  EXPECT_EQ(prepare_xml("{\"error\": 1}").problem().what, "JSON came instead of XML.");
  EXPECT_EQ(prepare_xml("\n<!DOCTYPE HTML><html>").problem().what, "A web page came instead of XML.");
  EXPECT_EQ(prepare_xml("<HTML><body>").problem().what, "A web page came instead of XML.");
}

TEST(Sec50, RefusesDocumentTypes) {
  EXPECT_EQ(kind_of("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"), "doctype");
  EXPECT_EQ(kind_of("<!DOCTYPE a SYSTEM 'http://127.0.0.1/x.dtd'><a/>"), "doctype");
  EXPECT_EQ(kind_of("<a><!ENTITY x 'y'></a>"), "doctype");
  EXPECT_EQ(kind_of("<a><![INCLUDE[x]]></a>"), "doctype");
  EXPECT_EQ(kind_of("<a><!-- <!DOCTYPE b> --><![CDATA[<!DOCTYPE b>]]></a>"), "");
}

TEST(Sec50, RefusesWhatIsOverTheLimits) {
  EXPECT_EQ(kind_of(repeated("<a>", 64) + repeated("</a>", 64)), "");
  EXPECT_EQ(kind_of(repeated("<a>", 65) + repeated("</a>", 65)), "too_deep");
  EXPECT_EQ(kind_of("<a>" + repeated("<b/>", 1000) + repeated("<b></b>", 1000) + "</a>"), "");
  EXPECT_EQ(kind_of(fmt::format("<a>{:x>1048576}</a>", "")), "");
  EXPECT_EQ(kind_of(fmt::format("<a>{:x>1048577}</a>", "")), "text_too_long");
  EXPECT_EQ(kind_of("<a>" + repeated(fmt::format("<![CDATA[{:x>100000}]]><!-- -->", ""), 11) + "</a>"),
            "text_too_long");
  EXPECT_EQ(kind_of(fmt::format("<a><!--{:x>65536}--></a>", "")), "tag_too_big");
  EXPECT_EQ(kind_of(fmt::format("<a><?x {:x>65536}?></a>", "")), "tag_too_big");
  EXPECT_EQ(kind_of(fmt::format("<a b='{:x>65536}'/>", "")), "tag_too_big");
  EXPECT_EQ(kind_of(fmt::format("<a></a{: >65536}>", "")), "tag_too_big");
  EXPECT_EQ(kind_of("<a " + repeated("b='' ", 257) + "/>"), "tag_too_big");
  EXPECT_EQ(prepare_xml("<a/>", {.page_bytes = 3}).problem().kind, "too_big");
}

// 2.3 MB of attributes cost libxml2 over 20 s; here they never reach it.
TEST(Har52, AnAttributeFloodIsRefusedUnparsed) {
  std::string flood = "<a";
  for (int i = 0; i < 200'000; ++i) flood += fmt::format(" a{}=\"\"", i);

  EXPECT_EQ(kind_of(flood + "/>"), "tag_too_big");
}

// libxml2 searches the declared namespaces one by one for every element.
TEST(Har52, ANamespaceFloodIsRefusedUnparsed) {
  std::string flood;
  for (int level = 0; level < 40; ++level) {
    flood += "<a";
    for (int i = 0; i < 4; ++i) flood += fmt::format("\n xmlns:n{}_{}='urn:x'", level, i);
    flood += '>';
  }

  EXPECT_EQ(kind_of(flood + repeated("<b/>", 10'000)), "tag_too_big");
}

TEST(Har52, HostilePagesEndInAnOrdinaryRefusalOrAnOrdinaryText) {
  const std::string hostile[] = {
      "<",
      "<a",
      "<a ",
      "<a b",
      "<a b=",
      "<a b='",
      "</",
      "</a>",
      "<!",
      "<!-",
      "<!--",
      "<!-->",
      "<![CDATA[",
      "<?",
      "<?x",
      "<?xml",
      "<?xml ",
      "<?xml encoding",
      "<?xml encoding='",
      "<a>&",
      "<a>&#",
      "<a>&#;",
      "<a>&#x",
      "<a>]]></a>",
      "<a><!-- -- --></a>",
      "<a>&#99999999999;</a>",
      "<a xmlns:x=''/>",
      "<x:a/>",
      "<a xmlns:xml='urn:x'/>",
      "<a xmlns='http://www.w3.org/2000/xmlns/'/>",
      "<a:b:c/>",
      "<1/>",
      "<a/><!DOCTYPE",
      "<a><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' parse='text'/></a>",
      "<?xml-stylesheet type='text/xsl' href='http://127.0.0.1/'?><a xsi:schemaLocation='u http://127.0.0.1/' "
      "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'/>",
      "<a>" + repeated("&amp;", 200'000) + "</a>",
      "<a>" + repeated("<!--", 100'000),
      "<a>" + repeated("<![CDATA[", 100'000),
      repeated("<", 100'000),
      "<a b='" + repeated("&lt;", 10'000) + "'/>",
      repeated("</a>", 100'000),
      "<a>" + repeated("<?", 100'000),
      "<" + repeated("a", 60'000) + "/>",
      "<a " + repeated("'\"", 30'000) + "/>",
      "<a>" + repeated("&#x26;#38;", 50'000) + "</a>",
      "<a>" + repeated("\xF0\x9F", 100'000) + "</a>"};
  for (const std::string& page : hostile) {
    const std::string said = transcript(page);
    EXPECT_EQ(said.find("root:"), std::string::npos) << page.substr(0, 60);
    static_cast<void>(find_elements(page, "record"));
  }
}

// ---- salvage

std::vector<std::string> slices_of(std::string_view text, std::string_view local) {
  std::vector<std::string> slices;
  for (const Slice& slice : find_elements(text, local))
    slices.emplace_back(text.substr(slice.begin, slice.end - slice.begin));
  return slices;
}

using Slices = std::vector<std::string>;

TEST(Har15, FindsWholeElementsOfAnyPrefix) {
  EXPECT_EQ(
      slices_of("<l><record>1</record> <oai:record a='>'>2</oai:record><record/><records/><!--<record></record>-->"
                "<![CDATA[<record></record>]]><record\n>3</record ></l>",
                "record"),
      (Slices{"<record>1</record>", "<oai:record a='>'>2</oai:record>", "<record/>", "<record\n>3</record >"}));
  EXPECT_EQ(slices_of("", "record"), Slices{});
}

TEST(Har15, ARecordInsideARecordBelongsToIt) {
  constexpr std::string_view text =
      "<record><metadata><record>marc</record></metadata></record><record><c:record/></record>";

  EXPECT_EQ(slices_of(text, "record"),
            (Slices{"<record><metadata><record>marc</record></metadata></record>", "<record><c:record/></record>"}));
}

TEST(Har15, ADamagedElementCostsOnlyItself) {
  EXPECT_EQ(slices_of("<l><record>1<record>2</record><record>3</record></l>", "record"),
            (Slices{"<record>2</record>", "<record>3</record>"}));
  EXPECT_EQ(slices_of("</record><record>1</record></record><record>cut", "record"), (Slices{"<record>1</record>"}));
  EXPECT_EQ(slices_of("<record><x a=\"lost</x></record><record>2</record>", "record"),
            (Slices{"<record><x a=\"lost</x></record>", "<record>2</record>"}));
}

// ---- the small tree

TEST(ReadXmlTree, HoldsNamesAttributesAndOwnText) {
  const auto tree = read_xml_tree("<dc:a xmlns:dc='urn:dc' xml:lang='en'>x<dc:b>inner</dc:b>y<dc:b k='v'/></dc:a>");

  ASSERT_TRUE(tree);
  EXPECT_EQ(tree->space, "urn:dc");
  EXPECT_EQ(tree->local, "a");
  EXPECT_EQ(tree->attribute("lang"), "en");
  EXPECT_EQ(tree->attribute("none"), "");
  EXPECT_EQ(tree->text, "xy");
  ASSERT_EQ(tree->children.size(), 2u);
  EXPECT_EQ(tree->child("b")->text, "inner");
  EXPECT_EQ(tree->children[1].attribute("k"), "v");
  EXPECT_EQ(tree->child("c"), nullptr);
}

TEST(ReadXmlTree, PassesProblemsOn) {
  EXPECT_EQ(read_xml_tree("no").problem().kind, "not_xml");
  EXPECT_EQ(read_xml_tree("<a>").problem().kind, "not_wellformed");
}

TEST(HtmlEntity, KnowsTheNames) {
  EXPECT_EQ(html_entity("eacute"), "é");
  EXPECT_EQ(html_entity("Eacute"), "É");
  EXPECT_EQ(html_entity("zwnj"), "\u200C");
  EXPECT_EQ(html_entity("amp"), "&");
  EXPECT_EQ(html_entity("eacut"), "");
  EXPECT_EQ(html_entity(""), "");
}

}  // namespace
}  // namespace commonplace::formats
