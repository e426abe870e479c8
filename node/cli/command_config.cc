// commonplace config: the effective configuration, and whether it can be used.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "node/cli/commands.h"
#include "node/config/config.h"

namespace commonplace::cli {
namespace {

// Needs the file alone, so that a broken database does not hide a broken configuration.
std::optional<config::Loaded> load(Session& session) {
  fmt::print(stderr, "data folder: {}\n", session.data_folder);
  auto loaded = config::load(session.data_folder + "/commonplace.toml", config::process_environment());
  if (!loaded) return session.fail(loaded.problem()), std::nullopt;
  for (const auto& warning : loaded->warnings) fmt::print(stderr, "warning: {}\n", warning);
  return std::move(*loaded);
}

void show(Session& session) {
  const auto loaded = load(session);
  if (!loaded) return;
  json::Value object = json::Value::object();
  std::string words;
  for (const auto& key : config::keys()) {
    const std::string name(key.name);
    const auto& origin = loaded->config.origin.at(name);
    object[name] = {{"value", key.shown(loaded->config)}, {"from", origin}};
    words += fmt::format("{} = {}  # {}\n", name, key.shown(loaded->config), origin);
  }
  session.answer(object, words);
}

}  // namespace

void add_config(CLI::App& program, Session& session) {
  auto* command = program.add_subcommand("config", "The configuration of the node.\nExample: commonplace config show");
  command->require_subcommand(1);
  auto* showing = command->add_subcommand("show", "Every key, its effective value and where it came from");
  showing->add_flag("--json", session.as_json, "One JSON object");
  showing->callback([&session] { show(session); });
  auto* checking = command->add_subcommand("check", "Read the configuration without starting anything");
  checking->add_flag("--json", session.as_json, "One JSON object");
  checking->callback([&session] {
    if (load(session)) session.answer({{"sound", true}}, "The configuration can be used.\n");
  });
}

}  // namespace commonplace::cli
