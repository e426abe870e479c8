// Group commit: whoever wants to write queues a job; one of the waiting threads leads, runs what is queued in one
// transaction, commits it, and wakes the others. No job returns before its commit is durable.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "node/store/sqlite_connection.h"
#include "node/store/sqlite_dates.h"
#include "schemas/model/datestamp.h"

namespace commonplace::store {

using model::Datestamp;

class Writer {
 public:
  Writer(Connection& connection, SharedDates& dates) : connection_(connection), dates_(dates) {}

  // Runs inside the transaction; `floor` is the earliest stamp that it may give (OAI-49). It may run twice, the first
  // time being rolled back, and must then leave no trace of the first.
  using Work = std::function<void(Connection&, Datestamp floor)>;

  struct Job {
    Work work;
    std::optional<Datestamp> now;  // of a job that stamps records
    std::size_t weight = 1;        // about how many rows it writes
  };

  // Returns when the job's commit is durable. Rethrows what the job threw; then nothing of it is written.
  void run(Job job);

 private:
  struct Waiting {
    Job job;
    std::exception_ptr error;
    bool done = false;
  };

  void commit_group(std::unique_lock<std::mutex>& lock);
  void fill(std::vector<Waiting*>& group);
  void attempt(const std::vector<Waiting*>& group);
  Waiting* next(std::size_t taken, std::size_t weight);
  void roll_back();

  Connection& connection_;
  SharedDates& dates_;
  std::mutex mutex_;
  std::condition_variable turn_;
  std::deque<Waiting*> queue_;
  bool leading_ = false;
};

}  // namespace commonplace::store
