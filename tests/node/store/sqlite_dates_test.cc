// Dates between the programs that have one database open: OAI-21, OAI-49.
#include "node/store/sqlite_dates.h"

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <memory>

#include "tests/node/store/sqlite_ground.h"

namespace commonplace::store {
namespace {

class Dates : public testing::Test {
 protected:
  SharedDates open() const { return SharedDates(ground_.path()); }

  SqliteGround ground_;
};
using Oai21Dates = Dates;
using Oai49Dates = Dates;

TEST_F(Oai21Dates, AnAnswerIsNotLaterThanAWriteStillOpenInAnotherProgram) {
  SharedDates node = open();
  SharedDates command = open();

  EXPECT_EQ(command.open_write(after(50)), after(50));
  EXPECT_EQ(node.answer(after(100)), after(50));
  EXPECT_EQ(node.answer(after(40)), after(40));
  command.close_write();

  EXPECT_EQ(node.answer(after(100)), after(100));
}

TEST_F(Oai49Dates, AWriteBeginsNotBeforeWhatAnyProgramHasAnswered) {
  SharedDates node = open();
  SharedDates command = open();
  node.answer(after(100));

  EXPECT_EQ(command.open_write(after(90)), after(100));
  EXPECT_EQ(command.open_write(after(95)), after(100));
  EXPECT_EQ(node.open_write(after(200)), after(200));
}

TEST_F(Oai49Dates, WhatWasAnsweredIsKnownAfterARestart) {
  open().answer(after(100));
  EXPECT_EQ(open().open_write(after(90)), after(100));
}

TEST_F(Oai49Dates, AProgramThatDiedInTheMiddleHoldsNobodyBack) {
  SharedDates node = open();
  const pid_t child = fork();
  if (child == 0) {
    SharedDates command = open();
    command.open_write(after(50));
    _exit(0);  // nothing is closed
  }
  int status = 0;
  waitpid(child, &status, 0);

  EXPECT_EQ(node.answer(after(100)), after(100));
}

TEST_F(Oai49Dates, TheSixtyFifthProgramIsToldSo) {
  std::vector<std::unique_ptr<SharedDates>> programs;
  for (int i = 0; i < 64; ++i) programs.push_back(std::make_unique<SharedDates>(ground_.path()));

  EXPECT_THROW(open(), StoreError);
  programs.pop_back();
  EXPECT_NO_THROW(open());
}

TEST_F(Oai49Dates, AShortOrStrangeFileIsNoObstacle) {
  std::ofstream(ground_.path() + "-dates") << "x";
  EXPECT_EQ(open().answer(after(100)), after(100));
}

}  // namespace
}  // namespace commonplace::store
