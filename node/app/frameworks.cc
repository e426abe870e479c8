#include "node/app/frameworks.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "node/app/clock.h"
#include "schemas/formats/case_package.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/framework_csv.h"
#include "schemas/formats/identifier.h"

namespace commonplace::app {
namespace {

using model::Outcome;
using model::Problem;

Outcome<std::string> read_file(const std::string& path) {
  std::error_code error;
  std::ifstream file(path, std::ios::binary);
  if (!file || !std::filesystem::is_regular_file(path, error))
    return Problem{"not-found", path, "there is no file at this path", "Look at the path and its permissions."};
  if (std::filesystem::file_size(path, error) > formats::most_framework_bytes)
    return Problem{"too-large", path, "the file is larger than 100 MiB", "Import it in parts."};
  std::stringstream content;
  content << file.rdbuf();
  return std::move(content).str();
}

formats::FrameworkHints hints_for(const std::string& path, const std::string& id) {
  formats::FrameworkHints hints;
  hints.title = std::filesystem::path(path).stem().string();
  hints.uri = "urn:commonplace:framework:" + formats::slug(id.empty() ? hints.title : id);
  return hints;
}

}  // namespace

curriculum::Resolver resolver_of(const store::Store& store) {
  curriculum::Resolver resolver;
  for (const auto& framework : store.frameworks()) resolver.add(framework, store.statements(framework.id));
  return resolver;
}

Outcome<FrameworkReport> import_framework(const Desk& desk, const std::string& path, const std::string& id) {
  const auto bytes = read_file(path);
  if (!bytes) return bytes.problem();
  const auto hints = hints_for(path, id);
  auto package = formats::looks_like_case(*bytes) ? formats::read_case_package(*bytes, hints) : formats::read_framework_csv(*bytes, hints);
  if (!package) {
    auto problem = package.problem();
    problem.where = problem.where.empty() ? path : path + ", " + problem.where;
    return problem;
  }
  auto& framework = package->framework;
  framework.id = formats::slug(id.empty() ? std::string(model::best(framework.title).text) : id);
  framework.sha256 = formats::sha256_hex(*bytes);
  framework.imported_at = model::format_datestamp(now());
  FrameworkReport report{framework, static_cast<std::int64_t>(package->statements.size()), true, std::move(package->warnings)};
  const auto before = desk.store->framework(framework.id);
  if (before && before->sha256 == framework.sha256)
    report.changed = false;
  else
    desk.store->put_framework(framework, package->statements);
  return report;
}

}  // namespace commonplace::app
