// What is skipped at a glance is plain, byte by byte.
#include "schemas/formats/byte_runs.h"

#include <gtest/gtest.h>

#include <string>

namespace commonplace::formats {
namespace {

TEST(ByteRuns, SkipOnlyWhatIsPlain) {
  for (unsigned c = 0; c < 256; ++c) {
    for (std::size_t place = 0; place < 40; ++place) {
      std::string text(40, 'x');
      text[place] = static_cast<char>(c);
      const bool special = c < 0x20 || c > 0x7E || std::string_view("\"&<>\\").find(static_cast<char>(c)) != std::string_view::npos;
      const std::size_t seen = skip_plain(text, 0);
      EXPECT_EQ(seen % 16, 0u);
      EXPECT_EQ(seen <= place || !special, true) << c << ' ' << place;
      if (!special) {
        EXPECT_EQ(seen, 32u) << c;
      }
    }
  }
}

TEST(ByteRuns, StopAtTwoBlanksInARowAlsoAcrossTheBorder) {
  for (std::size_t place = 0; place + 1 < 60; ++place) {
    std::string text(60, 'x');
    text[place] = text[place + 1] = ' ';
    EXPECT_LE(skip_single_blanks(text), place) << place;
  }
  std::string single;
  for (int i = 0; i < 30; ++i) single += "x ";
  EXPECT_GT(skip_single_blanks(single), 40u);
}

}  // namespace
}  // namespace commonplace::formats
