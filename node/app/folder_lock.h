// One running node per data folder (REL §2).
#pragma once

#include <string>

#include "schemas/model/outcome.h"

namespace commonplace::app {

// Holds <data>/lock, with the process id in it, as long as it lives; the system lets go of it when the process dies.
class FolderLock {
 public:
  // The problem names the process that has it.
  static model::Outcome<FolderLock> take(const std::string& path);
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&&) = delete;
  ~FolderLock();

 private:
  explicit FolderLock(int file) : file_(file) {}
  int file_;
};

}  // namespace commonplace::app
