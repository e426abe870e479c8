// What the worker loops of one server share, and the letters that other threads send them. Not for: anybody but
// pistache_server.cc.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "node/http/sender.h"
#include "node/http/server.h"

namespace commonplace::http {

struct Letter {
  enum class Subject { hello, flushed, read_on, wind_up, close_all };

  Subject subject = Subject::hello;
  int fd = -1;
  std::uint64_t serial = 0;  // of the connection: descriptors are used again
  bool all_sent = false;
};

// Letters to one worker. Outlives it where the flusher still holds one.
class Mailbox {
 public:
  Mailbox();
  ~Mailbox();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // Safe from any thread.
  void post(Letter letter);
  std::vector<Letter> take_all();
  // Readable while letters wait.
  int descriptor() const { return event_; }

 private:
  int event_;
  std::mutex mutex_;
  std::vector<Letter> letters_;
};

// One server: its options, its handler, and how many are in.
class House {
 public:
  House(ServerOptions options_in, Handler handler_in);

  void add_worker(std::shared_ptr<Mailbox> mailbox);
  void post_to_all(Letter::Subject subject);

  // Workers call these as a connection comes and goes, and once when they run.
  void enter() { ++inside_; }
  void leave();
  void greet();

  bool is_full() const { return inside_ > max_connections_; }
  // Beyond this there are not even words of refusal.
  bool is_overrun() const { return inside_ > max_connections_ + 64; }
  bool wait_until_empty(std::chrono::milliseconds longest);
  // True when all workers run.
  bool wait_until_running(std::chrono::milliseconds longest);

  const ServerOptions options;
  const Handler handler;
  Flusher flusher;
  std::atomic<bool> is_stopping{false};

 private:
  std::size_t max_connections_;
  std::atomic<std::size_t> inside_{0};
  std::size_t greeted_ = 0;
  std::vector<std::shared_ptr<Mailbox>> mailboxes_;
  std::mutex mutex_;
  std::condition_variable changed_;
};

}  // namespace commonplace::http
