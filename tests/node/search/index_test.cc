// What the port promises (SRCH-10…26, 34, 44, 59), on small shelves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "node/search/index.h"
#include "tests/node/search/shelf.h"

namespace commonplace::search {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

std::unique_ptr<Index> indexed(const Shelf& shelf) {
  auto index = make_index();
  index->put(shelf.all());
  return index;
}

Results search_for(const Index& index, const std::string& text, const Filters& filters = {}) {
  Query query;
  query.text = text;
  query.filters = filters;
  return index.search(query);
}

TEST(Srch20, MoreOfTheWordsInTheSamePlacesComesFirst) {
  Shelf shelf;
  shelf.add(1, "Victorians at home and at work");
  shelf.add(2, "Victorians and printmaking at work");
  shelf.add(3, "Printmaking at home and at work");
  for (int i = 0; i < 20; ++i) shelf.add(100 + i, "Painting");
  const auto index = indexed(shelf);

  const auto found = find(*index, "Victorians printmaking");

  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found.front(), 2);
}

TEST(Srch20, FindsYearFourWhenKeyStageTwoIsAsked) {
  Shelf shelf;
  shelf.add(1, "Lino cutting").educational_level = {"england-y4"};
  shelf.add(2, "Lino cutting").educational_level = {"england-y9"};

  EXPECT_EQ(find(*indexed(shelf), "ks2 lino").front(), 1);
}

TEST(Srch20, DropsWeakMatchesWhenThereAreEnoughStrongOnes) {
  Shelf shelf;
  for (int i = 0; i < 20; ++i) shelf.add(i, "Viking longship carving");
  shelf.add(50, "Viking cooking");
  const auto index = indexed(shelf);

  EXPECT_THAT(find(*index, "viking longship carving"), Not(Contains(50)));
}

TEST(Srch20, TakesAnyWordWhenFewHitsRemain) {
  Shelf shelf;
  shelf.add(1, "Viking longship");
  shelf.add(2, "Viking cooking");

  EXPECT_THAT(find(*indexed(shelf), "viking longship carving"), ElementsAre(1, 2));
}

TEST(Srch20, IgnoresWordsThatNoRecordHolds) {
  Shelf shelf;
  shelf.add(1, "Viking longship");

  EXPECT_THAT(find(*indexed(shelf), "viking xqzzy"), ElementsAre(1));
  EXPECT_THAT(find(*indexed(shelf), "xqzzy"), IsEmpty());
}

TEST(Srch30, RanksANameOverADescription) {
  Shelf shelf;
  shelf.add(1, "Shapes").description = {{"en", "Weaving"}};
  shelf.add(2, "Weaving");

  EXPECT_THAT(find(*indexed(shelf), "weaving"), ElementsAre(2, 1));
}

TEST(Srch30, FindsEveryFieldThatIsSearched) {
  Shelf shelf;
  model::Resource& resource = shelf.add(1, "nameword");
  resource.alternate_name = {{"en", {"alternateword"}}};
  resource.description = {{"en", "descriptionword"}};
  resource.abstract = {{"en", "abstractword"}};
  resource.keywords = {{"en", {"keywordword"}}};
  resource.key_vocabulary = {{.term = {{"en", "vocabword"}}, .definition = {{"en", "definitionword"}}}};
  resource.learning_objectives = {{{"en", "objectiveword"}}};
  resource.misconceptions = {{.statement = {{"en", "misconceptionword"}}, .correction = {{"en", "correctionword"}}}};
  resource.is_part_of = {{.id = "", .type = "", .url = "", .name = {{"en", "unitword"}}, .position = {}}};
  resource.learning_resource_type = {"worksheet"};
  resource.about = {"history"};
  resource.educational_level = {"england-ks3"};
  resource.teaches = {{.uri = "https://curriculum.example/s/1",
                       .framework = "https://curriculum.example/",
                       .code = "HX7",
                       .text = {{"en", "statementword"}},
                       .asserted_by = "",
                       .method = "",
                       .confidence = {},
                       .reviewed_at = ""}};
  shelf.document(1).contributor_name = "River Gallery";
  const auto index = indexed(shelf);

  for (const char* word : {"nameword", "alternateword", "descriptionword", "abstractword", "keywordword", "vocabword",
                           "definitionword", "objectiveword", "misconceptionword", "correctionword", "unitword",
                           "worksheet", "history", "ks3", "\"key stage 3\"", "hx7", "statementword", "gallery"}) {
    EXPECT_THAT(find(*index, word), ElementsAre(1)) << word;
  }
}

TEST(Srch5, ReadsPhrasesExclusionsAndPrefixes) {
  Shelf shelf;
  shelf.add(1, "Water colour painting");
  shelf.add(2, "Water mills");
  shelf.add(3, "Watering plants");
  const auto index = indexed(shelf);

  EXPECT_THAT(find(*index, "\"water colour\""), ElementsAre(1));
  EXPECT_THAT(find(*index, "“water colour”"), ElementsAre(1));
  EXPECT_THAT(find(*index, "water -mills"), UnorderedElementsAre(1, 3));
  EXPECT_THAT(find(*index, "-water"), IsEmpty());
  EXPECT_THAT(find(*index, "-mills"), UnorderedElementsAre(1, 3));
  EXPECT_THAT(find(*index, "pai*"), ElementsAre(1));
}

TEST(Srch5, NeverFailsOnOddText) {
  Shelf shelf;
  shelf.add(1, "Water colour");
  const auto index = indexed(shelf);

  for (const std::string text : {"\"water", "water\"", "-", "--", "- water", "\"\"", "***", "water -",
                                 "AND OR NOT water", "\xff\xfe", "\"-water\"", "\xe2\x80\x9cwater"}) {
    EXPECT_NO_THROW(find(*index, text)) << text;
  }
  EXPECT_THAT(find(*index, "\"water"), ElementsAre(1));
  EXPECT_THAT(find(*index, "?!"), ElementsAre(1));
  EXPECT_NO_THROW(find(*index, std::string(100'000, 'a')));
  std::string many;
  for (int i = 0; i < 500; ++i) many += "a ";
  EXPECT_NO_THROW(find(*index, many));
}

TEST(Srch14, KeepsStopWordsOnlyWhenNothingElseIsAsked) {
  Shelf shelf;
  shelf.add(1, "The Who");
  shelf.add(2, "Drawing horses");
  const auto index = indexed(shelf);

  EXPECT_THAT(find(*index, "the who"), ElementsAre(1));
  EXPECT_THAT(find(*index, "how to draw the"), ElementsAre(2));
}

TEST(Srch13, FindsAWelshTitleFromAnEnglishPageAndThroughItsMutations) {
  Shelf shelf;
  shelf.add(1, "").name = {{"cy", "Cathod yng Nghymru"}};
  shelf.add(2, "Chat about pictures");
  const auto index = indexed(shelf);

  EXPECT_THAT(find(*index, "nghymru"), ElementsAre(1));
  EXPECT_THAT(find(*index, "cymru"), ElementsAre(1));
  EXPECT_THAT(find(*index, "gathod"), ElementsAre(1));
}

TEST(Srch10, MeetsAccentsHyphensApostrophesAndUmlauts) {
  Shelf shelf;
  shelf.add(1, "Papier-mâché masks");
  shelf.add(2, "The pupil's art");
  model::Resource& german = shelf.add(3, "");
  german.name = {{"de", "Bücher im Museum"}};
  german.in_language = {"de"};
  const auto index = indexed(shelf);

  for (const char* text : {"papier", "mache", "papiermache", "papier-mache", "MÂCHÉ"}) {
    EXPECT_THAT(find(*index, text), ElementsAre(1)) << text;
  }
  EXPECT_THAT(find(*index, "pupils"), ElementsAre(2));
  EXPECT_THAT(find(*index, "buecher"), ElementsAre(3));
  EXPECT_THAT(find(*index, "Bücher"), ElementsAre(3));
}

TEST(Srch23, FiltersLevelsAndAgesByOverlap) {
  Shelf shelf;
  shelf.add(1, "a b").educational_level = {"england-ks2"};
  shelf.add(2, "a b").age_range = model::AgeRange{8, 10};
  shelf.add(3, "a b").educational_level = {"england-ks3"};
  shelf.add(4, "a b");
  const auto index = indexed(shelf);

  EXPECT_THAT(find(*index, "", {{"level", {"england-ks2"}}}), UnorderedElementsAre(1, 2));
  EXPECT_THAT(find(*index, "", {{"level", {"england-y4"}}}), UnorderedElementsAre(1, 2));
  EXPECT_THAT(find(*index, "", {{"age", {"10-12"}}}), UnorderedElementsAre(1, 3));
  EXPECT_THAT(find(*index, "", {{"level", {"england-ks2", "england-ks3"}}}), UnorderedElementsAre(1, 2, 3));
  EXPECT_THAT(find(*index, "", {{"level", {"no-such-level"}}}), IsEmpty());
  EXPECT_THAT(find(*index, "", {{"age", {"many"}}}), IsEmpty());
}

TEST(Srch23, FiltersByEachColumn) {
  Shelf shelf;
  model::Resource& resource = shelf.add(1, "Sea shanties", 7);
  resource.about = {"drama"};
  resource.learning_resource_type = {"audio"};
  resource.license = "https://creativecommons.org/licenses/by/4.0/";
  resource.in_language = {"en-GB"};
  resource.time_required = "PT45M";
  resource.teaches = {{.uri = "https://c.example/s/1",
                       .framework = "https://c.example/f",
                       .code = "D4.1",
                       .text = {},
                       .asserted_by = "",
                       .method = "",
                       .confidence = {},
                       .reviewed_at = ""}};
  shelf.document(1).origin = 12;
  shelf.add(2, "Silence", 8).in_language = {"cy"};
  const auto index = indexed(shelf);

  const std::vector<std::pair<std::string, std::string>> passing = {
      {"subject", "drama"},
      {"subject", "arts"},
      {"type", "audio"},
      {"may", "adapt"},
      {"contributor", "7"},
      {"licence", "https://creativecommons.org/licenses/by/4.0/"},
      {"language", "en"},
      {"language", "en-gb"},
      {"time_max", "45"},
      {"time_max", "60"},
      {"statement", "https://c.example/s/1"},
      {"statement", "D4.1"},
      {"framework", "https://c.example/f"},
      {"origin", "12"}};
  for (const auto& [name, value] : passing) {
    EXPECT_THAT(find(*index, "", {{name, {value}}}), ElementsAre(1)) << name << "=" << value;
  }
  const std::vector<std::pair<std::string, std::string>> failing = {
      {"subject", "music"}, {"type", ""},       {"may", "fly"},         {"contributor", "-7"}, {"licence", "CC"},
      {"language", "e"},    {"time_max", "44"}, {"time_max", "soon"},   {"time_max", "-1"},    {"statement", "D4"},
      {"framework", "x"},   {"origin", "13"},   {"no-such-filter", "1"}};
  for (const auto& [name, value] : failing) {
    EXPECT_THAT(find(*index, "", {{name, {value}}}), IsEmpty()) << name << "=" << value;
  }
}

TEST(Srch24, CountsOfAFacetIgnoreItsOwnSelection) {
  Shelf shelf;
  shelf.add(1, "a b").learning_resource_type = {"video", "quiz"};
  shelf.add(2, "a b").learning_resource_type = {"video"};
  shelf.add(3, "a b").learning_resource_type = {"map"};
  const auto index = indexed(shelf);

  const Results results = search_for(*index, "", {{"type", {"map"}}});

  EXPECT_EQ(results.total, 1);
  EXPECT_EQ(count_of(results, "type", "video"), 2);
  EXPECT_EQ(count_of(results, "type", "quiz"), 1);
  EXPECT_EQ(count_of(results, "type", "map"), 1);
  EXPECT_EQ(count_of(results, "language", "en"), 1);
}

TEST(Srch24, ShowsAChosenRowWithoutHits) {
  Shelf shelf;
  shelf.add(1, "apple").learning_resource_type = {"video"};
  shelf.add(2, "pear").learning_resource_type = {"map"};
  const auto index = indexed(shelf);

  EXPECT_EQ(count_of(search_for(*index, "apple", {{"type", {"map"}}}), "type", "map"), 0);
  EXPECT_EQ(count_of(search_for(*index, "apple", {{"type", {"video"}}}), "type", "map"), -1);
  EXPECT_EQ(count_of(search_for(*index, "apple", {{"type", {"unheard-of"}}}), "type", "unheard-of"), -1);
}

TEST(Srch24, ALevelRowCountsWhatChoosingItWouldFind) {
  Shelf shelf;
  shelf.add(1, "a b").educational_level = {"england-ks2"};
  shelf.add(2, "a b").age_range = model::AgeRange{7, 9};
  const auto index = indexed(shelf);

  EXPECT_EQ(count_of(search_for(*index, ""), "level", "england-ks2"), 2);
  EXPECT_EQ(search_for(*index, "").facets["level"].size(), 1U);
}

TEST(Srch25, PagesThroughAllHitsOnceEach) {
  Shelf shelf;
  for (int i = 0; i < 57; ++i) shelf.add(i, "Clay pot", i % 3);
  const auto index = indexed(shelf);
  std::vector<std::int64_t> seen;

  for (int page = 1; page <= 7; ++page) {
    Query query;
    query.text = "clay";
    query.page = page;
    query.per_page = 10;
    for (std::int64_t key : keys_of(index->search(query))) seen.push_back(key);
  }

  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(seen.size(), 57U);
  EXPECT_EQ(std::unique(seen.begin(), seen.end()), seen.end());
}

TEST(Srch25, AnswersAnAbsurdPageWithAnEmptyList) {
  Shelf shelf;
  shelf.add(1, "Clay");
  const auto index = indexed(shelf);
  for (int page : {2, 500, INT_MAX}) {
    Query query;
    query.page = page;
    query.per_page = 100;
    EXPECT_THAT(index->search(query).hits, IsEmpty()) << page;
  }
  Query below;
  below.page = -3;
  below.per_page = 0;
  EXPECT_THAT(keys_of(index->search(below)), ElementsAre(1));
}

TEST(Srch26, SortsByNewestShortestAndTitle) {
  Shelf shelf;
  shelf.add(1, "The Zebra").time_required = "PT20M";
  shelf.add(2, "An apple").time_required = "PT1H";
  shelf.add(3, "Éclair");
  const auto index = indexed(shelf);
  const auto sorted = [&](Sort sort) {
    Query query;
    query.sort = sort;
    return keys_of(index->search(query));
  };

  EXPECT_THAT(sorted(Sort::newest), ElementsAre(3, 2, 1));
  EXPECT_THAT(sorted(Sort::best), ElementsAre(3, 2, 1));
  EXPECT_THAT(sorted(Sort::shortest), ElementsAre(1, 2, 3));
  EXPECT_THAT(sorted(Sort::title), ElementsAre(2, 3, 1));
}

TEST(Srch34, GivesSmallContributorsAPlaceInTheTopTen) {
  Shelf shelf;
  for (int i = 0; i < 40; ++i) shelf.add(i, "Roman mosaic", 1);
  shelf.add(100, "Roman mosaic", 2);
  shelf.add(101, "Roman mosaic", 3);
  const auto index = indexed(shelf);

  const auto found = find(*index, "roman mosaic");
  const auto filtered = search_for(*index, "roman mosaic", {{"contributor", {"1"}}});

  EXPECT_THAT(std::vector(found.begin(), found.begin() + 4), testing::IsSupersetOf({100, 101}));
  EXPECT_EQ(filtered.total, 40);
}

TEST(Srch59, ForgetsRemovedRecordsAtOnceAndReplacesChangedOnes) {
  Shelf shelf;
  shelf.add(1, "Copper");
  shelf.add(2, "Copper kettle");
  const auto index = indexed(shelf);

  index->remove({2, 99});
  EXPECT_THAT(find(*index, "copper"), ElementsAre(1));
  EXPECT_THAT(find(*index, "kettle"), IsEmpty());
  EXPECT_EQ(index->size(), 1);

  shelf.add(1, "Silver");
  index->put(shelf.of({1, 1}));
  EXPECT_THAT(find(*index, "copper"), IsEmpty());
  EXPECT_THAT(find(*index, "silver"), ElementsAre(1));
  EXPECT_EQ(index->size(), 1);
}

TEST(Srch54, AnswersWithTheSequenceThatWasSet) {
  const auto index = make_index();
  index->set_seq(42);

  EXPECT_EQ(index->seq(), 42);
  EXPECT_EQ(search_for(*index, "").seq, 42);
}

TEST(Index, AnswersNothingWhileEmpty) {
  const auto index = make_index();

  EXPECT_EQ(search_for(*index, "art").total, 0);
  EXPECT_EQ(search_for(*index, "").total, 0);
  EXPECT_THAT(index->similar(1, 6), IsEmpty());
  EXPECT_NO_THROW(index->remove({1}));
  EXPECT_NO_THROW(index->put({}));
}

TEST(Srch42, FindsRecordsThatShareStatementsBeforeThoseThatShareWords) {
  Shelf shelf;
  const model::StatementRef statement{.uri = "https://c.example/s/1",
                                      .framework = "",
                                      .code = "",
                                      .text = {},
                                      .asserted_by = "",
                                      .method = "",
                                      .confidence = {},
                                      .reviewed_at = ""};
  shelf.add(1, "Weaving baskets", 1).teaches = {statement};
  shelf.add(2, "Plaiting straw", 2).teaches = {statement};
  shelf.add(3, "Weaving cloth", 3);
  shelf.add(4, "Steam engines", 4);
  const auto index = indexed(shelf);
  std::vector<std::int64_t> found;

  for (const Hit& hit : index->similar(1, 6)) found.push_back(hit.key);

  EXPECT_THAT(found, ElementsAre(2, 3));
}

// Asked for more than there can be, every word is walked; asked for six, most are only looked up.
TEST(Srch42, WhatIsLeftOutCouldNotHaveComeAmongTheBest) {
  Shelf shelf;
  std::mt19937 random(11);
  for (std::int64_t key = 0; key < 6000; ++key) {
    const auto word = [&](unsigned of) { return " w" + std::to_string(random() % of); };
    auto& resource = shelf.add(key, "study sheet" + word(3) + word(40) + word(900), 1 + static_cast<std::int64_t>(random() % 30));
    if (random() % 3 == 0) resource.is_part_of = {{.id = "", .type = "", .url = "https://u.example/" + std::to_string(random() % 200), .name = {}, .position = {}}};
    if (random() % 2 == 0) resource.educational_level = {random() % 2 == 0 ? "england-ks2" : "england-ks4"};
  }
  const auto index = indexed(shelf);
  for (const std::int64_t key : {0, 7, 1234, 5999}) index->remove({key + (key < 5999 ? 1 : -1)});
  for (std::int64_t key = 0; key < 6000; key += 97) {
    const auto all = index->similar(key, 100);
    const auto six = index->similar(key, 6);
    ASSERT_LE(all.size(), 60U);
    ASSERT_EQ(six.size(), 6U);
    for (std::size_t i = 0; i < six.size(); ++i) {
      EXPECT_EQ(six[i].key, all[i].key) << key;
      EXPECT_NEAR(six[i].score, all[i].score, 1e-6) << key;
    }
  }
}

TEST(Srch42, ShowsAtMostTwoOfOneContributorAndKeepsToTheAge) {
  Shelf shelf;
  for (int i = 0; i < 6; ++i) shelf.add(i, "Weaving baskets", 1).educational_level = {"england-ks2"};
  shelf.add(10, "Weaving baskets", 2).educational_level = {"england-ks4"};
  const auto index = indexed(shelf);

  EXPECT_EQ(index->similar(0, 6).size(), 2U);
  EXPECT_THAT(index->similar(77, 6), IsEmpty());
  EXPECT_THAT(index->similar(0, -1), IsEmpty());
}

std::vector<std::string> marked(const Index& index, const std::string& query, const std::string& text,
                                const std::string& language = "en") {
  std::vector<std::string> words;
  std::size_t before = 0;
  for (const Span& span : index.highlight(query, text, language)) {
    EXPECT_GE(span.begin, before);
    EXPECT_LT(span.begin, span.end);
    EXPECT_LE(span.end, text.size());
    before = span.end;
    words.push_back(text.substr(span.begin, span.end - span.begin));
  }
  return words;
}

TEST(Srch44, MarksEveryFormOfTheWordsAsked) {
  const auto index = make_index();

  EXPECT_THAT(marked(*index, "print", "Printing prints — the printer PRINTED"),
              ElementsAre("Printing", "prints", "PRINTED"));
  EXPECT_THAT(marked(*index, "papiermache", "a papier-mâché mask"), ElementsAre("papier-mâché"));
  EXPECT_THAT(marked(*index, "mâché -mask", "a papier-mâché mask"), ElementsAre("mâché"));
  EXPECT_THAT(marked(*index, "mas*", "a papier-mâché mask"), ElementsAre("mask"));
  EXPECT_THAT(marked(*index, "script", "<script>alert('script')</script>"), ElementsAre("script", "script", "script"));
  EXPECT_THAT(marked(*index, "", "anything"), IsEmpty());
  EXPECT_THAT(marked(*index, "x", std::string("\xff\xfe x \xf0\x9f")), ElementsAre("x"));
}

TEST(Srch44, MarksRunsOfScriptsWithoutSpacesOnce) {
  const auto index = make_index();

  EXPECT_THAT(marked(*index, "日本画", "これは日本画です", "ja"), ElementsAre("日本画"));
}

}  // namespace
}  // namespace commonplace::search
