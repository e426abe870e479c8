// The store on SQLite (REL §2): WAL, synchronous=FULL, one writing connection with group commit, a pool of readers.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "node/store/store.h"

namespace commonplace::store {

struct SqliteOptions {
  std::string path;        // of the database file
  int readers = 4;         // connections in the pool
  bool create = false;     // make the database when the file is not there; else StoreError
  Datestamp now = {};      // the creation second, when it is made
  // How long a page, a record or a count may take; then StoreLate (OAI-70). `ticks` is asked on the reading thread; meant
  // is its processor time, so that a cold disk or a busy neighbour makes a page slow, not impossible. Empty: no limit.
  std::function<std::chrono::nanoseconds()> ticks = {};
  std::chrono::milliseconds longest_read{250};
};

// Opens the database, makes or migrates its schema. Two processes may have it open at once.
// StoreError in words when it is missing, damaged, newer than this program, or the folder cannot be written.
std::unique_ptr<Store> open_sqlite(const SqliteOptions& options);

}  // namespace commonplace::store
