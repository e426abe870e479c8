// SIGTERM and SIGINT as a stop token.
#pragma once

#include <stop_token>
#include <thread>

namespace commonplace::app {

// From its making on, the two signals no longer end the process but request a stop. Make it before other threads, which
// inherit that the signals are blocked.
class SignalWatch {
 public:
  SignalWatch();
  std::stop_token token() const { return stop_.get_token(); }
  // Blocks until a signal has come.
  void wait() const;

 private:
  std::stop_source stop_;
  std::jthread thread_;
};

}  // namespace commonplace::app
