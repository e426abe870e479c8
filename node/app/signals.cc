#include "node/app/signals.h"

#include <signal.h>

#include <condition_variable>
#include <ctime>
#include <mutex>

namespace commonplace::app {
namespace {

sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

constexpr timespec look_again_after{0, 200'000'000};

}  // namespace

SignalWatch::SignalWatch() {
  const auto set = ending_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  thread_ = std::jthread([this](const std::stop_token& ended) {
    const auto waited = ending_signals();
    while (!ended.stop_requested())
      if (sigtimedwait(&waited, nullptr, &look_again_after) > 0) return static_cast<void>(stop_.request_stop());
  });
}

void SignalWatch::wait() const {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  changed.wait(lock, stop_.get_token(), [] { return false; });
}

}  // namespace commonplace::app
