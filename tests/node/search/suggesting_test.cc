#include "node/search/suggesting.h"

#include "node/search/suggestion_order.h"
#include "tests/node/search/shelf.h"

namespace commonplace::search {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class Typing : public ::testing::Test {
 protected:
  Typing() : index_(make_index()) {}
  void put(std::int64_t key, const std::string& name, const std::vector<std::string>& keywords = {}) {
    shelf_.add(key, name).keywords = {{"en", keywords}};
  }
  void ready() { index_->put(shelf_.all()); }
  std::vector<std::string> lines(const std::string& typed, int limit = 8) const {
    std::vector<std::string> out;
    for (const auto& line : index_->suggest(typed, limit)) out.push_back(line.text);
    return out;
  }
  Shelf shelf_;
  std::unique_ptr<Index> index_;
};

TEST_F(Typing, Srch40WordsOfNamesAndKeywordsAreOfferedTheMostFrequentFirst) {
  put(1, "Castles and moats", {"Motte and bailey"});
  put(2, "Castles of Wales");
  put(3, "Cast in bronze");
  ready();

  EXPECT_THAT(lines("cast"), ElementsAre("castles", "cast")) << "castles and castle would be one line";
  EXPECT_THAT(lines("mo"), UnorderedElementsAre("motte and bailey", "moats"));
  EXPECT_THAT(lines("bai"), ElementsAre("motte and bailey")) << "a word inside a keyword leads to it";
  EXPECT_THAT(lines("c"), IsEmpty()) << "from two letters";
  EXPECT_THAT(lines("zz"), IsEmpty());
  EXPECT_THAT(lines(""), IsEmpty());
}

TEST_F(Typing, Srch40ALineStandsInARecordWithTheWordsBeforeIt) {
  put(1, "Castles and moats");
  put(2, "Mountains of Wales");
  ready();

  EXPECT_THAT(lines("castle mo"), ElementsAre("castle moats"));
  EXPECT_THAT(lines("castle mou"), IsEmpty());
  EXPECT_THAT(lines("unheard mo"), IsEmpty());
}

TEST_F(Typing, Srch40APhraseIsNotRepeated) {
  put(1, "Mixing", {"colour wheel"});
  ready();

  EXPECT_THAT(lines("colour wh"), ElementsAre("colour wheel"));
  EXPECT_THAT(lines("mixing col"), ElementsAre("mixing colour wheel"));
}

TEST_F(Typing, Srch40OneErrorIsForgivenFromFiveLetters) {
  put(1, "Printmaking");
  ready();

  for (const char* typed : {"prnitm", "printnak", "prinmak", "printtma"}) EXPECT_THAT(lines(typed), ElementsAre("printmaking")) << typed;
  EXPECT_THAT(lines("prnt"), IsEmpty());
}

TEST_F(Typing, Srch59WhatWasWithdrawnIsNotOffered) {
  put(1, "Castles", {"secret garden"});
  put(2, "A garden of castles and secret towers");
  ready();
  EXPECT_THAT(lines("gard"), Contains("secret garden"));

  index_->remove({1});

  EXPECT_THAT(lines("gard"), ElementsAre("garden")) << "the keyword is gone, though another record holds its words";
  EXPECT_THAT(lines("unhe"), IsEmpty());
}

TEST_F(Typing, Srch59AKeywordThatHasMovedIsStillOffered) {
  put(1, "Castles", {"secret garden"});
  ready();
  ASSERT_THAT(lines("secr"), ElementsAre("secret garden"));

  put(2, "Towers", {"secret garden"});
  ready();
  index_->remove({1});

  EXPECT_THAT(lines("secr"), ElementsAre("secret garden"));
  EXPECT_THAT(lines("tower secr"), ElementsAre("tower secret garden"));
  EXPECT_THAT(lines("castle secr"), IsEmpty());
}

TEST_F(Typing, Srch40NothingTypedIsTooStrange) {
  put(1, "Castles");
  ready();
  for (const std::string& typed : {std::string(5000, 'c'), std::string("\xff\xfe"), std::string("\"- * ca"), std::string("a b c d e f g h ca")})
    EXPECT_LE(lines(typed).size(), 8U);
  EXPECT_THAT(lines("ca", 0), IsEmpty());
  EXPECT_THAT(lines("ca", -1), IsEmpty());
}

TEST_F(Typing, Srch40WhatComesLaterIsOfferedToo) {
  put(1, "Castles");
  ready();
  put(2, "Cathedrals");
  ready();

  EXPECT_THAT(lines("ca"), UnorderedElementsAre("castles", "cathedrals"));
}

TEST(Srch40, BeginningsMayHoldOneError) {
  EXPECT_TRUE(begins_nearly_with("printmaking", "print"));
  EXPECT_TRUE(begins_nearly_with("printmaking", "pirnt"));
  EXPECT_TRUE(begins_nearly_with("printmaking", "prnt"));
  EXPECT_TRUE(begins_nearly_with("printmaking", "priint"));
  EXPECT_TRUE(begins_nearly_with("print", "printx"));
  EXPECT_FALSE(begins_nearly_with("printmaking", "pxxnt"));
  EXPECT_FALSE(begins_nearly_with("pri", "print"));
}

}  // namespace
}  // namespace commonplace::search
