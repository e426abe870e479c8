// kill -9 at any moment: what was acknowledged is there, no batch is there by halves, the check finds nothing (REL-1).
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <random>

#include "tests/node/store/contract.h"
#include "tests/node/store/sqlite_ground.h"

namespace commonplace::store {
namespace {

constexpr int batch_size = 50;

std::string name_of(int batch, int place) {
  return fmt::format("{}-{}", batch, place);
}

// How the child writes one batch and says that it did. `records` is the page, `counter` the place where the next one
// begins: as a harvest's cursor it belongs into the same transaction.
struct Page {
  std::vector<Draft> records;
  Draft counter;
  Datestamp at;
};
using Say = std::function<void()>;
using Write = std::function<void(Store&, const Page&, const Say&)>;

Batch batch_of(std::vector<Draft> drafts) {
  Batch batch;
  batch.drafts = std::move(drafts);
  return batch;
}

void write_as_we_do(Store& store, const Page& page, const Say& acknowledge) {
  auto all = page.records;
  all.push_back(page.counter);
  store.write(batch_of(std::move(all)), page.at);
  acknowledge();
}

// In the child: writes batches for ever; one byte goes up the pipe after each.
[[noreturn]] void write_until_killed(SqliteGround& ground, const Write& write_page, int first_batch, int pipe) {
  const auto store = ground.open();
  const ContributorId gallery = store->put_contributor(profile("river.example"), true);
  const Say acknowledge = [pipe] {
    if (write(pipe, "!", 1) != 1) _exit(1);
  };
  for (int number = first_batch;; ++number) {
    Page page{{}, draft("counter", gallery, std::to_string(number)), after(number)};
    for (int i = 0; i < batch_size; ++i)
      page.records.push_back(draft(name_of(number, i), gallery, std::string(1000, 'x')));
    write_page(*store, page, acknowledge);
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
int kill_after(SqliteGround& ground, const Write& write_page, int first_batch, int batches, useconds_t more) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    write_until_killed(ground, write_page, first_batch, ends[1]);
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

// The number that the counter stands at; 0 when there is none.
int counter(const Store& store) {
  int number = 0;
  store.get("oai:river.example:counter", Body::document, [&number](const Row& row) {
    const auto begin = row.body.rfind(":\"") + 2;
    number = std::stoi(std::string(row.body.substr(begin)));
  });
  return number;
}

// What is wrong after a kill: batches `first` to `first + acknowledged - 1` were acknowledged, the next may be there
// whole or not at all, and the counter stands at the last that is there.
std::vector<std::string> damage(const Store& store, int first, int acknowledged) {
  auto found = store.check();
  for (int number = first; number < first + acknowledged; ++number)
    if (members(store, number) != batch_size) found.push_back(fmt::format("batch {} was acknowledged and is not there", number));
  const int unsaid = members(store, first + acknowledged);
  if (unsaid != 0 && unsaid != batch_size) found.push_back(fmt::format("half a batch: {}", unsaid));
  const int last = first + acknowledged - (unsaid == batch_size ? 0 : 1);
  if (last >= first && counter(store) != last) found.push_back(fmt::format("the counter is at {}, the records at {}", counter(store), last));
  return found;
}

// Kills writers again and again; ends at the first damage.
std::vector<std::string> damage_by_kills(const Write& write_page, int rounds) {
  SqliteGround ground;
  ground.open();
  std::mt19937 random(20261120);
  int next = 1;
  for (int round = 0; round < rounds; ++round) {
    const int batches = static_cast<int>(random() % 4);
    const auto more = static_cast<useconds_t>(random() % 8000);
    const int acknowledged = kill_after(ground, write_page, next, batches, more);
    auto found = damage(*ground.open(), next, acknowledged);
    if (!found.empty()) return found;
    next += acknowledged + 1;
  }
  return {};
}

}  // namespace

TEST(Rel1, NothingAcknowledgedIsLostByKill9) {
  EXPECT_THAT(damage_by_kills(write_as_we_do, 20), testing::IsEmpty());
}

// Positive controls: the same kills must catch a store that is wrong on purpose, or they prove nothing.

constexpr int rounds_until_caught = 300;

TEST(Rel1, TheKillsCatchAStoreThatAcknowledgesTooEarly) {
  const auto found = damage_by_kills(
      [](Store& store, const Page& page, const Say& acknowledge) {
        acknowledge();
        write_as_we_do(store, page, [] {});
      },
      rounds_until_caught);

  EXPECT_THAT(found, testing::Contains(testing::HasSubstr("was acknowledged and is not there")));
}

TEST(Rel1, TheKillsCatchACursorInATransactionOfItsOwn) {
  const auto found = damage_by_kills(
      [](Store& store, const Page& page, const Say& acknowledge) {
        store.write(batch_of(page.records), page.at);
        store.write(batch_of({page.counter}), page.at);
        acknowledge();
      },
      rounds_until_caught);

  EXPECT_THAT(found, testing::Contains(testing::HasSubstr("the counter is at")));
}

TEST(Rel1, TheKillsCatchAPageInTwoTransactions) {
  const auto found = damage_by_kills(
      [](Store& store, const Page& page, const Say& acknowledge) {
        const auto middle = page.records.begin() + batch_size / 2;
        store.write(batch_of({page.records.begin(), middle}), page.at);
        std::vector<Draft> rest(middle, page.records.end());
        rest.push_back(page.counter);
        store.write(batch_of(std::move(rest)), page.at);
        acknowledge();
      },
      rounds_until_caught);

  EXPECT_THAT(found, testing::Contains(testing::HasSubstr("half a batch")));
}

}  // namespace commonplace::store
