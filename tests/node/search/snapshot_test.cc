// SRCH-55, 56: a snapshot is read back whole or not at all.
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "node/search/index.h"
#include "tests/node/search/resealed.h"
#include "tests/node/search/shelf.h"

namespace commonplace::search {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Srch55 : public testing::Test {
 protected:
  Srch55() {
    static int count = 0;
    folder_ =
        std::filesystem::temp_directory_path() / ("snap #" + std::to_string(::getpid()) + std::to_string(count++));
    std::filesystem::create_directories(folder_);
    path_ = folder_ / "index.snapshot";
    for (int i = 0; i < 40; ++i) shelf_.add(i, "Copper kettle " + std::to_string(i), i % 3).about = {"history"};
    index_->put(shelf_.all());
    index_->remove({3, 4});
    index_->set_seq(77);
  }
  ~Srch55() override { std::filesystem::remove_all(folder_); }

  std::string bytes() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void write(const std::string& content) const { std::ofstream(path_, std::ios::binary) << content; }
  // Loads into an index that already holds something, which must be gone when loading fails.
  bool loads() const {
    const auto other = make_index();
    other->put(shelf_.of({1}));
    if (other->load(path_)) return true;
    EXPECT_EQ(other->size(), 0);
    EXPECT_EQ(other->seq(), 0);
    EXPECT_THAT(find(*other, "kettle"), IsEmpty());
    return false;
  }

  Shelf shelf_;
  std::unique_ptr<Index> index_ = make_index();
  std::filesystem::path folder_;
  std::filesystem::path path_;
};

TEST_F(Srch55, ReadsBackWhatWasWritten) {
  ASSERT_TRUE(index_->save(path_));
  const auto other = make_index();

  ASSERT_TRUE(other->load(path_));

  EXPECT_EQ(other->seq(), 77);
  EXPECT_EQ(other->size(), 38);
  EXPECT_EQ(find(*other, "kettle"), find(*index_, "kettle"));
  other->remove({5});
  other->put(shelf_.of({3}));
  EXPECT_EQ(other->size(), 38);
}

TEST_F(Srch55, ReplacesTheOldFileAndLeavesNothingBeside) {
  write("old");
  ASSERT_TRUE(index_->save(path_));

  EXPECT_TRUE(loads());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(Srch55, SaysSoWhenItCannotWrite) {
  EXPECT_FALSE(index_->save(folder_ / "absent" / "index.snapshot"));
}

TEST_F(Srch55, KeepsAnEmptyIndex) {
  ASSERT_TRUE(make_index()->save(path_));
  EXPECT_TRUE(loads());
}

TEST_F(Srch55, RefusesAnAbsentFileAndAFolder) {
  EXPECT_FALSE(loads());
  std::filesystem::create_directory(path_);
  EXPECT_FALSE(loads());
}

TEST_F(Srch55, RefusesEveryTruncation) {
  ASSERT_TRUE(index_->save(path_));
  const std::string whole = bytes();
  for (std::size_t length = 0; length < whole.size(); length += 1 + length / 40) {
    write(whole.substr(0, length));
    ASSERT_FALSE(loads()) << length;
  }
  write(whole + "x");
  EXPECT_FALSE(loads());
}

TEST_F(Srch55, RefusesEveryFlippedByte) {
  ASSERT_TRUE(index_->save(path_));
  const std::string whole = bytes();
  std::mt19937 random(5);
  for (int i = 0; i < 600; ++i) {
    std::string damaged = whole;
    char& byte = damaged[random() % damaged.size()];
    byte = static_cast<char>(byte ^ (1 << random() % 8));
    write(damaged);
    ASSERT_FALSE(loads());
  }
}

// What no checksum tells: a file of another version, or of a machine that writes numbers the other way.
TEST_F(Srch55, RefusesOtherVersionsOrdersAndAnalyses) {
  ASSERT_TRUE(index_->save(path_));
  const std::string whole = bytes();
  constexpr std::size_t block = 24;  // length, one number, checksum
  for (std::size_t number = 0; number < 3; ++number) {
    std::string other = whole;
    std::reverse(other.begin() + static_cast<std::ptrdiff_t>(number * block + 8), other.begin() + static_cast<std::ptrdiff_t>(number * block + 16));
    write(resealed(other));
    EXPECT_FALSE(loads()) << "block " << number;
  }
  write(resealed(whole));
  EXPECT_TRUE(loads()) << "resealing itself changes nothing";
}

TEST_F(Srch55, KeepsTheOldFileWhenTheDiskIsFull) {
  ASSERT_TRUE(index_->save(path_));
  const std::string before = bytes();
  const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &limit), 0);
  rlimit small = limit;
  small.rlim_cur = before.size() / 2;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);

  const bool saved = index_->save(path_);

  ::setrlimit(RLIMIT_FSIZE, &limit);
  std::signal(SIGXFSZ, ignored);
  EXPECT_FALSE(saved);
  EXPECT_EQ(bytes(), before);
  EXPECT_TRUE(loads());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(Srch55, SearchesAMappedIndexWhoseFileIsReplacedOrGone) {
  ASSERT_TRUE(index_->save(path_));
  const auto mapped = make_index();
  ASSERT_TRUE(mapped->load(path_));

  ASSERT_TRUE(make_index()->save(path_));
  EXPECT_EQ(find(*mapped, "kettle"), find(*index_, "kettle"));
  std::filesystem::remove(path_);
  EXPECT_EQ(find(*mapped, "\"copper kettle\""), find(*index_, "\"copper kettle\""));
}

// Damage with checksums that hold: refused, or searched without harm (the fuzz target does more of this).
TEST_F(Srch55, LivesThroughDamageThatIsSealed) {
  ASSERT_TRUE(index_->save(path_));
  const std::string whole = bytes();
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    std::string damaged = whole;
    for (int k = 0; k < 3; ++k) damaged[random() % damaged.size()] = static_cast<char>(random());
    write(resealed(damaged));
    const auto other = make_index();
    if (!other->load(path_)) continue;
    find(*other, "\"copper kettle\"");
    find(*other, "kettle 7", {{"subject", {"history"}}});
    other->similar(5, 3);
    other->suggest("cop", 5);
  }
}

constexpr int killed_batch = 40;

std::vector<Document> batch_number(Shelf& shelf, int number) {
  std::vector<std::int64_t> keys;
  for (int i = 0; i < killed_batch; ++i) {
    const std::int64_t key = number * killed_batch / 2 + i;  // half of each batch replaces the one before
    shelf.add(key, "Copper kettle of batch " + std::to_string(number));
    keys.push_back(key);
  }
  return shelf.of(keys);
}

[[noreturn]] void index_until_killed(const std::string& path, int pipe) {
  const auto index = make_index();
  for (int number = 0;; ++number) {
    Shelf shelf;
    index->put(batch_number(shelf, number));
    index->set_seq(number + 1);
    if (index->save(path) && ::write(pipe, ".", 1) != 1) ::_exit(1);
  }
}

// Kills a process somewhere in its putting, joining and saving; tells how many times it had said that it saved.
int kill_one(const std::string& path, int after, useconds_t more) {
  int ends[2];
  if (::pipe(ends) != 0) return -1;
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    index_until_killed(path, ends[1]);
  }
  ::close(ends[1]);
  int saved = 0;
  char byte = 0;
  while (saved < after && ::read(ends[0], &byte, 1) == 1) ++saved;
  ::usleep(more);  // not waiting for anything: only where in its work the child is hit
  ::kill(child, SIGKILL);
  while (::read(ends[0], &byte, 1) == 1) ++saved;
  ::waitpid(child, nullptr, 0);
  ::close(ends[0]);
  return saved;
}

TEST_F(Srch55, IsWholeAfterTheProcessIsKilledWhileItJoinsOrSaves) {
  const int kills = std::getenv("COMMONPLACE_LONG") != nullptr ? 200 : 12;
  std::mt19937 random(3);
  for (int i = 0; i < kills; ++i) {
    std::filesystem::remove(path_);
    const int saved = kill_one(path_, 1 + static_cast<int>(random() % 20), static_cast<useconds_t>(random() % 5000));

    const auto found = make_index();
    ASSERT_TRUE(found->load(path_)) << "saved " << saved << " times";
    const auto seq = static_cast<int>(found->seq());
    ASSERT_GE(seq, saved);
    const auto expected = make_index();
    for (int number = 0; number < seq; ++number) {
      Shelf shelf;
      expected->put(batch_number(shelf, number));
    }
    ASSERT_EQ(found->size(), expected->size());
    for (const char* text : {"kettle", "\"kettle of batch 3\"", "batch 7"}) ASSERT_EQ(find(*found, text), find(*expected, text)) << text;
    ASSERT_TRUE(found->save(path_)) << "what the killed one left is in nobody's way";
  }
}

}  // namespace
}  // namespace commonplace::search
