// Levels of all countries against each other (CUR-60, CUR-61): which level, chosen as a filter, finds which others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "schemas/vocabularies/concepts.h"

namespace commonplace::vocabularies {
namespace {

bool finds(std::string_view chosen, std::string_view other) {
  return overlap(find_level(chosen)->ages, find_level(other)->ages);
}

std::string matrix() {
  std::string text;
  for (const auto& one : levels()) {
    text.append(one.id).append(":");
    for (const auto& other : levels())
      if (one.id != other.id && finds(one.id, other.id)) text.append(" ").append(other.id);
    text += "\n";
  }
  return text;
}

TEST(Cur61, EveryLevelFindsTheLevelsOfAllCountriesWhoseAgesItShares) {
  std::ifstream file(COMMONPLACE_SOURCE_DIR "/tests/schemas/level_matrix.txt", std::ios::binary);
  std::stringstream golden;
  golden << file.rdbuf();

  EXPECT_EQ(matrix(), golden.str());
}

TEST(Cur61, KeyStageTwoFindsItsYearsAndGradesThreeToFiveButNotItsNeighbours) {
  for (const char* other : {"england-y3", "england-y4", "england-y6", "us-g3-5", "us-g5", "wales-ps3", "scotland-second", "sweden-mellan"})
    EXPECT_TRUE(finds("england-ks2", other)) << other;
  for (const char* other : {"england-ks1", "england-ks3", "england-y2", "england-y7", "us-g1", "us-g6", "wales-ca3"})
    EXPECT_FALSE(finds("england-ks2", other)) << other;
}

TEST(Cur60, AHalfOpenRangeDoesNotMeetTheNextOne) {
  EXPECT_FALSE(overlap({5, 7}, {7, 11}));
  EXPECT_TRUE(overlap({5, 8}, {7, 11}));
  EXPECT_TRUE(overlap({0, 120}, {7, 8}));
}

}  // namespace
}  // namespace commonplace::vocabularies
