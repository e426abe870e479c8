#include "node/store/sqlite_dates.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <limits>

#include <fmt/format.h>

#include "node/store/store.h"

namespace commonplace::store {
namespace {

constexpr int lines = 64;
constexpr std::int64_t none = 0;  // what a new file holds: no date of ours is the second 0

using Date = std::atomic<std::int64_t>;
static_assert(Date::is_always_lock_free, "dates are shared between processes");

[[noreturn]] void fail(const std::string& path, const std::string& why) {
  throw StoreError(fmt::format("store: {}: {}", path, why));
}

// A command run by root must not leave a file that the node cannot open.
void give_to_owner_of(const std::string& database, int file) {
  struct stat there {};
  if (stat(database.c_str(), &there) != 0) return;
  [[maybe_unused]] const int mode = fchmod(file, there.st_mode & 0666);
  if (geteuid() != 0) return;
  [[maybe_unused]] const int owner = fchown(file, there.st_uid, there.st_gid);
}

// Of open file descriptions, not of processes: two stores in one program are two.
bool lock(int file, int command, int line, short& type) {
  struct flock range {};
  range.l_type = type;
  range.l_whence = SEEK_SET;
  range.l_start = line;
  range.l_len = 1;
  const bool done = fcntl(file, command, &range) == 0;
  type = range.l_type;
  return done;
}

}  // namespace

struct SharedDates::Page {
  Date answered;
  Date open[lines];
};

// The order of loads and stores is what this rests on: an answer first says its date and then looks for open writes; a
// write first says that it is open and then looks for dates. Whoever comes second sees the other.
SharedDates::SharedDates(const std::string& database) {
  const std::string path = database + "-dates";
  file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) fail(path, "cannot be opened or made: look at the permissions of the data folder");
  give_to_owner_of(database, file_);
  void* memory = MAP_FAILED;
  if (ftruncate(file_, sizeof(Page)) == 0)
    memory = mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0);
  if (memory == MAP_FAILED) {
    close(file_);
    fail(path, "cannot be used: look whether the disk is full");
  }
  page_ = static_cast<Page*>(memory);
  claim_line();
  if (line_ >= 0) return;
  munmap(memory, sizeof(Page));
  close(file_);
  fail(path, "64 programs have this database open already: end some of them");
}

SharedDates::~SharedDates() {
  close_write();
  munmap(page_, sizeof(Page));
  close(file_);
}

void SharedDates::claim_line() {
  for (int line = 0; line < lines; ++line) {
    short type = F_WRLCK;
    if (!lock(file_, F_OFD_SETLK, line, type)) continue;
    line_ = line;
    page_->open[line].store(none);
    return;
  }
}

bool SharedDates::is_alive(int line) const {
  if (line == line_) return true;
  short type = F_WRLCK;
  return !lock(file_, F_OFD_GETLK, line, type) || type != F_UNLCK;
}

model::Datestamp SharedDates::answer(model::Datestamp now) {
  for (auto known = page_->answered.load(); known < now.seconds;)
    if (page_->answered.compare_exchange_weak(known, now.seconds)) break;
  auto date = now.seconds;
  for (int line = 0; line < lines; ++line) {
    const auto open = page_->open[line].load();
    if (open != none && open < date && is_alive(line)) date = open;
  }
  return {date};
}

model::Datestamp SharedDates::open_write(model::Datestamp now) {
  auto& mine = page_->open[line_];
  if (mine.load() == none) mine.store(now.seconds == none ? 1 : now.seconds);
  return {std::max(mine.load(), page_->answered.load())};
}

void SharedDates::close_write() { page_->open[line_].store(none); }

}  // namespace commonplace::store
