#include "tests/clients/dancer_server.h"

#include <fmt/format.h>

#include <stdexcept>

namespace commonplace::testing {

std::optional<std::string> DancerServer::missing_package() {
  for (const auto& [module, package] :
       {std::pair("Dancer::Plugin::Catmandu::OAI", "libdancer-plugin-catmandu-oai-perl"),
        std::pair("DBD::SQLite", "libdbd-sqlite3-perl")})
    if (run({.words = {"perl", fmt::format("-M{}", module), "-e1"}}).exit_code != 0) return package;
  return std::nullopt;
}

DancerServer::DancerServer(int sheets) {
  change({"fill", std::to_string(sheets)});
  server_ = std::make_unique<Process>(command({"serve", std::to_string(port_.number())}));
  const auto end = std::chrono::steady_clock::now() + seconds(30);
  while (ask(port_.number(), {.method = "GET", .target = "/oai?verb=Identify"}).status != 200) {
    const bool is_late = std::chrono::steady_clock::now() > end;
    if (is_late || server_->wait(milliseconds(20)))
      throw std::runtime_error("the Dancer server does not answer: " + server_->err());
  }
}

std::string DancerServer::url() const {
  return fmt::format("http://127.0.0.1:{}/oai", port_.number());
}

void DancerServer::change(const std::vector<std::string>& words) const {
  const auto finished = run(command(words));
  if (finished.exit_code != 0) throw std::runtime_error("the store of the Dancer server: " + finished.err);
}

Command DancerServer::command(std::vector<std::string> words) const {
  words.insert(words.begin(),
               {"perl", source_file("tests/clients/dancer_server.pl"), (folder_.path() / "shelf.db").string()});
  return {.words = std::move(words)};
}

}  // namespace commonplace::testing
