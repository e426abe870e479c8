// commonplace peer: the sources that this node harvests.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

#include "node/app/peers.h"
#include "node/cli/commands.h"

namespace commonplace::cli {
namespace {

json::Value as_json(const store::Peer& peer, std::int64_t records) {
  return {{"name", peer.name},
          {"url", peer.url},
          {"kind", peer.kind},
          {"state", app::state_word(peer.state)},
          {"repository", peer.repository_name},
          {"records", records},
          {"message", peer.message},
          {"checkpoint", peer.checkpoint},
          {"next_visit", model::format_datestamp(peer.next_visit)}};
}

std::string in_words(const store::Peer& peer, std::int64_t records) {
  return fmt::format("{:<28} {:<11} {:>8} records  {}\n", peer.name, app::state_word(peer.state), records,
                     peer.message.empty() ? "Not visited yet." : peer.message);
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
    visits.push_back({{"started", model::format_datestamp(visit.started)}, {"outcome", visit.outcome}, {"message", visit.message}});
    words += fmt::format("  {}  {:<21} {}\n", model::format_datestamp(visit.started), visit.outcome, visit.message);
  }
  for (const auto& row : desk->store->set_aside(peer->id, 20))
    words += fmt::format("  set aside: {} ({}, page {})\n", row.identifier.empty() ? "unknown" : row.identifier, row.reason, row.page);
  auto object = as_json(*peer, records);
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

}  // namespace

void add_peer(CLI::App& program, Session& session) {
  auto* command = program.add_subcommand("peer", "The sources that this node harvests.\n"
                                                 "Example: commonplace peer add https://learn.river.example/oai --name river");
  command->require_subcommand(1);
  auto wish = std::make_shared<app::NewPeer>();
  auto name = std::make_shared<std::string>();

  auto* add = command->add_subcommand("add", "Harvest one more source; adding it approves what it brings");
  add->add_option("URL", wish->url, "Address of the node, or of its OAI-PMH endpoint")->required();
  add->add_option("--name", wish->name, "What to call it (else host and port)");
  add->add_option("--kind", wish->kind, "auto, oai or node")->check(CLI::IsMember({"auto", "oai", "node"}));
  add->add_option("--prefix", wish->prefix, "Metadata format to ask for (else the best there is)");
  add->add_option("--set", wish->set, "Only this set");
  add->add_flag("--json", session.as_json, "One JSON object");
  add->callback([wish, &session] {
    const auto desk = session.open();
    if (!desk) return;
    const auto peer = app::add_peer(*desk, *wish);
    if (!peer) return session.fail(peer.problem());
    session.answer(as_json(*peer, 0), fmt::format("{} is a peer now. Harvest it with \"commonplace harvest {}\".\n", peer->name, peer->name));
  });

  auto* listing = command->add_subcommand("list", "Every peer and how its last visit went");
  listing->add_flag("--json", session.as_json, "One JSON object");
  listing->callback([&session] { list(session); });

  auto* showing = command->add_subcommand("show", "One peer, its visits and what was set aside");
  showing->add_option("NAME", *name)->required();
  showing->add_flag("--json", session.as_json, "One JSON object");
  showing->callback([name, &session] { show(session, *name); });

  struct Act {
    const char* name;
    const char* help;
    app::PeerAct act;
  };
  for (const Act& act : {Act{"pause", "Do not visit it for now", app::PeerAct::pause},
                         Act{"resume", "Visit it again", app::PeerAct::resume},
                         Act{"remove", "Forget the source; its records stay", app::PeerAct::remove}}) {
    auto* acting = command->add_subcommand(act.name, act.help);
    acting->add_option("NAME", *name)->required();
    acting->add_flag("--json", session.as_json, "One JSON object");
    acting->callback([name, &session, what = act.act] { change(session, *name, what); });
  }
}

}  // namespace commonplace::cli
