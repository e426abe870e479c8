// Runs a fuzz target without libFuzzer: first every seed, then mutations of them, in a process of their own, so that
// whatever ends it can be told and repeated.
//   fuzz_x FOLDER [--runs N | --seconds N] [--seed S]   else 2 s, or 10 minutes with COMMONPLACE_LONG=1
//   fuzz_x FILE...                             those inputs alone
// An input that ends the target, or takes too long, is written to ./finding-<target>; exit code 1.
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <new>

#include "check.h"
#include "mutator.h"
#include "tests/sanitized.h"

namespace {

namespace fs = std::filesystem;
using commonplace::fuzz::Mutator;
using Clock = std::chrono::steady_clock;

// Of processor time (SEC-50).
constexpr double longest_input_seconds = commonplace::is_sanitized ? 2.0 : 0.1;

// Shared with the process that runs the target.
struct Board {
  std::atomic<std::uint64_t> run{0};  // seeds first, then mutations
  std::atomic<std::uint64_t> done{0};
};

Board& board() {
  static Board& shared = *new (mmap(nullptr, sizeof(Board), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) Board;
  return shared;
}

struct Plan {
  std::vector<std::string> seeds;
  std::uint64_t runs = 0;  // 0: as the time allows
  std::chrono::seconds time{2};
  std::uint64_t seed = 1;

  std::string input(std::uint64_t run) const {
    if (run < seeds.size()) return seeds[run];
    static Mutator mutator(seeds, seed);
    return mutator.input(run - seeds.size());
  }
};

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

void try_input(const std::string& input) {
  // A copy of exactly its size on the heap, so that a sanitizer sees a read behind it.
  std::vector<std::uint8_t> bytes(input.begin(), input.end());
  const double begun = processor_seconds();
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  const double took = processor_seconds() - begun;
  if (took <= longest_input_seconds) return;
  std::fprintf(stderr, "took %.3f s\n", took);
  std::abort();
}

[[noreturn]] void work(const Plan& plan) {
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  const auto end = Clock::now() + plan.time;
  for (std::uint64_t run = 0;; ++run) {
    const bool is_seed = run < plan.seeds.size();
    if (!is_seed && (plan.runs > 0 ? run >= plan.seeds.size() + plan.runs : Clock::now() >= end)) break;
    board().run = run;
    alarm(60);  // of a hang
    try_input(plan.input(run));
    ++board().done;
  }
  std::exit(0);
}

int tell_finding(const Plan& plan, const std::string& target, int status) {
  const std::uint64_t run = board().run;
  const auto input = plan.input(run);
  const std::string file = "finding-" + target;
  std::ofstream(file, std::ios::binary) << input;
  std::fprintf(stderr, "%s: run %llu of seed %llu ended it (status %#x); the input of %zu bytes is in ./%s\n", target.c_str(),
               static_cast<unsigned long long>(run), static_cast<unsigned long long>(plan.seed), static_cast<unsigned>(status),
               input.size(), file.c_str());
  return 1;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void add_seeds(Plan& plan, const fs::path& path) {
  if (!fs::is_directory(path)) return plan.seeds.push_back(read_file(path));
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(path))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) plan.seeds.push_back(read_file(file));
}

bool is_long() {
  const char* value = std::getenv("COMMONPLACE_LONG");
  return value && std::strcmp(value, "1") == 0;
}

Plan plan_of(int argc, char** argv) {
  Plan plan;
  bool has_folder = false;
  if (is_long()) plan.time = std::chrono::minutes(10);
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--runs" && i + 1 < argc) plan.runs = std::strtoull(argv[++i], nullptr, 10);
    else if (word == "--seconds" && i + 1 < argc) plan.time = std::chrono::seconds(std::strtol(argv[++i], nullptr, 10));
    else if (word == "--seed" && i + 1 < argc) plan.seed = std::strtoull(argv[++i], nullptr, 10);
    else add_seeds(plan, word), has_folder = has_folder || fs::is_directory(word);
  }
  if (has_folder && commonplace::fuzz::made_seeds) {
    for (auto& seed : commonplace::fuzz::made_seeds()) plan.seeds.push_back(std::move(seed));
  }
  if (!has_folder) plan.time = std::chrono::seconds(0);
  return plan;
}

}  // namespace

int main(int argc, char** argv) {
  const auto plan = plan_of(argc, argv);
  const auto target = fs::path(argv[0]).filename().string();
  if (plan.seeds.empty()) {
    std::fprintf(stderr, "%s: no seeds; name their folder\n", target.c_str());
    return 2;
  }
  board();
  const auto begun = Clock::now();
  const pid_t worker = fork();
  if (worker == 0) work(plan);
  int status = 0;
  waitpid(worker, &status, 0);
  if (status != 0) return tell_finding(plan, target, status);
  const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  std::printf("%s: %llu inputs in %.1f s without a finding (%zu seeds, seed number %llu)\n", target.c_str(),
              static_cast<unsigned long long>(board().done.load()), seconds, plan.seeds.size(),
              static_cast<unsigned long long>(plan.seed));
  return 0;
}
