// SEC-2: what a process in the sandbox can no longer do. Each attempt is made by a process of its own.
#include "node/app/sandbox.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <string>
#include <thread>

#include "tests/node/app/ground.h"
#include "tests/sanitized.h"

namespace commonplace::app {
namespace {

constexpr int worked = 0;
constexpr int failed = 1;
constexpr int no_sandbox = 9;

// How a process ends that enters the sandbox and then says whether it could do something.
int status_of(const std::function<bool()>& attempt, const SandboxLimits& limits = {}) {
  const pid_t child = fork();
  if (child == 0) {
    const auto sandbox = enter_sandbox(limits);
    if (!sandbox.calls_are_filtered) _exit(no_sandbox);
    _exit(attempt() ? worked : failed);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

int outcome_of(const std::function<bool()>& attempt) {
  const int status = status_of(attempt);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

bool opens(const std::string& path, int flags) {
  const int descriptor = open(path.c_str(), flags | O_CLOEXEC, 0600);
  if (descriptor >= 0) close(descriptor);
  return descriptor >= 0;
}

bool opens_socket(int family, int type = SOCK_STREAM) { return socket(family, type, 0) >= 0; }

TEST(Sec2, NothingThatOnlyAnIntruderNeedsWorks) {
  Ground ground;
  const auto there = ground.file("there.txt", "x");
  const auto fresh = ground.path("fresh.txt");
  const auto parent = getpid();
  const std::pair<const char*, std::function<bool()>> attempts[] = {
      {"execve", [] { char* none[] = {nullptr}; return execve("/bin/true", none, none) == 0; }},
      {"fork", [] { return fork() >= 0; }},
      {"fork by name", [] { return syscall(SYS_fork) >= 0; }},
      {"ptrace", [&] { return ptrace(PTRACE_ATTACH, parent, nullptr, nullptr) == 0; }},
      {"kill", [&] { return kill(parent, 0) == 0; }},
      {"tgkill", [&] { return syscall(SYS_tgkill, parent, parent, 0) == 0; }},
      {"reading the parent's memory", [&] { return opens("/proc/" + std::to_string(parent) + "/mem", O_RDONLY); }},
      {"bind", [] {
         const int door = socket(AF_INET, SOCK_STREAM, 0);
         sockaddr_in address{};
         address.sin_family = AF_INET;
         address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
         return bind(door, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
       }},
      {"listen", [] { return listen(socket(AF_INET, SOCK_STREAM, 0), 1) == 0; }},
      {"unix socket", [] { return opens_socket(AF_UNIX); }},
      {"netlink socket", [] { return opens_socket(AF_NETLINK, SOCK_RAW); }},
      {"packet socket", [] { return opens_socket(AF_PACKET, SOCK_RAW); }},
      {"writing a file", [&] { return opens(there, O_WRONLY); }},
      {"writing and reading a file", [&] { return opens(there, O_RDWR); }},
      {"making a file", [&] { return opens(fresh, O_CREAT | O_WRONLY); }},
      {"making a file by another name of the call", [&] { return syscall(SYS_creat, fresh.c_str(), 0600) >= 0; }},
      {"emptying a file", [&] { return truncate(there.c_str(), 0) == 0; }},
      {"removing a file", [&] { return unlink(there.c_str()) == 0; }},
      {"renaming a file", [&] { return rename(there.c_str(), fresh.c_str()) == 0; }},
      {"making a folder", [&] { return mkdir(fresh.c_str(), 0700) == 0; }},
      {"changing a mode", [&] { return chmod(there.c_str(), 0777) == 0; }},
      {"a program in memory", [] { return memfd_create("x", 0) >= 0; }},
      {"io_uring", [] { char room[256] = {}; return syscall(SYS_io_uring_setup, 4, room) >= 0; }},
      {"raising a limit", [] { const rlimit more{RLIM_INFINITY, RLIM_INFINITY}; return setrlimit(RLIMIT_CORE, &more) == 0; }},
      {"a namespace of its own", [] { return syscall(SYS_unshare, 0x10000000) == 0; }},
  };
  for (const auto& [name, attempt] : attempts) EXPECT_EQ(outcome_of(attempt), failed) << name;
  EXPECT_TRUE(std::filesystem::exists(there));
  EXPECT_FALSE(std::filesystem::exists(fresh));
}

TEST(Sec2, AFileOfTheNodeCannotEvenBeRead) {
  Ground ground;
  const auto secret = ground.file("root.key", "secret");
  const int version = static_cast<int>(syscall(SYS_landlock_create_ruleset, nullptr, 0, 1));
  if (version < 1) GTEST_SKIP() << "this kernel has no Landlock";

  EXPECT_EQ(outcome_of([&] { return opens(secret, O_RDONLY); }), failed);
  EXPECT_EQ(outcome_of([] { return opens("/etc/passwd", O_RDONLY); }), failed);
  EXPECT_EQ(outcome_of([] { return opens("/proc/self/environ", O_RDONLY); }), failed);
}

TEST(Sec2, WhatAReaderNeedsStillWorks) {
  EXPECT_EQ(outcome_of([] { return opens_socket(AF_INET) && opens_socket(AF_INET6); }), worked);
  EXPECT_EQ(outcome_of([] { return opens("/etc/hosts", O_RDONLY) && opens("/dev/urandom", O_RDONLY); }), worked);
  EXPECT_EQ(outcome_of([] {
              bool ran = false;
              std::thread([&ran] { ran = true; }).join();
              return ran;
            }),
            worked);
}

TEST(Sec2, ItsOwnLimitsEndIt) {
  const int aborted = status_of([]() -> bool { abort(); });
  EXPECT_TRUE(WIFSIGNALED(aborted) && WTERMSIG(aborted) == SIGABRT);
  EXPECT_FALSE(WCOREDUMP(aborted));
  SandboxLimits limits;
  limits.processor = std::chrono::seconds(1);
  const int spinning = status_of(
      []() -> bool {
        for (volatile bool spin = true; spin;) {
        }
        return true;
      },
      limits);
  EXPECT_TRUE(WIFSIGNALED(spinning)) << "ended by its limit of processor time";
}

TEST(Sec2, MemoryHasAnEnd) {
  if (is_sanitized) GTEST_SKIP() << "sanitizers need memory of their own";
  EXPECT_EQ(outcome_of([] { return mmap(nullptr, 600u << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED; }), failed);
}

}  // namespace
}  // namespace commonplace::app
