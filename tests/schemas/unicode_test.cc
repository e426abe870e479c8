// Unicode: what is sound is kept, what is broken is counted.
#include "schemas/formats/unicode.h"

namespace commonplace::formats {
namespace {

TEST(IsUtf8, KnowsTheTableOfWellFormedSequences) {
  for (const char* good : {"", "plain", "caf\u00E9", "\u0639\u0631\u0628\u064A", "\U0001F3A8", "\uFFFD", "\uFFFE"}) {
    EXPECT_TRUE(is_utf8(good)) << good;
  }
  for (const char* bad : {"\x80", "\xC0\xAF", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
                          "\xF4\x90\x80\x80", "\xF8\x88\x80\x80\x80", "\xFF", "12345678\x80", "ok\xE2\x82"}) {
    EXPECT_FALSE(is_utf8(bad));
  }
}

TEST(RepairUtf8, ReplacesEachBrokenSequenceOnceAndCounts) {
  int replaced = -1;

  EXPECT_EQ(repair_utf8("a\xC3\xA9 \xE9 b \xE2\x82", &replaced), "a\u00E9 \uFFFD b \uFFFD");
  EXPECT_EQ(replaced, 2);
  EXPECT_EQ(repair_utf8("fine", &replaced), "fine");
  EXPECT_EQ(replaced, 0);
}

TEST(Nfc, ComposesAndIsIdempotent) {
  EXPECT_EQ(nfc("Cafe\u0301"), "Caf\u00E9");
  EXPECT_EQ(nfc("Caf\u00E9"), "Caf\u00E9");
  EXPECT_EQ(nfc("\u212B"), "\u00C5");
  EXPECT_EQ(nfc("broken \xE9"), "broken \uFFFD");
}

TEST(Fold, DropsCaseAndMarks) {
  EXPECT_EQ(fold("Th\u00E9\u00E2tre STRASSE"), "theatre strasse");
  EXPECT_EQ(fold("stra\u00DFe"), "strasse");
  EXPECT_EQ(fold("\uFB01ne"), "fine");
  EXPECT_EQ(fold_case("Th\u00C9\u00C2tre"), "th\u00E9\u00E2tre");
}

TEST(NextCodePoint, MovesOverEveryInputAndStopsAtItsEnd) {
  const std::string_view text = "a\u00E9\u20AC\U0001F3A8\xFF";
  std::vector<char32_t> seen;
  for (std::size_t i = 0; i < text.size();) seen.push_back(next_code_point(text, i));

  EXPECT_EQ(seen, (std::vector<char32_t>{U'a', 0xE9, 0x20AC, 0x1F3A8, 0xFFFD}));
}

TEST(AppendUtf8, IsTheInverseAndNeverWritesSurrogates) {
  std::string out;
  for (const char32_t c : {U'a', char32_t{0xE9}, char32_t{0x20AC}, char32_t{0x1F3A8}, char32_t{0xD800}})
    append_utf8(out, c);

  EXPECT_EQ(out, "a\u00E9\u20AC\U0001F3A8\uFFFD");
}

TEST(Oai27, KnowsTheCharactersOfXml) {
  for (const char32_t c : {0x9, 0xA, 0xD, 0x20, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x10FFFF}) EXPECT_TRUE(is_xml_char(c));
  for (const char32_t c : {0x0, 0x8, 0xB, 0x1F, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF, 0x110000}) EXPECT_FALSE(is_xml_char(c));
}

TEST(Properties, AreThoseOfTheUnicodeTables) {
  EXPECT_TRUE(is_letter_or_mark(U'\u0639'));
  EXPECT_TRUE(is_letter_or_mark(0x301));
  EXPECT_FALSE(is_letter_or_mark(U'7'));
  EXPECT_TRUE(is_digit(U'\u0663'));
  EXPECT_FALSE(is_digit(U'a'));
}

}  // namespace
}  // namespace commonplace::formats
