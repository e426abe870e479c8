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
  // One of the tones other than `ground`.
  char tone_beside(char ground) {
    char tone = ground;
    while (tone == ground) tone = tones[static_cast<std::size_t>(below(5))];
    return tone;
  }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325ULL;
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

// Encaustic tiles: two tiles in turn, each with four-fold petals.
std::string tiles(Chance& chance) {
  const char first = chance.below(2) == 0 ? 'd' : 'g', second = chance.below(2) == 0 ? 'p' : 'b';
  const int petal = chance.between(9, 15), corner = chance.between(8, 18);
  std::string out;
  for (int cell = 0; cell < 16; ++cell) {
    const bool odd = (cell % 4 + cell / 4) % 2 == 1;
    const char ground = odd ? first : second, flower = odd ? second : first;
    out += fmt::format("<g transform=\"translate({} {})\">", cell % 4 * 60, cell / 4 * 60) + rect(ground, 0, 0, 60, 60);
    for (int turn = 0; turn < 360; turn += 90) {
      out += fmt::format("<path class=\"{}\" transform=\"rotate({} 30 30)\" d=\"M30 30q-{} -14 0-26q{} 12 0 26z\"/>",
                         flower, turn, petal, petal);
    }
    out += circle('a', 30, 30, 5);
    for (const auto& [x, y] : {std::pair{0, 0}, {60, 0}, {0, 60}, {60, 60}}) {
      out += fmt::format("<path class=\"a\" d=\"M{} {}h{}a{} {} 0 0 {} {} {}z\"/>", x, y, x == 0 ? corner : -corner,
                         corner, corner, (x == 0) == (y == 0) ? 1 : 0, x == 0 ? -corner : corner,
                         y == 0 ? corner : -corner);
    }
    out += "</g>";
  }
  return out;
}

// Overlapping scales, as of fish or of roofs.
std::string scales(Chance& chance) {
  const int step = chance.between(0, 1) == 0 ? 48 : 60;
  const std::array<char, 4> order{'d', 'b', 'p', chance.below(2) == 0 ? 'a' : 'g'};
  std::string out;
  for (int row = 0; row * step / 2 < side + step; ++row) {
    for (int x = row % 2 == 0 ? 0 : step / 2; x <= side + step / 2; x += step) {
      const int y = side - row * step / 2 + step / 2;
      out += circle(order[static_cast<std::size_t>(row % 2 * 2)], x, y, step / 2);
      out += circle(order[1], x, y, step / 2 - 8) + circle(order[3], x, y, step / 2 - 16);
    }
  }
  return out;
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

// A landscape of folded hills under a round sun: pictures and places.
std::string hills(Chance& chance) {
  std::string out = rect('p', 0, 0, side, side) +
                    circle('a', chance.between(60, 190), chance.between(50, 90), chance.between(24, 40));
  constexpr std::array<char, 4> folds{'b', 'g', 'd', 'b'};
  for (int fold = 0; fold < 4; ++fold) {
    const int y = 100 + fold * 38, rise = chance.between(18, 56), dip = chance.between(10, 40);
    out += fmt::format("<path class=\"{}\" d=\"M0 {}C60 {} 90 {} 130 {}S210 {} 240 {}V240H0z\"/>",
                       folds[static_cast<std::size_t>(fold)], y, y - rise, y - rise, y + dip / 2, y + dip, y - dip);
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

// A climbing stem with leaves and berries, repeated: plans and schemes.
std::string vine(Chance& chance) {
  const int leaf = chance.between(20, 30), berry = chance.between(6, 10);
  std::string out;
  for (int column = 0; column < 4; ++column) {
    const int x = 30 + column * 60, shift = column % 2 * 40;
    out += fmt::format("<path class=\"sd\" stroke-width=\"3\" d=\"M{} {}", x, -40 - shift);
    for (int y = -40; y < 300; y += 80) out += "c26 26 26 54 0 40s-26 14 0 40";
    out += "\"/>";
    for (int y = -40 - shift, i = 0; y < 260; y += 40, ++i) {
      out += fmt::format(
          "<path class=\"{}\" transform=\"translate({} {}) rotate({})\" d=\"M0 0q{} -{} {} 0q-{} {} -{} 0z\"/>",
          i % 3 == 0   ? 'd'
          : i % 3 == 1 ? 'b'
                       : 'p',
          x, y, i % 2 == 0 ? -35 : 215, leaf / 2, leaf / 2, leaf + 6, leaf / 2, leaf / 2, leaf + 6);
      out += circle('a', x + (i % 2 == 0 ? -12 : 12), y + 6, berry);
    }
  }
  return out;
}

// Warp and weft.
std::string weave(Chance& chance) {
  const int band = chance.below(2) == 0 ? 30 : 40;
  std::string out = rect('d', 0, 0, side, side);
  for (int y = 0, row = 0; y < side; y += band, ++row) {
    for (int x = 0, column = 0; x < side; x += band, ++column) {
      const bool over = (row + column) % 2 == 0;
      const char tone = over ? (row % 3 == 0 ? 'a' : 'b') : (column % 2 == 0 ? 'p' : 'g');
      out += over ? rect(tone, x, y + 4, band, band - 8) : rect(tone, x + 4, y, band - 8, band);
    }
  }
  return out;
}

// Dots that swell and shrink in a wave.
std::string dots(Chance& chance) {
  const double turn = chance.below(628) / 100.0, length = chance.between(50, 110);
  std::string out;
  for (int y = 12; y < side; y += 24) {
    for (int x = 12; x < side; x += 24) {
      const double phase = std::sin((x * std::cos(turn) + y * std::sin(turn)) / length * std::numbers::pi);
      out += circle(phase > 0.55 ? 'a' : phase > -0.2 ? 'p' : 'b', x, y, static_cast<int>(7 + 4 * phase));
    }
  }
  return out;
}

// Petals round a heart, in quarters of the frame: objects and works of art.
std::string rosettes(Chance& chance) {
  std::string out;
  const int petals = chance.between(3, 5) * 2;
  for (int place = 0; place < 5; ++place) {
    const int x = place == 4 ? 120 : place % 2 * 240, y = place == 4 ? 120 : place / 2 * 240;
    for (int ringed = 0; ringed < 2; ++ringed) {
      for (int i = 0; i < petals; ++i) {
        out += fmt::format(
            "<path class=\"{}\" transform=\"translate({} {}) rotate({})\" d=\"M0 0q-{} -40 0-{}q{} {} 0 {}z\"/>",
            ringed == 0  ? 'd'
            : i % 2 == 0 ? 'p'
                         : 'b',
            x, y, i * 360 / petals + ringed * 180 / petals, ringed == 0 ? 42 : 26, ringed == 0 ? 104 : 74,
            ringed == 0 ? 42 : 26, ringed == 0 ? 64 : 34, ringed == 0 ? 104 : 74);
      }
    }
    out += circle('a', x, y, 16) + ring('d', x, y, 16, 4);
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
  for (const Choice& choice : choices) {
    if (choice.type == type_id) return chance.below(2) == 0 ? choice.one : choice.other;
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
