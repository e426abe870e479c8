// How a reading process is started, and how long it is waited for.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

#include "node/app/child_process.h"

namespace commonplace::app {

struct ChildOptions {
  std::string program = "/proc/self/exe";
  SandboxLimits limits;
  std::chrono::milliseconds reading_time{60'000};  // that a child may be silent beyond the longest fetch
  // Words about a child that ended by itself, or has no full sandbox; may be empty.
  std::function<void(const std::string&)> on_trouble;
};

inline constexpr std::chrono::milliseconds longest_fetch = std::chrono::hours(1);  // four times the 900 s of harvest.md §8

// A child that was given time to say that it is ready. Throws std::runtime_error when no process can be had.
std::unique_ptr<ChildProcess> start_child(const ChildOptions& options, const std::stop_token& stop);

}  // namespace commonplace::app
