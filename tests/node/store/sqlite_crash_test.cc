// kill -9 at any moment: what was acknowledged is there, no batch is there by halves, the check finds nothing (REL-1).
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>

#include "tests/node/store/contract.h"
#include "tests/node/store/sqlite_ground.h"

namespace commonplace::store {
namespace {

constexpr int batch_size = 50;

std::string name_of(int batch, int place) {
  return fmt::format("{}-{}", batch, place);
}

// In the child: writes batches for ever; one byte goes up the pipe after each.
[[noreturn]] void write_until_killed(SqliteGround& ground, int first_batch, int acknowledge) {
  const auto store = ground.open();
  const ContributorId gallery = store->put_contributor(profile("river.example"), true);
  for (int number = first_batch;; ++number) {
    Batch batch;
    for (int i = 0; i < batch_size; ++i) {
      batch.drafts.push_back(draft(name_of(number, i), gallery, std::string(1000, 'x')));
    }
    batch.drafts.push_back(draft("counter", gallery, std::to_string(number)));  // an update in each batch
    store->write(batch, after(number));
    if (write(acknowledge, "!", 1) != 1) _exit(1);
  }
}

int read_acknowledgements(int pipe, int most) {
  int acknowledged = 0;
  char byte = 0;
  while (acknowledged < most && read(pipe, &byte, 1) == 1) ++acknowledged;
  return acknowledged;
}

// Lets a child write until it has acknowledged `batches` and a little more, then kills it. Returns how many it had
// acknowledged by its end.
int kill_after(SqliteGround& ground, int first_batch, int batches, useconds_t more) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    write_until_killed(ground, first_batch, ends[1]);
  }
  close(ends[1]);
  int acknowledged = read_acknowledgements(ends[0], batches);
  usleep(more);  // not waiting for anything: only where in its work the child is hit
  kill(child, SIGKILL);
  acknowledged += read_acknowledgements(ends[0], 1 << 20);
  waitpid(child, nullptr, 0);
  close(ends[0]);
  return acknowledged;
}

int members(const Store& store, int batch) {
  int found = 0;
  for (int i = 0; i < batch_size; ++i) found += store.find("oai:river.example:" + name_of(batch, i)).has_value();
  return found;
}

}  // namespace

TEST(Rel1, NothingAcknowledgedIsLostByKill9) {
  SqliteGround ground;
  ground.open();
  std::mt19937 random(20261120);
  int next = 1;
  for (int round = 0; round < 20; ++round) {
    const int batches = static_cast<int>(random() % 4);
    const int acknowledged = kill_after(ground, next, batches, static_cast<useconds_t>(random() % 8000));

    const auto store = ground.open();
    EXPECT_THAT(store->check(), testing::IsEmpty()) << "round " << round;
    for (int i = 0; i < acknowledged; ++i) EXPECT_EQ(members(*store, next + i), batch_size) << "round " << round;
    const int unsaid = members(*store, next + acknowledged);
    EXPECT_TRUE(unsaid == 0 || unsaid == batch_size) << "half a batch: " << unsaid;
    next += acknowledged + 1;
  }
}

}  // namespace commonplace::store
