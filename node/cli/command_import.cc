// commonplace import: publish resources from files.

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <memory>

#include "node/app/importer.h"
#include "node/cli/commands.h"
#include "node/config/mapping_file.h"

namespace commonplace::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string contributor;
  std::string format = "auto";
  std::string mapping;
  bool dry_run = false;
};

constexpr std::size_t errors_in_words = 20;

app::ImportFormat format_named(const std::string& name) {
  if (name == "csv") return app::ImportFormat::csv;
  if (name == "json") return app::ImportFormat::json;
  if (name == "ndjson") return app::ImportFormat::ndjson;
  return app::ImportFormat::automatic;
}

void show_progress(std::int64_t rows, double part) {
  if (rows % 500 == 0) fmt::print(stderr, "\r\x1b[K{} rows, {:.0f} %", rows, part * 100);
}

json::Value errors_json(const std::vector<app::RowError>& errors) {
  json::Value out = json::Value::array();
  for (const auto& error : errors)
    out.push_back({{"row", error.row}, {"field", error.field}, {"problem", error.problem}, {"fix", error.fix}});
  return out;
}

std::string in_words(const app::ImportReport& report, bool dry_run) {
  std::string out = fmt::format("{}{} new, {} changed, {} as they were, {} set aside.\n", dry_run ? "Nothing was written. It would be: " : "",
                                report.created, report.updated, report.unchanged, report.set_aside);
  for (std::size_t i = 0; i < report.errors.size() && i < errors_in_words; ++i) {
    const auto& error = report.errors[i];
    out += fmt::format("  row {}, {}\n", error.row, cli::in_words(model::Problem{{}, error.field, error.problem, error.fix}));
  }
  if (report.errors.size() > errors_in_words)
    out += fmt::format("  … and {} more; --json lists them.\n", report.errors.size() - errors_in_words);
  return out;
}

void add(app::ImportReport& sum, app::ImportReport&& part) {
  sum.created += part.created;
  sum.updated += part.updated;
  sum.unchanged += part.unchanged;
  sum.set_aside += part.set_aside;
  sum.errors.insert(sum.errors.end(), part.errors.begin(), part.errors.end());
  sum.warnings.insert(sum.warnings.end(), part.warnings.begin(), part.warnings.end());
}

void import_files(Session& session, const Options& options) {
  const auto desk = session.open();
  if (!desk) return;
  app::ImportOptions import;
  import.contributor = options.contributor;
  import.format = format_named(options.format);
  import.dry_run = options.dry_run;
  if (!options.mapping.empty()) {
    auto mapping = config::load_mapping(options.mapping);
    if (!mapping) return session.fail(mapping.problem());
    import.mapping = std::move(*mapping);
  }
  const bool is_terminal = isatty(STDERR_FILENO) != 0;
  if (is_terminal) import.on_progress = show_progress;

  app::ImportReport sum;
  for (const auto& file : options.files) {
    auto report = app::import_file(*desk, file, import);
    if (is_terminal) fmt::print(stderr, "\r\x1b[K");
    if (!report) return session.fail(report.problem());
    add(sum, std::move(*report));
  }
  if (sum.set_aside > 0) session.exit_code = exit_set_aside;
  session.answer({{"created", sum.created},
                  {"updated", sum.updated},
                  {"unchanged", sum.unchanged},
                  {"set_aside", sum.set_aside},
                  {"errors", errors_json(sum.errors)},
                  {"warnings", errors_json(sum.warnings)},
                  {"dry_run", options.dry_run}},
                 in_words(sum, options.dry_run));
}

}  // namespace

void add_import(CLI::App& program, Session& session) {
  auto options = std::make_shared<Options>();
  auto* command = program.add_subcommand("import", "Publish resources from files; a bad row never stops the good ones.\n"
                                                   "Example: commonplace import lessons.csv --dry-run");
  command->add_option("FILE", options->files, "CSV, JSON or NDJSON")->required();
  command->add_option("--contributor", options->contributor,
                      "Short name of the organisation that publishes, or auto for one per publisher (else the node's own)");
  command->add_option("--format", options->format, "auto, csv, json or ndjson")->check(CLI::IsMember({"auto", "csv", "json", "ndjson"}));
  command->add_option("--mapping", options->mapping, "TOML file that says which column is what");
  command->add_flag("--dry-run", options->dry_run, "Read and check everything, write nothing");
  command->add_flag("--json", session.as_json, "One JSON object");
  command->callback([options, &session] { import_files(session, *options); });
}

}  // namespace commonplace::cli
