#include "node/app/folder_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace commonplace::app {
namespace {

std::string holder(int file) {
  std::array<char, 32> text{};
  const auto size = pread(file, text.data(), text.size() - 1, 0);
  const std::string pid(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  return pid.empty() ? "another process" : "process " + pid.substr(0, pid.find('\n'));
}

}  // namespace

model::Outcome<FolderLock> FolderLock::take(const std::string& path) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0)
    return model::Problem{"not-written", path, "the data folder cannot be written", "Look at its owner and permissions."};
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    const auto who = holder(file);
    close(file);
    return model::Problem{"in-use", path, fmt::format("{} is running this node already", who),
                          "Stop it first, or name another data folder with --data."};
  }
  const auto pid = std::to_string(getpid()) + "\n";
  const bool written = ftruncate(file, 0) == 0 && pwrite(file, pid.data(), pid.size(), 0) == static_cast<ssize_t>(pid.size());
  if (!written) {
    close(file);
    return model::Problem{"not-written", path, "the lock cannot be written", "Look whether the disk is full."};
  }
  return FolderLock(file);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

FolderLock::~FolderLock() {
  if (file_ >= 0) close(file_);
}

}  // namespace commonplace::app
