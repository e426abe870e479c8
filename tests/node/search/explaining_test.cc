#include "node/search/explaining.h"

#include <random>

#include "node/search/merit.h"
#include "tests/node/search/shelf.h"

namespace commonplace::search {
namespace {

constexpr std::int64_t november_2026 = 1'795'000'000;

double product(const Why& why) {
  double sum = 0;
  for (const auto& word : why.words) sum += word.part;
  return sum * why.soft * why.curriculum * why.near * why.named * why.teaching * why.quality * why.freshness;
}

class Explained : public ::testing::Test {
 protected:
  Explained() : index_(make_index()) {}
  Results ask(Query query) {
    index_->put(shelf_.all());
    query.explain = true;
    query.now = november_2026;
    return index_->search(query);
  }
  Shelf shelf_;
  std::unique_ptr<Index> index_;
};

TEST_F(Explained, Srch36ThePartsMultiplyToTheScore) {
  std::mt19937 random(7);
  const std::vector<std::string> words = {"castles", "colour", "moats", "painting", "poster", "water", "ks2", "history", "color"};
  for (std::int64_t key = 1; key <= 300; ++key) {
    std::string name;
    for (int i = 0; i < 4; ++i) name += words[random() % words.size()] + " ";
    auto& resource = shelf_.add(key, name, 1 + key % 3);
    if (random() % 2 == 0) resource.description = {{"en", "A castle with " + words[random() % words.size()]}};
    if (random() % 2 == 0) resource.educational_level = {"england-ks2"};
    if (random() % 2 == 0) resource.about = {"history"};
    resource.date_modified = std::to_string(2016 + random() % 11) + "-05-01";
    model::StatementRef statement;
    statement.uri = "https://f.example/" + std::to_string(random() % 3);
    resource.teaches = {statement};
  }
  int explained = 0;
  for (const char* text : {"castles", "KS2 history castles", "placard color", "watercolour painting", "castels 30 minutes", "water colour moats"}) {
    Query query;
    query.text = text;
    query.per_page = 100;
    query.teaching = "england";
    query.statement_raise = {{"https://f.example/1", 50}, {"https://f.example/2", 20}, {"https://nobody.example/", 50}};
    for (const auto& hit : ask(query).hits) {
      ASSERT_TRUE(hit.why) << text;
      EXPECT_NEAR(product(*hit.why), hit.score, 0.01 + hit.score * 0.003) << text;
      ++explained;
    }
  }
  EXPECT_GT(explained, 300);
}

TEST_F(Explained, Srch36NothingIsExplainedUnasked) {
  shelf_.add(1, "Castles");
  index_->put(shelf_.all());
  Query query;
  query.text = "castles";
  EXPECT_FALSE(index_->search(query).hits.at(0).why);
  query.explain = true;
  query.sort = Sort::title;
  EXPECT_FALSE(index_->search(query).hits.at(0).why) << "no score: nothing to explain";
}

TEST_F(Explained, Srch36AHitThatMadeRoomForAnotherContributorSaysSo) {
  for (std::int64_t key = 1; key <= 6; ++key) shelf_.add(key, "Castles", 1);
  shelf_.add(7, "Castles", 2);
  Query query;
  query.text = "castles";

  const auto results = ask(query);

  int sum = 0;
  bool any = false;
  for (const auto& hit : results.hits) {
    sum += hit.why->moved;
    any = any || hit.why->moved != 0;
  }
  EXPECT_TRUE(any);
  EXPECT_EQ(sum, 0) << "who goes up makes others go down";
}

TEST_F(Explained, Srch31AnAskedStatementRaises) {
  shelf_.add(1, "Castles");
  auto& aligned = shelf_.add(2, "Castles");
  model::StatementRef statement;
  statement.uri = "https://f.example/s";
  aligned.teaches = {statement};
  Query query;
  query.text = "castles";
  query.statement_raise = {{"https://f.example/s", 50}};

  const auto results = ask(query);

  EXPECT_EQ(results.hits.front().key, 2);
  EXPECT_EQ(results.hits.front().why->statement, "https://f.example/s");
  EXPECT_NEAR(results.hits.front().why->curriculum, 1.5, 0.01);
  EXPECT_NEAR(results.hits.front().score / results.hits.back().score, 1.5, 0.01);
}

TEST(Srch32, QualityCountsWhatATeacherWantsToKnow) {
  model::Resource bare;
  bare.name = {{"en", "Castles"}};
  model::Resource full = bare;
  full.description = {{"en", "Moats"}};
  full.image = model::Image{.url = "https://x.example/i.png", .alt = {}, .license = {}, .credit_text = {}};
  full.educational_level = {"england-ks2"};
  full.license = "https://creativecommons.org/licenses/by/4.0/";
  full.time_required = "PT1H";
  full.accessibility_feature = {"alternativeText"};

  EXPECT_NEAR(merit_of(merit_value(bare), 0).quality, 0.9, 1e-9);
  EXPECT_NEAR(merit_of(merit_value(full), 0).quality, 1.1, 1e-9);
}

TEST(Srch32, FreshnessHalvesInThreeYearsAndNeverCountsMuch) {
  model::Resource resource;
  const auto freshness = [&](const std::string& date) {
    resource.date_modified = date;
    return merit_of(merit_value(resource), november_2026).freshness;
  };
  EXPECT_NEAR(freshness("2026-11-18"), 1.03, 0.001);
  EXPECT_NEAR(freshness("2023-11-18"), 1.00, 0.001);
  EXPECT_NEAR(freshness("1970-01-01"), 0.97, 0.001);
  EXPECT_NEAR(freshness("2099-01-01"), 1.03, 0.001) << "the future is not newer than new";
  EXPECT_EQ(freshness(""), 1.0);
  EXPECT_EQ(freshness("yesterday"), 1.0);
  resource.date_modified = "2010-01-01";
  EXPECT_EQ(merit_of(merit_value(resource), 0).freshness, 1.0) << "nobody said what day it is";
}

TEST_F(Explained, Srch32MeritBreaksTiesAndLiftsNothingWeak) {
  shelf_.add(1, "Castles");
  shelf_.add(2, "Castles").description = {{"en", "About moats"}};
  auto& weak = shelf_.add(3, "Something about a castle among many other things that people built long ago");
  weak.description = {{"en", "Old"}};
  weak.license = "https://creativecommons.org/licenses/by/4.0/";
  weak.time_required = "PT1H";
  weak.educational_level = {"england-ks2"};
  weak.accessibility_feature = {"alternativeText"};
  weak.thumbnail_url = "https://x.example/i.png";
  weak.date_modified = "2026-11-01";
  Query query;
  query.text = "castles";
  query.fair = false;

  EXPECT_EQ(keys_of(ask(query)), (std::vector<std::int64_t>{2, 1, 3}));
}

}  // namespace
}  // namespace commonplace::search
