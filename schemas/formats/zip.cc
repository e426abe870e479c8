#include "schemas/formats/zip.h"

#include <zip.h>

#include <deque>
#include <stdexcept>

namespace commonplace::formats {
namespace {

constexpr zip_uint32_t deflate_level = 3;  // twice as fast as 6, a tenth larger

[[noreturn]] void fail() {
  throw std::runtime_error("libzip could not write an archive");
}

}  // namespace

struct ZipWriter::Archive {
  zip_source_t* buffer = nullptr;
  zip_t* zip = nullptr;
  std::deque<std::string> contents;  // libzip reads them when the archive is closed

  ~Archive() {
    if (zip != nullptr) zip_discard(zip);
    if (buffer != nullptr) zip_source_free(buffer);
  }
};

ZipWriter::ZipWriter() : archive_(std::make_unique<Archive>()) {
  archive_->buffer = zip_source_buffer_create(nullptr, 0, 0, nullptr);
  if (archive_->buffer == nullptr) fail();
  archive_->zip = zip_open_from_source(archive_->buffer, ZIP_TRUNCATE, nullptr);
  if (archive_->zip == nullptr) fail();
  zip_source_keep(archive_->buffer);  // closing the archive lets go of one hold, finish() of the other
}

ZipWriter::~ZipWriter() = default;

void ZipWriter::add(std::string_view name, std::string bytes, model::Datestamp modified) {
  const auto& content = archive_->contents.emplace_back(std::move(bytes));
  zip_t* zip = archive_->zip;
  zip_source_t* source = zip_source_buffer(zip, content.data(), content.size(), 0);
  if (source == nullptr) fail();
  const auto index = zip_file_add(zip, std::string(name).c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    fail();
  }
  const auto place = static_cast<zip_uint64_t>(index);
  zip_file_set_mtime(zip, place, static_cast<time_t>(modified.seconds), 0);
  zip_set_file_compression(zip, place, ZIP_CM_DEFLATE, deflate_level);
}

std::string ZipWriter::finish() {
  if (zip_close(archive_->zip) != 0) fail();
  archive_->zip = nullptr;
  archive_->contents.clear();
  zip_source_t* buffer = archive_->buffer;
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_source_stat(buffer, &stat) != 0 || zip_source_open(buffer) != 0) fail();
  std::string bytes(stat.size, '\0');
  const auto got = zip_source_read(buffer, bytes.data(), bytes.size());
  zip_source_close(buffer);
  if (got < 0 || static_cast<std::size_t>(got) != bytes.size()) fail();
  return bytes;
}

}  // namespace commonplace::formats
