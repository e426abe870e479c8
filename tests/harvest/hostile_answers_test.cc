// HOST-18 to HOST-30 as the protocol part must stand them: answers that are none, and pages with something bad in them.
#include <gtest/gtest.h>

#include "hostile_page.h"

namespace commonplace::harvest {
namespace {

TEST(Host18, TellsAWebPageFromRecords) {
  for (const char* body :
       {"<!DOCTYPE html><html><body>Log in</body></html>", "\n <HTML>", "\xEF\xBB\xBF<html lang='cy'>",
        "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\" \"y\"><html xmlns=\"z\"/>"}) {
    FakeSource source;
    source.fault = on_page(3, replied(body));

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::failed);
    EXPECT_EQ(visited.outcome.reason, "The address answered with a web page, not with records. Is a login needed?");
  }
}

TEST(Har49, TellsWhatElseCameByItsFirstBytes) {
  const std::vector<std::pair<const char*, const char*>> table = {
      {"", "nothing at all"},     {" \n\t", "nothing at all"}, {"{\"a\":1}", "JSON"},           {"[1]", "JSON"},
      {"id,title\n1,x\n", "CSV"}, {"%PDF-1.7", "PDF"},         {"database error", "plain text"}};
  for (const auto& [body, words] : table) {
    FakeSource source;
    source.fault = on_page(3, replied(body));

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::failed) << body;
    EXPECT_NE(visited.outcome.reason.find(words), std::string::npos) << visited.outcome.reason;
  }
}

TEST(Host19, RefusesAPageThatGoesOnAfterItsEnd) {
  FakeSource source;
  source.fault = on_page(3, replied(source.page(3) + "<b>Notice</b>: undefined index in OAI-PMH.php"));
  EXPECT_EQ(visit(source).outcome.ending, Ending::failed);

  source.fault = on_page(3, replied(source.page(3) + "\n<!-- made in 3 ms -->\n"));
  EXPECT_EQ(visit(source).outcome.ending, Ending::complete);
}

TEST(Host20, ReadsAByteOrderMarkAndBlanksBeforeTheDeclaration) {
  FakeSource source;
  source.fault = on_page(3, replied("\xEF\xBB\xBF\n " + source.page(3)));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(visited.progress.mended, 1);
  EXPECT_EQ(visited.progress.mended_records, 0);
}

TEST(Host21, ReplacesLatin1BytesAndCountsThem) {
  FakeSource source;
  source.fault = on_page(3, replied(page_with(source, "Title 250", "Caf\xE9")));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_EQ(visited.progress.mended, 1);
  EXPECT_EQ(visited.progress.mended_records, 1);
  EXPECT_NE(visited.records.at(250).document.find("Caf\uFFFD"), std::string::npos);
  EXPECT_NE(visited.records.at(250).bytes.find("Caf\xE9<"), std::string::npos);
}

TEST(Host22And23, FailInWords) {
  std::string utf16 = "\xFF\xFE";
  for (const char c : FakeSource().page(3)) utf16 += {c, '\0'};
  for (const std::string& body : {utf16, std::string("<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADw-OAI-PMH+AD4-")}) {
    FakeSource source;
    source.fault = on_page(3, replied(body));

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::failed);
    EXPECT_NE(visited.outcome.reason.find("bad_encoding"), std::string::npos) << visited.outcome.reason;
    EXPECT_EQ(visited.distinct(), 200u);
  }
}

TEST(Host24, RemovesControlCharacters) {
  FakeSource source;
  source.fault = on_page(3, replied(page_with(source, "Title 250", "Ti\x03tle\x1B")));

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 500u);
  EXPECT_GE(visited.progress.mended, 2);
}

void expect_one_set_aside(FakeSource& source, const std::string& reason) {
  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::complete_with_losses) << visited.outcome.reason;
  EXPECT_EQ(visited.distinct(), 499u);
  ASSERT_EQ(visited.unread.size(), 1u);
  EXPECT_EQ(visited.unread[0].reason, reason);
  EXPECT_EQ(visited.unread[0].identifier, "oai:source.example:250");
  EXPECT_EQ(visited.unread[0].sha256.size(), 64u);
  EXPECT_LE(visited.unread[0].raw.size(), 256u * 1024);
  EXPECT_TRUE(visited.unread[0].raw.starts_with("<record"));
  EXPECT_EQ(visited.progress.offered, 500);
}

TEST(Host24, SetsTheRecordWithANulAside) {
  FakeSource source;
  source.fault = on_page(3, replied(page_with(source, "Title 250", std::string("Ti\0tle", 6))));

  expect_one_set_aside(source, "bad_encoding");
}

TEST(Host25And26, AreSuspendedAsHostile) {
  for (const char* declaration : {"<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                                  "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY "
                                  "c \"&b;&b;&b;&b;&b;\">]>"}) {
    FakeSource source;
    std::string page = source.page(3);
    page.insert(page.find("<OAI-PMH"), declaration);
    source.fault = on_page(3, replied(page));

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::suspended) << visited.outcome.reason;
    EXPECT_EQ(visited.distinct(), 200u);
  }
}

TEST(Host27, SetsTheRecordWithTheGiantTagAside) {
  FakeSource source;
  std::string tag = "<x";
  for (int i = 0; i < 200'000; ++i) tag += " a" + std::to_string(i) + "=\"\"";
  source.fault = on_page(3, replied(page_with(source, "Title 250", tag + "/>")));

  expect_one_set_aside(source, "tag_too_big");
}

TEST(Host28, SetsTheRecordOfGreatDepthAside) {
  FakeSource source;
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<d>";
  for (int i = 0; i < 100'000; ++i) deep += "</d>";
  source.fault = on_page(3, replied(page_with(source, "Title 250", deep)));

  expect_one_set_aside(source, "too_deep");
}

TEST(Host29, SetsTheRecordWithTheLongTextAside) {
  FakeSource source;
  source.fault = on_page(3, replied(page_with(source, "Title 250", std::string(11'000'000, 'x'))));

  expect_one_set_aside(source, "text_too_long");
}

TEST(Har15, SavesTheWholeRecordsOfADamagedPage) {
  FakeSource source;
  source.gets_records = false;
  source.fault = on_page(3, replied(page_with(source, "Title 250", "<b>Title & more</i>")));

  expect_one_set_aside(source, "not_wellformed");
}

TEST(Host30, RefusesOtherNamespacesAndOldProtocols) {
  std::string other = FakeSource().page(3);
  other.replace(other.find("OAI/2.0/"), 8, "OAI/9.9/");
  const std::string old =
      "<?xml version=\"1.0\"?><ListRecords "
      "xmlns=\"http://www.openarchives.org/OAI/1.1/OAI_ListRecords\"><responseDate>x"
      "</responseDate></ListRecords>";
  for (const auto& [page, words] : {std::pair{other, "OAI/9.9/"}, std::pair{old, "1.x"}}) {
    FakeSource source;
    source.fault = on_page(3, replied(page));

    const auto visited = visit(source);

    EXPECT_EQ(visited.outcome.ending, Ending::refused);
    EXPECT_NE(visited.outcome.reason.find(words), std::string::npos) << visited.outcome.reason;
  }
}

TEST(Har1, RefusesAProtocolVersionOtherThanTwo) {
  FakeSource source;
  source.identify.replace(source.identify.find("<protocolVersion>2.0"), 20, "<protocolVersion>1.1");

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::refused);
  EXPECT_NE(visited.outcome.reason.find("1.1"), std::string::npos);
}

}  // namespace
}  // namespace commonplace::harvest
