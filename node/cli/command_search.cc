// commonplace search: the search of the web, on the command line.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

#include "node/app/searching.h"
#include "node/cli/commands.h"

namespace commonplace::cli {
namespace {

struct Options {
  std::string query;
  std::vector<std::string> filters;
  int limit = 10;
};

std::string in_words(const json::Value& answer) {
  std::string out = fmt::format("{} resources\n", answer["total"].get<std::int64_t>());
  for (const auto& hit : answer["hits"]) {
    const auto& by = hit["contributor"];
    out += fmt::format("\n{}\n  {}\n  {}\n", json::text_or(hit, "title"), by.is_object() ? json::text_or(by, "name") : "",
                       json::text_or(hit, "url"));
  }
  return out;
}

void search(Session& session, const Options& options) {
  const auto desk = session.open();
  if (!desk) return;
  std::vector<http::Argument> arguments = {{"q", options.query}, {"per_page", std::to_string(options.limit)}};
  for (const auto& filter : options.filters) {
    const auto equals = filter.find('=');
    if (equals == std::string::npos)
      return session.fail({"bad-filter", "--filter", "a filter needs a name and a value", "Write --filter type=video."}, exit_usage);
    arguments.push_back({filter.substr(0, equals), filter.substr(equals + 1)});
  }
  const auto answer = app::search(*desk, arguments);
  if (!answer) return session.fail(answer.problem(), exit_usage);
  session.answer(*answer, in_words(*answer));
}

}  // namespace

void add_search(CLI::App& program, Session& session) {
  auto options = std::make_shared<Options>();
  auto* command = program.add_subcommand("search", "Search as on the web.\n"
                                                   "Example: commonplace search \"KS2 Victorians printmaking\" --filter may=adapt");
  command->add_option("QUERY", options->query, "The words")->required();
  command->add_option("--filter", options->filters, "facet=value, may be given more than once");
  command->add_option("--limit", options->limit, "How many to show")->check(CLI::Range(1, 100));
  command->add_flag("--json", session.as_json, "The answer of /api/v1/search");
  command->callback([options, &session] { search(session, *options); });
}

}  // namespace commonplace::cli
