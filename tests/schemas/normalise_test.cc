// Normalisation of what people and other systems write (MD-28, MD-38 to MD-42, MD-44).
#include "schemas/formats/normalise.h"

#include <gtest/gtest.h>

namespace commonplace::formats {
namespace {

using model::AgeRange;
using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

TEST(Md38, CleansTextAndKeepsItsLines) {
  EXPECT_EQ(normalise_text("plain text"), "plain text");
  EXPECT_EQ(normalise_text("  two\t \xC2\xA0 blanks  "), "two blanks");
  EXPECT_EQ(normalise_text("a\r\nb\rc \n\n d\n"), "a\nb\nc\n\nd");
  EXPECT_EQ(normalise_text("e\xCC\x81t\xC3\xA9"), "été");
  EXPECT_EQ(normalise_text("ze\u200Bro \u202Ebidi\u202C \uFEFFx\x07y\u0085z"), "zero bidi xyz");
  EXPECT_EQ(normalise_text("\u2067شعر\u2069 👩\u200D🎨"), "\u2067شعر\u2069 👩\u200D🎨");
  EXPECT_EQ(normalise_text("bad \xFF byte"), "bad \uFFFD byte");
  EXPECT_EQ(normalise_text(""), "");
  EXPECT_EQ(normalise_text(" \n\t "), "");
}

TEST(Md28, MakesPlainTextOfHtml) {
  EXPECT_EQ(html_to_text("Lorraine Hansberry&#39;s play &amp; more"), "Lorraine Hansberry's play & more");
  EXPECT_EQ(html_to_text("Strand 1: Create<br /> Understand"), "Strand 1: Create\nUnderstand");
  EXPECT_EQ(html_to_text("<p>One\n two</p>\n<p class=\"x\">Three</p>"), "One two\nThree");
  EXPECT_EQ(html_to_text("<div><p>One</p>\n<p>Two\nlines</p></div>"), "One\nTwo lines");
  EXPECT_EQ(html_to_text("a<script>alert('<p>')</script>b<style>p{}</style>c<!-- d -->"), "abc");
  EXPECT_EQ(html_to_text("&lt;b&gt; is &eacute;asy &#x2014; &#150;"), "<b> is éasy — –");
}

TEST(Md28, DecodesOnlyOnce) {
  EXPECT_EQ(html_to_text("&amp;amp; &amp;#39;"), "&amp; &#39;");
}

TEST(Md28, LeavesWhatOnlyLooksLikeHtml) {
  EXPECT_EQ(html_to_text("<Untitled>, 2 < 3 > 1 & R&D; AT&T &unknown; &"),
            "<Untitled>, 2 < 3 > 1 & R&D; AT&T &unknown; &");
  EXPECT_EQ(html_to_text("never <p closed"), "never <p closed");
  EXPECT_EQ(html_to_text("<script>never closed"), "");
  EXPECT_EQ(html_to_text("&#0; &#xD800; &#99999999999;"), "\uFFFD \uFFFD \uFFFD");
  EXPECT_EQ(html_to_text("*A Raisin in the Sun*"), "*A Raisin in the Sun*");
}

TEST(Md39, BringsLanguagesToBcp47) {
  const Pairs pairs = {{"eng", "en"},
                       {"English", "en"},
                       {"en_GB", "en-GB"},
                       {"EN-gb", "en-GB"},
                       {"cym", "cy"},
                       {"Cymraeg", "cy"},
                       {"zh-hant-tw", "zh-Hant-TW"},
                       {" fr ", "fr"},
                       {"zxx", "zxx"},
                       {"English (UK)", "en-GB"},
                       {"gsw", "gsw"},
                       {"http://id.loc.gov/vocabulary/iso639-2/eng", "en"},
                       {"http://lexvo.org/id/term/eng/English", "en"},
                       {"http://lexvo.org/id/iso639-3/deu", "de"}};
  for (const auto& [from, to] : pairs) EXPECT_EQ(normalise_language(from), to) << from;
  for (const std::string_view no :
       {"", " ", "Klingonish", "e", "en-toolongsubtag", "https://museum.example/en", "12", "\xff\xff"})
    EXPECT_EQ(normalise_language(no), std::nullopt) << no;
}

TEST(Md41, KeepsDatesAtTheirPrecisionAndGuessesNothing) {
  const Pairs pairs = {{"1965", "1965"},
                       {"2020-04", "2020-04"},
                       {"2020-04-03", "2020-04-03"},
                       {" 2020-04-03 ", "2020-04-03"},
                       {"2026-06-07T15:29:33.685819+00:00", "2026-06-07T15:29:33Z"},
                       {"2026-06-07T15:29:33+02:00", "2026-06-07T13:29:33Z"},
                       {"2017-08-23 23:48:01", "2017-08-23"}};
  for (const auto& [from, to] : pairs) EXPECT_EQ(normalise_date(from), to) << from;
  for (const std::string_view no :
       {"", "03/04/2020", "2025-02-29", "2020-13", "20200403", "yesterday", "2020-04-03T25:00:00Z", "c. 1860"})
    EXPECT_EQ(normalise_date(no), std::nullopt) << no;
}

TEST(Md41, WritesPeriodsInEdtf) {
  const Pairs pairs = {{"c. 1860", "1860~"},
                       {"1850s", "185X"},
                       {"19th century", "18XX"},
                       {"1965–67", "1965/1967"},
                       {"c.1830–41", "1830~/1841~"},
                       {"1910–1", "1910/1911"},
                       {"?1811", "1811?"},
                       {"?c.1674", "1674%"},
                       {"1819", "1819"},
                       {"1921–c.23", "1921/1923~"},
                       {"1883-01-01", "1883-01-01"},
                       {"1850\u2019s", "185X"}};
  for (const auto& [from, to] : pairs) EXPECT_EQ(normalise_period(from), to) << from;
  for (const std::string_view no :
       {"date not known", "1954, cast 1963", "published 1834", "", "1967–65", "after 1836", "99th century"})
    EXPECT_EQ(normalise_period(no), std::nullopt) << no;
}

TEST(Md42, ReadsDurationsAsPeopleWriteThem) {
  const Pairs pairs = {{"45 min", "PT45M"},
                       {"1 hour", "PT1H"},
                       {"1h30", "PT1H30M"},
                       {"2 x 60 minutes", "PT2H"},
                       {"PT1H", "PT1H"},
                       {"pt45m", "PT45M"},
                       {"45", "PT45M"},
                       {"90", "PT1H30M"},
                       {"1 hour and 15 minutes", "PT1H15M"},
                       {"1.5 hours", "PT1H30M"},
                       {"PT1.5H", "PT1H30M"},
                       {"half an hour", "PT30M"},
                       {"30-40 minutes", "PT40M"},
                       {"45–60 mins", "PT1H"},
                       {"2 days", "P2D"},
                       {"6 weeks", "P42D"},
                       {"90 seconds", "PT1M30S"},
                       {"1 awr", "PT1H"},
                       {"2 Stunden", "PT2H"},
                       {"P6W", "P6W"},
                       {"45 min.", "PT45M"},
                       {"about 20 minutes", "PT20M"}};
  for (const auto& [from, to] : pairs) EXPECT_EQ(normalise_duration(from), to) << from;
  for (const std::string_view no : {"", "0", "PT0M", "long", "P", "PT", "PT5X", "two lessons", "-5", "9999999", "P3Y",
                                    "1 hour maybe", "5M30", "P1T"})
    EXPECT_EQ(normalise_duration(no), std::nullopt) << no;
}

TEST(Md42, KnowsTheMinutesOfADuration) {
  EXPECT_EQ(duration_minutes("PT1H"), 60);
  EXPECT_EQ(duration_minutes("PT60M"), 60);
  EXPECT_EQ(duration_minutes("PT90S"), 2);
  EXPECT_EQ(duration_minutes("P1D"), 1440);
  EXPECT_EQ(duration_minutes("one hour"), std::nullopt);
}

TEST(Md16, ReadsAges) {
  EXPECT_EQ(normalise_age_range("7-11"), (AgeRange{7, 11}));
  EXPECT_EQ(normalise_age_range("7–11 years"), (AgeRange{7, 11}));
  EXPECT_EQ(normalise_age_range("ages 7 to 11"), (AgeRange{7, 11}));
  EXPECT_EQ(normalise_age_range("11+"), (AgeRange{11, 18}));
  EXPECT_EQ(normalise_age_range("18+"), (AgeRange{18, 120}));
  EXPECT_EQ(normalise_age_range("14-"), (AgeRange{14, 18}));
  EXPECT_EQ(normalise_age_range("5"), (AgeRange{5, 6}));
  EXPECT_EQ(normalise_age_range("5 year olds"), (AgeRange{5, 6}));
  EXPECT_EQ(normalise_age_range("under 5"), (AgeRange{0, 5}));
  for (const std::string_view no : {"", "KS2", "11-7", "7-7", "7-11-14", "5-500", "seven", "Year 4 history", "7km"})
    EXPECT_EQ(normalise_age_range(no), std::nullopt) << no;
}

TEST(Md44, TwiceIsOnce) {
  for (const std::string_view text : {"  a \r\n b ", "e\u200B\xCC\x81", "Å\u0323", "bad \xC3", "\u2000x", "가각", "ﬁ ½",
                                      "x \u0300y", "\u212B", "a\t\tb"}) {
    const std::string once = normalise_text(text);
    EXPECT_EQ(normalise_text(once), once);
  }
  for (const std::string_view text : {"45 min", "PT1.5H", "2 days", "1h30", "P6W", "90 seconds"}) {
    const auto once = normalise_duration(text);
    EXPECT_EQ(normalise_duration(*once), once);
  }
  for (const std::string_view text : {"English", "en_gb", "zh-hant"})
    EXPECT_EQ(normalise_language(*normalise_language(text)), normalise_language(text));
}

}  // namespace
}  // namespace commonplace::formats
