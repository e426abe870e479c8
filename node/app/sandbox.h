// What a process gives up for ever before it reads a stranger's first byte (SEC-2): memory, time, files, system calls.
// The room of libseccomp.
#pragma once

#include <chrono>
#include <cstddef>

namespace commonplace::app {

struct SandboxLimits {
  std::size_t memory_bytes = 512u * 1024 * 1024;  // of address space (RLIMIT_AS); not under a sanitizer, which needs more
  std::chrono::seconds processor{600};            // RLIMIT_CPU
  int descriptors = 64;                           // RLIMIT_NOFILE
};

// What is in force besides the limits; a kernel may offer neither.
struct Sandbox {
  bool files_are_shut = false;      // Landlock: reads certificates, resolver files, libraries and time zones alone
  bool calls_are_filtered = false;  // seccomp: no program is started, no process looked into, no file written, no port opened
};

// For the whole process, with every thread that it will have: call it while there is one. Nothing of it can be undone.
Sandbox enter_sandbox(const SandboxLimits& limits);

}  // namespace commonplace::app
