#include "ui/words.h"

#include <gtest/gtest.h>

#include <set>

#include "ui/english.h"

namespace commonplace::ui {
namespace {

TEST(Words, CountsInWords) {
  EXPECT_EQ(counted(0, "resource"), "0 resources");
  EXPECT_EQ(counted(1, "resource"), "1 resource");
  EXPECT_EQ(counted(1204, "resource"), "1,204 resources");
  EXPECT_EQ(number(-1234567), "-1,234,567");
  EXPECT_EQ(number(-123), "-123");
}

TEST(Words, FillsNamesWithoutLookingIntoTheValue) {
  EXPECT_EQ(fill("{a} and {a}, not {b}", "a", "{a}{b}"), "{a}{b} and {a}{b}, not {b}");
  EXPECT_EQ(words("home.heading_one", "name", "Kiln"), "Learning resources from Kiln");
}

TEST(Words, RefusesAnUnknownKey) {
  EXPECT_EQ(find_words("no.such"), nullptr);
  EXPECT_THROW(words("no.such"), std::logic_error);
}

TEST(Words, HasEachKeyOnceAndSaysSomethingForIt) {
  std::set<std::string_view> keys;
  for (const Phrase& phrase : english()) {
    EXPECT_TRUE(keys.insert(phrase.key).second) << phrase.key;
    EXPECT_FALSE(phrase.text.empty()) << phrase.key;
  }
}

// specs/ux.md §12: the words of protocols stay under "Technical details".
TEST(Ui8, SpeaksNoProtocolInTheDictionary) {
  for (const Phrase& phrase : english()) {
    for (const auto* forbidden :
         {"metadata", "harvest", "OAI", "repository", "endpoint", "tombstone", "quarantin", "!"}) {
      EXPECT_EQ(phrase.text.find(forbidden), std::string_view::npos) << phrase.key;
    }
  }
}

TEST(Words, SaysAgesAsTeachersDo) {
  EXPECT_EQ(ages_in_words(model::AgeRange{7, 11}), "Ages 7–11");
  EXPECT_EQ(ages_in_words(model::AgeRange{16, 120}), "Ages 16 and over");
  EXPECT_EQ(ages_in_words(model::AgeRange{0, 5}), "Up to age 5");
  EXPECT_EQ(ages_in_words(model::AgeRange{0, 120}), "");
  EXPECT_EQ(ages_in_words(model::AgeRange{9, 9}), "");
  EXPECT_EQ(ages_in_words(std::nullopt), "");
}

TEST(Words, SaysTimesAndSizes) {
  EXPECT_EQ(minutes_in_words(45), "45 min");
  EXPECT_EQ(minutes_in_words(60), "1 hour");
  EXPECT_EQ(minutes_in_words(90), "90 min");
  EXPECT_EQ(minutes_in_words(150), "2 h 30 min");
  EXPECT_EQ(minutes_in_words(2880), "2 days");
  EXPECT_EQ(minutes_in_words(0), "");
  EXPECT_EQ(minutes_in_words(std::nullopt), "");
  EXPECT_EQ(bytes_in_words(640), "640 bytes");
  EXPECT_EQ(bytes_in_words(12'300), "12 KB");
  EXPECT_EQ(bytes_in_words(3'100'000), "3.1 MB");
  EXPECT_EQ(bytes_in_words(-1), "");
}

TEST(Ui180, MakesAMarkFromTheNameWhereThereIsNone) {
  EXPECT_EQ(initials("Kiln Street Pottery Museum"), "KS");
  EXPECT_EQ(initials("The Museum of Welsh Life"), "MW");
  EXPECT_EQ(initials("Ŵyl y Mynydd"), "ŴM");
  EXPECT_EQ(initials("متحف الفن"), "ما");
  EXPECT_EQ(initials("the of"), "TO");
  EXPECT_EQ(initials("  "), "");
  EXPECT_EQ(initials("<script>"), "");
}

}  // namespace
}  // namespace commonplace::ui
