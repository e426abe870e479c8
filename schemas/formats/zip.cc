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

// ---- reading ------------------------------------------------------------------------------------------------------------

namespace {

constexpr std::size_t small_entry = 64 * 1024;

model::Problem not_zip(std::string_view what) {
  return {"not_zip", "", std::string(what), "Ask the source's keeper to make it anew."};
}

model::Problem too_big(std::string_view what) { return {"too_big", "", std::string(what), "Ask the source's keeper to split it."}; }

}  // namespace

struct ZipReader::Archive {
  std::string bytes;
  ZipLimits limits;
  zip_t* zip = nullptr;
  std::size_t unpacked = 0;

  ~Archive() {
    if (zip != nullptr) zip_discard(zip);
  }

  model::Outcome<std::string> unpack(const zip_stat_t& stat, std::size_t most_bytes);
};

ZipReader::ZipReader(std::unique_ptr<Archive> archive) : archive_(std::move(archive)) {}
ZipReader::ZipReader(ZipReader&&) noexcept = default;
ZipReader& ZipReader::operator=(ZipReader&&) noexcept = default;
ZipReader::~ZipReader() = default;

model::Outcome<ZipReader> ZipReader::open(std::string bytes, const ZipLimits& limits) {
  auto archive = std::make_unique<Archive>();
  archive->bytes = std::move(bytes);
  archive->limits = limits;
  zip_source_t* source = zip_source_buffer_create(archive->bytes.data(), archive->bytes.size(), 0, nullptr);
  if (source == nullptr) fail();
  archive->zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, nullptr);
  if (archive->zip == nullptr) {
    zip_source_free(source);
    return not_zip("The file is no ZIP archive, or a damaged one.");
  }
  if (zip_get_num_entries(archive->zip, 0) > static_cast<zip_int64_t>(limits.entries)) return too_big("The archive holds too many files.");
  return ZipReader(std::move(archive));
}

std::size_t ZipReader::entries() const {
  return static_cast<std::size_t>(zip_get_num_entries(archive_->zip, 0));
}

model::Outcome<std::string> ZipReader::read(const std::string& name, std::size_t most_bytes) {
  const auto place = name.find('\0') == std::string::npos ? zip_name_locate(archive_->zip, name.c_str(), ZIP_FL_ENC_GUESS) : -1;
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (place < 0 || zip_stat_index(archive_->zip, static_cast<zip_uint64_t>(place), 0, &stat) != 0)
    return model::Problem{"no_entry", "", "The archive lacks a file that it names.", "Ask the source's keeper to make it anew."};
  const bool is_plain = stat.encryption_method == ZIP_EM_NONE && (stat.comp_method == ZIP_CM_STORE || stat.comp_method == ZIP_CM_DEFLATE);
  if (!is_plain) return not_zip("A file of the archive is encrypted, or packed in a way that is not read.");
  return archive_->unpack(stat, most_bytes);
}

model::Outcome<std::string> ZipReader::Archive::unpack(const zip_stat_t& stat, std::size_t most_bytes) {
  zip_file_t* file = zip_fopen_index(zip, stat.index, 0);
  if (file == nullptr) return not_zip("A file of the archive cannot be opened.");
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> closes(file, zip_fclose);
  std::string out;
  char buffer[32 * 1024];
  while (true) {
    const auto got = zip_fread(file, buffer, sizeof buffer);
    if (got < 0) return not_zip("A file of the archive is damaged.");
    if (got == 0) return out;
    const auto count = static_cast<std::size_t>(got);
    const std::size_t size = out.size() + count;
    unpacked += count;
    if (size > most_bytes || unpacked > limits.bytes || (size > small_entry && size / limits.ratio > stat.comp_size))
      return too_big("A file of the archive is larger than allowed once it is unpacked.");
    out.append(buffer, count);
  }
}

}  // namespace commonplace::formats
