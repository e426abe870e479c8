// HOST-16 to HOST-30: answers that are none, and pages with something bad in them.
#include "tests/peers/hostile/hostile_case.h"

namespace commonplace::hostile {
namespace {

using harvest::replied;

TEST(Host16, AWeekOfErrorsMakesASourceUnreachableUntilItRecoversByItself) {
  Case one;
  expect(one, one.visit(), Ending::complete, 500, Case::model());
  one.hostile.offers.fault = [](const auto&, int) { return replied("oops", 500); };

  for (int visit = 1; visit <= 7; ++visit) {
    one.now = std::max(one.now, one.peer().next_visit);
    EXPECT_EQ(one.visit_alone().ending, Ending::failed);
    EXPECT_EQ(one.peer().state, visit < 5 ? store::PeerState::retrying : store::PeerState::unreachable);
    EXPECT_EQ(one.shown(), Case::model());
  }
  one.hostile.offers.fault = {};
  one.now = one.peer().next_visit;

  const auto report = one.visit_alone();

  EXPECT_TRUE(report.ending == Ending::unchanged || report.ending == Ending::complete) << report.message;
  EXPECT_EQ(one.peer().state, store::PeerState::active);
  EXPECT_EQ(one.shown(), Case::model());
}

TEST(Host17, ASourceThatIsGoneOnceFailsOnceAndComesBack) {
  Case one;
  one.hostile.offers.fault = [](const auto&, int) { return replied("<html>not found</html>", 404); };
  const auto report = one.visit();
  EXPECT_EQ(report.ending, Ending::failed);
  EXPECT_EQ(harvest::exit_code(report.ending), 6);
  EXPECT_NE(report.message.find("404"), std::string::npos);
  one.hostile.offers.fault = {};

  expect(one, one.visit_alone(), Ending::complete, 500, Case::model());
}

TEST(Host18, ALoginPageFailsInWordsAndDeletesNothing) {
  Case one;
  expect(one, one.visit(), Ending::complete, 500, Case::model());
  one.hostile.offers.fault = [](const auto&, int) { return replied("<!DOCTYPE html><html><form>Log in</form></html>"); };

  const auto report = one.visit_alone();

  EXPECT_EQ(report.ending, Ending::failed);
  EXPECT_EQ(report.message, "The address answered with a web page, not with records. Is a login needed?");
  EXPECT_EQ(one.shown(), Case::model());
}

TEST(Host19, ANoticeBehindTheEndRefusesThePage) {
  Case one;
  one.hostile.offers.fault = on_page(3, replied(one.hostile.offers.page(3) + "<b>Notice</b>: undefined index"));

  const auto report = one.visit();

  EXPECT_EQ(report.ending, Ending::failed);
  EXPECT_EQ(report.counts.offered, 200);
}

TEST(Host20, AByteOrderMarkAndBlanksInFrontAreReadAndCounted) {
  Case one;
  one.hostile.offers.fault = on_page(3, replied("\xEF\xBB\xBF \n" + one.hostile.offers.page(3)));

  const auto report = one.visit();

  expect(one, report, Ending::complete, 500, Case::model());
  EXPECT_EQ(report.counts.mended, 1);
}

TEST(Host21, Latin1BytesBecomeReplacementCharactersAndAreCounted) {
  Case one;
  one.hostile.offers.fault = on_page(3, replied(page_with(one.hostile.offers, "Title 250", "Caf\xE9")));
  auto model = Case::model();
  model[FakeSource::identifier(250)] = "Caf\uFFFD";

  const auto report = one.visit();

  expect(one, report, Ending::complete, 500, model);
  EXPECT_EQ(report.counts.mended, 1);
}

void expect_bad_encoding(const std::string& body) {
  Case one;
  one.hostile.offers.fault = on_page(3, replied(body));

  const auto report = one.visit_alone();

  EXPECT_EQ(report.ending, Ending::failed);
  EXPECT_NE(report.message.find("bad_encoding"), std::string::npos) << report.message;
  EXPECT_EQ(report.counts.offered, 200);
}

TEST(Host22, Utf16FailsInWords) {
  std::string little = "\xFF\xFE";
  for (const char c : FakeSource().page(3)) little += {c, '\0'};
  expect_bad_encoding(little);
}

TEST(Host23, Utf7FailsInWords) {
  expect_bad_encoding("<?xml version=\"1.0\" encoding=\"UTF-7\"?>+ADw-OAI-PMH+AD4-");
}

TEST(Host24, ControlCharactersAreRemovedAndCounted) {
  Case one;
  one.hostile.offers.fault = on_page(3, replied(page_with(one.hostile.offers, "Title 250", "Ti\x03tle\x1B 250")));

  const auto report = one.visit();

  expect(one, report, Ending::complete, 500, Case::model());
  EXPECT_EQ(report.counts.mended, 2);
}

Shown model_without(int index) {
  auto model = Case::model();
  model.erase(FakeSource::identifier(index));
  return model;
}

void expect_one_set_aside(const std::string& title, const std::string& reason) {
  Case one;
  one.hostile.offers.fault = on_page(3, replied(page_with(one.hostile.offers, "Title 250", title)));

  const auto report = one.visit();

  expect(one, report, Ending::complete_with_losses, 500, model_without(250));
  EXPECT_EQ(harvest::exit_code(report.ending), 3);
  EXPECT_EQ(report.counts.quarantined, 1);
  const auto rows = one.set_aside();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].reason, reason);
  EXPECT_EQ(rows[0].identifier, FakeSource::identifier(250));
  EXPECT_EQ(rows[0].page, 3);
  EXPECT_LE(rows[0].raw.size(), 256u * 1024);
  EXPECT_TRUE(rows[0].raw.starts_with("<record"));
}

TEST(Host24, ANulSetsItsRecordAside) {
  expect_one_set_aside(std::string("Ti\0tle", 6), "bad_encoding");
}

TEST(Host25, ADoctypeWithAnExternalEntityIsSuspended) {
  Case one;
  std::string page = one.hostile.offers.page(3);
  page.insert(page.find("<OAI-PMH"), "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>");
  one.hostile.offers.fault = on_page(3, replied(page));

  const auto report = one.visit();

  EXPECT_EQ(report.ending, Ending::suspended);
  EXPECT_EQ(harvest::exit_code(report.ending), 7);
  EXPECT_EQ(report.counts.offered, 200);
}

TEST(Host26, ABillionLaughsIsSuspended) {
  Case one;
  std::string page = one.hostile.offers.page(3);
  std::string entities = "<!ENTITY a0 \"ha\">";
  for (int i = 1; i < 30; ++i)
    entities += "<!ENTITY a" + std::to_string(i) + " \"&a" + std::to_string(i - 1) + ";&a" + std::to_string(i - 1) + ";\">";
  page.insert(page.find("<OAI-PMH"), "<!DOCTYPE lolz [" + entities + "]>");
  one.hostile.offers.fault = on_page(3, replied(page));

  EXPECT_EQ(one.visit().ending, Ending::suspended);
}

TEST(Host27, ATagOf200000AttributesSetsItsRecordAside) {
  std::string tag = "<x";
  for (int i = 0; i < 200'000; ++i) tag += " a" + std::to_string(i) + "=\"\"";
  expect_one_set_aside(tag + "/>", "tag_too_big");
}

TEST(Host28, ADepthOfAMillionSetsItsRecordAside) {
  const int depth = std::getenv("COMMONPLACE_LONG") ? 1'000'000 : 100'000;
  std::string deep;
  for (int i = 0; i < depth; ++i) deep += "<d>";
  for (int i = 0; i < depth; ++i) deep += "</d>";
  expect_one_set_aside(deep, "too_deep");
}

TEST(Host29, ATextOf11MegabytesSetsItsRecordAside) {
  expect_one_set_aside(std::string(11'000'000, 'x'), "text_too_long");
}

TEST(Host30, AnotherNamespaceIsRefusedByName) {
  Case one;
  std::string page = one.hostile.offers.page(3);
  page.replace(page.find("OAI/2.0/"), 8, "OAI/9.9/");
  one.hostile.offers.fault = on_page(3, replied(page));

  const auto report = one.visit();

  EXPECT_EQ(report.ending, Ending::refused);
  EXPECT_EQ(harvest::exit_code(report.ending), 8);
  EXPECT_NE(report.message.find("OAI/9.9/"), std::string::npos) << report.message;
}

TEST(Host30, Protocol11IsRefusedByName) {
  Case one;
  auto& identify = one.hostile.offers.identify;
  identify.replace(identify.find("<protocolVersion>2.0"), 20, "<protocolVersion>1.1");

  const auto report = one.visit();

  EXPECT_EQ(report.ending, Ending::refused);
  EXPECT_NE(report.message.find("1.1"), std::string::npos) << report.message;
}

}  // namespace
}  // namespace commonplace::hostile
