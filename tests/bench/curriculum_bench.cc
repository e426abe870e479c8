// How long a curriculum framework of 100,000 statements takes from its file into the store (CUR-6: at most 10 s, at most 8
// times the file in memory), in each format, and again as a new version. Each format is read by a process of its own, so that
// the memory is its alone. The baseline of the same run is reading the file as JSON, or as triples, alone.
//   curriculum_bench [STATEMENTS]
#include <sys/wait.h>
#include <unistd.h>

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

// VmHWM: ru_maxrss would still count what this process was before exec.
double peak_megabytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::strtod(line.c_str() + 6, nullptr) * 1024 / 1e6;
  return 0;
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

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void baseline(const std::string& name, const std::string& bytes) {
  const auto begin = Clock::now();
  json::Limits limits;
  limits.bytes = formats::most_framework_bytes * 2;
  formats::rdf::Graph graph;
  if (name == "case" && json::parse(bytes, limits)) fmt::print("case: the JSON alone {:.2f} s\n", seconds_since(begin));
  if (name == "skos" && !formats::read_turtle(bytes, "https://f.example/", graph))
    fmt::print("skos: {} triples alone {:.2f} s\n", graph.size(), seconds_since(begin));
}

// In a process of its own.
int measure(const std::string& folder, const std::string& name) {
  const auto begin = Clock::now();
  store::SqliteOptions options;
  options.path = folder + "/" + name + ".db";
  options.create = true;
  const auto store = store::open_sqlite(options);
  double read = 0;
  double read_peak = 0;
  std::size_t size = 0;
  {
    const std::string bytes = content_of(folder + "/" + name);
    size = bytes.size();
    auto package = formats::read_framework({{name, bytes}}, {});
    if (!package) {
      fmt::print("{}: {}\n", name, package.problem().what);
      return 1;
    }
    read = seconds_since(begin);
    read_peak = peak_megabytes();
    package->framework.id = name;
    store->put_framework(curriculum::merge_framework(std::nullopt, *std::move(package), "2026-01-01T00:00:00Z").import);
  }
  const double first = seconds_since(begin);
  const double peak = peak_megabytes();
  const auto next = Clock::now();
  auto again = formats::read_framework({{name, content_of(folder + "/" + name)}}, {});
  again->framework.id = name;
  curriculum::StoredFramework stored{*store->framework(name), store->statements(name)};
  store->put_framework(curriculum::merge_framework(std::move(stored), *std::move(again), "2026-02-01T00:00:00Z").import);
  const double megabytes = static_cast<double>(size) / 1e6;
  fmt::print("{:<6} {:>6.1f} MB  read {:>5.2f} s in {:>4.0f} MB, {:>4.1f} times the file (goal 8)  imported {:>5.2f} s (goal 10) in {:>4.0f} MB  as a new version {:>5.2f} s\n",
             name, megabytes, read, read_peak, read_peak / megabytes, first, peak, seconds_since(next));
  return 0;
}

int in_a_process(const std::string& program, const std::string& folder, const std::string& name) {
  std::fflush(stdout);
  const auto child = fork();
  if (child == 0) {
    execl(program.c_str(), program.c_str(), "--one", folder.c_str(), name.c_str(), nullptr);
    _exit(127);
  }
  int status = 1;
  waitpid(child, &status, 0);
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 4 && std::string_view(argv[1]) == "--one") return measure(argv[2], argv[3]);
  const int count = argc > 1 ? std::atoi(argv[1]) : 100'000;
  std::string folder = std::filesystem::temp_directory_path() / "curriculum bench XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return 1;
  fmt::print("{} statements\n", count);
  const auto package = invented(count);
  for (const auto& [name, text] : {std::pair<std::string, std::string>{"csv", formats::write_framework_csv(package)},
                                   {"skos", formats::write_skos_turtle(package)},
                                   {"case", formats::write_case_package(package, "2026-01-01T00:00:00Z")}}) {
    std::ofstream(folder + "/" + name, std::ios::binary) << text;
    baseline(name, text);
  }
  int status = 0;
  for (const auto* name : {"csv", "skos", "case"}) status |= in_a_process(std::filesystem::read_symlink("/proc/self/exe"), folder, name);
  std::filesystem::remove_all(folder);
  return status == 0 ? 0 : 1;
}
