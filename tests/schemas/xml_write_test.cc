// Escaping of XML that we write (OAI-22, OAI-26, OAI-27).
#include "schemas/formats/xml.h"

namespace commonplace::formats {
namespace {

std::string attribute(std::string_view value) {
  std::string out;
  append_xml_attribute(out, value);
  return out;
}

TEST(Oai22, EscapesWithThePredefinedEntitiesOnly) {
  EXPECT_EQ(xml_text("a < b && c > d \"e\" 'f' ]]>"), "a &lt; b &amp;&amp; c &gt; d \"e\" 'f' ]]&gt;");
  EXPECT_EQ(xml_text(""), "");
  EXPECT_EQ(xml_text("Llunio \u0639 \U0001F3A8"), "Llunio \u0639 \U0001F3A8");
}

TEST(Oai26, KeepsLineEndsOfAttributesAsReferences) {
  EXPECT_EQ(attribute("invalid\"id\t\r\n'<"), "invalid&quot;id&#9;&#13;&#10;'&lt;");
  EXPECT_EQ(xml_text("a\tb\nc\r"), "a\tb\nc&#13;");
}

TEST(Oai27, ReplacesWhatXmlForbids) {
  EXPECT_EQ(xml_text(std::string_view("a\0b\x03\x1F", 5)), "a\uFFFDb\uFFFD\uFFFD");
  EXPECT_EQ(xml_text("\uFFFE\uFFFF\uFFFD\x7F"), "\uFFFD\uFFFD\uFFFD\x7F");
  EXPECT_EQ(xml_text("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(attribute("caf\xE9"), "caf\uFFFD");
}

}  // namespace
}  // namespace commonplace::formats
