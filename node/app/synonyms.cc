#include "node/app/synonyms.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "node/config/log.h"

namespace commonplace::app {
namespace {

constexpr std::uintmax_t largest_file = 1024 * 1024;  // bytes: some 30,000 lines

void unread(const std::filesystem::path& file, const std::string& where) {
  config::log(config::Level::warning, "synonyms.unread",
              {{"file", file.string()}, {"where", where}, {"fix", "Write a = b, or a => b, one to a line, at most six words a side."}});
}

void add_file(const std::filesystem::path& file, search::Thesaurus& thesaurus) {
  std::error_code error;
  if (std::filesystem::file_size(file, error) > largest_file || error) return unread(file, "the whole file: it is too large");
  std::ifstream in(file, std::ios::binary);
  if (!in) return unread(file, "the whole file");
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  for (const int line : thesaurus.add(text, search::language_of(file.stem().string()))) unread(file, "line " + std::to_string(line));
}

}  // namespace

std::shared_ptr<const search::Thesaurus> read_synonyms(const std::string& folder) {
  auto thesaurus = std::make_shared<search::Thesaurus>(search::shipped_thesaurus());
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".txt" && entry.is_regular_file(error)) add_file(entry.path(), *thesaurus);
  return thesaurus;
}

}  // namespace commonplace::app
