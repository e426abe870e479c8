#include "node/web/change_parts.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "schemas/formats/digest.h"

namespace commonplace::web {
namespace {

constexpr std::size_t fingerprint_digits = 32;

}  // namespace

ChangePart part_numbered(store::Seq number) {
  return {number * changes_per_part, (number + 1) * changes_per_part};
}

ChangePart part_of(store::Seq seq) {
  return part_numbered((seq - 1) / changes_per_part);
}

std::optional<FoundPart> next_part(const store::Store& store, store::Seq since, bool live_only) {
  std::optional<FoundPart> found;
  store.visit_changes({.since = since, .limit = 1, .live_only = live_only},
                      [&](const store::ChangeRow& row) { found = {part_of(row.seq), row.datestamp}; });
  return found;
}

// A seq stands for one version of one record for ever.
std::string fingerprint(const store::Store& store, const ChangePart& part) {
  std::string seqs;
  store.visit_changes({.since = part.since, .until = part.until, .limit = static_cast<int>(changes_per_part)},
                      [&](const store::ChangeRow& row) { seqs.append(std::to_string(row.seq)).append(","); });
  return formats::sha256_hex(seqs).substr(0, fingerprint_digits);
}

std::optional<std::string> KeptParts::find(const std::string& name, const std::string& made_from) const {
  if (folder_.empty()) return {};
  std::ifstream file(folder_ + "/" + name, std::ios::binary);
  std::string line;
  if (!file || !std::getline(file, line) || line != made_from) return {};
  std::stringstream bytes;
  bytes << file.rdbuf();
  return std::move(bytes).str();
}

// Written aside and moved into place: who reads meanwhile sees the old file or the new one.
void KeptParts::keep(const std::string& name, const std::string& made_from, const std::string& bytes) const {
  if (folder_.empty()) return;
  static std::atomic<unsigned> count{0};
  const auto aside = folder_ + "/" + name + "." + std::to_string(++count) + ".new";
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  {
    std::ofstream file(aside, std::ios::binary);
    file << made_from << '\n' << bytes;
    file.close();
    if (!file) error = std::make_error_code(std::errc::io_error);
  }
  if (!error) std::filesystem::rename(aside, folder_ + "/" + name, error);
  std::error_code ignored;
  if (error) std::filesystem::remove(aside, ignored);
}

}  // namespace commonplace::web
