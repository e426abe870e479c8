// The index follows the change log, in one step or in many (SRCH-54).
#include "node/app/follower.h"

#include <fmt/format.h>

#include "node/app/publisher.h"
#include "node/curriculum/resolver.h"
#include "tests/node/app/ground.h"

namespace commonplace::app {
namespace {

class Srch54Follower : public ::testing::Test {
 protected:
  store::Draft draft(int number, const std::string& title) {
    const auto made = resource(title, fmt::format("https://river.example/{}", number));
    return *prepare(made, std::to_string(number), desk_.imprint(desk_.own()), curriculum::Resolver(), now()).draft;
  }
  void write(const std::vector<store::Draft>& drafts) {
    store::Batch batch;
    batch.drafts = drafts;
    desk_.store->write(batch, now());
  }
  model::Datestamp now() { return {desk_.store->created().seconds + 10}; }
  std::int64_t hits(const std::string& words) {
    search::Query query;
    query.text = words;
    return index_->search(query).total;
  }

  Ground ground_;
  Desk desk_ = ground_.desk();
  std::unique_ptr<search::Index> index_ = search::make_index();
  Follower follower_{*desk_.store, *index_, ""};
};

TEST_F(Srch54Follower, ManyChangesAreSeenToTheLast) {
  std::vector<store::Draft> drafts;
  for (int i = 0; i < 1300; ++i) drafts.push_back(draft(i, fmt::format("Kettles {}", i)));
  write(drafts);

  follower_.start();

  EXPECT_EQ(index_->size(), 1300);
  EXPECT_EQ(index_->seq(), desk_.store->last_seq());
  EXPECT_EQ(hits("kettles"), 1300);
  EXPECT_EQ(hits("1299"), 1);
  EXPECT_FALSE(follower_.catch_up()) << "nothing has changed";

  drafts.clear();
  for (int i = 1290; i < 2400; ++i) drafts.push_back(draft(i, fmt::format("Mountains {}", i)));
  for (int i = 0; i < 100; ++i) {
    drafts.push_back(draft(i, fmt::format("Kettles {}", i)));
    drafts.back().deleted = true;
  }
  write(drafts);

  EXPECT_TRUE(follower_.catch_up());
  EXPECT_EQ(index_->size(), 2300);
  EXPECT_EQ(index_->seq(), desk_.store->last_seq());
  EXPECT_EQ(hits("kettles"), 1190);
  EXPECT_EQ(hits("mountains"), 1110);

  write({draft(5000, "One more")});
  EXPECT_TRUE(follower_.catch_up());
  EXPECT_EQ(hits("more"), 1);
}

}  // namespace
}  // namespace commonplace::app
