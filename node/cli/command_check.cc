// commonplace check and reindex: care of the data.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>

#include "node/app/follower.h"
#include "node/cli/commands.h"
#include "node/search/index.h"

namespace commonplace::cli {
namespace {

void check(Session& session) {
  const auto desk = session.open();
  if (!desk) return;
  const auto findings = desk->store->check();
  std::string words;
  for (const auto& finding : findings) words += finding + "\n";
  if (findings.empty()) {
    const auto totals = desk->store->totals();
    words = fmt::format("All is well. Live records: {}; withdrawn: {}.\n", totals.live, totals.deleted);
  } else {
    session.exit_code = exit_failed;
  }
  session.answer({{"sound", findings.empty()}, {"findings", findings}}, words);
}

void reindex(Session& session) {
  const auto desk = session.open();
  if (!desk) return;
  std::filesystem::create_directories(std::filesystem::path(desk->folder.index()).parent_path());
  std::filesystem::remove(desk->folder.index());
  const auto index = search::make_index();
  app::Follower follower(*desk->store, *index, desk->folder.index());
  follower.start();
  if (!follower.keep())
    return session.fail({"not-written", desk->folder.index(), "the index could not be written", "Look whether the disk is full."});
  session.answer({{"records", index->size()}},
                 fmt::format("{} records are indexed. A running node takes the new index at its next start.\n", index->size()));
}

}  // namespace

void add_check(CLI::App& program, Session& session) {
  auto* command = program.add_subcommand("check", "Read the whole database and say what is damaged; exit code 1 if anything is.\n"
                                                  "Example: commonplace check");
  command->add_flag("--json", session.as_json, "One JSON object");
  command->callback([&session] { check(session); });
}

void add_reindex(CLI::App& program, Session& session) {
  auto* command = program.add_subcommand("reindex", "Build the search index again from the store.\nExample: commonplace reindex");
  command->add_flag("--json", session.as_json, "One JSON object");
  command->callback([&session] { reindex(session); });
}

}  // namespace commonplace::cli
