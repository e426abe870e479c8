// The leader's work: begin, run the queue, commit, tell everyone.
#include "node/store/sqlite_writer.h"

#include <algorithm>

#include "node/store/store.h"

namespace commonplace::store {
namespace {

// REL §2: a group is at most 64 jobs; its 10 ms are counted in rows (about 8 µs each), so that no clock is read here.
constexpr std::size_t most_jobs = 64;
constexpr std::size_t most_rows = 1200;
constexpr std::size_t longest_queue = 256;

}  // namespace

void Writer::run(Job job) {
  Waiting mine{.job = std::move(job), .error = nullptr};
  std::unique_lock lock(mutex_);
  if (queue_.size() >= longest_queue) {
    throw StoreError("store: too many writes are waiting (256): try again in a moment");
  }
  queue_.push_back(&mine);
  turn_.wait(lock, [&] { return mine.done || !leading_; });
  if (!mine.done) {
    leading_ = true;
    while (!mine.done) commit_group(lock);
    leading_ = false;
    turn_.notify_all();
  }
  if (mine.error) std::rethrow_exception(mine.error);
}

// Called with the lock, which is let go while the database works.
void Writer::commit_group(std::unique_lock<std::mutex>& lock) {
  std::vector<Waiting*> group;
  lock.unlock();
  try {
    connection_.query("BEGIN IMMEDIATE").run();
    fill(group);
    if (connection_.in_transaction()) connection_.query("COMMIT").run();
  } catch (...) {
    roll_back();
    // A locked or broken database is as bad for those who wait as for those who were served.
    while (Waiting* waiting = next(group.size(), 0)) group.push_back(waiting);
    for (Waiting* waiting : group) {
      if (!waiting->error) waiting->error = std::current_exception();
    }
  }
  dates_.close_write();
  lock.lock();
  for (Waiting* waiting : group) waiting->done = true;
  turn_.notify_all();
}

void Writer::fill(std::vector<Waiting*>& group) {
  std::size_t weight = 0;
  while (Waiting* waiting = next(group.size(), weight)) {
    weight += waiting->job.weight;
    group.push_back(waiting);
    attempt(group);
    if (!connection_.in_transaction()) return;
  }
}

Writer::Waiting* Writer::next(std::size_t taken, std::size_t weight) {
  const std::lock_guard lock(mutex_);
  if (queue_.empty() || taken >= most_jobs || weight >= most_rows) return nullptr;
  Waiting* waiting = queue_.front();
  queue_.pop_front();
  return waiting;
}

// Runs the last of the group. The first needs no savepoint, as nobody stands before it: a lone writer pays for none.
void Writer::attempt(const std::vector<Waiting*>& group) {
  Waiting& waiting = *group.back();
  // Not before here, where the database's write lock is ours: a job that waits is stamped when it has its turn.
  const Datestamp floor = waiting.job.now ? dates_.open_write(*waiting.job.now) : Datestamp{};
  const bool alone = group.size() == 1;
  try {
    if (!alone) connection_.query("SAVEPOINT job").run();
    waiting.job.work(connection_, floor);
    if (!alone) connection_.query("RELEASE job").run();
  } catch (...) {
    waiting.error = std::current_exception();
    if (!connection_.in_transaction()) {
      // SQLite has rolled back the whole transaction by itself (full disk, read error): the neighbours went with it.
      for (Waiting* neighbour : group) neighbour->error = neighbour->error ? neighbour->error : waiting.error;
    } else if (alone) {
      connection_.query("ROLLBACK").run();
      connection_.query("BEGIN IMMEDIATE").run();
    } else {
      connection_.query("ROLLBACK TO job").run();
      connection_.query("RELEASE job").run();
    }
  }
}

void Writer::roll_back() {
  try {
    if (connection_.in_transaction()) connection_.query("ROLLBACK").run();
  } catch (const StoreError&) {
    // The error that brought us here is already on its way to every caller.
  }
}

}  // namespace commonplace::store
