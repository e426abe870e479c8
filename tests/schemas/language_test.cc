// Which translation a reader gets.
#include "schemas/model/language.h"

namespace commonplace::model {
namespace {

TEST(Best, PrefersTheAskedLanguageThenItsRelativeThenEnglishThenAnything) {
  const LangMap map = {{"cy", "Llun"}, {"en-GB", "Picture"}, {"fr", "Image"}};

  EXPECT_EQ(best(map, {"cy"}).text, "Llun");
  EXPECT_EQ(best(map, {"en"}).language, "en-GB");
  EXPECT_EQ(best(map, {"de", "fr"}).text, "Image");
  EXPECT_EQ(best(map, {"de"}).text, "Picture");
  EXPECT_EQ(best({{"cy", "Llun"}, {"fr", "Image"}}, {"de"}).text, "Llun");
}

TEST(Best, DoesNotTakeALongerPrimaryTagForARelative) {
  EXPECT_EQ(best({{"cyx", "a"}, {"en", "b"}}, {"cy"}).text, "b");
}

TEST(Best, OfNothingIsEmpty) {
  EXPECT_EQ(best({}).text, "");
  EXPECT_EQ(best({}, {"en"}).language, "");
}

}  // namespace
}  // namespace commonplace::model
