// Files of tests: a folder of their own that goes when they are done, and the material beside the project.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace commonplace::testing {

// Unless named otherwise its path has a '#' and a blank, which break whoever pastes paths into addresses or commands.
class TempFolder {
 public:
  explicit TempFolder(const std::string& name = "commonplace test #");
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  // Writes a file and returns its path.
  std::string write(const std::string& name, std::string_view content) const;

 private:
  std::filesystem::path path_;
};

std::string read_file(const std::filesystem::path& path);

// "…/shared/<name>" (or below $COMMONPLACE_SHARED), if it is there.
std::optional<std::filesystem::path> shared(const std::string& name);

// The folder of the official schemas: $COMMONPLACE_SCHEMAS, else shared("schemas") (OAI-73).
std::optional<std::filesystem::path> official_schemas();

// A file of the project.
std::string source_file(const std::string& name);

}  // namespace commonplace::testing
