// The contract under several threads and several stores over one ground (OAI-49, group commit, REL §2).
#include <atomic>
#include <map>
#include <thread>

#include "tests/node/store/contract.h"

namespace commonplace::store {

namespace {

using Copy = std::map<std::string, std::int64_t>;  // identifier → version

Copy whole(const Store& store) {
  Copy copy;
  store.list({}, std::nullopt, 1 << 20, 1 << 30, Body::none,
             [&](const Row& row) { copy[std::string(row.identifier)] = row.version; });
  return copy;
}

// One incremental harvest: everything since `from` goes into the copy.
void harvest_since(const Store& store, Datestamp from, Copy& copy) {
  Selection selection;
  selection.from = from;
  std::optional<Place> place;
  for (int visited = 50; visited == 50;) {
    visited = store.list(selection, place, 50, 1 << 20, Body::none, [&](const Row& row) {
      copy[std::string(row.identifier)] = row.version;
      place = Place{row.datestamp, row.key};
    });
  }
}

}  // namespace

// The clock is shared, as it is in life, and is set back an hour in the middle.
TEST_P(StoreContract, Oai49AnIncrementalHarvesterMissesNothingWhileAWriterRaces) {
  std::atomic<std::int64_t> clock{10};
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 0; i < 600; ++i) {
      if (i % 7 == 0) ++clock;
      if (i == 300) clock -= 3600;
      Batch batch;
      batch.drafts = {draft(std::to_string(i % 200), gallery_, std::to_string(i))};
      store_->write(batch, after(clock.load()));
    }
    done = true;
  });
  Copy copy;
  Datestamp from{};
  for (bool last = false; !last;) {
    last = done;
    const Datestamp answer = store_->answer_date(after(clock.load()));
    harvest_since(*store_, from, copy);
    from = answer;
  }
  writer.join();

  EXPECT_EQ(copy, whole(*store_));
}

TEST_P(StoreContract, Oai21NoStampPrecedesAnAnswerDateGivenOut) {
  EXPECT_EQ(store_->answer_date(after(7200)), after(7200));

  write(draft("1", gallery_), 60);  // the clock was set back

  EXPECT_EQ(there("1").datestamp, after(7200));
}

TEST_P(StoreContract, EightThreadsShareCommitsAndNothingIsLost) {
  std::vector<std::thread> threads;
  std::atomic<int> created{0};
  std::atomic<int> failed{0};
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 40; ++i) {
        Batch batch;
        batch.drafts = {draft(fmt::format("{}-{}", t, i), gallery_)};
        if (i % 10 == 9) batch.drafts.push_back(draft("wrong", 4711));  // takes no neighbour with it
        try {
          created += store_->write(batch, after(10)).written[0].verdict == Verdict::created;
          if (!store_->find(batch.drafts[0].identifier)) ADD_FAILURE() << "not there after it was acknowledged";
        } catch (const StoreError&) {
          ++failed;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();

  EXPECT_EQ(failed, 32);
  EXPECT_EQ(created, 288);
  EXPECT_EQ(store_->totals().live, 288);
  EXPECT_EQ(store_->last_seq(), 288);
  expect_sound();
}

TEST_P(StoreContract, TwoStoresOverOneGroundTakeTurns) {
  const auto other = ground_->open();
  const auto write_through = [&](Store& store, std::string_view prefix) {
    for (int i = 0; i < 60; ++i) {
      Batch batch;
      batch.drafts = {draft(fmt::format("{}{}", prefix, i), gallery_),
                      draft("both", gallery_, fmt::format("{}{}", prefix, i))};
      store.write(batch, after(10 + i));
    }
  };
  std::thread second([&] { write_through(*other, "b"); });
  write_through(*store_, "a");
  second.join();

  EXPECT_EQ(store_->totals().live, 121);
  EXPECT_EQ(there("both").version, 120);
  EXPECT_EQ(store_->last_seq(), 240);
  EXPECT_EQ(whole(*store_), whole(*other));
  expect_sound();
}

TEST_P(StoreContract, ReadersSeeABatchWholeOrNotAtAll) {
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int round = 0; round < 40; ++round) {
      std::vector<Draft> drafts;
      for (int i = 0; i < 50; ++i) drafts.push_back(draft(std::to_string(i), gallery_, std::to_string(round)));
      Batch batch;
      batch.drafts = std::move(drafts);
      store_->write(batch, after(round));
    }
    done = true;
  });
  while (!done) {
    std::map<std::int64_t, int> versions;
    store_->list({}, std::nullopt, 100, 1 << 20, Body::oai_dc, [&](const Row& row) { ++versions[row.version]; });
    EXPECT_LE(versions.size(), 1U);
  }
  writer.join();
  expect_sound();
}

}  // namespace commonplace::store
