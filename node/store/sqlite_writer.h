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
#include "schemas/model/datestamp.h"

namespace commonplace::store {

using model::Datestamp;

class Writer {
 public:
  explicit Writer(Connection& connection) : connection_(connection) {}

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

  // What a list that is read from now on may bear as its responseDate: `now`, or the stamp of the oldest write still
  // open where that is earlier. No later write of this process is stamped before it, whatever the clock does (OAI-21).
  Datestamp answer_date(Datestamp now);

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
  std::mutex mutex_;
  std::condition_variable turn_;
  std::deque<Waiting*> queue_;
  std::vector<Waiting*> open_;  // queued or under way
  bool leading_ = false;
  Datestamp answered_;  // the latest responseDate given out
};

}  // namespace commonplace::store
