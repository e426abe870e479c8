#include "node/app/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>
#include <utility>

namespace commonplace::app {
namespace {

struct Ends {
  int ours = -1;
  int theirs = -1;
};

Ends make_pair() {
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    throw std::runtime_error(fmt::format("no socket pair for a child process: {}", std::strerror(errno)));
  return {ends[0], ends[1]};
}

// Standard input and output lead nowhere; everything from descriptor 4 on is closed.
class Actions {
 public:
  explicit Actions(int theirs) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, theirs, child_descriptor);  // first: `theirs` may be 0 or 1
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions_, child_descriptor + 1);
  }
  ~Actions() { posix_spawn_file_actions_destroy(&actions_); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

// What ends the parent by the keyboard or by the system ends the child through the parent.
class Attributes {
 public:
  Attributes() {
    posix_spawnattr_init(&attributes_);
    sigset_t blocked;
    sigemptyset(&blocked);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&blocked, number);
    posix_spawnattr_setsigmask(&attributes_, &blocked);
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes_, &usual);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

pid_t spawn(const std::string& program, const SandboxLimits& limits, int theirs) {
  std::string words[] = {child_name, std::to_string(limits.memory_bytes), std::to_string(limits.processor.count()),
                         std::to_string(limits.descriptors)};
  char* arguments[] = {words[0].data(), words[1].data(), words[2].data(), words[3].data(), nullptr};
  char* no_environment[] = {nullptr};
  pid_t id = -1;
  const int status =
      posix_spawn(&id, program.c_str(), Actions(theirs).get(), Attributes().get(), arguments, no_environment);
  if (status != 0) throw std::runtime_error(fmt::format("no child process could be started: {}", std::strerror(status)));
  return id;
}

std::string in_words(int status) {
  if (WIFSIGNALED(status)) {
    const int number = WTERMSIG(status);
    if (number == SIGXCPU) return "its limit of processor time";
    return fmt::format("signal {} ({})", number, strsignal(number));
  }
  if (WEXITSTATUS(status) == child_out_of_memory) return "its limit of memory";
  return fmt::format("exit code {}", WEXITSTATUS(status));
}

}  // namespace

ChildProcess::ChildProcess(const std::string& program, const SandboxLimits& limits) : channel_(-1) {
  const Ends ends = make_pair();
  Channel ours(ends.ours);
  const Channel theirs(ends.theirs);
  id_ = spawn(program, limits, theirs.descriptor());
  channel_ = std::move(ours);
}

ChildProcess::~ChildProcess() { end(); }

std::string ChildProcess::end() {
  if (id_ < 0) return {};
  kill(id_, SIGKILL);
  int status = 0;
  while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {
  }
  id_ = -1;
  return in_words(status);
}

}  // namespace commonplace::app
