#include "node/app/child_start.h"

#include <atomic>

namespace commonplace::app {

std::unique_ptr<ChildProcess> start_child(const ChildOptions& options, const std::stop_token& stop) {
  auto child = std::make_unique<ChildProcess>(options.program, options.limits);
  Message message;
  const auto heard = child->channel().receive(message, options.reading_time, stop);
  if (heard != Heard::message || message.said != Said::ready || message.bytes.size() != 2) return child;
  const bool whole = message.bytes[0] == 1 && message.bytes[1] == 1;
  static std::atomic<bool> said{false};  // the kernel stays the same
  if (!whole && options.on_trouble && !said.exchange(true))
    options.on_trouble("This kernel shuts a reading process off only in part; its limits of memory and time hold.");
  return child;
}

}  // namespace commonplace::app
