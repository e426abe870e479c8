// commonplace export and withdraw: everything out, and one resource away.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <memory>

#include "node/app/clock.h"
#include "node/app/exporter.h"
#include "node/app/organisations.h"
#include "node/app/publisher.h"
#include "node/cli/commands.h"

namespace commonplace::cli {
namespace {

struct Options {
  std::string format = "ndjson";
  std::string contributor;
  std::string out;
};

void export_records(Session& session, const Options& options) {
  const auto desk = session.open();
  if (!desk) return;
  std::optional<store::ContributorId> contributor;
  if (!options.contributor.empty()) {
    const auto found = desk->store->contributor_by_slug(options.contributor);
    if (!found)
      return session.fail({"no-such-contributor", "contributor", "no organisation has this short name",
                           "\"commonplace contributor list\" shows them all."});
    contributor = found->id;
  }
  std::ofstream file;
  if (!options.out.empty()) file.open(options.out, std::ios::binary);
  std::ostream& out = options.out.empty() ? std::cout : file;
  const auto written = app::export_ndjson(*desk->store, contributor, out);
  out.flush();
  if (!out)
    return session.fail({"not-written", options.out, "the export could not be written whole",
                         "Look whether the disk is full and whether the folder may be written."});
  fmt::print(stderr, "{} resources exported\n", written);
}

void withdraw(Session& session, const std::string& identifier) {
  const auto desk = session.open();
  if (!desk) return;
  auto record = desk->store->find(identifier);
  if (!record) record = desk->store->find_public(identifier);
  if (!record)
    return session.fail({"no-such-record", "identifier", "no record here has this identifier",
                         "Give the whole identifier (oai:…), or the id in its address."});
  if (record->peer != 0)
    return session.fail({"not-ours", "identifier", "this record belongs to another node", "Ask its organisation to withdraw it."});
  store::Batch batch;
  batch.drafts.push_back(app::withdrawal(*record));
  desk->store->write(batch, app::now());
  session.answer({{"identifier", record->identifier}, {"deleted", true}},
                 fmt::format("{} is withdrawn. Everyone who harvests this node will hear of it.\n", record->identifier));
}

}  // namespace

void add_export(CLI::App& program, Session& session) {
  auto options = std::make_shared<Options>();
  auto* command = program.add_subcommand("export", "Everything out, in a form that import reads again.\n"
                                                   "Example: commonplace export --format ndjson --out all.ndjson");
  command->add_option("--format", options->format, "ndjson")->check(CLI::IsMember({"ndjson"}));
  command->add_option("--contributor", options->contributor, "Only this organisation's");
  command->add_option("--out", options->out, "File (else standard output)");
  command->callback([options, &session] { export_records(session, *options); });
}

void add_withdraw(CLI::App& program, Session& session) {
  auto identifier = std::make_shared<std::string>();
  auto* command = program.add_subcommand("withdraw", "Take a resource back; a tombstone tells everyone who harvests.\n"
                                                     "Example: commonplace withdraw oai:learn.river.example:print-01");
  command->add_option("IDENTIFIER", *identifier, "Its identifier, or the id in its address")->required();
  command->add_flag("--json", session.as_json, "One JSON object");
  command->callback([identifier, &session] { withdraw(session, *identifier); });
}

}  // namespace commonplace::cli
