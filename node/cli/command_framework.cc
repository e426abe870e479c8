// commonplace framework: curriculum frameworks.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

#include "node/app/frameworks.h"
#include "node/cli/commands.h"

namespace commonplace::cli {
namespace {

void import_framework(Session& session, const std::string& file, const std::string& id) {
  const auto desk = session.open();
  if (!desk) return;
  const auto report = app::import_framework(*desk, file, id);
  if (!report) return session.fail(report.problem());
  const auto title = std::string(model::best(report->framework.title).text);
  std::string words = report->changed ? fmt::format("{}: {} statements ({})\n", title, report->statements, report->framework.id)
                                      : fmt::format("{} is there already, unchanged ({})\n", title, report->framework.id);
  json::Value warnings = json::Value::array();
  for (const auto& warning : report->warnings) {
    warnings.push_back(in_words(warning));
    words += "  note: " + in_words(warning) + "\n";
  }
  session.answer({{"id", report->framework.id}, {"title", title}, {"statements", report->statements}, {"changed", report->changed},
                  {"warnings", warnings}},
                 words);
}

void list(Session& session) {
  const auto desk = session.open();
  if (!desk) return;
  json::Value all = json::Value::array();
  std::string words;
  for (const auto& framework : desk->store->frameworks()) {
    const auto title = std::string(model::best(framework.title).text);
    const auto size = desk->store->statements(framework.id).size();
    all.push_back({{"id", framework.id}, {"title", title}, {"statements", size}, {"publisher", framework.publisher},
                   {"licence", framework.licence}, {"imported_at", framework.imported_at}});
    words += fmt::format("{:<32} {:>7} statements  {}\n", framework.id, size, title);
  }
  session.answer({{"frameworks", all}}, words.empty() ? "No frameworks yet. Import one with \"commonplace framework import FILE\".\n" : words);
}

}  // namespace

void add_framework(CLI::App& program, Session& session) {
  auto* command = program.add_subcommand("framework", "Curriculum frameworks that resources are aligned to.\n"
                                                      "Example: commonplace framework import curriculum.case.json");
  command->require_subcommand(1);
  auto file = std::make_shared<std::string>();
  auto id = std::make_shared<std::string>();
  auto* importing = command->add_subcommand("import", "Read a framework from a CASE (JSON) or CSV file");
  importing->add_option("FILE", *file)->required();
  importing->add_option("--id", *id, "Short name (else made from the title)");
  importing->add_flag("--json", session.as_json, "One JSON object");
  importing->callback([file, id, &session] { import_framework(session, *file, *id); });
  auto* listing = command->add_subcommand("list", "Every framework of this node");
  listing->add_flag("--json", session.as_json, "One JSON object");
  listing->callback([&session] { list(session); });
}

}  // namespace commonplace::cli
