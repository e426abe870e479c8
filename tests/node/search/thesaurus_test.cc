#include "node/search/thesaurus.h"

#include "tests/node/search/shelf.h"

namespace commonplace::search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class Words : public ::testing::Test {
 protected:
  void put(std::int64_t key, const std::string& name) { shelf_.add(key, name); }
  Results ask(const std::string& text, const std::string& lines = {}, bool literal = false) {
    const auto index = make_index();
    index->put(shelf_.all());
    if (!lines.empty()) {
      auto thesaurus = std::make_shared<Thesaurus>();
      EXPECT_THAT(thesaurus->add(lines, Language::english), IsEmpty());
      index->set_thesaurus(std::move(thesaurus));
    }
    Query query;
    query.text = text;
    query.literal = literal;
    query.explain = true;
    return index->search(query);
  }
  Shelf shelf_;
};

TEST_F(Words, Srch15EitherSideOfATwoWaySynonymFindsTheOther) {
  put(1, "Poster of a fair");
  put(2, "Placard of a march");

  EXPECT_THAT(keys_of(ask("poster", "poster = placard")), ElementsAre(1, 2)) << "the word as typed comes first";
  EXPECT_THAT(keys_of(ask("placards", "poster = placard")), ElementsAre(2, 1)) << "in every form of the word";
}

TEST_F(Words, Srch15AOneWaySynonymLeadsOneWay) {
  put(1, "Painting a boat");
  put(2, "Watercolours of boats");

  EXPECT_THAT(keys_of(ask("painting", "painting => watercolour")), ElementsAre(1, 2));
  EXPECT_THAT(keys_of(ask("watercolour", "painting => watercolour")), ElementsAre(2));
}

TEST_F(Words, Srch15SidesMayHaveSeveralWords) {
  put(1, "RE: festivals");
  put(2, "Religious education: festivals");
  put(3, "Education of festivals");

  EXPECT_THAT(keys_of(ask("RE", "RE = religious education")), ElementsAre(1, 2)) << "both words, not one of them";
  EXPECT_THAT(keys_of(ask("religious education festivals", "RE = religious education")), ElementsAre(2, 1, 3))
      << "each of the words typed is in the one that stands for them";
}

TEST_F(Words, Srch15SynonymsAreNeverChained) {
  put(1, "Placard");
  put(2, "Notice");

  EXPECT_THAT(keys_of(ask("poster", "poster = placard\nplacard = notice")), ElementsAre(1));
}

TEST_F(Words, Srch15ASynonymCountsSeventyPercent) {
  put(1, "Poster");
  put(2, "Placard");

  const auto results = ask("poster", "poster = placard");

  ASSERT_EQ(results.hits.size(), 2U);
  EXPECT_NEAR(results.hits[1].score / results.hits[0].score, 0.7, 0.01);
  ASSERT_EQ(results.hits[1].why->words.size(), 1U);
  EXPECT_EQ(results.hits[1].why->words[0].as, FoundAs::synonym);
  EXPECT_EQ(results.hits[1].why->words[0].form, "placard");
}

TEST_F(Words, Srch15QuotesAndLiteralSearchesHaveNoSynonyms) {
  put(1, "Placard");

  EXPECT_THAT(keys_of(ask("\"poster\"", "poster = placard")), IsEmpty());
  EXPECT_THAT(keys_of(ask("poster", "poster = placard", true)), IsEmpty());
}

TEST(Srch15, LinesThatSayNothingAreTold) {
  Thesaurus thesaurus;

  EXPECT_THAT(thesaurus.add("# comment\n\nposter = placard # both\nposter\n= placard\na => \none two three four five six seven => x\n"
                            "a, b => c\r\n=>\n\x01\xff = ok\n",
                            Language::english),
              ElementsAre(4, 5, 6, 7, 9, 10));
  EXPECT_EQ(thesaurus.size(), 4U);
}

TEST(Srch15, ALanguageThatIsNotReadHasNoSynonyms) {
  Thesaurus thesaurus;
  thesaurus.add("gift = Toxin", Language::german);
  auto groups = read_query("gift", {Language::english}, Language::english, &thesaurus);

  ASSERT_EQ(groups.size(), 1U);
  for (const Form& form : groups[0].forms) EXPECT_EQ(form.reading, Reading::typed);
}

TEST(Srch15, TheShippedListsAreSound) {
  for (const auto& [language, lines] : shipped_synonyms()) {
    Thesaurus thesaurus;
    EXPECT_THAT(thesaurus.add(lines, language_of(language)), IsEmpty()) << language;
    EXPECT_GE(thesaurus.size(), 10U) << language;
  }
  EXPECT_GE(shipped_thesaurus().size(), 400U);
}

TEST(Srch15, HowManySynonymsAWordHasIsBounded) {
  Thesaurus thesaurus;
  std::string lines;
  for (int i = 0; i < 500; ++i) lines += "word => other" + std::to_string(i) + "\nword => two words" + std::to_string(i) + "\n";
  thesaurus.add(lines, Language::english);

  const auto groups = read_query("word", {Language::english}, Language::english, &thesaurus);

  ASSERT_EQ(groups.size(), 1U);
  EXPECT_LE(groups[0].forms.size() + groups[0].together.size(), most_forms);
}

TEST_F(Words, Srch16BritishAndAmericanSpellingsMeetAtFullWeight) {
  put(1, "The colour of theatre");
  put(2, "The color of theater");

  for (const char* text : {"colour", "colors", "coloring theatres", "colouring theater"}) {
    const auto results = ask(text);
    EXPECT_EQ(results.total, 2) << text;
    EXPECT_NEAR(results.hits[0].score, results.hits[1].score, 0.001) << text;
    EXPECT_THAT(results.corrections, IsEmpty()) << text;
  }
}

TEST(Srch16, TheTableHoldsTheWordsThatSchoolsUse) {
  EXPECT_GE(other_spelling_count(), 250U);
  for (const auto& [typed, other] : std::initializer_list<std::pair<std::string, std::string>>{
           {"organis", "organ"}, {"organ", "organis"}, {"colour", "color"}, {"grey", "gray"}, {"archaeolog", "archeolog"}})
    EXPECT_THAT(other_spellings(typed), ::testing::Contains(other)) << typed;
  EXPECT_THAT(other_spellings("castl"), IsEmpty());
}

TEST_F(Words, Srch22SplitAndJoinedWordsMeet) {
  put(1, "Watercolour");
  put(2, "Water colour washes");
  put(3, "Colour");
  put(4, "Fire and water");
  put(5, "Colour and water");
  put(6, "Water and colour in glazes");

  EXPECT_THAT(keys_of(ask("water colour")), ::testing::Contains(1));
  const auto joined = ask("firewater");
  EXPECT_THAT(keys_of(joined), IsEmpty()) << "fire stands in one record only";
  const auto divided = ask("colourwater");
  EXPECT_THAT(keys_of(divided), UnorderedElementsAre(2, 5, 6));
  ASSERT_EQ(divided.corrections.size(), 1U);
  EXPECT_EQ(divided.corrections[0].term, "colour water");
}

}  // namespace
}  // namespace commonplace::search
