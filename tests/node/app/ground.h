// A folder of its own for one test, desks in it, and the files that are imported there.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "node/app/desk.h"
#include "node/app/importer.h"

namespace commonplace::app {

class Ground {
 public:
  Ground();
  ~Ground();
  Ground(const Ground&) = delete;
  Ground& operator=(const Ground&) = delete;

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  // Writes a file and returns its path.
  std::string file(const std::string& name, std::string_view content) const;
  // A node at https://<host>, in a folder of that name.
  Desk desk(const std::string& host = "river.example", const std::string& name = "River Museum") const;

 private:
  std::filesystem::path folder_;
};

// A picture by its first bytes, and as large as it says.
std::string png(unsigned width = 64, unsigned height = 64);
std::string jpeg(unsigned width = 64, unsigned height = 64);
std::string webp();

// A resource with everything that publishing asks for.
model::Resource resource(const std::string& title, const std::string& url = "https://river.example/learn/1");

// The same as a line of NDJSON, with "publisher" and reference where they are not empty.
std::string line(const std::string& title, const std::string& id = "", const std::string& publisher = "");

// The canonical documents of all live records, sorted.
std::vector<std::string> documents(const store::Store& store);

// Imports a file that must be readable as a whole.
ImportReport imported(const Desk& desk, const std::string& path, const ImportOptions& options = {});

}  // namespace commonplace::app
