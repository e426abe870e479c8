// commonplace validate oai: judge an OAI-PMH repository before harvesting it.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

#include "harvest/validator/validator.h"
#include "node/app/clock.h"
#include "node/app/fetching.h"
#include "node/app/rest.h"
#include "node/app/signals.h"
#include "node/cli/commands.h"
#include "schemas/formats/url.h"

namespace commonplace::cli {
namespace {

namespace validator = harvest::validator;

struct Wish {
  std::string url;
  int pages = 5;
  bool all = false;
  int requests = 400;
  double pause_seconds = 0.5;
};

json::Value ids_of(const std::vector<const validator::Verdict*>& verdicts) {
  auto ids = json::Value::array();
  for (const auto* verdict : verdicts) ids.push_back(std::string(verdict->rule->id));
  return ids;
}

json::Value as_json(const validator::Verdict& verdict) {
  auto examples = json::Value::array();
  for (const auto& example : verdict.examples) examples.push_back({{"asked", example.asked}, {"found", example.found}});
  const auto& rule = *verdict.rule;
  return {{"rule", std::string(rule.id)},
          {"severity", std::string(validator::word(rule.severity))},
          {"part", std::string(validator::title(rule.part))},
          {"source", std::string(rule.source)},
          {"promise", std::string(rule.promise)},
          {"fix", std::string(rule.fix)},
          {"times", verdict.broken},
          {"examples", examples}};
}

json::Value as_json(const validator::Report& report) {
  auto findings = json::Value::array();
  auto kept = json::Value::array();
  for (const auto severity : {validator::Severity::violation, validator::Severity::warning, validator::Severity::note})
    for (const auto* verdict : report.broken_rules(severity)) findings.push_back(as_json(*verdict));
  for (const auto& verdict : report.verdicts())
    if (verdict.is_judged() && verdict.broken == 0) kept.push_back(std::string(verdict.rule->id));
  return {{"url", report.url},
          {"name", report.name},
          {"fine", report.is_fine()},
          {"requests", report.requests},
          {"ended", report.ended},
          {"violations", report.broken_rules(validator::Severity::violation).size()},
          {"warnings", report.broken_rules(validator::Severity::warning).size()},
          {"notes", report.broken_rules(validator::Severity::note).size()},
          {"findings", findings},
          {"kept", kept},
          {"not_judged", ids_of(report.not_judged())}};
}

// A base URL has no arguments yet: they are what the judgement adds.
bool is_base_url(const std::string& text) {
  const auto url = formats::parse_http_url(text);
  return url && url->query.empty() && url->fragment.empty() && text.find_first_of("?#") == std::string::npos;
}

validator::Manners manners_of(const Wish& wish) {
  constexpr int most_when_all = 1'000'000;
  return {.pause = std::chrono::milliseconds(static_cast<std::int64_t>(wish.pause_seconds * 1000)),
          .requests = wish.all ? most_when_all : wish.requests,
          .pages = wish.all ? 0 : wish.pages};
}

void validate(Session& session, const Wish& wish) {
  if (!is_base_url(wish.url))
    return session.fail({"bad-url", "URL", "this is no base URL of a repository",
                         "Give an address such as https://museum.example/oai, without arguments."},
                        exit_usage);
  const app::SignalWatch signals;  // Ctrl-C: the report of what was judged until then is told
  const auto desk = session.open();
  if (!desk) return;
  const auto permits = app::permits_of(*desk, wish.url);
  if (!permits) return session.fail(permits.problem());
  const auto stop = signals.token();
  const auto fetcher = app::fetcher_for(*desk, *permits, stop);
  const auto wait = [stop](std::chrono::milliseconds pause) { return app::rest(stop, pause); };
  const auto report =
      validator::judge(*fetcher, wish.url, manners_of(wish), {.wait = wait, .now = app::now, .stop = stop});
  session.answer(as_json(report), validator::in_words(report));
  if (!report.is_fine()) session.exit_code = exit_failed;
}

}  // namespace

void add_validate(CLI::App& program, Session& session) {
  auto* command = program.add_subcommand("validate",
                                         "Judge a source before harvesting it.\n"
                                         "Example: commonplace validate oai https://museum.example/oai");
  command->require_subcommand(1);
  auto* oai = command->add_subcommand("oai",
                                      "Judge an OAI-PMH repository: exit code 0 when it keeps the protocol, else 1.\n"
                                      "Example: commonplace validate oai https://museum.example/oai --pages 20");
  auto wish = std::make_shared<Wish>();
  oai->add_option("URL", wish->url, "The base URL, without arguments")->required();
  oai->add_option("--pages", wish->pages, "How many pages of each list (5)")->check(CLI::Range(1, 1'000'000));
  oai->add_flag("--all", wish->all, "All pages of each list, and as many requests as that takes");
  oai->add_option("--requests", wish->requests, "How many requests at most (400)")->check(CLI::Range(1, 1'000'000));
  oai->add_option("--pause", wish->pause_seconds, "Seconds between two requests (0.5)")->check(CLI::Range(0.0, 60.0));
  oai->add_flag("--json", session.as_json, "One JSON object");
  oai->callback([wish, &session] { validate(session, *wish); });
}

}  // namespace commonplace::cli
