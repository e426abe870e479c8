// commonplace quarantine: what sources offered and could not be taken.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

#include "node/app/fetching.h"
#include "node/app/peers.h"
#include "node/app/quarantine.h"
#include "node/app/signals.h"
#include "node/cli/commands.h"

namespace commonplace::cli {
namespace {

constexpr int most_listed = 10'000;

json::Value as_json(const store::SetAside& row, const std::string& peer) {
  return {{"id", row.id},
          {"peer", peer},
          {"identifier", row.identifier},
          {"reason", row.reason},
          {"when", model::format_datestamp(row.at)},
          {"page", row.page},
          {"offset", row.byte_offset},
          {"sha256", row.sha256}};
}

std::string name_of(const store::Store& store, store::PeerId id) {
  for (const auto& peer : store.peers())
    if (peer.id == id) return peer.name;
  return "a removed peer";
}

void list(Session& session, const std::string& name) {
  const auto desk = session.open();
  if (!desk) return;
  store::PeerId only = 0;
  if (!name.empty()) {
    const auto peer = app::find_peer(*desk->store, name);
    if (!peer) return session.fail(peer.problem());
    only = peer->id;
  }
  json::Value all = json::Value::array();
  std::string words;
  for (const auto& row : desk->store->set_aside(only, most_listed)) {
    const auto peer = name_of(*desk->store, row.peer);
    all.push_back(as_json(row, peer));
    words += fmt::format("{:>6}  {}  {}  {}\n        {} ({})\n", row.id, model::format_datestamp(row.at), peer,
                         row.identifier.empty() ? "without identifier" : app::harmless(row.identifier),
                         app::reason_in_words(row.reason), row.reason);
  }
  session.answer({{"set_aside", all}}, words.empty() ? "Nothing is set aside.\n" : words);
}

void show(Session& session, std::int64_t id) {
  const auto desk = session.open();
  if (!desk) return;
  const auto row = app::find_set_aside(*desk->store, id);
  if (!row) return session.fail(row.problem());
  const auto peer = name_of(*desk->store, row->peer);
  auto object = as_json(*row, peer);
  object["raw"] = app::harmless(row->raw);
  session.answer(object, fmt::format("{} of {}, page {}, byte {}\n{} ({})\nSHA-256 {}\n\n{}\n",
                                     row->identifier.empty() ? "A record" : app::harmless(row->identifier), peer, row->page,
                                     row->byte_offset, app::reason_in_words(row->reason), row->reason, row->sha256,
                                     app::harmless(row->raw)));
}

void discard(Session& session, std::int64_t id) {
  const auto desk = session.open();
  if (!desk) return;
  if (const auto failure = app::discard_set_aside(*desk->store, id)) return session.fail(*failure);
  session.answer({{"discarded", id}}, fmt::format("{} is thrown away.\n", id));
}

std::string_view words_of(app::Retried retried) {
  switch (retried) {
    case app::Retried::stored: return "It came through, and is public.";
    case app::Retried::waits: return "It came through, and waits with the others of its peer.";
    case app::Retried::nothing_new: return "It can be read, but is not newer than what is here.";
  }
  return "";
}

void retry(Session& session, std::int64_t id) {
  const app::SignalWatch signals;
  const auto desk = session.open();
  if (!desk) return;
  const auto row = app::find_set_aside(*desk->store, id);
  if (!row) return session.fail(row.problem());
  std::string url;
  for (const auto& peer : desk->store->peers())
    if (peer.id == row->peer) url = peer.url;
  const auto permits = app::permits_of(*desk, url);
  if (!permits) return session.fail(permits.problem());
  const auto fetcher = app::fetcher_for(*desk, *permits, signals.token());
  const app::Visitor visitor{desk->config.base_url, desk->identity_host, desk->folder.media(), desk->config.harvest_interval_hours};
  const auto retried = app::try_again(*desk->store, *fetcher, visitor, id, app::second_reader_for(*desk, *permits, signals.token()));
  if (!retried) return session.fail(retried.problem());
  session.answer({{"id", id}, {"result", words_of(*retried)}}, fmt::format("{}\n", words_of(*retried)));
}

}  // namespace

void add_quarantine(CLI::App& program, Session& session) {
  auto* command = program.add_subcommand("quarantine", "What sources offered and could not be taken; kept for 90 days.\n"
                                                       "Example: commonplace quarantine list river");
  command->require_subcommand(1);
  auto name = std::make_shared<std::string>();
  auto id = std::make_shared<std::int64_t>(0);

  auto* listing = command->add_subcommand("list", "Everything that is set aside, newest first");
  listing->add_option("PEER", *name, "Of one peer only");
  listing->add_flag("--json", session.as_json, "One JSON object");
  listing->callback([name, &session] { list(session, *name); });

  struct Act {
    const char* name;
    const char* help;
    void (*act)(Session&, std::int64_t);
  };
  for (const Act& act : {Act{"show", "One of them with its bytes as text", show},
                         Act{"discard", "Throw one away", discard},
                         Act{"retry", "Read it again, and ask the source for it again", retry}}) {
    auto* acting = command->add_subcommand(act.name, act.help);
    acting->add_option("ID", *id, "Its number, as \"quarantine list\" shows it")->required();
    acting->add_flag("--json", session.as_json, "One JSON object");
    acting->callback([id, &session, what = act.act] { what(session, *id); });
  }
}

}  // namespace commonplace::cli
