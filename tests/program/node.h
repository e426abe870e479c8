// A node of a test: a data folder, the real program over it, and its server at the address it was made with.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/formats/json.h"
#include "tests/program/folder.h"
#include "tests/program/http_client.h"
#include "tests/program/process.h"

namespace commonplace::testing {

// What `init` is told; empty members are left to it.
struct Kit {
  std::string name;
  std::string slug = {};
  std::string home = {};
  std::string colour = {};
  std::string logo_file = {};
};

// Throws std::runtime_error with the program's own words where a step fails that is no test's subject.
// Visits to peers happen when harvest() is called and never by themselves.
class Node {
 public:
  explicit Node(const Kit& kit);
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  std::uint16_t port() const { return port_.number(); }
  std::string url() const;
  std::string oai_url() const { return url() + "/oai"; }
  std::string data_folder() const;
  const TempFolder& folder() const { return folder_; }

  // An environment variable of every later command and of the server.
  void set(const std::string& variable, const std::string& value) { environment_[variable] = value; }

  // A command on this node, ready to be run: words as after "commonplace --data …".
  Command command(std::vector<std::string> words) const;
  Finished run(std::vector<std::string> words, milliseconds deadline = seconds(60)) const;
  // Runs it with --json and returns the last object that it printed. Throws unless it exits with 0 or 3.
  json::Value answer(std::vector<std::string> words, milliseconds deadline = seconds(60)) const;
  // Imports `content` as a file of that name.
  json::Value import_text(const std::string& file_name, std::string_view content,
                          const std::vector<std::string>& options = {}) const;
  void add_peer(const Node& other, const std::string& name) const;
  json::Value harvest(const std::string& peer, const std::vector<std::string>& options = {},
                      milliseconds deadline = seconds(60)) const;
  // The canonical documents of all live records, as `export` writes them.
  std::vector<json::Value> documents() const;

  // Returns when /readyz answers 200.
  void serve(milliseconds patience = seconds(30));
  void stop();  // SIGTERM; throws unless it ends with 0 in time
  void kill();  // SIGKILL
  Process& server() { return *server_; }
  std::int64_t resident_kib() const;  // memory of the server

  HttpReply get(const std::string& target, const std::string& accept = "*/*") const;
  json::Value get_json(const std::string& target) const;
  HttpReply post_form(const std::string& target, const std::string& form) const;

  // Asks again and again until it is true; false when it is not within `patience` or the server has ended.
  // A running node notices within a second what a command changed.
  bool soon(const std::function<bool()>& is_true, milliseconds patience = seconds(10)) const;

 private:
  TempFolder folder_;
  KeptPort port_;
  std::map<std::string, std::string> environment_;
  std::unique_ptr<Process> server_;
};

}  // namespace commonplace::testing
