#include "tests/bench/strangers.h"

#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "tests/bench/figures.h"
#include "tests/bench/nginx.h"

namespace commonplace::bench {
namespace {

constexpr std::string_view clients_folder = COMMONPLACE_SOURCE_DIR "/tests/clients/";

bool succeeds(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

double children_seconds() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

pid_t start(const std::string& command) {
  std::string words[] = {"sh", "-c", "exec " + command + " >/dev/null 2>&1"};
  char* arguments[] = {words[0].data(), words[1].data(), words[2].data(), nullptr};
  pid_t process = 0;
  return posix_spawn(&process, "/bin/sh", nullptr, nullptr, arguments, environ) == 0 ? process : 0;
}

}  // namespace

std::vector<StrangeClient> strange_clients() {
  std::vector<StrangeClient> clients;
  if (succeeds("perl -MHTTP::OAI -e1")) clients.push_back({"HTTP::OAI", fmt::format("perl {}http_oai.pl", clients_folder)});
  const bool has_package = std::filesystem::exists(fmt::format("{}node_modules/oai-pmh", clients_folder));
  if (has_package && succeeds("node --version"))
    clients.push_back({"npm oai-pmh", fmt::format("node {}npm_oai_pmh.mjs", clients_folder)});
  return clients;
}

StrangeHarvest harvest_with(const StrangeClient& client, const std::string& url, const std::string& prefix) {
  StrangeHarvest harvest;
  const double before = children_seconds();
  const Stopwatch watch;
  FILE* printed = popen(fmt::format("{} {} {} 2>/dev/null", client.command, url, prefix).c_str(), "r");
  if (printed == nullptr) return harvest;
  for (int c = getc(printed); c != EOF; c = getc(printed)) harvest.records += c == '\n';
  pclose(printed);
  harvest.wall = watch.wall();
  harvest.processor = children_seconds() - before;
  return harvest;
}

StrangeServer::StrangeServer(const std::string& folder, int records) {
  if (!succeeds("perl -MDancer::Plugin::Catmandu::OAI -MDBD::SQLite -e1")) return;
  const auto script = fmt::format("perl {}dancer_server.pl {}/shelf.db", clients_folder, folder);
  if (!succeeds(fmt::format("{} fill {}", script, records))) return;
  port_ = free_port();
  process_ = start(fmt::format("{} serve {}", script, port_));
  for (int i = 0; process_ > 0 && i < 300 && !answers(port_); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
}

StrangeServer::~StrangeServer() {
  if (process_ <= 0) return;
  kill(process_, SIGTERM);
  waitpid(process_, nullptr, 0);
}

}  // namespace commonplace::bench
