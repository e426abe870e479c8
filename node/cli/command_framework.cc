// commonplace framework: curriculum frameworks.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

#include "node/app/fetching.h"
#include "node/app/frameworks.h"
#include "node/app/links.h"
#include "node/app/signals.h"
#include "node/cli/commands.h"
#include "node/cli/out_file.h"
#include "node/curriculum/sharing.h"
#include "schemas/formats/url.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::cli {
namespace {

json::Value as_json(const curriculum::FrameworkChanges& changes) {
  json::Value examples = json::Value::array();
  for (const auto& one : changes.examples)
    examples.push_back({{"change", std::string(curriculum::word_of(one.fate))}, {"id", one.id}, {"code", one.code}, {"text", one.text}, {"before", one.before}});
  return {{"added", changes.added},       {"reworded", changes.reworded}, {"moved", changes.moved},
          {"retired", changes.retired},   {"replaced", changes.replaced}, {"returned", changes.returned},
          {"unchanged", changes.unchanged}, {"examples", examples}};
}

std::string in_words(const curriculum::FrameworkChanges& changes) {
  std::string words = fmt::format("  {} added, {} reworded, {} moved, {} retired, {} replaced, {} back again, {} unchanged\n", changes.added,
                                  changes.reworded, changes.moved, changes.retired, changes.replaced, changes.returned, changes.unchanged);
  for (const auto& one : changes.examples) {
    if (one.fate == curriculum::Fate::added) continue;
    words += fmt::format("  {}: {}{}{}\n", curriculum::word_of(one.fate), one.code, one.code.empty() ? "" : " ", one.text);
    if (!one.before.empty()) words += fmt::format("    {}: {}\n", one.fate == curriculum::Fate::replaced ? "by" : "was", one.before);
  }
  return words;
}

std::string counted(const std::map<std::string, std::int64_t>& counts, bool are_concepts) {
  std::string words;
  for (const auto& [name, count] : counts) {
    const std::string label = name.empty() ? "without" : are_concepts ? vocabularies::concept_label(name) : name;
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", label, count);
  }
  return words;
}

json::Value as_json(const app::FrameworkReport& report, bool is_rehearsal) {
  json::Value warnings = json::Value::array();
  for (const auto& warning : report.warnings) warnings.push_back(cli::in_words(warning));
  return {{"id", report.framework.id},
          {"title", std::string(model::best(report.framework.title).text)},
          {"format", report.framework.source_format},
          {"publisher", report.framework.publisher},
          {"licence", report.framework.licence},
          {"shared", curriculum::may_be_shared(report.framework)},
          {"statements", report.statements},
          {"types", report.types},
          {"levels", report.levels},
          {"links", report.links},
          {"changed", report.changed},
          {"rehearsal", is_rehearsal},
          {"changes", as_json(report.changes)},
          {"warnings", warnings}};
}

std::string preview(const app::FrameworkReport& report) {
  std::string words = fmt::format("  kinds: {}\n  levels: {}\n", counted(report.types, false),
                                  report.levels.empty() ? "none that are known here" : counted(report.levels, true));
  for (const auto& line : report.beginning) words += "    " + line + "\n";
  return words;
}

std::string words_of(const app::FrameworkReport& report, bool is_rehearsal) {
  const auto title = std::string(model::best(report.framework.title).text);
  if (!report.changed) return fmt::format("{} is there already, unchanged ({})\n", title, report.framework.id);
  std::string words = fmt::format("{}{}: {} statements ({})\n", is_rehearsal ? "Would be imported: " : "", title, report.statements, report.framework.id);
  if (is_rehearsal) words += preview(report);
  if (report.changes.unchanged + report.changes.reworded + report.changes.retired + report.changes.replaced + report.changes.moved > 0)
    words += in_words(report.changes);
  for (const auto& warning : report.warnings) words += "  note: " + cli::in_words(warning) + "\n";
  if (const auto why = curriculum::why_not_shared(report.framework); !why.empty())
    words += fmt::format("  It is not handed on to others: {}.\n", why);
  return words;
}

void import_framework(Session& session, const app::FrameworkOrder& order) {
  const app::SignalWatch signals;
  const auto desk = session.open();
  if (!desk) return;
  std::unique_ptr<harvest::Fetcher> fetcher;
  if (formats::parse_http_url(order.source)) {
    const auto permits = app::permits_of(*desk, order.source);
    if (!permits) return session.fail(permits.problem());
    fetcher = app::fetcher_for(*desk, *permits, signals.token());
  }
  const auto report = app::import_framework(*desk, order, fetcher.get());
  if (!report) return session.fail(report.problem());
  session.answer(as_json(*report, order.is_rehearsal), words_of(*report, order.is_rehearsal));
}

void list(Session& session) {
  const auto desk = session.open();
  if (!desk) return;
  json::Value all = json::Value::array();
  std::string words;
  for (const auto& framework : desk->store->all_frameworks()) {
    const auto title = std::string(model::best(framework.title).text);
    const auto statements = desk->store->statements(framework.id);
    const auto size = std::count_if(statements.begin(), statements.end(), [](const auto& one) { return !one.is_retired; });
    const auto why = curriculum::why_not_shared(framework);
    all.push_back({{"id", framework.id}, {"title", title}, {"statements", size}, {"publisher", framework.publisher},
                   {"licence", framework.licence}, {"source", framework.source_url}, {"imported_at", framework.imported_at},
                   {"shown", !framework.is_off}, {"shared", why.empty()}});
    words += fmt::format("{:<32} {:>7} statements  {}{}\n", framework.id, size, title, framework.is_off ? "  (switched off)" : "");
  }
  session.answer({{"frameworks", all}}, words.empty() ? "No frameworks yet. Import one with \"commonplace framework import FILE\".\n" : words);
}

void write_out(Session& session, const std::string& text, const std::string& path) {
  auto out = OutFile::open(path);
  if (!out) return session.fail(out.problem());
  out->stream() << text;
  if (const auto problem = out->finish()) return session.fail(*problem);
  if (!path.empty()) session.answer({{"file", path}, {"bytes", text.size()}}, fmt::format("Written to {}\n", path));
}

void export_framework(Session& session, const std::string& id, const std::string& format, const std::string& path) {
  const auto asked = app::read_framework_format(format);
  if (!asked)
    return session.fail({"bad-format", "--format", "this format is not known", "Use case, skos, jsonld or csv."}, exit_usage);
  const auto desk = session.open();
  if (!desk) return;
  const auto text = app::export_framework(*desk->store, id, *asked);
  if (!text) return session.fail(text.problem());
  write_out(session, *text, path);
}

void import_links(Session& session, const std::string& path) {
  const auto desk = session.open();
  if (!desk) return;
  const auto report = app::import_links(*desk->store, path);
  if (!report) return session.fail(report.problem());
  std::string words = fmt::format("{} links added, {} known already\n", report->added, report->known);
  json::Value warnings = json::Value::array();
  for (const auto& warning : report->warnings) {
    warnings.push_back(cli::in_words(warning));
    words += "  note: " + cli::in_words(warning) + "\n";
  }
  session.answer({{"added", report->added}, {"known", report->known}, {"warnings", warnings}}, words);
}

void export_links(Session& session, const std::string& path) {
  const auto desk = session.open();
  if (desk) write_out(session, app::export_links(*desk->store), path);
}

void change(Session& session, const std::string& id, std::string_view done, bool (*act)(store::Store&, const std::string&)) {
  const auto desk = session.open();
  if (!desk) return;
  if (!act(*desk->store, id))
    return session.fail({"not-found", id, "no framework here has this id", "\"commonplace framework list\" shows all."});
  session.answer({{"id", id}, {"done", std::string(done)}}, fmt::format("{}: {}\n", id, done));
}

void add_import_command(CLI::App& command, Session& session) {
  auto order = std::make_shared<app::FrameworkOrder>();
  auto* importing = command.add_subcommand(
      "import", "Read a framework: CASE, ASN, SKOS, BBC curriculum data (JSON, Turtle, N-Triples, RDF/XML, JSON-LD), CSV.\n"
                "The same again changes nothing; a newer version says what is new, reworded or gone.");
  importing->add_option("SOURCE", order->source, "A file, a folder of RDF files, or an address")->required();
  importing->add_option("--id", order->id, "Short name (else made from the title)");
  importing->add_option("--title", order->title, "Where the file has none");
  importing->add_option("--publisher", order->publisher, "Where the file does not say who published it");
  importing->add_option("--licence", order->licence, "Where the file does not say: an address, or a name such as \"CC BY 4.0\"");
  importing->add_option("--source", order->source_url, "Where the file is from, if it does not say: an address");
  importing->add_option("--jurisdiction", order->jurisdiction, "Whose \"Year 4\" or \"Grade 3\": england, wales, scotland, us, …");
  importing->add_option("--language", order->language, "Of texts that do not say theirs");
  importing->add_flag("--local", order->is_local, "Do not hand it on to others");
  importing->add_flag("--dry-run", order->is_rehearsal, "Show what would be imported, and store nothing");
  importing->add_flag("--json", session.as_json, "One JSON object");
  importing->callback([order, &session] { import_framework(session, *order); });
}

void add_export_command(CLI::App& command, Session& session) {
  auto id = std::make_shared<std::string>();
  auto format = std::make_shared<std::string>("case");
  auto path = std::make_shared<std::string>();
  auto* exporting = command.add_subcommand("export", "Write a framework as CASE, SKOS (Turtle), JSON-LD or CSV");
  exporting->add_option("ID", *id)->required();
  exporting->add_option("--format", *format, "case, skos, jsonld or csv");
  exporting->add_option("--out", *path, "A file (else it is printed)");
  exporting->callback([id, format, path, &session] { export_framework(session, *id, *format, *path); });
}

void add_link_commands(CLI::App& command, Session& session) {
  auto from = std::make_shared<std::string>();
  auto to = std::make_shared<std::string>();
  auto* importing = command.add_subcommand("import-links", "Read links between statements from an SSSOM table (TSV)");
  importing->add_option("FILE", *from)->required();
  importing->add_flag("--json", session.as_json, "One JSON object");
  importing->callback([from, &session] { import_links(session, *from); });
  auto* exporting = command.add_subcommand("export-links", "Write all links between statements as an SSSOM table (TSV)");
  exporting->add_option("--out", *to, "A file (else it is printed)");
  exporting->callback([to, &session] { export_links(session, *to); });
}

void add_change_command(CLI::App& command, Session& session, const char* name, const char* help, std::string_view done,
                        bool (*act)(store::Store&, const std::string&)) {
  auto id = std::make_shared<std::string>();
  auto* changing = command.add_subcommand(name, help);
  changing->add_option("ID", *id)->required();
  changing->add_flag("--json", session.as_json, "One JSON object");
  changing->callback([id, done, act, &session] { change(session, *id, done, act); });
}

}  // namespace

void add_framework(CLI::App& program, Session& session) {
  auto* command = program.add_subcommand("framework", "Curriculum frameworks that resources are aligned to.\n"
                                                      "Example: commonplace framework import curriculum.case.json");
  command->require_subcommand(1);
  add_import_command(*command, session);
  auto* listing = command->add_subcommand("list", "Every framework of this node");
  listing->add_flag("--json", session.as_json, "One JSON object");
  listing->callback([&session] { list(session); });
  add_export_command(*command, session);
  add_link_commands(*command, session);
  add_change_command(*command, session, "off", "Switch a framework off: kept, but shown nowhere", "switched off",
                     [](store::Store& store, const std::string& id) { return store.switch_framework(id, false); });
  add_change_command(*command, session, "on", "Switch a framework on again", "switched on",
                     [](store::Store& store, const std::string& id) { return store.switch_framework(id, true); });
  add_change_command(*command, session, "remove", "Forget a framework and its history", "removed",
                     [](store::Store& store, const std::string& id) { return store.remove_framework(id); });
}

}  // namespace commonplace::cli
