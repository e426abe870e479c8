// Runs programs for tests: within a deadline, and never leaving one behind.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace commonplace::testing {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct Command {
  std::vector<std::string> words;                       // a program, by path or looked for on PATH, and its arguments
  std::map<std::string, std::string> environment = {};  // beside our own
  std::string input = {};                               // what it reads on standard input
};

// `exit_code`: as a shell says it, 128 + the number of the signal that ended it.
struct Finished {
  int exit_code = -1;
  bool in_time = true;  // false: it was killed because the deadline had passed
  std::string out;
  std::string err;
};

// A program that runs. Killed and waited for at the latest when this object goes, or this process dies.
// Not for more than one thread.
class Process {
 public:
  // Throws std::runtime_error when it cannot be started at all; a program that is not there exits with 127.
  explicit Process(const Command& command);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t id() const { return id_; }
  bool is_running();
  void send_signal(int number) const;
  // The exit code, or nullopt while it still runs when `patience` is over.
  std::optional<int> wait(milliseconds patience);
  // What it has written so far.
  std::string out() const;
  std::string err() const;

 private:
  bool reap();

  pid_t id_ = -1;
  int exit_descriptor_ = -1;  // of pidfd_open: readable once it has ended
  int out_ = -1;              // files in memory, so that the program never blocks on us
  int err_ = -1;
  std::optional<int> exit_code_;
};

// Runs a program to its end.
Finished run(const Command& command, milliseconds deadline = seconds(60));

// The lines of what a program has printed, without empty ones.
std::vector<std::string> lines_of(const std::string& text);

// Whether there is a program of this name on PATH.
bool is_on_path(const std::string& program);

}  // namespace commonplace::testing
