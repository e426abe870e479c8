#include "node/search/word_family.h"

#include "node/search/stop_words.h"
#include "tests/node/search/shelf.h"

namespace commonplace::search {
namespace {

using ::testing::ElementsAre;

std::string family_of_word(const std::string& word) {
  std::vector<std::string> terms;
  append_terms(word, Language::english, terms);
  return family_of(terms.front());
}

TEST(Srch12, WordsOfOneFamilyHaveOneKey) {
  for (const auto& [one, other] : {std::pair{"geometry", "geometric"}, {"symmetry", "symmetrical"}, {"democracy", "democratic"},
                                   {"astronomy", "astronomer"}, {"importance", "important"}, {"sculpture", "sculptor"}, {"Buddhism", "Buddhist"}})
    EXPECT_EQ(family_of_word(fold_word(one)), family_of_word(fold_word(other))) << one;
  for (const auto& [one, other] : {std::pair{"castle", "casting"}, {"number", "numb"}, {"corner", "corn"}, {"planet", "plane"}, {"history", "histogram"}})
    EXPECT_NE(family_of_word(one), family_of_word(other)) << one;
  EXPECT_EQ(family_of(""), "");
}

TEST(Srch12, ARelatedWordIsFoundAtHalfTheWeight) {
  Shelf shelf;
  shelf.add(1, "Geometric proofs");
  shelf.add(2, "Geometry");
  shelf.add(3, "Weaving");
  const auto index = make_index();
  index->put(shelf.all());
  Query query;
  query.text = "geometry";
  query.explain = true;
  const auto results = index->search(query);
  EXPECT_THAT(keys_of(results), ElementsAre(2, 1));
  EXPECT_EQ(results.hits[1].why->words.front().as, FoundAs::related);
  query.literal = true;
  EXPECT_THAT(keys_of(index->search(query)), ElementsAre(2));
  query.literal = false;
  query.text = "\"geometry\"";
  EXPECT_THAT(keys_of(index->search(query)), ElementsAre(2));
}

TEST(Srch14, WordsThatOnlySayThatSomethingIsLookedForCountLittle) {
  EXPECT_TRUE(is_filler_word("activities", Language::english));
  EXPECT_FALSE(is_filler_word("photosynthesis", Language::english));
  EXPECT_FALSE(is_filler_word("activities", Language::welsh));
  Shelf shelf;
  shelf.add(1, "Teaching resources and ideas: a lesson on lessons");
  shelf.add(2, "Moats");
  for (std::int64_t key = 3; key < 60; ++key) shelf.add(key, "Weaving");
  const auto index = make_index();
  index->put(shelf.all());
  EXPECT_EQ(find(*index, "ideas for teaching a lesson about moats").front(), 2);
  EXPECT_EQ(find(*index, "teaching ideas").front(), 1) << "alone they are what is looked for";
}

TEST(Srch30, ANameThatIsWhatWasAskedForComesFirst) {
  Shelf shelf;
  shelf.add(1, "Moats and drawbridges of castles");
  shelf.add(2, "Castles");
  const auto index = make_index();
  index->put(shelf.all());
  Query query;
  query.text = "castles";
  query.explain = true;
  const auto results = index->search(query);
  EXPECT_EQ(results.hits.front().key, 2);
  EXPECT_NEAR(results.hits.front().why->named, 1.3, 0.001) << "all of the name, all of the question";
  EXPECT_LT(results.hits[1].why->named, 1.1);
}

}  // namespace
}  // namespace commonplace::search
