// Leases reading connections, last returned first, so that the warmest page cache is used most.
#include "node/store/sqlite_readers.h"

#include <algorithm>

namespace commonplace::store {

Readers::Readers(std::string path, int count) : path_(std::move(path)), unopened_(std::max(count, 1)) {}

Readers::Lease::Lease(Readers& pool, std::unique_ptr<Connection> connection)
    : pool_(pool), connection_(std::move(connection)) {}

Readers::Lease::~Lease() {
  pool_.give_back(std::move(connection_));
}

Readers::Lease Readers::lease() {
  std::unique_lock lock(mutex_);
  returned_.wait(lock, [this] { return !idle_.empty() || unopened_ > 0; });
  if (!idle_.empty()) {
    auto connection = std::move(idle_.back());
    idle_.pop_back();
    return {*this, std::move(connection)};
  }
  auto connection = std::make_unique<Connection>(Connection::Options{.path = path_, .role = Role::reader});
  --unopened_;
  return {*this, std::move(connection)};
}

void Readers::give_back(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }
  returned_.notify_one();
}

}  // namespace commonplace::store
