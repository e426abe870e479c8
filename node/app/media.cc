#include "node/app/media.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "schemas/formats/digest.h"

namespace commonplace::app {
namespace {

using model::Problem;

std::uint32_t big_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

bool is_sane(std::uint32_t width, std::uint32_t height) {
  return width > 0 && height > 0 && width <= most_logo_pixels && height <= most_logo_pixels;
}

// The IHDR chunk stands first: width and height at byte 16.
bool is_png(std::string_view bytes) {
  return bytes.size() > 33 && bytes.starts_with("\x89PNG\r\n\x1a\n") && bytes.substr(12, 4) == "IHDR" &&
         is_sane(big_endian(bytes, 16, 4), big_endian(bytes, 20, 4));
}

// Walks the segments to the first start-of-frame, which holds height and width.
bool is_jpeg(std::string_view bytes) {
  if (!bytes.starts_with("\xff\xd8\xff")) return false;
  for (std::size_t at = 2; at + 9 < bytes.size();) {
    if (bytes[at] != '\xff') return false;
    const auto marker = static_cast<unsigned char>(bytes[at + 1]);
    const bool is_frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (is_frame) return is_sane(big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2));
    at += 2 + big_endian(bytes, at + 2, 2);
  }
  return false;
}

std::uint32_t little_endian(std::string_view bytes, std::size_t at, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = count; i > 0; --i) value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
  return value;
}

// The first chunk says the size, each kind in its own way. Source: RFC 9649 §2.5 to §2.7.
bool is_webp(std::string_view bytes) {
  if (bytes.size() <= 30 || !bytes.starts_with("RIFF") || bytes.substr(8, 4) != "WEBP") return false;
  const auto chunk = bytes.substr(12, 4);
  if (chunk == "VP8X") return is_sane(little_endian(bytes, 24, 3) + 1, little_endian(bytes, 27, 3) + 1);
  if (chunk == "VP8 ") return is_sane(little_endian(bytes, 26, 2) & 0x3fffu, little_endian(bytes, 28, 2) & 0x3fffu);
  if (chunk != "VP8L") return false;
  const auto both = little_endian(bytes, 21, 4);
  return is_sane((both & 0x3fffu) + 1, (both >> 14 & 0x3fffu) + 1);
}

// Temporary file, fsync, rename, fsync of the folder (REL §2).
bool write_whole(const std::filesystem::path& path, std::string_view bytes) {
  const std::string beside = path.string() + ".part" + std::to_string(getpid());
  const int file = open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return false;
  const bool written = write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && fsync(file) == 0;
  close(file);
  if (!written || rename(beside.c_str(), path.c_str()) != 0) return unlink(beside.c_str()), false;
  const int folder = open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder >= 0) fsync(folder), close(folder);
  return true;
}

}  // namespace

std::optional<std::string> picture_kind(std::string_view bytes) {
  if (is_png(bytes)) return "png";
  if (is_jpeg(bytes)) return "jpg";
  if (is_webp(bytes)) return "webp";
  return {};
}

model::Outcome<std::string> keep_logo(const std::string& media_folder, std::string_view bytes) {
  if (bytes.size() > most_logo_bytes)
    return Problem{"too-large", "logo", "the picture is larger than 512 KiB", "Save it smaller: 256 by 256 pixels is plenty."};
  const auto kind = picture_kind(bytes);
  if (!kind)
    return Problem{"wrong-kind", "logo", "the file is no PNG, JPEG or WebP picture of at most 1024 by 1024 pixels",
                   "Save the logo as PNG, 256 by 256 pixels."};
  const std::string name = formats::sha256_hex(bytes) + "." + *kind;
  const auto path = std::filesystem::path(media_folder) / name;
  std::error_code ignored;
  if (std::filesystem::exists(path, ignored)) return name;
  std::filesystem::create_directories(media_folder, ignored);
  if (!write_whole(path, bytes))
    return Problem{"not-written", "logo", "the picture could not be written to the data folder",
                   "Look whether the disk is full and whether the folder may be written."};
  return name;
}

model::Outcome<std::string> keep_logo_file(const std::string& media_folder, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Problem{"not-found", path, "the logo file cannot be read", "Look at the path and its permissions."};
  std::string bytes(most_logo_bytes + 1, '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return keep_logo(media_folder, bytes);
}

}  // namespace commonplace::app
