#include "ui/colour.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <numbers>

namespace commonplace::ui {
namespace {

constexpr Colour white{255, 255, 255};
constexpr Colour black{0, 0, 0};
constexpr Colour ink{0x17, 0x16, 0x1b};
constexpr Colour dark_card{0x1d, 0x1c, 0x23};
constexpr Colour neutral{0x5f, 0x5d, 0x66};

constexpr double text_floor = 4.5;        // WCAG 2 AA
constexpr double brand_text_floor = 5.0;  // leaves ≥ 4.5 on the wall (specs/ux.md §13)

double linear(std::uint8_t channel) {
  const double value = channel / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

std::uint8_t encoded(double linear_value) {
  const double v = std::clamp(linear_value, 0.0, 1.0);
  const double s = v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1 / 2.4) - 0.055;
  return static_cast<std::uint8_t>(std::lround(s * 255));
}

double luminance(Colour c) {
  return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
}

// `percent` of `other` in `base`, per channel, rounded half up, in whole numbers so that every node agrees.
Colour mix(Colour base, Colour other, int percent) {
  const auto channel = [percent](int a, int b) {
    return static_cast<std::uint8_t>((a * (100 - percent) + b * percent + 50) / 100);
  };
  return {channel(base.red, other.red), channel(base.green, other.green), channel(base.blue, other.blue)};
}

Colour readable(Colour brand, Colour towards, Colour ground) {
  for (int percent = 0; percent < 100; percent += 2) {
    const Colour mixed = mix(brand, towards, percent);
    if (contrast(mixed, ground) >= brand_text_floor) return mixed;
  }
  return towards;
}

Colour text_on(Colour brand) {
  if (contrast(white, brand) >= text_floor) return white;
  return contrast(ink, brand) >= text_floor ? ink : black;
}

// OKLCH (Ottosson 2020): lightness 0…1, chroma, hue in radians; equal steps look equal.
struct Oklch {
  double lightness;
  double chroma;
  double hue;
};

Oklch to_oklch(Colour c) {
  const double r = linear(c.red), g = linear(c.green), b = linear(c.blue);
  const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const double a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
  const double bb = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, std::hypot(a, bb), std::atan2(bb, a)};
}

Colour from_oklch(Oklch c) {
  const double a = c.chroma * std::cos(c.hue), b = c.chroma * std::sin(c.hue);
  const double l = std::pow(c.lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
  const double m = std::pow(c.lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
  const double s = std::pow(c.lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
  return {encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
          encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
          encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s)};
}

// The hue nearest to a third of the colour circle away.
double accent_hue(double hue) {
  constexpr std::array<double, 5> hues{0.61, 1.35, 3.32, 4.36, 6.1};
  constexpr double circle = 2 * std::numbers::pi, third = circle / 3;
  const auto miss = [&](double one) {
    const double apart = std::abs(std::remainder(one - hue, circle));
    return std::abs(apart - third);
  };
  return *std::min_element(hues.begin(), hues.end(), [&](double a, double b) { return miss(a) < miss(b); });
}

std::string rule(std::string_view selector, Colour brand) {
  const BrandColours c = brand_colours(brand);
  const PanelColours p = panel_colours(brand);
  return fmt::format("{}{{--b:{};--on:{};--bt:{};--p1:{};--p2:{};--p3:{};--p4:{};--p5:{}}}\n", selector, hex(c.brand),
                     hex(c.on_brand), hex(c.text_light), hex(p.ground), hex(p.deep), hex(p.bright), hex(p.pale),
                     hex(p.accent));
}

}  // namespace

std::optional<Colour> parse_colour(std::string_view text) {
  if (text.size() != 7 || text[0] != '#') return std::nullopt;
  unsigned value = 0;
  for (const char c : text.substr(1)) {
    const auto digit = std::string_view("0123456789abcdef").find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
    if (digit == std::string_view::npos) return std::nullopt;
    value = value * 16 + static_cast<unsigned>(digit);
  }
  return Colour{static_cast<std::uint8_t>(value >> 16), static_cast<std::uint8_t>(value >> 8 & 0xff),
                static_cast<std::uint8_t>(value & 0xff)};
}

std::string hex(Colour c) {
  return fmt::format("#{:02x}{:02x}{:02x}", c.red, c.green, c.blue);
}

double contrast(Colour a, Colour b) {
  const double one = luminance(a), other = luminance(b);
  return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

BrandColours brand_colours(Colour brand) {
  return {brand, text_on(brand), readable(brand, black, white), readable(brand, white, dark_card)};
}

BrandColours neutral_colours() {
  return brand_colours(neutral);
}

// The panel is decoration and carries no text, so these are chosen for looks alone: the brand as ground, a deep and a
// bright neighbour, a pale one, and of five museum hues (coral, ochre, teal, blue, pink) the one that stands off best.
PanelColours panel_colours(Colour brand) {
  const Oklch base = to_oklch(brand);
  const bool grey = base.chroma < 0.02;
  const double chroma = grey ? base.chroma : std::clamp(base.chroma, 0.07, 0.17);
  const auto tone = [&](double lightness, double share, double turn) {
    return from_oklch({lightness, chroma * share, base.hue + turn});
  };
  return {brand, tone(std::clamp(base.lightness - 0.2, 0.24, 0.42), 0.75, -0.1),
          tone(std::clamp(base.lightness + 0.2, 0.66, 0.86), 0.85, 0.2), tone(0.94, 0.28, 0.1),
          from_oklch({0.79, grey ? 0.0 : 0.13, accent_hue(base.hue)})};
}

bool is_slug(std::string_view text) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !text.empty() && text.size() <= 40 && text[0] >= 'a' && text[0] <= 'z' &&
         std::all_of(text.begin(), text.end(), fits);
}

std::string brand_class(std::string_view slug) {
  return is_slug(slug) ? fmt::format("org-{}", slug) : std::string();
}

std::string brand_css(std::span<const Brand> brands) {
  std::string light, dark;
  for (const Brand& brand : brands) {
    const auto colour = parse_colour(brand.colour);
    if (!colour || !is_slug(brand.slug)) continue;
    const std::string selector = "." + brand_class(brand.slug);
    light += rule(selector, *colour);
    dark += fmt::format("{}{{--bt:{}}}\n", selector, hex(brand_colours(*colour).text_dark));
  }
  return dark.empty() ? light : light + "@media (prefers-color-scheme:dark){\n" + dark + "}\n";
}

std::string neutral_css() {
  return rule(":root", neutral) +
         fmt::format("@media (prefers-color-scheme:dark){{:root{{--bt:{}}}}}\n", hex(neutral_colours().text_dark));
}

}  // namespace commonplace::ui
