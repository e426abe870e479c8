// SRCH-53: searches beside changes see all of a change or none of it. Meant to be run under ThreadSanitizer too.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "node/search/index.h"
#include "tests/node/search/shelf.h"

namespace commonplace::search {
namespace {

TEST(Srch53, SearchesBesideChangesSeeAllOfAChangeOrNone) {
  constexpr int pair_count = 60;
  const auto index = make_index();
  std::atomic<bool> done = false;
  std::atomic<int> odd = 0;
  std::atomic<int> searched = 0;

  const auto read = [&] {
    do {
      Query query;
      query.text = "copper";
      const Results results = index->search(query);
      odd += results.total % 2 != 0 || count_of(results, "language", "en") != (results.total == 0 ? -1 : results.total);
      index->highlight("copper", "copper kettles", "en");
      index->similar(0, 3);
      ++searched;
    } while (!done);
  };
  std::thread first(read);
  std::thread second(read);
  Shelf shelf;
  for (int i = 0; i < pair_count; ++i) {
    shelf.add(2 * i, "Copper kettle");
    shelf.add(2 * i + 1, "Copper spoon");
    index->put(shelf.of({2 * i, 2 * i + 1}));
    index->set_seq(i);
    if (i % 5 == 4) index->remove({2 * i - 4, 2 * i - 3});
  }
  done = true;
  first.join();
  second.join();

  EXPECT_EQ(odd, 0);
  EXPECT_GT(searched, 0);
  EXPECT_EQ(index->size(), 2 * (pair_count - pair_count / 5));
}

}  // namespace
}  // namespace commonplace::search
