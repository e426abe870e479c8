// nginx with one worker that serves the files of one folder: the physical bound in the same run.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace commonplace::bench {

// A port of loopback on which nobody listens, and whether somebody does.
std::uint16_t free_port();
bool answers(std::uint16_t port);

class Nginx {
 public:
  // Starts it on a free port of loopback; is_running() is false when nginx is not installed.
  explicit Nginx(const std::string& folder);
  ~Nginx();
  Nginx(const Nginx&) = delete;
  Nginx& operator=(const Nginx&) = delete;

  bool is_running() const { return process_ > 0; }
  std::uint16_t port() const { return port_; }

 private:
  pid_t process_ = 0;
  std::uint16_t port_ = 0;
};

}  // namespace commonplace::bench
