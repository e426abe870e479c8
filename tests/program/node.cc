#include "tests/program/node.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace commonplace::testing {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const std::vector<std::string>& words, const Finished& finished) {
  std::string line;
  for (const auto& word : words) line += word + " ";
  throw std::runtime_error(fmt::format("\"{}\" {} {}\n{}{}", line, finished.in_time ? "exited with" : "hung:",
                                       finished.exit_code, finished.out.substr(0, 2000), finished.err));
}

json::Value parsed(const std::string& text) {
  auto value = json::parse(text, {.bytes = 64 * 1024 * 1024, .members = 1'000'000});
  if (!value) throw std::runtime_error("no JSON: " + value.problem().what + ": " + text.substr(0, 300));
  return std::move(*value);
}

}  // namespace

Node::Node(const Kit& kit)
    : environment_({{"COMMONPLACE_HARVEST_ALLOW_PRIVATE", "127.0.0.0/8"},
                    {"COMMONPLACE_HARVEST_ENABLED", "false"},
                    {"no_proxy", "127.0.0.1"}}) {
  std::vector<std::string> words = {"init", "--name", kit.name, "--base-url", url()};
  const auto add = [&words](const char* option, const std::string& value) {
    if (!value.empty()) words.insert(words.end(), {option, value});
  };
  add("--slug", kit.slug);
  add("--home", kit.home);
  add("--colour", kit.colour);
  add("--logo", kit.logo_file);
  if (const auto finished = run(words); finished.exit_code != 0) fail(words, finished);
}

std::string Node::url() const {
  return fmt::format("http://127.0.0.1:{}", port());
}
std::string Node::data_folder() const {
  return (folder_.path() / "node").string();
}

Command Node::command(std::vector<std::string> words) const {
  Command command;
  command.words = {COMMONPLACE_BINARY, "--data", data_folder()};
  command.words.insert(command.words.end(), words.begin(), words.end());
  command.environment = environment_;
  return command;
}

Finished Node::run(std::vector<std::string> words, milliseconds deadline) const {
  return testing::run(command(std::move(words)), deadline);
}

json::Value Node::answer(std::vector<std::string> words, milliseconds deadline) const {
  words.push_back("--json");
  const auto finished = run(words, deadline);
  const auto lines = lines_of(finished.out);
  if ((finished.exit_code != 0 && finished.exit_code != 3) || lines.empty()) fail(words, finished);
  return parsed(lines.back());
}

json::Value Node::import_text(const std::string& file_name, std::string_view content,
                              const std::vector<std::string>& options) const {
  std::vector<std::string> words = {"import", folder_.write(file_name, content)};
  words.insert(words.end(), options.begin(), options.end());
  return answer(words, seconds(120));
}

void Node::add_peer(const Node& other, const std::string& name) const {
  answer({"peer", "add", other.url(), "--name", name});
}

json::Value Node::harvest(const std::string& peer, const std::vector<std::string>& options,
                          milliseconds deadline) const {
  std::vector<std::string> words = {"harvest", peer};
  words.insert(words.end(), options.begin(), options.end());
  return answer(words, deadline);
}

std::vector<json::Value> Node::documents() const {
  const auto finished = run({"export", "--format", "ndjson"});
  if (finished.exit_code != 0) fail({"export"}, finished);
  std::vector<json::Value> out;
  for (const auto& line : lines_of(finished.out)) out.push_back(parsed(line));
  return out;
}

void Node::serve(milliseconds patience) {
  server_ = std::make_unique<Process>(command({"serve", "--listen", fmt::format("127.0.0.1:{}", port())}));
  if (soon([this] { return get("/readyz").status == 200; }, patience)) return;
  throw std::runtime_error("the node did not become ready: " + server_->out() + server_->err());
}

void Node::stop() {
  server_->send_signal(SIGTERM);
  const auto exit_code = server_->wait(seconds(20));
  const auto said = server_->err();
  server_.reset();
  if (!exit_code) throw std::runtime_error("the node did not stop on SIGTERM: " + said);
  if (*exit_code != 0) throw std::runtime_error(fmt::format("the node ended with {}: {}", *exit_code, said));
}

void Node::kill() {
  server_->send_signal(SIGKILL);
  server_->wait(seconds(10));
  server_.reset();
}

std::int64_t Node::resident_kib() const {
  const auto status = read_file(fmt::format("/proc/{}/status", server_->id()));
  const auto place = status.find("VmRSS:");
  return place == std::string::npos ? -1 : std::atoll(status.c_str() + place + 6);
}

HttpReply Node::get(const std::string& target, const std::string& accept) const {
  return ask(port(), {.method = "GET", .target = target, .headers = {{"Accept", accept}}});
}

json::Value Node::get_json(const std::string& target) const {
  const auto reply = get(target, "application/json");
  if (reply.status != 200)
    throw std::runtime_error(fmt::format("{} answered {}: {}", target, reply.status, reply.body));
  return parsed(reply.body);
}

HttpReply Node::post_form(const std::string& target, const std::string& form) const {
  return ask(port(), {.method = "POST",
                      .target = target,
                      .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                      .body = form});
}

bool Node::soon(const std::function<bool()>& is_true, milliseconds patience) const {
  for (const auto end = Clock::now() + patience; Clock::now() < end;) {
    if (is_true()) return true;
    if (!server_ || server_->wait(milliseconds(10))) return false;
  }
  return false;
}

}  // namespace commonplace::testing
