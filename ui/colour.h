// The colours of contributors: from one sRGB colour to tile, text on it and readable text in both themes
// (UI-181, specs/ux.md §13), and the generated style sheets that carry them (UI-182).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace commonplace::ui {

struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;

  friend bool operator==(const Colour&, const Colour&) = default;
};

// "#2B3A8F" in either case; nullopt for anything else (nothing unchecked may reach a style sheet).
std::optional<Colour> parse_colour(std::string_view text);
std::string hex(Colour colour);  // "#2b3a8f"

// WCAG 2 contrast, 1…21.
double contrast(Colour a, Colour b);

struct BrandColours {
  Colour brand;       // `b`: tile, band, edge
  Colour on_brand;    // `on`: text or mark on `b`, contrast ≥ 4.5
  Colour text_light;  // `bt` light: brand as text on white, ≥ 5.0; on the wall ≥ 4.5; never on the quiet box
  Colour text_dark;   // `bt` dark: brand as text on the dark card, ≥ 5.0
};
BrandColours brand_colours(Colour brand);
// Of a contributor without a colour (UI-184).
BrandColours neutral_colours();

// The tones of the pattern panel that stands in for a picture (UI-39). Decoration: no text stands on them.
struct PanelColours {
  Colour ground;
  Colour deep;
  Colour bright;
  Colour pale;
  Colour accent;
};
PanelColours panel_colours(Colour brand);

// Letters, digits and hyphens as CONTRACT §4 says: [a-z][a-z0-9-]{0,39}.
bool is_slug(std::string_view text);
// "org-harrow-loom"; empty for what is no slug (the neutral kit is the default of the main sheet).
std::string brand_class(std::string_view slug);

struct Brand {
  std::string slug;
  std::string colour;  // "#RRGGBB"; anything else: no rule, so that the neutral kit shows
};
// The sheet for /assets/orgs.{hash}.css and /by/{slug}/brand.css: custom properties per class, and the dark theme's.
// Entries whose slug or colour is malformed are left out. The same entries always give the same bytes.
std::string brand_css(std::span<const Brand> brands);

// The same for everybody without a colour of their own; part of the main sheet.
std::string neutral_css();

}  // namespace commonplace::ui
