// ZIP archives, written and read in memory (docs/decisions/0007). The one room of libzip. No name is ever a path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "schemas/model/datestamp.h"
#include "schemas/model/outcome.h"

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

// Of an archive that a stranger has made: what it says about sizes is not believed, bytes are counted as they come out.
struct ZipLimits {
  std::size_t entries = 50'000;
  std::size_t bytes = 256u * 1024 * 1024;  // unpacked, of all that is read together
  std::size_t ratio = 100;                 // unpacked : packed, of one entry beyond its first 64 KiB
};

class ZipReader {
 public:
  // Problem kinds: "not_zip" (no archive, or a damaged one), "too_big" (too many entries).
  static model::Outcome<ZipReader> open(std::string bytes, const ZipLimits& limits = {});
  ZipReader(ZipReader&&) noexcept;
  ZipReader& operator=(ZipReader&&) noexcept;
  ~ZipReader();

  std::size_t entries() const;
  // The file of exactly this name; of several with one name the first. Problem kinds: "no_entry", "too_big", "not_zip"
  // (damaged, encrypted, or packed in another way than deflate).
  model::Outcome<std::string> read(const std::string& name, std::size_t most_bytes);

 private:
  struct Archive;
  explicit ZipReader(std::unique_ptr<Archive> archive);
  std::unique_ptr<Archive> archive_;
};

}  // namespace commonplace::formats
