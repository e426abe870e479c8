// A program that runs beside the benchmark until it is stopped: a server that others wrote.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace commonplace::bench {

class OtherProgram {
 public:
  OtherProgram() = default;
  ~OtherProgram();
  OtherProgram(const OtherProgram&) = delete;
  OtherProgram& operator=(const OtherProgram&) = delete;

  // Starts it and reads what it says until `ready` stands there. False when it cannot be had, ends
  // before, or says nothing for ten seconds.
  bool start(std::vector<std::string> words, std::string_view ready);
  bool is_running() const { return process_ > 0; }

 private:
  bool hears(std::string_view ready) const;
  void stop();

  pid_t process_ = 0;
  int said_ = -1;  // open as long as it runs: who cannot speak any more may end
};

}  // namespace commonplace::bench
