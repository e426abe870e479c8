// The pool of reading connections: one is leased per call; who finds none waits until one comes back.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "node/store/sqlite_connection.h"

namespace commonplace::store {

class Readers {
 public:
  // `count` connections at least one; each is opened when it is first needed.
  Readers(std::string path, int count);

  class Lease {
   public:
    Lease(Readers& pool, std::unique_ptr<Connection> connection);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Connection& operator*() const { return *connection_; }

   private:
    Readers& pool_;
    std::unique_ptr<Connection> connection_;
  };
  Lease lease();

 private:
  void give_back(std::unique_ptr<Connection> connection);

  const std::string path_;
  std::mutex mutex_;
  std::condition_variable returned_;
  int unopened_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace commonplace::store
