// This program again, as a child that holds nothing but its standard error and one end of a socket pair (SEC-2):
// started by posix_spawn, ended at the latest with this object.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <chrono>
#include <string>

#include "node/app/channel.h"
#include "node/app/sandbox.h"

namespace commonplace::app {

inline constexpr const char* child_name = "commonplace-child";  // argv[0], by which the program knows what it is
inline constexpr int child_descriptor = 3;

class ChildProcess {
 public:
  // `program`: a path. Throws std::runtime_error when no process can be had.
  ChildProcess(const std::string& program, const SandboxLimits& limits);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  Channel& channel() { return channel_; }
  pid_t id() const { return id_; }
  // Kills it where it still runs; says how it ended: "signal 11 (Segmentation fault)", "its memory limit", …
  std::string end();

 private:
  Channel channel_;
  pid_t id_ = -1;
};

// Exit codes of a child.
inline constexpr int child_done = 0;
inline constexpr int child_out_of_memory = 3;
inline constexpr int child_misused = 2;

}  // namespace commonplace::app
