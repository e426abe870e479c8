#include "tests/bench/figures.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>

namespace commonplace::bench {
namespace {

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

Stopwatch::Stopwatch()
    : wall_(seconds_of(CLOCK_MONOTONIC)),
      process_(seconds_of(CLOCK_PROCESS_CPUTIME_ID)),
      thread_(seconds_of(CLOCK_THREAD_CPUTIME_ID)) {}

double Stopwatch::wall() const {
  return seconds_of(CLOCK_MONOTONIC) - wall_;
}
double Stopwatch::process() const {
  return seconds_of(CLOCK_PROCESS_CPUTIME_ID) - process_;
}
double Stopwatch::thread() const {
  return seconds_of(CLOCK_THREAD_CPUTIME_ID) - thread_;
}

double percentile(std::vector<double>& times, double part) {
  std::sort(times.begin(), times.end());
  const auto place = static_cast<std::size_t>(part * static_cast<double>(times.size()));
  return times[std::min(place, times.size() - 1)];
}

double memory_mib(const std::string& line) {
  std::ifstream status("/proc/self/status");
  std::string name;
  double kib = 0;
  while (status >> name) {
    if (name == line + ":" && status >> kib) return kib / 1024;
    status.ignore(4096, '\n');
  }
  return 0;
}

Folder::Folder(const std::string& name)
    : path_(std::filesystem::temp_directory_path() / (name + "." + std::to_string(getpid()))) {
  std::filesystem::remove_all(path_);
  std::filesystem::create_directories(path_);
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

int number_argument(int argc, char** argv, int place, int otherwise) {
  return argc > place ? std::max(1, std::atoi(argv[place])) : otherwise;
}

}  // namespace commonplace::bench
