// How segments come to be: built, joined, held back, and the tables that copies share.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <thread>

#include "node/search/merging.h"
#include "node/search/segment_builder.h"
#include "node/search/shared_table.h"
#include "node/search/term_order.h"
#include "tests/node/search/shelf.h"

namespace commonplace::search {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

std::string text_number(std::uint32_t i) {
  return i % 50 == 3 ? std::string(i * 7, 'x') + std::to_string(i) : "t" + std::to_string(i);
}

TEST(Srch53, ACopyOfATableKnowsWhatWasThereAndNoMore) {
  SharedTable table;
  std::vector<SharedTable> copies;
  for (std::uint32_t i = 0; i < 3000; ++i) {
    if (i % 500 == 0) copies.push_back(table);
    ASSERT_EQ(table.add(text_number(i)), i);
    ASSERT_EQ(table.add(text_number(i)), i) << "known already";
  }
  EXPECT_EQ(table.add(""), 3000U);
  EXPECT_EQ(table.text(3000), "");
  for (std::uint32_t known = 0; known < 3000; known += 500) {
    const SharedTable& copy = copies[known / 500];
    ASSERT_EQ(copy.size(), known);
    for (std::uint32_t i = 0; i < 3000; ++i) {
      ASSERT_EQ(copy.find(text_number(i)), i < known ? std::optional(i) : std::nullopt) << known;
    }
    for (std::uint32_t i = 0; i < known; ++i) ASSERT_EQ(copy.text(i), text_number(i));
  }
}

TEST(Srch53, CopiesThatBothGrowGoApart) {
  SharedTable one;
  for (std::uint32_t i = 0; i < 100; ++i) one.add(text_number(i));
  SharedTable other = one;
  EXPECT_EQ(one.add("of one"), 100U);
  EXPECT_EQ(other.add("of the other"), 100U);
  EXPECT_EQ(one.add("of both"), 101U);
  EXPECT_EQ(other.add("of both"), 101U);
  EXPECT_EQ(one.text(100), "of one");
  EXPECT_EQ(other.text(100), "of the other");
  EXPECT_FALSE(one.find("of the other"));
  EXPECT_FALSE(other.find("of one"));
  for (std::uint32_t i = 0; i < 100; ++i) ASSERT_EQ(other.find(text_number(i)), i);
}

TEST(Srch53, TablesAreReadWhileTheyGrow) {
  SharedTable table;
  for (std::uint32_t i = 0; i < 1000; ++i) table.add(text_number(i));
  const SharedTable copy = table;
  std::thread reading([&copy] {
    for (std::uint32_t i = 0; i < 20'000; ++i) ASSERT_EQ(copy.find(text_number(i % 1500)).has_value(), i % 1500 < 1000);
  });
  for (std::uint32_t i = 1000; i < 4000; ++i) table.add(text_number(i));
  reading.join();
}

TEST(Srch50, TermsAreRankedWhetherFewOrManyAreInUse) {
  StringTable terms;
  TermOrder order(terms);
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 200; ++i) terms.add(std::string(random() % 12, 'a') + std::to_string(random() % 3000));
    std::vector<std::string> expected;
    std::vector<bool> seen(terms.size(), false);
    const std::uint32_t used = round % 3 == 0 ? 5 : terms.size() / 2;
    for (std::uint32_t i = 0; i < used; ++i) {
      const auto term = static_cast<std::uint32_t>(random() % terms.size());
      order.mark(term);
      if (!seen[term]) expected.emplace_back(terms.text(term));
      seen[term] = true;
    }
    std::sort(expected.begin(), expected.end());
    const auto ranked = order.rank();
    ASSERT_EQ(ranked.size(), expected.size());
    for (std::uint32_t i = 0; i < ranked.size(); ++i) {
      ASSERT_EQ(terms.text(ranked[i]), expected[i]) << round;
      ASSERT_EQ(order.rank_of(ranked[i]), i);
    }
    order.clear_marks();
  }
}

// Records with common and rare words, more than a block of some.
void fill(Shelf& shelf, std::int64_t count, unsigned seed) {
  std::mt19937 random(seed);
  for (std::int64_t key = 1; key <= count; ++key) {
    auto& resource = shelf.add(key, "thing " + std::to_string(random() % 40) + " " + std::to_string(random() % 900), 1 + key % 7);
    resource.description = {{"en", "some words w" + std::to_string(random() % 9) + " some w" + std::to_string(random() % 9)}};
    resource.about = {"s" + std::to_string(random() % 5)};
    resource.keywords = {{"en", {"k" + std::to_string(random() % 5000)}}};
    if (random() % 2 == 0) resource.learning_resource_type = {"worksheet"};
  }
}

class Joining : public testing::Test {
 protected:
  Part build(const std::vector<Document>& documents) {
    SegmentBuilder builder(terms_, values_);
    for (const auto& document : documents) builder.read(document);
    auto segment = std::make_shared<const Segment>(builder.finish());
    return {.segment = segment, .live = std::make_shared<const Live>(all_live(*segment))};
  }
  static void without(Part& part, std::int64_t key) {
    Live live = *part.live;
    const auto record = *part.segment->find(key);
    live.remove(record, part.segment->languages[record]);
    part.live = std::make_shared<const Live>(std::move(live));
  }

  DocumentTerms terms_;
  ValueReader values_;
};

template <typename T>
std::vector<T> content(const Row<T>& row) {
  return {row.begin(), row.end()};
}

void expect_same_postings(const Segment& a, const Segment& b) {
  EXPECT_EQ(content(a.terms.bytes), content(b.terms.bytes));
  EXPECT_EQ(content(a.terms.starts), content(b.terms.starts));
  EXPECT_EQ(content(a.postings.counts), content(b.postings.counts));
  EXPECT_EQ(content(a.postings.first_blocks), content(b.postings.first_blocks));
  EXPECT_EQ(content(a.postings.bytes), content(b.postings.bytes));
  EXPECT_EQ(content(a.postings.positions), content(b.postings.positions));
  ASSERT_EQ(a.postings.blocks.size(), b.postings.blocks.size());
  for (std::size_t i = 0; i < a.postings.blocks.size(); ++i) {
    EXPECT_EQ(a.postings.blocks[i].last, b.postings.blocks[i].last) << i;
    EXPECT_EQ(a.postings.blocks[i].at, b.postings.blocks[i].at) << i;
    EXPECT_EQ(a.postings.blocks[i].positions_at, b.postings.blocks[i].positions_at) << i;
    EXPECT_EQ(a.postings.blocks[i].most, b.postings.blocks[i].most) << i;
  }
}

void expect_same(const Segment& a, const Segment& b) {
  expect_same_postings(a, b);
  EXPECT_EQ(content(a.keys), content(b.keys));
  EXPECT_EQ(content(a.ties), content(b.ties));
  EXPECT_EQ(content(a.titles), content(b.titles));
  EXPECT_EQ(content(a.languages), content(b.languages));
  EXPECT_EQ(content(a.characteristic_starts), content(b.characteristic_starts));
  EXPECT_EQ(content(a.characteristic), content(b.characteristic));
  for (std::size_t i = 0; i < column_count; ++i) {
    for (std::uint32_t record = 0; record < a.size(); ++record) {
      const auto of_a = a.columns[i].values_of(record);
      const auto of_b = b.columns[i].values_of(record);
      ASSERT_TRUE(std::equal(of_a.begin(), of_a.end(), of_b.begin(), of_b.end())) << i << " " << record;
    }
  }
}

TEST_F(Joining, Srch54JoinedSegmentsAreWhatOneBuiltAtOnceIs) {
  Shelf shelf;
  fill(shelf, 1500, 1);
  const auto all = shelf.all();
  std::vector<Document> lower(all.begin(), all.begin() + 400);
  std::vector<Document> middle(all.begin() + 400, all.begin() + 401);
  std::vector<Document> upper(all.begin() + 401, all.end());
  const Part whole = build(all);
  expect_same(*merge({build(upper), build(lower), build(middle)}), *whole.segment);

  std::vector<Document> even;
  std::vector<Document> odd;
  for (const auto& document : all) (document.key % 2 == 0 ? even : odd).push_back(document);
  expect_same(*merge({build(odd), build(even)}), *whole.segment);
}

TEST_F(Joining, Srch54WhatIsDeletedIsLeftOut) {
  Shelf shelf;
  fill(shelf, 900, 2);
  const auto all = shelf.all();
  Part lower = build({all.begin(), all.begin() + 500});
  const Part upper = build({all.begin() + 500, all.end()});
  std::vector<Document> left;
  for (const auto& document : all) {
    const bool is_deleted = document.key <= 500 && document.key % 5 == 0;
    if (is_deleted) without(lower, document.key);
    if (!is_deleted) left.push_back(document);
  }
  expect_same(*merge({upper, lower}), *build(left).segment);
}

// Nearly every record has a keyword of its own, so that sets stop being shared on the way.
TEST_F(Joining, Srch54SetsThatAreHardlySharedAreJoinedToo) {
  Shelf shelf;
  std::mt19937 random(4);
  for (std::int64_t key = 1; key <= 9000; ++key)
    shelf.add(key, "n").keywords = {{"en", {"k" + std::to_string(random() % 300'000), "l" + std::to_string(random() % 9)}}};
  const auto all = shelf.all();
  const Part whole = build(all);
  const auto joined = merge({build({all.begin(), all.begin() + 3000}), build({all.begin() + 3000, all.end()})});
  EXPECT_EQ(joined->column(Column::phrase).of_record.width(), 0U);
  expect_same(*joined, *whole.segment);
}

void expect_same_answers(const Index& a, const Index& b, const std::string& words) {
  Query query;
  query.text = words;
  query.per_page = 100;
  const auto of_a = a.search(query);
  const auto of_b = b.search(query);
  EXPECT_EQ(keys_of(of_a), keys_of(of_b)) << words;
  EXPECT_EQ(of_a.total, of_b.total) << words;
  for (const auto& [facet, rows] : of_b.facets) {
    EXPECT_EQ(of_a.facets.at(facet).size(), rows.size()) << facet << ": " << words;
    for (const auto& row : rows) EXPECT_EQ(count_of(of_a, facet, row.value), row.count) << facet << " " << row.value << ": " << words;
  }
}

TEST(Srch53, WhatIsHeldIsSeenWhenItIsShown) {
  Shelf shelf;
  fill(shelf, 30, 3);
  const auto index = make_index();
  index->put(shelf.of({1, 2, 3}));
  index->set_seq(1);

  index->hold();
  index->put(shelf.of({4, 5, 6}));
  index->set_seq(2);
  EXPECT_EQ(index->size(), 3);
  EXPECT_EQ(index->seq(), 1) << "nobody may believe that it is there";
  index->remove({5});
  shelf.add(2, "changed");
  index->put(shelf.of({2, 7}));
  index->remove({1});
  index->put(shelf.of({9, 8}));
  index->set_seq(3);
  index->show();

  EXPECT_EQ(index->seq(), 3);
  EXPECT_EQ(index->size(), 7);
  EXPECT_THAT(find(*index, "changed"), ElementsAre(2));
  EXPECT_THAT(find(*index, ""), UnorderedElementsAre(2, 3, 4, 6, 7, 8, 9));
  index->put(shelf.of({20}));
  EXPECT_EQ(index->size(), 8) << "shown at once again";
}

TEST(Srch54, HeldRecordsMakeTheIndexThatSingleOnesMake) {
  Shelf shelf;
  fill(shelf, 600, 6);
  const auto one = make_index();
  for (const auto& document : shelf.all()) one->put({document});
  const auto held = make_index();
  held->hold();
  std::mt19937 random(8);
  auto some = shelf.all();
  std::shuffle(some.begin(), some.end(), random);
  for (std::size_t i = 0; i < some.size(); i += 50) {
    held->put({some.begin() + static_cast<std::ptrdiff_t>(i), some.begin() + static_cast<std::ptrdiff_t>(i + 50)});
    held->put({some[i]});
  }
  held->show();
  one->finish_merging();
  held->finish_merging();
  for (const char* words : {"", "thing", "w3 w4", "some words", "k17", "thing 7 1"}) expect_same_answers(*one, *held, words);
}

TEST(Srch57, WhatThereWasNoTimeForIsSaidToBeMissing) {
  Shelf shelf;
  fill(shelf, 900, 21);
  const auto all = shelf.all();
  const auto index = make_index();
  for (std::size_t i = 0; i < 900; i += 300) index->put({all.begin() + static_cast<std::ptrdiff_t>(i), all.begin() + static_cast<std::ptrdiff_t>(i + 300)});
  for (const char* words : {"thing", "", "some w3", "\"some words\"", "th*"}) {
    Query query;
    query.text = words;
    query.is_over = [] { return true; };
    const auto some = index->search(query);
    EXPECT_TRUE(some.partial) << words;
    EXPECT_LE(some.total, 300) << words;
    query.is_over = [] { return false; };
    const auto most = index->search(query);
    EXPECT_FALSE(most.partial) << words;
    EXPECT_GT(most.total, some.total) << words << ": nothing partial is kept";
    EXPECT_EQ(most.facets.at("type").front().count, index->search(query).facets.at("type").front().count);
  }
}

// What was counted on a segment is used again when records change, come and go.
TEST(Srch52, CountsAreTrueAfterEachChange) {
  Shelf shelf;
  fill(shelf, 2500, 12);
  for (std::int64_t key = 1; key <= 2500; ++key) {
    auto& resource = const_cast<model::Resource&>(*shelf.document(key).resource);
    resource.educational_level = {key % 3 == 0 ? "england-ks2" : "wales-ps3"};
    if (key % 2 == 0) resource.time_required = key % 4 == 0 ? "PT20M" : "PT2H";
  }
  const auto index = make_index();
  index->put(shelf.all());
  index->finish_merging();
  const std::vector<std::string> questions = {"", "some", "thing w3", "w1 w2 w7", "th*", "-some", "some -w3", "\"thing 7\""};
  std::mt19937 random(13);
  std::set<std::int64_t> gone;
  for (int round = 0; round < 4; ++round) {
    for (const auto& question : questions) find(*index, question);
    for (int i = 0; i < 30; ++i) {
      const auto key = static_cast<std::int64_t>(1 + random() % 2500);
      index->remove({key});
      gone.insert(key);
    }
    const auto changed = static_cast<std::int64_t>(1 + random() % 2500);
    shelf.add(changed, "some new thing").about = {"of its own " + std::to_string(round)};
    index->put(shelf.of({changed}));
    gone.erase(changed);

    std::vector<Document> left;
    for (const auto& document : shelf.all())
      if (!gone.contains(document.key)) left.push_back(document);
    const auto fresh = make_index();
    fresh->put(left);
    for (const auto& question : questions) expect_same_answers(*index, *fresh, question);
  }
}

}  // namespace
}  // namespace commonplace::search
