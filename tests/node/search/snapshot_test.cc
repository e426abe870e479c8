// SRCH-55, 56: a snapshot is read back whole or not at all.
#include <filesystem>
#include <fstream>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "node/search/index.h"
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

}  // namespace
}  // namespace commonplace::search
