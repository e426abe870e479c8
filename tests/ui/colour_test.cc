#include "ui/colour.h"

#include <gtest/gtest.h>

namespace commonplace::ui {
namespace {

constexpr Colour white{255, 255, 255};
constexpr Colour wall{0xf5, 0xf4, 0xf1};
constexpr Colour dark_card{0x1d, 0x1c, 0x23};
constexpr Colour dark_wall{0x13, 0x12, 0x17};

struct Vector {
  const char* brand;
  const char* on;
  const char* light;
  const char* dark;
};
// specs/ux.md §13
constexpr Vector vectors[] = {
    {"#B5451F", "#ffffff", "#b5451f", "#ca795e"}, {"#2B3A8F", "#ffffff", "#2b3a8f", "#8089bc"},
    {"#A3123A", "#ffffff", "#a3123a", "#ca768d"}, {"#0B6E73", "#ffffff", "#0b6e73", "#4f979a"},
    {"#F2B705", "#17161b", "#8c6a03", "#f2b705"}, {"#1E7A3C", "#ffffff", "#1e7a3c", "#599d6f"},
    {"#6B2C91", "#ffffff", "#6b2c91", "#a680bd"}, {"#C8327D", "#ffffff", "#c4317b", "#d6679f"},
    {"#000000", "#ffffff", "#000000", "#8f8f8f"}, {"#FFFFFF", "#17161b", "#6b6b6b", "#ffffff"},
    {"#FF0000", "#17161b", "#e00000", "#ff4747"}};

TEST(Ui181, DerivesTheColoursOfTheTable) {
  for (const Vector& vector : vectors) {
    const BrandColours made = brand_colours(parse_colour(vector.brand).value());

    EXPECT_EQ(hex(made.on_brand), vector.on) << vector.brand;
    EXPECT_EQ(hex(made.text_light), vector.light) << vector.brand;
    EXPECT_EQ(hex(made.text_dark), vector.dark) << vector.brand;
  }
}

TEST(Ui181, KeepsEveryPairOf5832ColoursAboveItsFloor) {
  for (int red = 0; red < 256; red += 15) {
    for (int green = 0; green < 256; green += 15) {
      for (int blue = 0; blue < 256; blue += 15) {
        const Colour brand{static_cast<std::uint8_t>(red), static_cast<std::uint8_t>(green),
                           static_cast<std::uint8_t>(blue)};
        const BrandColours made = brand_colours(brand);

        ASSERT_GE(contrast(made.on_brand, brand), 4.5) << hex(brand);
        ASSERT_GE(contrast(made.text_light, white), 5.0) << hex(brand);
        ASSERT_GE(contrast(made.text_light, wall), 4.5) << hex(brand);
        ASSERT_GE(contrast(made.text_dark, dark_card), 5.0) << hex(brand);
        ASSERT_GE(contrast(made.text_dark, dark_wall), 4.5) << hex(brand);
      }
    }
  }
}

TEST(ParseColour, TakesSixHexDigitsInEitherCaseAndNothingElse) {
  EXPECT_EQ(parse_colour("#2B3a8F"), (Colour{0x2b, 0x3a, 0x8f}));
  for (const auto* bad : {"", "#", "2B3A8F", "#2B3A8", "#2B3A8F0", "#2B3A8G", "#fff", "red", "#2B3A8F;", " #2B3A8F"}) {
    EXPECT_FALSE(parse_colour(bad)) << bad;
  }
}

TEST(Ui182, WritesCheckedValuesOnlyIntoTheBrandSheet) {
  const Brand brands[] = {{"harrow-loom", "#2B3A8F"},
                          {"kiln", "red;} body{display:none"},
                          {"a{}b", "#2B3A8F"},
                          {"Upper", "#2B3A8F"},
                          {"", "#2B3A8F"}};

  const std::string css = brand_css(brands);

  EXPECT_NE(css.find(".org-harrow-loom{--b:#2b3a8f;--on:#ffffff;--bt:#2b3a8f"), std::string::npos);
  EXPECT_NE(css.find("@media (prefers-color-scheme:dark){\n.org-harrow-loom{--bt:#8089bc}"), std::string::npos);
  for (const auto* forbidden : {"kiln", "red", "a{}b", "Upper", "body", "display"}) {
    EXPECT_EQ(css.find(forbidden), std::string::npos) << forbidden;
  }
}

TEST(Ui182, WritesAnEmptySheetForNobody) {
  EXPECT_EQ(brand_css({}), "");
}

TEST(Ui182, NamesAClassOnlyForASlug) {
  EXPECT_EQ(brand_class("harrow-loom"), "org-harrow-loom");
  for (const auto* bad : {"", "9lives", "a b", "a\"b", "Ärger", "a.b"}) EXPECT_EQ(brand_class(bad), "") << bad;
  EXPECT_EQ(brand_class(std::string(40, 'a')), "org-" + std::string(40, 'a'));
  EXPECT_EQ(brand_class(std::string(41, 'a')), "");
}

TEST(Ui184, GivesANeutralKitWhoseTextCanBeRead) {
  const BrandColours made = neutral_colours();

  EXPECT_GE(contrast(made.on_brand, made.brand), 4.5);
  EXPECT_NE(neutral_css().find(":root{--b:"), std::string::npos);
}

}  // namespace
}  // namespace commonplace::ui
