// commonplace contributor: the organisations hosted on this node.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

#include "node/app/media.h"
#include "node/app/organisations.h"
#include "node/cli/commands.h"

namespace commonplace::cli {
namespace {

json::Value as_json(const store::StoredContributor& contributor) {
  const auto& p = contributor.profile;
  return {{"slug", p.slug}, {"name", p.name}, {"home", p.home}, {"colour", p.colour}, {"logo", p.logo}, {"did", p.did},
          {"set", p.set},   {"here", contributor.hosted_here}, {"records", contributor.records.live}};
}

void add_kit_options(CLI::App& command, app::KitChange& change) {
  command.add_option("--slug", change.slug, "Short name in addresses");
  command.add_option("--home", change.home, "Its own website");
  command.add_option("--colour,--color", change.colour, "Its colour, such as #2B3A8F");
  command.add_option("--logo", change.logo_file, "PNG, JPEG or WebP file, at most 512 KiB");
  command.add_option("--mark", change.mark, "One or two characters for its tile");
  command.add_option("--message", change.message, "One line about it");
}

void say(Session& session, const model::Outcome<store::StoredContributor>& outcome, std::string_view what) {
  if (!outcome) return session.fail(outcome.problem());
  session.answer(as_json(*outcome), fmt::format("{} {} ({})\n", what, outcome->profile.name, outcome->profile.slug));
}

void list(Session& session) {
  const auto desk = session.open();
  if (!desk) return;
  json::Value all = json::Value::array();
  std::string words;
  for (const auto& contributor : desk->store->contributors()) {
    all.push_back(as_json(contributor));
    words += fmt::format("{:<24} {:>7}  {}{}\n", contributor.profile.slug, contributor.records.live, contributor.profile.name,
                         contributor.hosted_here ? "" : "  (from " + contributor.profile.host + ")");
  }
  session.answer({{"contributors", all}}, words);
}

}  // namespace

void add_contributor(CLI::App& program, Session& session) {
  auto* command = program.add_subcommand("contributor", "The organisations hosted on this node.\n"
                                                        "Example: commonplace contributor add \"Lace Guild\" --colour \"#A3123A\"");
  command->require_subcommand(1);
  auto change = std::make_shared<app::KitChange>();
  auto slug = std::make_shared<std::string>();

  auto* add = command->add_subcommand("add", "Host one more organisation");
  add->add_option("NAME", change->name, "Its name")->required();
  add_kit_options(*add, *change);
  add->add_flag("--json", session.as_json, "One JSON object");
  add->callback([change, &session] {
    if (const auto desk = session.open()) say(session, app::add_organisation(*desk, *change), "added");
  });

  auto* edit = command->add_subcommand("edit", "Change its name, look or link");
  edit->add_option("SLUG", *slug, "Its short name")->required();
  edit->add_option("--name", change->name, "Its name");
  add_kit_options(*edit, *change);
  edit->add_flag("--json", session.as_json, "One JSON object");
  edit->callback([change, slug, &session] {
    if (const auto desk = session.open()) say(session, app::edit_organisation(*desk, *slug, *change), "changed");
  });

  auto* listing = command->add_subcommand("list", "Every organisation, with its number of records");
  listing->add_flag("--json", session.as_json, "One JSON object");
  listing->callback([&session] { list(session); });
}

}  // namespace commonplace::cli
