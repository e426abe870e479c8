#include "tests/program/process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <system_error>

namespace commonplace::testing {
namespace {

int file_in_memory(const char* name, std::string_view content = {}) {
  const int file = memfd_create(name, MFD_CLOEXEC);
  if (file < 0) throw std::system_error(errno, std::generic_category(), "memfd_create");
  while (!content.empty()) {
    const ssize_t count = ::write(file, content.data(), content.size());
    if (count < 0) throw std::system_error(errno, std::generic_category(), "write");
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  ::lseek(file, 0, SEEK_SET);
  return file;
}

std::string content_of(int file) {
  struct stat status {};
  if (::fstat(file, &status) != 0) return {};
  std::string content(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t done = 0;
  while (done < content.size()) {
    const ssize_t count = ::pread(file, content.data() + done, content.size() - done, static_cast<off_t>(done));
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  content.resize(done);
  return content;
}

// "NAME=value" of our own environment, with `more` in place of or beside it.
std::vector<std::string> merged_environment(std::map<std::string, std::string> more) {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!more.contains(text.substr(0, text.find('=')))) out.push_back(text);
  }
  for (const auto& [name, value] : more) out.push_back(name + "=" + value);
  return out;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

// Between fork and exec: nothing that allocates or locks.
[[noreturn]] void become(char** words, char** environment, int in, int out, int err) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::dup2(in, STDIN_FILENO) < 0 || ::dup2(out, STDOUT_FILENO) < 0 || ::dup2(err, STDERR_FILENO) < 0) ::_exit(126);
  ::execvpe(words[0], words, environment);
  ::_exit(127);
}

}  // namespace

Process::Process(const Command& command) : out_(file_in_memory("out")), err_(file_in_memory("err")) {
  const int in = file_in_memory("in", command.input);
  auto words = command.words;
  auto environment = merged_environment(command.environment);
  const auto word_pointers = pointers_to(words);
  const auto environment_pointers = pointers_to(environment);
  id_ = ::fork();
  if (id_ == 0)
    become(const_cast<char**>(word_pointers.data()), const_cast<char**>(environment_pointers.data()), in, out_, err_);
  ::close(in);
  if (id_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  exit_descriptor_ = static_cast<int>(::syscall(SYS_pidfd_open, id_, 0));
  if (exit_descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "pidfd_open");
}

Process::~Process() {
  if (is_running()) {
    send_signal(SIGKILL);
    wait(seconds(10));
  }
  for (const int descriptor : {exit_descriptor_, out_, err_}) ::close(descriptor);
}

bool Process::reap() {
  if (exit_code_) return true;
  int status = 0;
  if (::waitpid(id_, &status, WNOHANG) != id_) return false;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return true;
}

bool Process::is_running() {
  return !reap();
}

void Process::send_signal(int number) const {
  if (!exit_code_) ::kill(id_, number);
}

std::optional<int> Process::wait(milliseconds patience) {
  pollfd ended{exit_descriptor_, POLLIN, 0};
  if (!exit_code_ && ::poll(&ended, 1, static_cast<int>(patience.count())) > 0) reap();
  return exit_code_;
}

std::string Process::out() const {
  return content_of(out_);
}
std::string Process::err() const {
  return content_of(err_);
}

Finished run(const Command& command, milliseconds deadline) {
  Process process(command);
  Finished finished;
  finished.in_time = process.wait(deadline).has_value();
  if (!finished.in_time) process.send_signal(SIGKILL);
  finished.exit_code = process.wait(seconds(10)).value_or(-1);
  finished.out = process.out();
  finished.err = process.err();
  return finished;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);)
    if (!line.empty()) out.push_back(line);
  return out;
}

bool is_on_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const auto folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    if (::access((std::string(folder) + "/" + program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

}  // namespace commonplace::testing
