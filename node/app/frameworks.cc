#include "node/app/frameworks.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "node/app/clock.h"
#include "schemas/formats/case_package.h"
#include "schemas/formats/digest.h"
#include "schemas/formats/framework_csv.h"
#include "schemas/formats/framework_read.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/skos.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/licences.h"

namespace commonplace::app {
namespace {

using formats::FrameworkFile;
using model::Outcome;
using model::Problem;

constexpr std::size_t most_files = 1'000;
constexpr std::size_t most_beginning = 12;

Problem too_large(const std::string& where) {
  return {"too-large", where, "the framework is larger than 100 MiB", "Import it in parts."};
}

Outcome<FrameworkFile> read_file(const std::filesystem::path& path) {
  std::error_code error;
  std::ifstream file(path, std::ios::binary);
  if (!file || !std::filesystem::is_regular_file(path, error))
    return Problem{"not-found", path.string(), "there is no file at this path", "Look at the path and its permissions."};
  if (std::filesystem::file_size(path, error) > formats::most_framework_bytes) return too_large(path.string());
  std::stringstream content;
  content << file.rdbuf();
  return FrameworkFile{path.filename().string(), std::move(content).str()};
}

bool is_rdf_name(const std::filesystem::path& path) {
  const std::string ending = path.extension().string();
  return ending == ".ttl" || ending == ".nt" || ending == ".rdf" || ending == ".owl";
}

Outcome<std::vector<FrameworkFile>> read_folder(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (is_rdf_name(entry.path())) paths.push_back(entry.path());
  if (paths.empty() || paths.size() > most_files)
    return Problem{"not-found", folder, "this folder holds no RDF files (.ttl, .nt, .rdf), or more than 1,000 of them",
                   "Give the folder of one framework, or one file."};
  std::sort(paths.begin(), paths.end());
  std::vector<FrameworkFile> files;
  std::size_t bytes = 0;
  for (const auto& path : paths) {
    auto file = read_file(path);
    if (!file) return file.problem();
    bytes += file->bytes.size();
    if (bytes > formats::most_framework_bytes) return too_large(folder);
    files.push_back(*std::move(file));
  }
  return files;
}

Outcome<std::vector<FrameworkFile>> fetch(const std::string& url, harvest::Fetcher* fetcher) {
  if (fetcher == nullptr)
    return Problem{"not-fetched", url, "addresses are not fetched here", "Save the file and import that."};
  harvest::Ask ask;
  ask.url = url;
  ask.accept = "application/json, text/turtle, application/ld+json, application/rdf+xml;q=0.9, application/n-triples;q=0.9, */*;q=0.5";
  ask.limits.wire_bytes = ask.limits.decoded_bytes = formats::most_framework_bytes;
  auto fetched = fetcher->fetch(ask);
  if (fetched.problem) return Problem{"not-fetched", url, fetched.problem->words, "Look at the address, or save the file and import that."};
  if (fetched.reply->status != 200)
    return Problem{"not-fetched", url, "the server answered " + std::to_string(fetched.reply->status),
                   "Look at the address in a browser, or save the file and import that."};
  return std::vector<FrameworkFile>{{url, std::move(fetched.reply->body)}};
}

Outcome<std::vector<FrameworkFile>> read_source(const std::string& source, harvest::Fetcher* fetcher) {
  std::error_code error;
  if (formats::parse_http_url(source)) return fetch(source, fetcher);
  if (std::filesystem::is_directory(source, error)) return read_folder(source);
  auto file = read_file(source);
  if (!file) return file.problem();
  return std::vector<FrameworkFile>{*std::move(file)};
}

formats::FrameworkHints hints_for(const FrameworkOrder& order) {
  formats::FrameworkHints hints;
  hints.title = order.title;
  if (hints.title.empty() && !formats::parse_http_url(order.source))
    hints.title = std::filesystem::path(order.source).stem().string();
  hints.uri = "urn:commonplace:framework:" + formats::slug(order.id.empty() ? hints.title : order.id);
  if (!order.jurisdiction.empty()) hints.jurisdiction = order.jurisdiction;
  if (!order.language.empty()) hints.language = order.language;
  hints.publisher = order.publisher;
  hints.licence = order.licence.empty() ? "" : vocabularies::normalise_licence(order.licence).value_or(order.licence);
  hints.source_url = order.source_url;
  if (hints.source_url.empty() && formats::parse_http_url(order.source)) hints.source_url = order.source;
  return hints;
}

std::string digest_of(const std::vector<FrameworkFile>& files) {
  if (files.size() == 1) return formats::sha256_hex(files.front().bytes);
  std::string all;
  for (const auto& file : files) all.append(formats::sha256_hex(file.bytes)).append("\n");
  return formats::sha256_hex(all);
}

bool share_an_address(const model::Framework& a, const model::Framework& b) {
  const auto has = [](const model::Framework& one, const std::string& uri) {
    return one.uri == uri || std::find(one.same_as.begin(), one.same_as.end(), uri) != one.same_as.end();
  };
  return has(b, a.uri) || std::any_of(a.same_as.begin(), a.same_as.end(), [&](const auto& uri) { return has(b, uri); });
}

// The framework that this one is, by the id that was asked for or by its address.
std::optional<model::Framework> find_before(const store::Store& store, const model::Framework& framework, const std::string& asked) {
  if (!asked.empty()) return store.framework(formats::slug(asked));
  for (auto& one : store.all_frameworks())
    if (share_an_address(one, framework)) return std::move(one);
  return std::nullopt;
}

// Two frameworks may have one title: "arts-standards", "arts-standards-2".
std::string free_id(const store::Store& store, const std::string& wish) {
  std::string id = wish;
  for (int number = 2; store.framework(id); ++number) id = wish + "-" + std::to_string(number);
  return id;
}

std::optional<curriculum::StoredFramework> load(const store::Store& store, std::optional<model::Framework> framework) {
  if (!framework) return std::nullopt;
  curriculum::StoredFramework stored{*std::move(framework), {}};
  stored.statements = store.statements(stored.framework.id);
  auto extras = store.statement_extras(stored.framework.id);
  for (std::size_t i = 0; i < stored.statements.size(); ++i) stored.statements[i].extra = std::move(extras[i]);
  return stored;
}

// One code point, so that no text is cut within a letter.
std::string shortened(const std::string& text) {
  constexpr std::size_t most = 72;
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

void count(const std::vector<model::Statement>& statements, FrameworkReport& report) {
  std::map<std::string_view, std::size_t> depths;
  for (const auto& statement : statements) {
    if (statement.is_retired) continue;
    ++report.statements;
    ++report.types[statement.type];
    for (const auto& level : statement.levels) ++report.levels[level];
    if (report.beginning.size() == most_beginning) continue;
    const auto above = depths.find(statement.parent);
    const std::size_t depth = above == depths.end() ? 0 : above->second + 1;
    depths.emplace(statement.uri, depth);
    std::string line(2 * depth, ' ');
    if (!statement.code.empty()) line.append(statement.code).append("  ");
    report.beginning.push_back(line.append(shortened(std::string(model::best(statement.text).text))));
  }
}

bool says_the_same(const model::Framework& a, const model::Framework& b) {
  return a.sha256 == b.sha256 && a.licence == b.licence && a.publisher == b.publisher && a.source_url == b.source_url &&
         a.is_local == b.is_local && a.jurisdiction == b.jurisdiction;
}

void settle_header(model::Framework& framework, const FrameworkOrder& order, const std::vector<FrameworkFile>& files) {
  framework.sha256 = digest_of(files);
  framework.imported_at = model::format_datestamp(now());
  framework.imported_by = order.imported_by;
  framework.is_local = order.is_local;
  if (!order.jurisdiction.empty()) framework.jurisdiction = order.jurisdiction;
  if (!order.title.empty()) framework.title = {{framework.languages.empty() ? "en" : framework.languages.front(), order.title}};
  framework.id = formats::slug(order.id.empty() ? std::string(model::best(framework.title).text) : order.id);
}

}  // namespace

curriculum::Resolver resolver_of(const store::Store& store) {
  curriculum::Resolver resolver;
  for (const auto& framework : store.frameworks()) resolver.add(framework, store.statements(framework.id));
  return resolver;
}

Outcome<FrameworkReport> import_framework(const Desk& desk, const FrameworkOrder& order, harvest::Fetcher* fetcher) {
  const auto files = read_source(order.source, fetcher);
  if (!files) return files.problem();
  auto package = formats::read_framework(*files, hints_for(order));
  if (!package) {
    auto problem = package.problem();
    problem.where = problem.where.empty() ? order.source : order.source + ", " + problem.where;
    return problem;
  }
  settle_header(package->framework, order, *files);
  auto before = load(*desk.store, find_before(*desk.store, package->framework, order.id));
  package->framework.id = before ? before->framework.id : free_id(*desk.store, package->framework.id);
  FrameworkReport report;
  report.warnings = std::move(package->warnings);
  report.links = static_cast<std::int64_t>(package->links.size());
  const auto old = before ? std::optional(before->framework) : std::nullopt;
  auto merged = curriculum::merge_framework(std::move(before), *std::move(package), model::format_datestamp(now()));
  count(merged.import.statements, report);
  report.changes = std::move(merged.changes);
  report.framework = merged.import.framework;
  report.changed = !old || !says_the_same(*old, merged.import.framework);
  if (report.changed && !order.is_rehearsal) desk.store->put_framework(merged.import);
  return report;
}

std::optional<FrameworkFormat> read_framework_format(std::string_view word) {
  if (word == "case") return FrameworkFormat::case_package;
  if (word == "skos") return FrameworkFormat::skos;
  if (word == "jsonld") return FrameworkFormat::json_ld;
  if (word == "csv") return FrameworkFormat::csv;
  return std::nullopt;
}

Outcome<std::string> export_framework(const store::Store& store, const std::string& id, FrameworkFormat format) {
  auto stored = load(store, store.framework(id));
  if (!stored) return Problem{"not-found", id, "no framework here has this id", "\"commonplace framework list\" shows all."};
  formats::FrameworkPackage package{std::move(stored->framework), std::move(stored->statements), {}, {}};
  for (auto& link : store.links())
    if (link.framework == id) package.links.push_back(std::move(link));
  switch (format) {
    case FrameworkFormat::skos: return formats::write_skos_turtle(package);
    case FrameworkFormat::json_ld: return formats::write_skos_json_ld(package);
    case FrameworkFormat::csv: return formats::write_framework_csv(package);
    default: return formats::write_case_package(package, package.framework.changed_at);
  }
}

}  // namespace commonplace::app
