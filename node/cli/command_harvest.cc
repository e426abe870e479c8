// commonplace harvest: visit peers now, with a progress bar.

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <random>

#include "node/app/clock.h"
#include "node/app/fetching.h"
#include "node/app/harvester.h"
#include "node/app/peers.h"
#include "node/app/rest.h"
#include "node/app/signals.h"
#include "node/cli/commands.h"

namespace commonplace::cli {
namespace {

using Moment = std::chrono::steady_clock::time_point;

constexpr auto plain_line_every = std::chrono::seconds(10);  // HAR-32
constexpr int bar_cells = 28;

// What one sees while a visit runs: a bar on a terminal, a line now and then elsewhere, a JSON line a page for scripts.
class ProgressShow {
 public:
  explicit ProgressShow(bool as_json) : as_json_(as_json), is_terminal_(isatty(STDERR_FILENO) != 0) {}

  void page(const app::VisitProgress& progress) {
    if (as_json_) return json_line(progress);
    const auto now = std::chrono::steady_clock::now();
    if (is_terminal_) return bar(progress, now);
    if (now - last_line_ < plain_line_every) return;
    last_line_ = now;
    fmt::print(stderr, "{}: {} records, page {}, {:.0f}/s{}\n", progress.peer, progress.counts.offered, progress.page,
               rate(progress, now), losses(progress.counts));
  }

  void end() const {
    if (is_terminal_ && !as_json_) fmt::print(stderr, "\r\x1b[K");
  }

 private:
  static void json_line(const app::VisitProgress& progress) {
    std::cout << json::canonical({{"peer", progress.peer},
                                  {"page", progress.page},
                                  {"offered", progress.counts.offered},
                                  {"declared", progress.declared},
                                  {"set_aside", progress.counts.quarantined},
                                  {"lost", progress.counts.lost}})
              << std::endl;
  }

  void bar(const app::VisitProgress& progress, Moment now) const {
    const auto done = static_cast<double>(progress.counts.offered);
    const double speed = rate(progress, now);
    std::string line = fmt::format("\r\x1b[K{}: ", progress.peer);
    if (progress.declared > 0) {
      const double part = std::min(1.0, done / static_cast<double>(progress.declared));
      const auto full = static_cast<std::size_t>(part * bar_cells);
      line += fmt::format("[{}{}] {} of {}", std::string(full, '='), std::string(bar_cells - full, ' '),
                          progress.counts.offered, progress.declared);
      line += fmt::format(", {:.0f} s left", std::max(0.0, (static_cast<double>(progress.declared) - done) / std::max(1.0, speed)));
    } else {
      line += fmt::format("{} records", progress.counts.offered);
    }
    line += fmt::format(", {:.0f}/s, page {}{}", speed, progress.page, losses(progress.counts));
    fmt::print(stderr, "{}", line);
    std::fflush(stderr);
  }

  double rate(const app::VisitProgress& progress, Moment now) const {
    return static_cast<double>(progress.counts.offered) / std::max(0.001, std::chrono::duration<double>(now - begun_).count());
  }

  static std::string losses(const store::VisitCounts& counts) {
    return counts.quarantined + counts.lost == 0 ? "" : fmt::format(", {} set aside, {} lost", counts.quarantined, counts.lost);
  }

  const bool as_json_;
  const bool is_terminal_;
  const Moment begun_ = std::chrono::steady_clock::now();
  Moment last_line_ = begun_;
};

json::Value as_json(const app::VisitReport& report) {
  const auto& c = report.counts;
  return {{"peer", report.peer},
          {"outcome", harvest::word(report.ending)},
          {"message", report.message},
          {"warnings", report.warnings},
          {"alarms", report.alarms},
          {"moved_to", report.moved_to},
          {"offered", c.offered},
          {"created", c.created},
          {"updated", c.updated},
          {"deleted", c.deleted},
          {"unchanged", c.unchanged},
          {"duplicate", c.duplicate},
          {"own", c.own},
          {"refused", c.refused},
          {"quarantined", c.quarantined},
          {"lost", c.lost}};
}

app::VisitOptions options_for(bool full, ProgressShow& show, const std::stop_token& stop) {
  app::VisitOptions options;
  options.full = full;
  options.now = app::now;
  options.stop = stop;
  // A command does not wait for hours: a source that asks for more than a minute is left for the next time.
  options.wait = [stop](std::chrono::seconds pause) {
    constexpr auto longest = std::chrono::seconds(60);
    return pause <= longest && app::rest(stop, pause);
  };
  options.jitter = [engine = std::make_shared<std::minstd_rand>(std::random_device{}())] {
    return std::uniform_real_distribution<double>(0.0, 1.0)(*engine);
  };
  options.on_page = [&show](const app::VisitProgress& progress) { show.page(progress); };
  return options;
}

std::optional<std::vector<store::Peer>> chosen(Session& session, const app::Desk& desk, const std::vector<std::string>& names) {
  std::vector<store::Peer> out;
  for (const auto& name : names) {
    const auto peer = app::find_peer(*desk.store, name);
    if (!peer) return session.fail(peer.problem()), std::nullopt;
    out.push_back(*peer);
  }
  if (!names.empty()) return out;
  for (const auto& peer : desk.store->peers())
    if (peer.state != store::PeerState::paused && peer.state != store::PeerState::blocked) out.push_back(peer);
  return out;
}

void visit(Session& session, const app::Desk& desk, const store::Peer& peer, bool full, const std::stop_token& stop) {
  const auto permits = app::permits_of(desk, peer.url);
  if (!permits) return session.fail(permits.problem());
  const auto fetcher = app::fetcher_for(desk, *permits, stop);
  ProgressShow show(session.as_json);
  const app::Visitor visitor{desk.config.base_url, desk.identity_host, desk.folder.media(), desk.config.harvest_interval_hours,
                             desk.folder.locks()};
  auto options = options_for(full, show, stop);
  options.make_visit = app::visits_for(desk, *permits);
  const auto report = app::visit_peer(*desk.store, *fetcher, visitor, peer, options);
  show.end();
  std::string words = fmt::format("{}: {}\n", report.peer, report.message);
  for (const auto& warning : report.warnings) words += fmt::format("  note: {}\n", warning);
  if (!report.moved_to.empty()) words += fmt::format("  {}\n", app::words_of_move(report.peer, report.moved_to));
  session.answer(as_json(report), words);
  session.exit_code = std::max(session.exit_code, harvest::exit_code(report.ending));
}

}  // namespace

void add_harvest(CLI::App& program, Session& session) {
  auto* command = program.add_subcommand("harvest", "Visit peers now and take what is new.\n"
                                                    "Example: commonplace harvest river-gallery");
  auto names = std::make_shared<std::vector<std::string>>();
  auto full = std::make_shared<bool>(false);
  command->add_option("PEER", *names, "Which peers (else all that are not paused)");
  command->add_flag("--full", *full, "Ask for everything, not only for what is new");
  command->add_flag("--json", session.as_json, "One JSON object a page and one a visit");
  command->callback([names, full, &session] {
    const app::SignalWatch signals;  // Ctrl-C: the visit ends after the request under way, its cursor stays
    const auto desk = session.open();
    if (!desk) return;
    const auto peers = chosen(session, *desk, *names);
    if (!peers) return;
    if (peers->empty()) session.answer(json::Value::object(), "No peers yet. Add one with \"commonplace peer add URL\".\n");
    for (const auto& peer : *peers) visit(session, *desk, peer, *full, signals.token());
  });
}

}  // namespace commonplace::cli
