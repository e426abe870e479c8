#include "node/app/links.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <tuple>

#include "schemas/formats/sssom.h"

namespace commonplace::app {
namespace {

constexpr std::uintmax_t most_bytes = 32u * 1024 * 1024;

using Ends = std::tuple<std::string, model::Relation, std::string, std::string>;

Ends ends_of(const model::StatementLink& link) {
  return {link.origin, link.relation, link.destination, link.asserted_by};
}

model::Outcome<std::string> read_file(const std::string& path) {
  std::error_code error;
  std::ifstream file(path, std::ios::binary);
  if (!file || !std::filesystem::is_regular_file(path, error))
    return model::Problem{"not-found", path, "there is no file at this path", "Look at the path and its permissions."};
  if (std::filesystem::file_size(path, error) > most_bytes)
    return model::Problem{"too-large", path, "the file is larger than 32 MiB", "Import it in parts."};
  std::stringstream content;
  content << file.rdbuf();
  return std::move(content).str();
}

}  // namespace

model::Outcome<LinksReport> import_links(store::Store& store, const std::string& path) {
  const auto bytes = read_file(path);
  if (!bytes) return bytes.problem();
  auto table = formats::read_sssom(*bytes);
  if (!table) return table.problem();
  std::map<Ends, model::StatementLink> before;
  for (auto& link : store.links()) before.emplace(ends_of(link), std::move(link));
  LinksReport report;
  report.warnings = std::move(table->warnings);
  for (auto& link : table->links) {
    const auto known = before.find(ends_of(link));
    if (known != before.end()) {
      ++report.known;
      link.framework = known->second.framework;
      link.state = known->second.state;
      if (link.reviewed_at.empty()) {
        link.reviewed_by = known->second.reviewed_by;
        link.reviewed_at = known->second.reviewed_at;
      }
      link.id = known->second.id;
      if (link == known->second) continue;
    } else {
      ++report.added;
    }
    store.put_link(link);
  }
  return report;
}

std::string export_links(const store::Store& store) {
  return formats::write_sssom(store.links());
}

}  // namespace commonplace::app
