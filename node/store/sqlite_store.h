// The store on SQLite (REL §2): WAL, synchronous=FULL, one writing connection with group commit, a pool of readers.
#pragma once

#include <memory>
#include <string>

#include "node/store/store.h"

namespace commonplace::store {

struct SqliteOptions {
  std::string path;        // of the database file
  int readers = 4;         // connections in the pool
  bool create = false;     // make the database when the file is not there; else StoreError
  Datestamp now = {};      // the creation second, when it is made
};

// Opens the database, makes or migrates its schema. Two processes may have it open at once.
// StoreError in words when it is missing, damaged, newer than this program, or the folder cannot be written.
std::unique_ptr<Store> open_sqlite(const SqliteOptions& options);

}  // namespace commonplace::store
