#include "node/app/rest.h"

#include <condition_variable>
#include <mutex>

namespace commonplace::app {

bool rest(const std::stop_token& stop, std::chrono::milliseconds pause) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, pause, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace commonplace::app
