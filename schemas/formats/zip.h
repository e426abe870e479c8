// ZIP archives, written in memory (docs/decisions/0007). The one room of libzip. Nothing is read here, no name is a path.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "schemas/model/datestamp.h"

namespace commonplace::formats {

class ZipWriter {
 public:
  // Functions throw std::runtime_error when libzip has no memory or refuses: a broken house.
  ZipWriter();
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  // `name` inside the archive, with "/" between folders, UTF-8, given once. The bytes are kept until finish().
  void add(std::string_view name, std::string bytes, model::Datestamp modified);
  // The archive, deflated. Nothing may be added any more.
  std::string finish();

 private:
  struct Archive;
  std::unique_ptr<Archive> archive_;
};

}  // namespace commonplace::formats
