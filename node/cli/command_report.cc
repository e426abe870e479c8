// commonplace report: what searches showed of each organisation, and what was missing.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "node/app/searching.h"
#include "node/cli/commands.h"

namespace commonplace::cli {
namespace {

std::string in_words(const json::Value& report) {
  std::string out = "Organisations in searches: seen for what fits (goal 0.80 to 1.25 for small ones)\n";
  for (const auto& one : report["contributors"])
    out += fmt::format("  {:>6.2f}  {} ({} searches)\n", one["ratio"].get<double>(), json::text_or(one, "name"), one["searches"].get<std::int64_t>());
  if (report["contributors"].empty()) out += "  no searches counted yet\n";
  out += "\nWords that found nothing, on two days or more\n";
  for (const auto& one : report["missing"])
    out += fmt::format("  {:>4} days, last {}: {}\n", one["days"].get<std::int64_t>(), json::text_or(one, "last"), json::text_or(one, "words"));
  if (report["missing"].empty()) out += "  none\n";
  return out;
}

void report(Session& session) {
  const auto desk = session.open();
  if (!desk) return;
  const auto answer = app::search_report(*desk);
  session.answer(answer, in_words(answer));
}

}  // namespace

void add_report(CLI::App& program, Session& session) {
  auto* command = program.add_subcommand("report", "Show how fairly organisations were shown in searches, and what readers missed.\n"
                                                   "Example: commonplace report --json");
  command->add_flag("--json", session.as_json, "One JSON object");
  command->callback([&session] { report(session); });
}

}  // namespace commonplace::cli
