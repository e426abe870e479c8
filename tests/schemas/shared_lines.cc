// Finds the shared data and unpacks it with zcat: tests may start a process, the product reads no gzip here.
#include "tests/schemas/shared_lines.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace commonplace::testing_data {
namespace {

// Built by appending: GCC 12 sees an overflow in `a + "…" + b` where there is none (-Warray-bounds).
std::string shared(const std::string& path) {
  const char* folder = std::getenv("COMMONPLACE_SHARED");
  std::string file = folder != nullptr ? folder : COMMONPLACE_SOURCE_DIR "/../shared";
  file.append("/data/").append(path);
  return file;
}

}  // namespace

std::vector<std::string> lines_of(const std::string& path, std::size_t most) {
  std::vector<std::string> lines;
  const std::string file = shared(path);
  if (!std::ifstream(file)) return lines;
  std::string command = "zcat '";
  command.append(file).append("' 2>/dev/null | head -n ").append(std::to_string(most));
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return lines;
  std::string line;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) {
    if (c != '\n') {
      line += static_cast<char>(c);
    } else {
      lines.push_back(std::move(line));
      line.clear();
    }
  }
  ::pclose(pipe);
  return lines;
}

std::string file_of(const std::string& path) {
  std::ifstream in(shared(path), std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

}  // namespace commonplace::testing_data
