#include "ui/panels.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace commonplace::ui {
namespace {

// Classes of ui/styles/panels.css: g ground, d deep, b bright, p pale, a accent; s in front: stroke instead of fill.
constexpr std::array<char, 5> tones{'g', 'd', 'b', 'p', 'a'};
constexpr int side = 240;

// xorshift64* over FNV-1a of the id: the same on every node and compiler, which <random> does not promise.
class Chance {
 public:
  explicit Chance(std::string_view id) {
    for (const char c : id) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    name_ = fmt::format("p{:x}", state_);
    state_ |= 1;
    for (int i = 0; i < 4; ++i) below(2);
  }

  int below(int limit) {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return static_cast<int>((state_ * 0x2545f4914f6cdd1dULL >> 33) % static_cast<std::uint64_t>(limit));
  }

  int between(int low, int high) { return low + below(high - low + 1); }
  // An element id for what this panel defines; letters and digits only.
  const std::string& name() const { return name_; }
  // One of the tones other than `ground`.
  char tone_beside(char ground) {
    char tone = ground;
    while (tone == ground) tone = tones[static_cast<std::size_t>(below(5))];
    return tone;
  }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
  std::string name_;
};

std::string rect(char tone, int x, int y, int width, int height) {
  return fmt::format("<path class=\"{}\" d=\"M{} {}h{}v{}h-{}z\"/>", tone, x, y, width, height, width);
}

std::string circle(char tone, int x, int y, int radius) {
  return fmt::format("<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"{}\"/>", tone, x, y, radius);
}

std::string ring(char tone, int x, int y, int radius, int width) {
  return fmt::format("<circle class=\"s{}\" cx=\"{}\" cy=\"{}\" r=\"{}\" stroke-width=\"{}\"/>", tone, x, y, radius,
                     width);
}

// One shape in a cell of 60, turned by quarters: the alphabet of the building blocks.
std::string block_shape(char tone, int shape) {
  constexpr std::array<std::string_view, 6> paths{"M0 0h60a60 60 0 0 1-60 60z",                 // quarter
                                                  "M0 0h60l-60 60z",                            // half square
                                                  "M0 0a30 30 0 0 0 60 0z",                     // half circle
                                                  "M0 0a60 60 0 0 1 60 60a60 60 0 0 1-60-60z",  // leaf
                                                  "M0 0h60v20h-60zM0 40h60v20h-60z",            // bars
                                                  "M0 0h30v30h-30zM30 30h30v30h-30z"};          // check
  if (shape < 6) return fmt::format("<path class=\"{}\" d=\"{}\"/>", tone, paths[static_cast<std::size_t>(shape)]);
  return shape == 6 ? circle(tone, 30, 30, 30) : circle(tone, 30, 30, 14);
}

std::string blocks(Chance& chance) {
  std::string out;
  for (int cell = 0; cell < 16; ++cell) {
    const char ground = tones[static_cast<std::size_t>(chance.below(5))];
    const int x = cell % 4 * 60, y = cell / 4 * 60;
    out += rect(ground, x, y, 60, 60);
    out += fmt::format("<g transform=\"translate({} {}) rotate({} 30 30)\">", x, y, chance.below(4) * 90);
    out += block_shape(chance.tone_beside(ground), chance.below(8)) + "</g>";
  }
  return out;
}

// A figure of `width` by `height` units repeated over the frame: drawn once, however often it is seen.
std::string repeated(const Chance& chance, int width, int height, const std::string& figure) {
  return fmt::format(
      "<pattern id=\"{0}\" width=\"{1}\" height=\"{2}\" patternUnits=\"userSpaceOnUse\">{3}</pattern>"
      "<path fill=\"url(#{0})\" d=\"M0 0h{4}v{4}H0z\"/>",
      chance.name(), width, height, figure, side);
}

std::string flower(char tone, int x, int y, int petal) {
  std::string out;
  for (int turn = 0; turn < 360; turn += 90) {
    out += fmt::format(
        "<path class=\"{0}\" transform=\"translate({1} {2}) rotate({3})\" d=\"M0 0q-{4} -14 0-26q{4} 12 0 26z\"/>",
        tone, x, y, turn, petal);
  }
  return out;
}

// Encaustic tiles: two tiles in turn, each with four petals, and a dot where four meet.
std::string tiles(Chance& chance) {
  const char first = chance.below(2) == 0 ? 'd' : 'g', second = chance.below(2) == 0 ? 'p' : 'b';
  const int petal = chance.between(9, 15), corner = chance.between(8, 18);
  std::string figure = rect(second, 0, 0, 120, 120) + rect(first, 60, 0, 60, 60) + rect(first, 0, 60, 60, 60);
  for (int cell = 0; cell < 4; ++cell) {
    const int x = cell % 2 * 60 + 30, y = cell / 2 * 60 + 30;
    figure += flower(cell == 0 || cell == 3 ? first : second, x, y, petal) + circle('a', x, y, 5);
  }
  for (int meeting = 0; meeting < 9; ++meeting) {
    figure += circle('a', meeting % 3 * 60, meeting / 3 * 60, corner);
  }
  return repeated(chance, 120, 120, figure);
}

// Overlapping scales, as of fish or of roofs; upper rows first, so that the lower lie over them.
std::string scales(Chance& chance) {
  const int half = chance.below(2) == 0 ? 24 : 30;
  const char eye = chance.below(2) == 0 ? 'a' : 'g';
  std::string figure;
  for (int row = 4; row >= -1; --row) {
    for (int x = row % 2 == 0 ? 0 : half; x <= 2 * half; x += 2 * half) {
      const int y = row * half;
      figure +=
          circle(row % 2 == 0 ? 'd' : 'p', x, y, half) + circle('b', x, y, half * 2 / 3) + circle(eye, x, y, half / 3);
    }
  }
  return repeated(chance, 2 * half, 2 * half, figure);
}

// Rings that run out of the frame: sound, moving pictures.
std::string rings(Chance& chance) {
  std::string out;
  const int x = chance.between(40, 200), y = chance.between(40, 200), width = chance.between(12, 18);
  char last = 'g';
  for (int radius = 15 * width; radius > width / 2; radius -= width) {
    last = chance.tone_beside(last);
    out += circle(last, x, y, radius);
  }
  return out;
}

// A landscape of folded hills under a round sun, looking either way: pictures and places.
std::string hills(Chance& chance) {
  std::string out = rect('p', 0, 0, side, side);
  out += circle('a', chance.between(50, 190), chance.between(44, 84), chance.between(22, 40));
  constexpr std::array<char, 4> folds{'b', 'g', 'd', 'b'};
  int y = chance.between(96, 120);
  for (const char fold : folds) {
    const int crest = chance.between(40, 110), rise = chance.between(10, 60), dip = chance.between(0, 36);
    const bool mirrored = chance.below(2) == 0;
    out += fmt::format("<path class=\"{}\"{} d=\"M0 {}C{} {} {} {} 140 {}S210 {} 240 {}V240H0z\"/>", fold,
                       mirrored ? " transform=\"matrix(-1 0 0 1 240 0)\"" : "", y, crest - 30, y - rise, crest + 30,
                       y - rise, y + dip / 2, y + dip, y - dip);
    y += chance.between(28, 44);
  }
  return out;
}

// Lines of level on a map.
std::string contours(Chance& chance) {
  std::string out;
  for (int hill = 0; hill < 2; ++hill) {
    const int x = hill == 0 ? chance.between(20, 90) : chance.between(150, 220);
    const int y = chance.between(40, 200), turn = chance.below(180);
    for (int level = 7; level > 0; --level) {
      out += fmt::format(
          "<ellipse class=\"{} s{}\" cx=\"{}\" cy=\"{}\" rx=\"{}\" ry=\"{}\" transform=\"rotate({} {} {})\" "
          "stroke-width=\"2\"/>",
          level > 5   ? 'b'
          : level > 3 ? 'p'
          : level > 1 ? 'b'
                      : 'a',
          'd', x, y, level * 19, level * 14, turn, x, y);
    }
  }
  return out;
}

// Upright strips of many heights, as books on a shelf: texts.
std::string spines(Chance& chance) {
  std::string out = rect('p', 0, 0, side, side);
  for (int shelf = 0; shelf < 3; ++shelf) {
    const int floor = 76 + shelf * 82;
    out += rect('d', 0, floor, side, 6);
    for (int x = 4; x < side;) {
      const int width = chance.between(8, 22), height = chance.between(38, 64);
      const char tone = chance.tone_beside('p');
      out += rect(tone, x, floor - height, width, height);
      if (width > 13) out += rect(chance.tone_beside(tone), x, floor - height + 8, width, 5);
      x += width + chance.between(1, 3);
    }
  }
  return out;
}

// A climbing stem with paired leaves and a flower in each bend, repeated: plans and schemes.
std::string vine(Chance& chance) {
  const int leaf = chance.between(9, 14), bloom = chance.between(9, 12);
  const char petals = chance.below(2) == 0 ? 'a' : 'p', heart = petals == 'a' ? 'p' : 'a';
  std::string figure = rect('g', 0, 0, 72, 120);
  for (int joint = 0; joint < 3; ++joint) {
    for (const int turn : {-28, 208}) {
      figure += fmt::format(
          "<path class=\"{0}\" transform=\"translate(36 {1}) rotate({2})\" d=\"M0 0q18-{3} 36 0q-18 {3} -36 0z\"/>",
          joint == 1 ? 'b' : 'd', joint * 60, turn, leaf);
    }
  }
  figure += "<path class=\"sd\" stroke-width=\"4\" d=\"M36-6v6c28 20 28 40 0 60s-28 40 0 60v6\"/>";
  for (const auto& [x, y] : {std::pair{27, 32}, {45, 92}}) {
    for (const auto& [dx, dy] : {std::pair{-7, 0}, {7, 0}, {0, -7}, {0, 7}})
      figure += circle(petals, x + dx, y + dy, bloom * 2 / 3);
    figure += circle(heart, x, y, bloom / 2);
  }
  return repeated(chance, 72, 120, figure);
}

// Warp and weft.
std::string weave(Chance& chance) {
  const int band = chance.below(2) == 0 ? 30 : 40;
  const char warp = chance.below(2) == 0 ? 'b' : 'a', weft = warp == 'b' ? 'a' : 'b';
  std::string figure = rect('d', 0, 0, band * 4, band * 4);
  for (int cell = 0; cell < 16; ++cell) {
    const int x = cell % 4 * band, y = cell / 4 * band;
    const bool over = (cell % 4 + cell / 4) % 2 == 0;
    figure += over ? rect(cell / 4 % 2 == 0 ? warp : 'p', x, y + 4, band, band - 8)
                   : rect(cell % 4 % 2 == 0 ? weft : 'g', x + 4, y, band - 8, band);
  }
  return repeated(chance, band * 4, band * 4, figure);
}

// Dots that swell and shrink in a wave.
std::string dots(Chance& chance) {
  const double turn = chance.below(628) / 100.0, length = chance.between(50, 110);
  std::string out;
  for (int y = 15; y < side; y += 30) {
    for (int x = 15; x < side; x += 30) {
      const double phase = std::sin((x * std::cos(turn) + y * std::sin(turn)) / length * std::numbers::pi);
      out += circle(phase > 0.55 ? 'a' : phase > -0.2 ? 'p' : 'b', x, y, static_cast<int>(9 + 5 * phase));
    }
  }
  return out;
}

// Petals round a heart, whole in the middle and in quarters at the corners: objects and works of art.
std::string rosettes(Chance& chance) {
  const int petals = chance.between(3, 5) * 2;
  std::string rose = fmt::format("<g id=\"{}\">", chance.name());
  for (int i = 0; i < 2 * petals; ++i) {
    const bool under = i < petals;
    const std::string_view petal = under ? "M0 0q-42-40 0-104q42 64 0 104z" : "M0 0q-26-40 0-74q26 34 0 74z";
    rose += fmt::format("<path class=\"{}\" transform=\"rotate({})\" d=\"{}\"/>",
                        under        ? 'd'
                        : i % 2 == 0 ? 'p'
                                     : 'b',
                        (i * 360 + (under ? 0 : 180)) / petals, petal);
  }
  rose += circle('a', 0, 0, 16) + ring('d', 0, 0, 16, 4) + "</g>";
  std::string out = fmt::format("<defs>{}</defs>", rose);
  for (const auto& [x, y] : {std::pair{0, 0}, {side, 0}, {0, side}, {side, side}, {side / 2, side / 2}}) {
    out += fmt::format("<use href=\"#{}\" x=\"{}\" y=\"{}\"/>", chance.name(), x, y);
  }
  return out;
}

using Family = std::string (*)(Chance&);
constexpr std::array<Family, 11> families{blocks, tiles, scales, rings, hills,   contours,
                                          spines, vine,  weave,  dots,  rosettes};

Family family_of(std::string_view type_id, Chance& chance) {
  struct Choice {
    std::string_view type;
    Family one;
    Family other;
  };
  constexpr std::array<Choice, 25> choices{{{"lesson-plan", vine, tiles},
                                            {"unit-plan", weave, vine},
                                            {"teaching-guide", weave, scales},
                                            {"activity", blocks, scales},
                                            {"worksheet", blocks, dots},
                                            {"presentation", blocks, weave},
                                            {"video", rings, hills},
                                            {"audio", rings, dots},
                                            {"image", hills, rosettes},
                                            {"artwork", rosettes, tiles},
                                            {"primary-source", spines, tiles},
                                            {"source-set", tiles, spines},
                                            {"text", spines, weave},
                                            {"textbook", spines, weave},
                                            {"reference", spines, contours},
                                            {"game", blocks, dots},
                                            {"quiz", dots, blocks},
                                            {"exercise", dots, weave},
                                            {"experiment", contours, rings},
                                            {"simulation", contours, dots},
                                            {"map", contours, hills},
                                            {"diagram", contours, blocks},
                                            {"sheet-music", rings, scales},
                                            {"course", weave, vine},
                                            {"case-study", scales, spines}}};
  const int turn = chance.below(5);  // four times its type decides, once the id alone: no wall of one kind
  for (const Choice& choice : choices) {
    if (choice.type == type_id && turn < 4) return turn < 2 ? choice.one : choice.other;
  }
  return families[static_cast<std::size_t>(chance.below(static_cast<int>(families.size())))];
}

}  // namespace

html::Safe panel(std::string_view id, std::string_view type_id) {
  Chance chance(id);
  const Family family = family_of(type_id, chance);
  return html::Safe(
      fmt::format("<svg class=\"panel\" viewBox=\"0 0 {0} {0}\" preserveAspectRatio=\"xMidYMid slice\" "
                  "aria-hidden=\"true\" focusable=\"false\">{1}{2}</svg>",
                  side, rect('g', 0, 0, side, side), family(chance)));
}

}  // namespace commonplace::ui
