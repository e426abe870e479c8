#include "tests/bench/other_program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace commonplace::bench {
namespace {

constexpr int longest_silence_ms = 10'000;

pid_t spawn(std::vector<std::string>& words, int said) {
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, said, STDERR_FILENO);
  posix_spawn_file_actions_adddup2(&actions, said, STDOUT_FILENO);
  pid_t process = 0;
  const int failed = posix_spawnp(&process, arguments.front(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? process : 0;
}

}  // namespace

OtherProgram::~OtherProgram() { stop(); }

bool OtherProgram::start(std::vector<std::string> words, std::string_view ready) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return false;
  said_ = ends[0];
  process_ = spawn(words, ends[1]);
  close(ends[1]);
  if (process_ > 0 && hears(ready)) return true;
  stop();
  return false;
}

bool OtherProgram::hears(std::string_view ready) const {
  std::string said;
  char bytes[4096];
  while (said.find(ready) == std::string::npos) {
    pollfd waiting{said_, POLLIN, 0};
    if (poll(&waiting, 1, longest_silence_ms) <= 0) return false;
    const auto count = read(said_, bytes, sizeof bytes);
    if (count <= 0) return false;
    said.append(bytes, static_cast<std::size_t>(count));
  }
  return true;
}

void OtherProgram::stop() {
  if (process_ > 0) {
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
  }
  if (said_ >= 0) close(said_);
  process_ = 0;
  said_ = -1;
}

}  // namespace commonplace::bench
