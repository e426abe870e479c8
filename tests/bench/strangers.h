// Programs that we did not write, measured beside ours in the same run. What is not installed is passed over: scripts/setup
// installs them for the tests.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/bench/other_program.h"

namespace commonplace::bench {

struct StrangeClient {
  std::string name;
  std::string command;  // for the shell; the address and the format follow
};

// HTTP::OAI and the npm package oai-pmh, those that are there.
std::vector<StrangeClient> strange_clients();

struct StrangeHarvest {
  std::int64_t records = 0;  // read and printed, not stored
  double wall = 0;
  double processor = 0;
};
StrangeHarvest harvest_with(const StrangeClient& client, const std::string& url, const std::string& prefix);

// Dancer::Plugin::Catmandu::OAI over a shelf in SQLite, 100 records a page; not running where it is not installed.
class StrangeServer {
 public:
  // `folder` is there, and ours.
  StrangeServer(const std::string& folder, int records);

  bool is_running() const { return program_.is_running(); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/oai"; }

 private:
  std::uint16_t port_ = 0;
  OtherProgram program_;
};

}  // namespace commonplace::bench
