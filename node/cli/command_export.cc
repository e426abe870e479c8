// commonplace export and withdraw: everything out, and one resource away.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>

#include "node/app/clock.h"
#include "node/app/exporter.h"
#include "node/app/organisations.h"
#include "node/app/publisher.h"
#include "node/app/site_exporter.h"
#include "node/cli/commands.h"
#include "node/cli/out_file.h"
#include "schemas/formats/url.h"

namespace commonplace::cli {
namespace {

struct Options {
  std::string format = "ndjson";
  std::string contributor;
  std::string out;
  std::string url;
};

model::Outcome<std::optional<store::ContributorId>> chosen_contributor(const app::Desk& desk, const std::string& slug) {
  if (slug.empty()) return std::optional<store::ContributorId>();
  const auto found = desk.store->contributor_by_slug(slug);
  if (!found)
    return model::Problem{"no-such-contributor", "contributor", "no organisation has this short name",
                          "\"commonplace contributor list\" shows them all."};
  return std::optional(found->id);
}

// Where a static repository will be found: as told, else beside the node under the name of the file.
std::string file_address(const app::Desk& desk, const Options& options) {
  if (!options.url.empty()) return options.url;
  const auto name = std::filesystem::path(options.out).filename().string();
  return desk.config.base_url + "/" + (name.empty() ? "repository.xml" : formats::percent_encode(name));
}

std::int64_t write_export(const app::Desk& desk, const Options& options, std::optional<store::ContributorId> contributor,
                          std::ostream& out) {
  if (options.format == "csv") return app::export_csv(*desk.store, contributor, out);
  if (options.format == "oai-static") return app::export_oai_static(desk, contributor, file_address(desk, options), out);
  return app::export_ndjson(*desk.store, contributor, out);
}

void export_pages(Session& session, const app::Desk& desk, const Options& options) {
  if (options.out.empty() || !options.contributor.empty())
    return session.fail({"wrong-usage", options.out.empty() ? "out" : "contributor", "a site is written whole, into a folder",
                         "Give --out FOLDER, and no --contributor."}, exit_usage);
  const auto copied = app::export_site(desk, options.out, options.url);
  if (!copied) return session.fail(copied.problem());
  fmt::print(stderr, "{} resources exported in {} files; open {}/index.html\n", copied->resources, copied->files, options.out);
}

// What cannot be meant is said before anything is opened or written.
std::optional<model::Problem> misused(const Options& options) {
  const bool has_address = options.format == "site" || options.format == "oai-static";
  if (!options.url.empty() && !has_address)
    return model::Problem{"wrong-usage", "url", fmt::format("an export as {} has no address", options.format),
                          "Leave --url away, or choose --format oai-static or site."};
  if (!options.url.empty() && !formats::parse_http_url(options.url))
    return model::Problem{"bad-uri", "url", "this is no web address", "Give the address at which it will be found."};
  return {};
}

void export_records(Session& session, const Options& options) {
  if (const auto problem = misused(options)) return session.fail(*problem, exit_usage);
  const auto desk = session.open();
  if (!desk) return;
  if (options.format == "site") return export_pages(session, *desk, options);
  const auto contributor = chosen_contributor(*desk, options.contributor);
  if (!contributor) return session.fail(contributor.problem());
  auto out = OutFile::open(options.out);
  if (!out) return session.fail(out.problem());
  const auto written = write_export(*desk, options, *contributor, out->stream());
  if (written == 0 && options.format == "oai-static")
    return session.fail({"nothing-to-export", "contributor", "there is no record, and a static repository must have one",
                         "Publish something first, or name another organisation with --contributor."});
  if (const auto problem = out->finish()) return session.fail(*problem);
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
  command
      ->add_option("--format", options->format,
                   "ndjson, csv (a spreadsheet), oai-static (one file for any web space, to be harvested), or site (the pages, "
                   "as files)")
      ->check(CLI::IsMember({"ndjson", "csv", "oai-static", "site"}));
  command->add_option("--contributor", options->contributor, "Only this organisation's");
  command->add_option("--out", options->out, "File (else standard output); for a site, a new folder");
  command->add_option("--url", options->url, "Where an oai-static file (else beside the node) or a site will be found");
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
