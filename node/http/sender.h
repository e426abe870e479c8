// Writing to sockets that must never hold anybody up: what a socket takes at once goes at once, the rest goes to one
// thread with its own epoll. (Pistache's own writing spins for ever on a client that does not read.)
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace commonplace::http {

// A reply on its way: head and body go out with one writev, uncopied.
struct Outgoing {
  std::string head;
  std::string body;
  std::size_t sent = 0;

  std::size_t size() const { return head.size() + body.size(); }
};

enum class Sent { all, part, failed };

// Writes until all is out, the socket is full, or `most` bytes went. Never blocks. Requires a non-blocking socket.
Sent send_now(int fd, Outgoing& out, std::size_t most);

// Finishes replies that a socket did not take at once. Safe from any thread.
class Flusher {
 public:
  // Told once per reply, on the flusher's thread: true when all bytes went to the kernel.
  using Done = std::function<void(bool)>;

  // A client that takes nothing for `patience`, or after that time has taken less than 1 KiB/s, is dropped.
  explicit Flusher(std::chrono::milliseconds patience);
  // Drops what is still under way; `done` is not called for it.
  ~Flusher();
  Flusher(const Flusher&) = delete;
  Flusher& operator=(const Flusher&) = delete;

  // Works on a duplicate of `fd`, so that the caller may close its own at any time. False (nothing was taken, `done`
  // is never called) when descriptors are out or more than 512 MiB wait already.
  bool take(int fd, Outgoing rest, Done done);

 private:
  using Clock = std::chrono::steady_clock;
  struct Job {
    Outgoing out;
    Done done;
    Clock::time_point started;
    Clock::time_point last_progress;
    std::size_t sent_before = 0;
  };

  void run();
  void work_on(int fd);
  void drop_the_slow();
  bool is_too_slow(const Job& job, Clock::time_point now) const;
  void finish(int fd, bool all_sent);
  std::chrono::milliseconds pause() const;

  const std::chrono::milliseconds patience_;
  int epoll_ = -1;
  int wake_ = -1;
  mutable std::mutex mutex_;
  std::map<int, Job> jobs_;
  std::size_t waiting_bytes_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace commonplace::http
