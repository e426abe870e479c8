// How long a curriculum framework of 100,000 statements takes from its file into the store (CUR-6: at most 10 s, at most 8
// times the file in memory), in each format, and again as a new version. The baseline of the same run is reading the file
// as JSON, or as triples, alone. Usage: curriculum_bench [statements].
#include <sys/resource.h>

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "node/curriculum/framework_merge.h"
#include "node/store/sqlite_store.h"
#include "schemas/formats/case_package.h"
#include "schemas/formats/framework_csv.h"
#include "schemas/formats/framework_read.h"
#include "schemas/formats/json.h"
#include "schemas/formats/skos.h"
#include "schemas/formats/turtle.h"

namespace {

using namespace commonplace;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

long resident_kilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

formats::FrameworkPackage invented(int count) {
  formats::FrameworkPackage package;
  package.framework.uri = "https://f.example/";
  package.framework.title = {{"en", "Large"}};
  package.framework.publisher = "Bench";
  for (int i = 0; i < count; ++i) {
    model::Statement statement;
    statement.uri = fmt::format("https://f.example/s/{}", i);
    statement.code = fmt::format("S.{}.{}", i / 100, i % 100);
    statement.text = {{"en", fmt::format("Pupils make statement number {} with care, in words that are about as long as those of real curricula.", i)}};
    if (i % 100 != 0) statement.parent = fmt::format("https://f.example/s/{}", i - i % 100);
    statement.sequence = i;
    statement.levels = {"england-ks2"};
    package.statements.push_back(std::move(statement));
  }
  return package;
}

void measure(const char* name, const std::string& bytes, store::Store& store) {
  const auto begin = Clock::now();
  auto package = formats::read_framework({{name, bytes}}, {});
  if (!package) {
    fmt::print("{}: {}\n", name, package.problem().what);
    std::exit(1);
  }
  const double read = seconds_since(begin);
  package->framework.id = name;
  auto merged = curriculum::merge_framework(std::nullopt, *package, "2026-01-01T00:00:00Z");
  store.put_framework(merged.import);
  const double first = seconds_since(begin);
  const auto next = Clock::now();
  curriculum::StoredFramework stored{merged.import.framework, store.statements(name)};
  store.put_framework(curriculum::merge_framework(std::move(stored), *package, "2026-02-01T00:00:00Z").import);
  fmt::print("{:<8} {:>6.1f} MB  read {:>5.2f} s  imported {:>5.2f} s  again as a new version {:>5.2f} s  peak {:>5} MB\n", name,
             static_cast<double>(bytes.size()) / 1e6, read, first, seconds_since(next), resident_kilobytes() / 1024);
}

}  // namespace

int main(int argc, char** argv) {
  const int count = argc > 1 ? std::atoi(argv[1]) : 100'000;
  const auto package = invented(count);
  const std::string turtle = formats::write_skos_turtle(package);
  const std::string json = formats::write_case_package(package, "2026-01-01T00:00:00Z");
  const std::string csv = formats::write_framework_csv(package);
  std::string folder = std::filesystem::temp_directory_path() / "curriculum bench XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return 1;
  store::SqliteOptions options;
  options.path = folder + "/bench.db";
  options.create = true;
  const auto store = store::open_sqlite(options);

  auto begin = Clock::now();
  json::Limits limits;
  limits.bytes = formats::most_framework_bytes;
  if (!json::parse(json, limits)) return 1;
  fmt::print("baseline: JSON alone {:.2f} s", seconds_since(begin));
  begin = Clock::now();
  {
    formats::rdf::Graph graph;
    if (formats::read_turtle(turtle, "https://f.example/", graph)) return 1;
    fmt::print(", {} triples alone {:.2f} s\n", graph.size(), seconds_since(begin));
  }
  fmt::print("{} statements\n", count);
  measure("csv", csv, *store);
  measure("skos", turtle, *store);
  measure("case", json, *store);
  std::filesystem::remove_all(folder);
  return 0;
}
