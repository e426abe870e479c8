// A folder of its own for the SQLite store of one test, gone with the test.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "node/store/sqlite_store.h"
#include "tests/node/store/contract.h"

namespace commonplace::store {

class SqliteGround : public Ground {
 public:
  SqliteGround() {
    std::string pattern = std::filesystem::temp_directory_path() / "store #test XXXXXX";  // a path with a blank and a #
    folder_ = mkdtemp(pattern.data());
  }
  ~SqliteGround() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<Store> open() override {
    const bool fresh = !std::filesystem::exists(path());
    SqliteOptions options;
    options.path = path();
    options.create = fresh;
    options.now = fresh ? beginning : Datestamp{};
    return open_sqlite(options);
  }

  std::string path() const { return folder_ / "commonplace.db"; }
  std::filesystem::path folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

}  // namespace commonplace::store
