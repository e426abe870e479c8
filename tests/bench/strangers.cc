#include "tests/bench/strangers.h"

#include <fmt/format.h>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "tests/bench/figures.h"
#include "tests/bench/nginx.h"
#include "tests/bench/visiting.h"

namespace commonplace::bench {
namespace {

constexpr std::string_view clients_folder = COMMONPLACE_SOURCE_DIR "/tests/clients/";

bool succeeds(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

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
  const auto script = fmt::format("{}dancer_server.pl", clients_folder);
  const auto shelf = fmt::format("{}/shelf.db", folder);
  if (!succeeds(fmt::format("perl {} {} fill {}", script, shelf, records))) return;
  port_ = free_port();
  program_.start({"perl", script, shelf, "serve", std::to_string(port_)}, "You can connect to your server");
}

}  // namespace commonplace::bench
