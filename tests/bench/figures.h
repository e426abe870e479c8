// What every benchmark measures with: wall time, processor time, percentiles, memory of the process.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace commonplace::bench {

// Seconds on the wall and on the processors since it was made.
class Stopwatch {
 public:
  Stopwatch();
  double wall() const;
  double process() const;  // of all threads
  double thread() const;   // of the calling one; only on the thread that made it

 private:
  double wall_;
  double process_;
  double thread_;
};

// The value below which `part` (0…1) of `times` lie. Requires at least one; sorts them.
double percentile(std::vector<double>& times, double part);

// "VmRSS", "VmHWM" of this process in MiB.
double memory_mib(const std::string& line);

// A folder of its own under the temporary one, removed at the end.
class Folder {
 public:
  explicit Folder(const std::string& name);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string path(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

// The whole number at that place of the command line, or `otherwise`.
int number_argument(int argc, char** argv, int place, int otherwise);

}  // namespace commonplace::bench
