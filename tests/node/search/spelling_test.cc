#include "node/search/spelling.h"

#include <bit>

#include "node/search/sound_key.h"
#include "node/search/word_marks.h"
#include "tests/node/search/shelf.h"

namespace commonplace::search {
namespace {

using ::testing::ElementsAre;

TEST(Srch22, ASwapOfNeighboursIsOneError) {
  EXPECT_EQ(spelling_distance("rhythm", "rhythm", 2), 0);
  EXPECT_EQ(spelling_distance("rythm", "rhythm", 2), 1);
  EXPECT_EQ(spelling_distance("paitning", "painting", 2), 1);
  EXPECT_EQ(spelling_distance("theorum", "theorem", 2), 1);
  EXPECT_EQ(spelling_distance("ca", "abc", 2), 3) << "what was swapped is not touched again";
  EXPECT_EQ(spelling_distance("élève", "eleve", 2), 2) << "letters, not bytes";
  EXPECT_EQ(spelling_distance("", "ab", 2), 2);
  EXPECT_EQ(spelling_distance("castle", "mountain", 2), 3) << "no more than one above the most";
}

TEST(Srch22, WordsThatSoundAlikeHaveOneKey) {
  EXPECT_EQ(sound_key("plaits"), sound_key("plates"));
  EXPECT_EQ(sound_key("fotograf"), sound_key("photograph").substr(0, sound_key("fotograf").size()));
  EXPECT_EQ(sound_key("nashun"), sound_key("nation"));
  EXPECT_EQ(sound_key("kwick"), sound_key("quick"));
  EXPECT_EQ(sound_key("sentence"), sound_key("sentense"));
  EXPECT_NE(sound_key("castle"), sound_key("table"));
  EXPECT_EQ(sound_key(""), "");
}

TEST(Srch22, WhatPeopleDoMostCountsLeast) {
  const auto blind = spelling_cost("maxs", "maps");
  EXPECT_LT(spelling_cost("mapps", "maps"), blind) << "a letter twice";
  EXPECT_LT(spelling_cost("meps", "maps"), blind) << "another vowel";
  EXPECT_LT(spelling_cost("msps", "maps"), blind) << "the next key";
  EXPECT_LT(spelling_cost("mpas", "maps"), blind) << "a swap";
  EXPECT_GT(spelling_cost("xaps", "maps"), blind) << "the first letter is seldom wrong";
  EXPECT_EQ(spelling_cost("maps", "maps"), 0);
  EXPECT_EQ(spelling_cost("", ""), 0);
}

// The quick look at the letters never passes over a word that is near enough.
TEST(Srch22, LettersTellNoNearWordApart) {
  const std::string word = "electromagnet";
  const std::string alphabet = "abcdefghijklmnopqrstuvwxyz";
  for (std::size_t at = 0; at < word.size(); ++at) {
    for (char c : alphabet) {
      std::string other = word;
      other[at] = c;
      EXPECT_LE(std::popcount(letter_bits(word) ^ letter_bits(other)), 2);
      EXPECT_LE(std::popcount(letter_bits(word) ^ letter_bits(other.erase(at, 1))), 2);
    }
  }
}

class Spelling : public ::testing::Test {
 protected:
  void put(int times, const std::string& name) {
    for (int i = 0; i < times; ++i) shelf_.add(++key_, name);
  }
  Results ask(const std::string& text, bool literal = false) {
    const auto index = make_index();
    index->put(shelf_.all());
    Query query;
    query.text = text;
    query.literal = literal;
    return index->search(query);
  }
  Shelf shelf_;
  std::int64_t key_ = 0;
};

TEST_F(Spelling, Srch22AWordOfNoRecordFindsWhatWasMeant) {
  put(2, "Rhythm and beat");
  put(1, "Painting techniques");

  EXPECT_EQ(ask("rythm").total, 2);
  EXPECT_EQ(ask("techneeques").total, 1);
  const auto results = ask("rythm beat");
  ASSERT_EQ(results.corrections.size(), 1U);
  EXPECT_EQ(results.corrections.front().word, "rythm");
  EXPECT_EQ(results.corrections.front().term, "rhythm");
}

TEST_F(Spelling, Srch22AWordThatIsThereIsBelieved) {
  put(3, "Plaits and braids");
  put(100, "Plates and dishes");

  EXPECT_EQ(ask("plaits").total, 3);
  EXPECT_TRUE(ask("plaits").corrections.empty());
}

TEST_F(Spelling, Srch22ARareWordIsDoubtedOnlyBesideAFrequentOne) {
  put(1, "Narative tests");
  put(19, "Narrative tests");
  EXPECT_EQ(ask("narative").total, 1);

  put(1, "Narrative tests");
  EXPECT_EQ(ask("narative").total, 21);
  EXPECT_EQ(keys_of(ask("narative")).front(), 1) << "the word as typed comes first";
}

TEST_F(Spelling, Srch22WordsAreComparedAsTheyAreWritten) {
  put(1, "Castles");
  put(60, "Casting bronze");
  EXPECT_EQ(ask("castles").total, 1) << "stems differ by a letter, the words do not";
  EXPECT_TRUE(ask("castles").corrections.empty());
}

TEST_F(Spelling, Srch22TheOtherWordsTellWhatWasMeant) {
  put(4, "Tectonic plates");
  put(30, "Plain flour");
  put(40, "Plots of land");

  const auto beside = ask("tectonic plats");
  ASSERT_FALSE(beside.corrections.empty());
  EXPECT_EQ(beside.corrections.front().term, "plate");
  const auto alone = ask("plats");
  ASSERT_FALSE(alone.corrections.empty());
  EXPECT_EQ(alone.corrections.front().term, "plot") << "more resources are about plots";
}

TEST_F(Spelling, Srch22TwoWordsMayBeMisspelt) {
  put(3, "Pythagoras theorem for triangles");
  put(3, "Angles of triangles");

  const auto results = ask("pythagorus theorum");
  EXPECT_EQ(results.total, 3);
  EXPECT_EQ(results.corrections.size(), 2U);
}

TEST_F(Spelling, Srch22AWordAsItSoundsIsFound) {
  put(3, "Pronunciation of vowels");
  EXPECT_EQ(ask("pronunciashun").total, 3);
}

TEST_F(Spelling, Srch22CodesShortWordsAndQuotesAreNeverRead) {
  put(3, "Maps PK.1.2 cat");

  EXPECT_EQ(ask("cot").total, 0);
  EXPECT_EQ(ask("1066").total, 0);
  EXPECT_EQ(ask("\"mapps\"").total, 0);
  EXPECT_EQ(ask("mapps", true).total, 0);
  EXPECT_EQ(ask("mapps").total, 3);
}

TEST_F(Spelling, Srch22AWithdrawnRecordLendsNoWords) {
  shelf_.add(1, "Printmaking");
  shelf_.add(2, "Weaving");
  const auto index = make_index();
  index->put(shelf_.all());
  index->remove({1});
  Query query;
  query.text = "printmakin";
  EXPECT_EQ(index->search(query).total, 0);
  EXPECT_TRUE(index->search(query).corrections.empty());
}

}  // namespace
}  // namespace commonplace::search
