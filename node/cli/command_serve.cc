// commonplace serve: run the node until SIGTERM or Ctrl-C.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

#include "node/app/folder_lock.h"
#include "node/app/service.h"
#include "node/app/signals.h"
#include "node/cli/commands.h"
#include "node/config/log.h"

namespace commonplace::cli {
namespace {

void serve(Session& session, const std::vector<std::string>& listen_option) {
  const app::SignalWatch signals;  // before any other thread
  auto desk = session.open({.serves = true});
  if (!desk) return;
  const auto lock = app::FolderLock::take(desk->folder.lock());
  if (!lock) return session.fail(lock.problem());
  config::start_log(desk->config.log_level, desk->config.log_format);
  app::Service service(*desk);
  service.start(listen_option.empty() ? desk->config.listen : listen_option);
  for (const auto& address : service.addresses()) fmt::print("{} is open at {}\n", desk->own().profile.name, address);
  std::fflush(stdout);
  config::log(config::Level::info, "serve.start", {{"base_url", desk->config.base_url}});
  signals.wait();
  config::log(config::Level::info, "serve.stop");
  service.stop();
}

}  // namespace

void add_serve(CLI::App& program, Session& session) {
  auto* command = program.add_subcommand("serve", "Run the node: pages, OAI-PMH, API, harvests. SIGTERM stops it cleanly.\n"
                                                  "Example: commonplace serve --listen 127.0.0.1:8080");
  auto listen = std::make_shared<std::vector<std::string>>();
  command->add_option("--listen", *listen, "HOST:PORT, may be given more than once (else server.listen)")
      ->check(
          [](const std::string& text) {
            const auto colon = text.rfind(':');
            const bool good = colon != std::string::npos && colon > 0 && colon + 1 < text.size() && text.size() - colon <= 6 &&
                              text.find_first_not_of("0123456789", colon + 1) == std::string::npos &&
                              std::stoul(text.substr(colon + 1)) <= 65535;
            return good ? std::string() : std::string("write it as HOST:PORT, such as 127.0.0.1:8080");
          },
          "HOST:PORT");
  command->callback([listen, &session] { serve(session, *listen); });
}

}  // namespace commonplace::cli
