// commonplace init: a new data folder.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

#include "node/cli/commands.h"

namespace commonplace::cli {

void add_init(CLI::App& program, Session& session) {
  auto node = std::make_shared<app::NewNode>();
  auto* command = program.add_subcommand(
      "init", "Create the data folder of a new node.\n"
              "Example: commonplace init --name \"River Gallery\" --base-url https://learn.river.example --colour \"#2B3A8F\"");
  command->add_option("--name", node->name, "Name of your organisation, as teachers know it")->required();
  command->add_option("--base-url", node->base_url, "Public address of this node")->required();
  command->add_option("--slug", node->slug, "Short name in addresses (else made from the name)");
  command->add_option("--home", node->home, "Your own website (else the public address)");
  command->add_option("--colour,--color", node->colour, "Your colour, such as #2B3A8F");
  command->add_option("--logo", node->logo_file, "PNG, JPEG or WebP file, at most 512 KiB");
  command->add_flag("--json", session.as_json, "One JSON object on standard output");
  command->callback([node, &session] {
    node->path = session.data_folder;
    const auto desk = app::make_desk(*node);
    if (!desk) return session.fail(desk.problem());
    const auto own = desk->own().profile;
    session.answer({{"data", node->path}, {"slug", own.slug}, {"identity_host", desk->identity_host}, {"base_url", desk->config.base_url}},
                   fmt::format("{} is ready in {}.\nNext: commonplace --data {} import FILE, then commonplace --data {} serve\n",
                               own.name, node->path, node->path, node->path));
  });
}

}  // namespace commonplace::cli
