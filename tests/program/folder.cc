#include "tests/program/folder.h"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

namespace commonplace::testing {
namespace {

namespace fs = std::filesystem;

std::optional<fs::path> from_environment(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return fs::path(value);
}

std::optional<fs::path> if_there(const fs::path& path) {
  return fs::exists(path) ? std::optional(path) : std::nullopt;
}

}  // namespace

TempFolder::TempFolder(const std::string& name) {
  std::string path = (fs::temp_directory_path() / (name + "XXXXXX")).string();
  if (::mkdtemp(path.data()) == nullptr) throw std::system_error(errno, std::generic_category(), path);
  path_ = path;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TempFolder::write(const std::string& name, std::string_view content) const {
  const auto path = path_ / name;
  std::ofstream file(path, std::ios::binary);
  file << content;
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
  return path.string();
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::optional<fs::path> shared(const std::string& name) {
  const auto folder = from_environment("COMMONPLACE_SHARED").value_or(fs::path(COMMONPLACE_SOURCE_DIR) / "../shared");
  return if_there((folder / name).lexically_normal());
}

std::optional<fs::path> official_schemas() {
  const auto folder = from_environment("COMMONPLACE_SCHEMAS");
  return folder ? if_there(*folder) : shared("schemas");
}

std::string source_file(const std::string& name) {
  return (fs::path(COMMONPLACE_SOURCE_DIR) / name).string();
}

}  // namespace commonplace::testing
