// nginx with one worker that serves the files of one folder: the physical bound in the same run.
#pragma once

#include <cstdint>
#include <string>

#include "tests/bench/other_program.h"

namespace commonplace::bench {

// A port of loopback on which nobody listens.
std::uint16_t free_port();

class Nginx {
 public:
  // Starts it on a free port of loopback; is_running() is false when nginx is not installed.
  explicit Nginx(const std::string& folder);

  bool is_running() const { return program_.is_running(); }
  std::uint16_t port() const { return port_; }

 private:
  std::uint16_t port_ = 0;
  OtherProgram program_;
};

}  // namespace commonplace::bench
