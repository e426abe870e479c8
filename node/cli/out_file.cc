#include "node/cli/out_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

namespace commonplace::cli {
namespace {

namespace fs = std::filesystem;

model::Problem not_written(const std::string& path) {
  return {"not-written", path.empty() ? "standard output" : path, "it could not be written whole",
          "Look whether the folder is there and may be written, and whether the disk is full."};
}

}  // namespace

model::Outcome<OutFile> OutFile::open(const std::string& path) {
  if (path.empty()) return OutFile({}, {});
  std::error_code error;
  const auto status = fs::status(path, error);
  if (fs::is_directory(status)) return model::Problem{"not-a-file", path, "this is a folder", "Give the name of a file in it."};
  const bool is_file = !fs::exists(status) || fs::is_regular_file(status);
  const auto place = is_file ? fs::weakly_canonical(path, error) : fs::path(path);  // a link stays one
  OutFile out(place.empty() ? path : place.string(), {});
  if (is_file) out.aside_ = fmt::format("{}.{}.new", out.path_, getpid());
  out.file_ = std::make_unique<std::ofstream>(is_file ? out.aside_ : out.path_, std::ios::binary | std::ios::trunc);
  if (!*out.file_) return not_written(path);
  return out;
}

OutFile::~OutFile() {
  if (!file_ || aside_.empty()) return;
  file_.reset();
  std::error_code ignored;
  fs::remove(aside_, ignored);
}

std::ostream& OutFile::stream() { return file_ ? *file_ : std::cout; }

model::Failure OutFile::finish() {
  if (!file_) {
    std::cout.flush();
    return std::cout ? model::Failure() : not_written(path_);
  }
  file_->close();
  if (!*file_) return not_written(path_);
  std::error_code error;
  if (!aside_.empty()) fs::rename(aside_, path_, error);
  if (error) return not_written(path_);
  file_.reset();
  return {};
}

}  // namespace commonplace::cli
