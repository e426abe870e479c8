// Lists that are read on beyond the deepest page, where somebody teaches, and searches that run out of time.
#include <functional>
#include <set>

#include "node/search/ranking.h"
#include "tests/node/search/shelf.h"

namespace commonplace::search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::unique_ptr<Index> indexed(const Shelf& shelf) {
  auto index = make_index();
  index->put(shelf.all());
  return index;
}

// From the deepest page on, a hundred at a time.
std::vector<std::int64_t> read_on(Index& index, Query query, const std::function<void()>& between) {
  query.per_page = 100;
  query.page = static_cast<int>(deepest_paged_hit) / query.per_page;
  std::vector<std::int64_t> seen;
  for (auto results = index.search(query); !results.hits.empty(); results = index.search(query)) {
    for (const auto key : keys_of(results)) seen.push_back(key);
    if (!results.end) break;
    query.after = results.end;
    between();
  }
  return seen;
}

class ReadingOn : public ::testing::Test {
 protected:
  static constexpr std::int64_t all = 10'350;
  static void SetUpTestSuite() {
    shelf_ = new Shelf;
    for (std::int64_t key = 1; key <= all; ++key) {
      auto& resource = shelf_->add(key, "Clay " + std::string(1, static_cast<char>('a' + key % 26)) + (key % 3 == 0 ? " pot" : ""), key % 5);
      resource.time_required = "PT" + std::to_string(1 + key % 90) + "M";
    }
  }
  static void TearDownTestSuite() {
    delete shelf_;
    shelf_ = nullptr;
  }
  static Shelf* shelf_;
};
Shelf* ReadingOn::shelf_ = nullptr;

TEST_F(ReadingOn, Srch25BehindTheDeepestPageEveryHitComesOnceInEachOrder) {
  const auto index = indexed(*shelf_);
  for (const Sort sort : {Sort::best, Sort::newest, Sort::shortest, Sort::title}) {
    Query query;
    query.text = "clay";
    query.sort = sort;
    query.facets = false;
    std::set<std::int64_t> seen;
    for (query.page = 1, query.per_page = 100; query.page < 100; ++query.page)
      for (const auto key : keys_of(index->search(query))) EXPECT_TRUE(seen.insert(key).second);
    const auto rest = read_on(*index, query, [] {});
    for (const auto key : rest) EXPECT_TRUE(seen.insert(key).second) << key;
    EXPECT_EQ(static_cast<std::int64_t>(seen.size()), index->search(query).total) << static_cast<int>(sort);
  }
}

TEST_F(ReadingOn, Srch25APlaceStaysWhileRecordsComeAndGo) {
  const auto index = indexed(*shelf_);
  Query query;
  query.sort = Sort::newest;
  query.facets = false;
  const auto quiet = read_on(*index, query, [] {});
  ASSERT_EQ(quiet.size(), 450U);

  Shelf more;
  std::int64_t next = all;
  const auto disturbed = read_on(*index, query, [&] {
    more.add(++next, "Clay").in_language = {"en"};
    more.document(next).changed = {.seconds = 4'000'000'000};  // before all others
    index->put(more.of({next}));
    index->remove({quiet[110], quiet[5]});
  });
  std::vector<std::int64_t> kept;
  for (const auto key : quiet)
    if (key != quiet[110]) kept.push_back(key);
  EXPECT_EQ(disturbed, kept) << "none twice, none passed over; what was there before is not taken back";
}

TEST(Srch33, WhereSomebodyTeachesCountsATenthMore) {
  Shelf shelf;
  shelf.add(1, "Castles").educational_level = {"us-g3"};
  shelf.add(2, "Castles").educational_level = {"england-ks2"};
  shelf.add(3, "Castles").educational_level = {"scotland-p5"};
  const auto index = indexed(shelf);
  for (const auto& [country, key] : {std::pair{"scotland", 3}, {"england", 2}, {"us", 1}}) {
    Query query;
    query.text = "castles";
    query.teaching = country;
    query.explain = true;
    const auto results = index->search(query);
    EXPECT_EQ(results.hits.front().key, key) << country;
    EXPECT_NEAR(results.hits[0].score / results.hits[1].score, 1.1, 0.005);
    EXPECT_NEAR(results.hits[0].why->teaching, 1.1, 0.002);
    EXPECT_EQ(results.hits[1].why->teaching, 1);
    EXPECT_EQ(results.total, 3) << "it leaves nothing out";
  }
}

TEST(Srch33, TheLanguageSomebodyTeachesInMayBeChosen) {
  Shelf shelf;
  shelf.add(1, "Castles");
  shelf.add(2, "Castles").in_language = {"cy"};
  const auto index = indexed(shelf);
  Query query;
  query.text = "castles";
  query.teaching = "cy";
  EXPECT_EQ(index->search(query).hits.front().key, 2);
  query.teaching = "nowhere";
  EXPECT_EQ(index->search(query).total, 2);
}

TEST(Srch4, YearsAreReadAsWhereSomebodyTeaches) {
  Shelf shelf;
  for (std::int64_t key = 1; key <= 3; ++key) shelf.add(key, "Castles").educational_level = {"scotland-p4"};
  for (std::int64_t key = 4; key <= 9; ++key) shelf.add(key, "Castles").educational_level = {"england-y11"};
  const auto index = indexed(shelf);
  Query query;
  query.text = "castles P4";
  query.teaching = "scotland";
  EXPECT_THAT(index->search(query).understood.front().values, ElementsAre("scotland-p4"));
}

TEST(Srch73, TheWorstInputsAreAnswered) {
  Shelf shelf;
  for (std::int64_t key = 1; key <= 400; ++key)
    shelf.add(key, "a" + std::to_string(key) + " is the " + std::string(1, static_cast<char>('a' + key % 26)) + "x" + std::to_string(key * 7));
  const auto index = indexed(shelf);
  std::string repeated, prefixes, small;
  for (int i = 0; i < 500; ++i) repeated += "a ";
  for (int i = 0; i < 32; ++i) prefixes += std::string(1, static_cast<char>('a' + i % 26)) + "* ";
  for (const auto* word : {"the", "is", "a", "of", "and", "to", "in", "how", "what", "who"}) small.append(word).append(" ");
  for (const auto& text : {repeated, std::string(500, 'a'), std::string(100'000, 'a'), prefixes, small}) {
    Query query;
    query.text = text;
    query.explain = true;
    EXPECT_LE(index->search(query).total, 400) << text.substr(0, 40);
    query.page = 500;
    query.per_page = 100;
    EXPECT_THAT(index->search(query).hits, IsEmpty());
  }
  Query chosen;
  for (int i = 0; i < 10'000; ++i) chosen.filters["subject"].push_back("subject-" + std::to_string(i));
  EXPECT_EQ(index->search(chosen).total, 0);
  chosen.filters["contributor"] = {"1"};
  EXPECT_EQ(index->search(chosen).total, 0);
}

}  // namespace
}  // namespace commonplace::search
