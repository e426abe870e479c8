#include "node/cli/run.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <csignal>
#include <cstdlib>

#include "node/app/child.h"
#include "node/cli/commands.h"

namespace commonplace::cli {
namespace {

std::string default_folder() {
  const char* from_environment = std::getenv("COMMONPLACE_DATA");
  return from_environment && *from_environment ? from_environment : "./commonplace-data";
}

void add_commands(CLI::App& program, Session& session) {
  add_init(program, session);
  add_serve(program, session);
  add_import(program, session);
  add_export(program, session);
  add_withdraw(program, session);
  add_framework(program, session);
  add_alignment(program, session);
  add_contributor(program, session);
  add_peer(program, session);
  add_harvest(program, session);
  add_quarantine(program, session);
  add_search(program, session);
  add_report(program, session);
  add_check(program, session);
  add_reindex(program, session);
  add_config(program, session);
  add_validate(program, session);
}

// Wrong usage is 2 whatever CLI11 calls it; help and version are no mistakes.
int say_usage(const CLI::App& program, const CLI::ParseError& error) {
  const bool asked_for = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
  program.exit(error);
  return asked_for ? exit_done : exit_usage;
}

}  // namespace

int run(int argc, char** argv) {
  if (app::is_child(argc, argv)) return app::run_child(argc, argv);
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is an error value, not the end
  Session session;
  session.data_folder = default_folder();
  CLI::App program(
      "Commonplace: publish, exchange and search learning resources of arts and heritage organisations.\n"
      "Example: commonplace --data my-node init --name \"River Gallery\" --base-url https://learn.river.example",
      "commonplace");
  program.set_version_flag("--version", "commonplace " + std::string(app::program_version));
  program.add_option("--data", session.data_folder, "Data folder (else $COMMONPLACE_DATA, else ./commonplace-data)");
  program.require_subcommand(1);
  program.fallthrough();
  add_commands(program, session);
  try {
    program.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return say_usage(program, error);
  } catch (const std::exception& error) {
    session.fail({"broken", "", error.what(),
                  "What was written before stays. Run \"commonplace check\"; if it finds nothing, try again: nothing is done twice."});
  }
  return session.exit_code;
}

}  // namespace commonplace::cli
