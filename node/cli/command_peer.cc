// commonplace peer: the sources that this node harvests.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

#include "node/app/alignment_counts.h"
#include "node/app/fetching.h"
#include "node/app/keeping.h"
#include "node/app/peers.h"
#include "node/app/signals.h"
#include "node/cli/commands.h"

namespace commonplace::cli {
namespace {

constexpr int samples = 20;  // of each sort of what waits (HAR-40)

json::Value as_json(const store::Peer& peer, std::int64_t records) {
  return {{"name", peer.name},
          {"url", peer.url},
          {"kind", peer.kind},
          {"state", app::state_word(peer.state)},
          {"probation", peer.probation},
          {"repository", peer.repository_name},
          {"records", records},
          {"message", peer.message},
          {"limit", peer.most_records},
          {"pause", peer.pause},
          {"mend", peer.mend},
          {"moved_to", peer.moved_to},
          {"friend", peer.is_friend},
          {"checkpoint", peer.checkpoint},
          {"next_visit", model::format_datestamp(peer.next_visit)}};
}

// What its state means for the keeper; empty where the last visit says it all.
std::string advice(const store::Peer& peer) {
  using store::PeerState;
  switch (peer.state) {
    case PeerState::blocked: return "Blocked: its records are hidden, whoever brings them.";
    case PeerState::held:
      return fmt::format("Held: look with \"commonplace peer show {0}\", then \"commonplace peer accept {0}\" or \"peer reject {0}\".", peer.name);
    case PeerState::paused: return "Paused: not visited until you resume it.";
    case PeerState::unreachable: return "Not reached five times: tried once a day.";
    case PeerState::suspended: return fmt::format("Stopped for safety: \"commonplace harvest {}\" tries again.", peer.name);
    default: break;
  }
  if (peer.probation) return fmt::format("On probation: nothing of it is public until \"commonplace peer approve {}\".", peer.name);
  return "";
}

std::string in_words(const store::Peer& peer, std::int64_t records) {
  auto words = fmt::format("{:<28} {:<11} {:>8} records  {}\n", peer.name, app::state_word(peer.state), records,
                           peer.message.empty() ? "Not visited yet." : peer.message);
  if (const auto more = advice(peer); !more.empty()) words += fmt::format("  {}\n", more);
  if (!peer.moved_to.empty()) words += fmt::format("  {}\n", app::words_of_move(peer.name, peer.moved_to));
  return words;
}

json::Value as_json(const store::Waiting& waiting) {
  return {{"live", waiting.live},         {"new", waiting.staged},    {"changed", waiting.changes},
          {"removed", waiting.removals},  {"hidden", waiting.hidden}, {"missing", waiting.missing}};
}

std::string_view sort_of(const store::WaitingRecord& record) {
  if (record.is_new) return "new";
  return record.swept ? "gone" : record.deleted ? "removed" : "changed";
}

std::string in_words(const store::Waiting& waiting) {
  std::string words;
  if (waiting.staged + waiting.changes + waiting.removals > 0)
    words += fmt::format("  waiting: {} new, {} changed, {} removed\n", waiting.staged, waiting.changes, waiting.removals);
  if (waiting.hidden > 0) words += fmt::format("  hidden: {}\n", waiting.hidden);
  if (waiting.missing > 0)
    words += fmt::format("  missing: {}, removed when the next whole list lacks them too\n", waiting.missing);
  return words;
}

void list(Session& session) {
  const auto desk = session.open();
  if (!desk) return;
  json::Value all = json::Value::array();
  std::string words;
  for (const auto& peer : desk->store->peers()) {
    const auto records = desk->store->live_from(peer.id);
    all.push_back(as_json(peer, records));
    words += in_words(peer, records);
  }
  session.answer({{"peers", all}}, words.empty() ? "No peers yet. Add one with \"commonplace peer add URL\".\n" : words);
}

void show(Session& session, const std::string& name) {
  const auto desk = session.open();
  if (!desk) return;
  const auto peer = app::find_peer(*desk->store, name);
  if (!peer) return session.fail(peer.problem());
  const auto records = desk->store->live_from(peer->id);
  std::string words = in_words(*peer, records) + fmt::format("  {}\n", peer->url);
  json::Value visits = json::Value::array();
  for (const auto& visit : desk->store->visits(peer->id, 10)) {
    visits.push_back({{"id", visit.id}, {"started", model::format_datestamp(visit.started)}, {"outcome", visit.outcome}, {"message", visit.message}});
    words += fmt::format("  visit {:<5} {}  {:<21} {}\n", visit.id, model::format_datestamp(visit.started), visit.outcome, visit.message);
  }
  for (const auto& row : desk->store->set_aside(peer->id, 20))
    words += fmt::format("  set aside {}: {} ({}, page {})\n", row.id, row.identifier.empty() ? "unknown" : row.identifier, row.reason, row.page);
  const auto waiting = desk->store->waiting(peer->id);
  words += in_words(waiting);
  json::Value sample = json::Value::array();
  for (const auto& record : desk->store->waiting_records(peer->id, samples)) {
    const auto title = app::title_of(record);
    sample.push_back({{"identifier", record.identifier}, {"what", sort_of(record)}, {"title", title}});
    words += fmt::format("  {:<8} {}  {}\n", sort_of(record), record.identifier, title);
  }
  const auto alignments = app::count_alignments(*desk->store, peer->id);
  if (alignments.found + alignments.unresolved > 0)
    words += fmt::format("  curriculum statements: {} known here, {} texts not resolved (tried again after each framework import)\n", alignments.found,
                         alignments.unresolved);
  auto object = as_json(*peer, records);
  object["alignments"] = {{"found", alignments.found}, {"unresolved", alignments.unresolved}};
  object["waiting"] = as_json(waiting);
  object["sample"] = sample;
  object["visits"] = visits;
  session.answer(object, words);
}

void change(Session& session, const std::string& name, app::PeerAct act) {
  const auto desk = session.open();
  if (!desk) return;
  const auto peer = app::change_peer(*desk->store, name, act);
  if (!peer) return session.fail(peer.problem());
  session.answer({{"name", peer->name}, {"state", app::state_word(peer->state)}},
                 fmt::format("{}: {}\n", peer->name, app::state_word(peer->state)));
}

// Accepts or rejects what is held.
void decide(Session& session, const std::string& name, bool accepts) {
  const auto desk = session.open();
  if (!desk) return;
  const auto peer = accepts ? app::accept_visit(*desk->store, name) : app::reject_visit(*desk->store, name);
  if (!peer) return session.fail(peer.problem());
  session.answer({{"name", peer->name}, {"state", app::state_word(peer->state)}, {"message", peer->message}},
                 fmt::format("{}: {}\n", peer->name, peer->message));
}

void roll_back(Session& session, const std::string& name, std::int64_t visit) {
  const auto desk = session.open();
  if (!desk) return;
  const auto taken = app::take_back(*desk->store, name, visit);
  if (!taken) return session.fail(taken.problem());
  session.answer({{"name", taken->peer.name}, {"state", app::state_word(taken->peer.state)}, {"records", taken->records}},
                 fmt::format("{}: {}\n", taken->peer.name, taken->peer.message));
}

void edit(Session& session, const std::string& name, const app::PeerChange& change) {
  const auto desk = session.open();
  if (!desk) return;
  const auto peer = app::edit_peer(*desk, name, change);
  if (!peer) return session.fail(peer.problem());
  session.answer(as_json(*peer, desk->store->live_from(peer->id)), fmt::format("{} is changed.\n", peer->name));
}

void add_deciding(CLI::App& command, Session& session, const std::shared_ptr<std::string>& name) {
  for (const bool accepts : {true, false}) {
    auto* deciding = command.add_subcommand(accepts ? "accept" : "reject",
                                            accepts ? "Make public what a held visit brought" : "Forget what a held visit brought");
    deciding->add_option("NAME", *name)->required();
    deciding->add_flag("--json", session.as_json, "One JSON object");
    deciding->callback([name, accepts, &session] { decide(session, *name, accepts); });
  }
}

}  // namespace

void add_peer(CLI::App& program, Session& session) {
  auto* command = program.add_subcommand("peer", "The sources that this node harvests.\n"
                                                 "Example: commonplace peer add https://learn.river.example/oai --name river");
  command->require_subcommand(1);
  auto wish = std::make_shared<app::NewPeer>();
  auto name = std::make_shared<std::string>();

  auto* add = command->add_subcommand("add", "Harvest one more source; adding it approves what it brings");
  add->add_option("URL", wish->url, "Address of a node, a repository, a file or a site")->required();
  add->add_option("--name", wish->name, "What to call it (else host and port)");
  add->add_option("--kind", wish->kind, "auto (the address is asked), oai, node, sitemap, resourcesync, static, file")
      ->check(CLI::IsMember({"auto", "oai", "node", "sitemap", "resourcesync", "static", "file"}));
  add->add_option("--prefix", wish->prefix, "Metadata format to ask for (else the best there is)");
  add->add_option("--set", wish->set, "Only this set");
  add->add_flag("--probation", wish->probation, "Keep what it brings from the public until \"peer approve\"");
  add->add_flag("--json", session.as_json, "One JSON object");
  add->callback([wish, &session] {
    const app::SignalWatch signals;
    const auto desk = session.open();
    if (!desk) return;
    const auto permits = app::permits_of(*desk, wish->url);
    if (!permits) return session.fail(permits.problem());
    const auto peer = app::add_peer(*desk, *wish, app::detector_for(*desk, *permits, signals.token()));
    if (!peer) return session.fail(peer.problem());
    std::string words = peer->message.empty() ? "" : peer->message + "\n";
    words += fmt::format("{} is a peer now. Harvest it with \"commonplace harvest {}\".\n", peer->name, peer->name);
    if (peer->probation) words += fmt::format("Nothing of it is public until you call \"commonplace peer approve {}\".\n", peer->name);
    session.answer(as_json(*peer, 0), words);
  });

  auto* listing = command->add_subcommand("list", "Every peer and how its last visit went");
  listing->add_flag("--json", session.as_json, "One JSON object");
  listing->callback([&session] { list(session); });

  auto* showing = command->add_subcommand("show", "One peer, its visits and what was set aside");
  showing->add_option("NAME", *name)->required();
  showing->add_flag("--json", session.as_json, "One JSON object");
  showing->callback([name, &session] { show(session, *name); });

  add_deciding(*command, session, name);

  auto visit = std::make_shared<std::int64_t>(0);
  auto* rollback = command->add_subcommand("rollback", "Take its records back to what they were after a visit, and pause it");
  rollback->add_option("NAME", *name)->required();
  rollback->add_option("--to", *visit, "Number of the visit, as \"peer show\" lists it")->required();
  rollback->add_flag("--json", session.as_json, "One JSON object");
  rollback->callback([name, visit, &session] { roll_back(session, *name, *visit); });

  auto wishes = std::make_shared<app::PeerChange>();
  auto* editing = command->add_subcommand("edit", "Change how it is harvested");
  editing->add_option("NAME", *name)->required();
  editing->add_option("--url", wishes->url, "Its new address");
  editing->add_option("--prefix", wishes->prefix, "Metadata format to ask for; empty: the best there is");
  editing->add_option("--set", wishes->set, "Only this set; empty: everything");
  editing->add_option("--limit", wishes->most_records, "Most records it may bring; 0: the default, 200,000");
  editing->add_option("--pause", wishes->pause, "Seconds between two requests");
  editing->add_option("--mend", wishes->mend, "Whether bad characters are mended: true or false");
  editing->add_option("--friend", wishes->is_friend, "Whether it has agreed to be named to other harvesters: true or false");
  editing->add_flag("--json", session.as_json, "One JSON object");
  editing->callback([name, wishes, &session] { edit(session, *name, *wishes); });

  struct Act {
    const char* name;
    const char* help;
    app::PeerAct act;
  };
  for (const Act& act : {Act{"pause", "Do not visit it for now", app::PeerAct::pause},
                         Act{"resume", "Visit it again; a blocked one is shown again", app::PeerAct::resume},
                         Act{"approve", "End its probation: what it brought and will bring is public", app::PeerAct::approve},
                         Act{"block", "Hide its records, whoever brings them, and visit it no more", app::PeerAct::block},
                         Act{"remove", "Forget the source; its public records stay", app::PeerAct::remove}}) {
    auto* acting = command->add_subcommand(act.name, act.help);
    acting->add_option("NAME", *name)->required();
    acting->add_flag("--json", session.as_json, "One JSON object");
    acting->callback([name, &session, what = act.act] { change(session, *name, what); });
  }
}

}  // namespace commonplace::cli
