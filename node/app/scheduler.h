// Visits the peers when they are due: asks the store who is, at most one visit per host, a few at once. The schedule is
// rows, not timers: a restart loses nothing (harvest.md §1).
#pragma once

#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "node/app/desk.h"

namespace commonplace::app {

class Scheduler {
 public:
  explicit Scheduler(const Desk& desk);
  ~Scheduler();

  // Starts the threads. Nothing happens when harvest.enabled is false.
  void start();
  // Ends running visits after the request under way and joins the threads.
  void stop();

 private:
  struct Lease;

  void work(const std::stop_token& stop);
  bool is_time_to_forget();
  std::optional<store::Peer> take_due();
  void give_back(const store::Peer& peer);
  void visit(const store::Peer& peer, const std::stop_token& stop);

  const Desk& desk_;
  std::mutex mutex_;
  std::set<std::string> busy_hosts_;
  model::Datestamp forgot_;
  std::vector<std::jthread> threads_;
};

}  // namespace commonplace::app
