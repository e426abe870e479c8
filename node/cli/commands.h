// One function a command: it adds the command with its options, help and example to the program, and what it does.
#pragma once

#include "node/cli/session.h"

namespace CLI {
class App;
}

namespace commonplace::cli {

void add_alignment(CLI::App& program, Session& session);
void add_init(CLI::App& program, Session& session);
void add_serve(CLI::App& program, Session& session);
void add_import(CLI::App& program, Session& session);
void add_export(CLI::App& program, Session& session);
void add_withdraw(CLI::App& program, Session& session);
void add_framework(CLI::App& program, Session& session);
void add_contributor(CLI::App& program, Session& session);
void add_peer(CLI::App& program, Session& session);
void add_harvest(CLI::App& program, Session& session);
void add_quarantine(CLI::App& program, Session& session);
void add_search(CLI::App& program, Session& session);
void add_report(CLI::App& program, Session& session);
void add_check(CLI::App& program, Session& session);
void add_reindex(CLI::App& program, Session& session);
void add_config(CLI::App& program, Session& session);
void add_validate(CLI::App& program, Session& session);

}  // namespace commonplace::cli
