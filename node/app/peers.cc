#include "node/app/peers.h"

#include <fmt/format.h>

#include "harvest/address_guard.h"
#include "node/app/clock.h"
#include "node/app/fetching.h"
#include "node/config/nearest.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/url.h"

namespace commonplace::app {
namespace {

using model::Outcome;
using model::Problem;
using store::PeerState;

std::string node_address(std::string base) {
  while (base.ends_with('/')) base.pop_back();
  return base.ends_with("/oai") ? base : base + "/oai";
}

std::string host_and_port(const formats::Url& url) {
  const bool usual = url.port == (url.scheme == "https" ? 443 : 80);
  return usual ? url.host : fmt::format("{}:{}", url.host, url.port);
}

constexpr int most_a_slice = 2000;  // each is one commit

void turn_all(store::Store& store, store::PeerId peer, store::Turn what) {
  while (store.turn(peer, what, most_a_slice, now()) > 0) {
  }
}

void set_going(store::Peer& peer) {
  peer.state = peer.last_good.seconds == 0 ? PeerState::fresh : peer.probation ? PeerState::probation : PeerState::active;
  peer.next_visit = now();
  peer.failures = 0;
}

void approve(store::Peer& peer) {
  peer.probation = false;
  peer.invited = false;
  if (peer.state == PeerState::probation) peer.state = PeerState::active;
}

constexpr std::int64_t most_records_ever = 5'000'000;  // harvest.md §8
constexpr std::int64_t longest_pause = 3600;

model::Failure wrong_value(const Desk& desk, const PeerChange& change) {
  if (change.most_records && (*change.most_records < 0 || *change.most_records > most_records_ever))
    return Problem{"bad-limit", "limit", "the limit is no number from 0 to 5,000,000", "0 stands for the default, 200,000."};
  if (change.pause && (*change.pause < 0 || *change.pause > longest_pause))
    return Problem{"bad-pause", "pause", "the pause is no number of seconds from 0 to 3600", "Most sources need none; arXiv asks for 3."};
  if (!change.url) return {};
  if (!formats::parse_http_url(*change.url))
    return Problem{"bad-url", "url", "the address is no web address", "Write it with https:// in front."};
  const auto permits = permits_of(desk, *change.url);
  if (!permits) return permits.problem();
  if (const auto why = harvest::refuse_url(*change.url, *permits))
    return Problem{"refused-address", "url", *why, "Look at the address; a network of your own is named in commonplace.toml."};
  return {};
}

model::Failure obstacle_to(const store::Peer& peer, const PeerChange& change) {
  const bool has_list = peer.kind == "oai" || peer.kind == "node";
  if (change.is_friend.value_or(false) && !has_list)
    return Problem{"no-oai", "friend", "only sources with an OAI-PMH address can be named as friends", "Leave --friend away."};
  return {};
}

model::Failure obstacle_to(PeerAct act, const store::Peer& peer) {
  const bool blocked = peer.state == PeerState::blocked;
  if (peer.state == PeerState::held && (act == PeerAct::resume || act == PeerAct::pause))
    return Problem{"peer-held", "peer", "a visit of this peer is held until you decide",
                   fmt::format("Look with \"commonplace peer show {0}\", then \"commonplace peer accept {0}\" or \"peer reject {0}\".", peer.name)};
  if (act == PeerAct::approve && blocked)
    return Problem{"peer-blocked", "peer", "this peer is blocked", "Call \"commonplace peer resume\" first."};
  if (act == PeerAct::approve && !peer.probation)
    return Problem{"not-on-probation", "peer", "this peer is not on probation: what it brings is public already",
                   "To hide what it brought, call \"commonplace peer block\"."};
  if (act == PeerAct::pause && blocked)
    return Problem{"peer-blocked", "peer", "this peer is blocked, and not visited anyway",
                   "Call \"commonplace peer resume\" to show its records again."};
  if (act == PeerAct::remove && blocked)
    return Problem{"peer-blocked", "peer", "a blocked peer stays known, so that its records stay hidden whoever brings them",
                   "To forget it, call \"commonplace peer resume\" first; its records are shown again then."};
  return {};
}

// A node may be named by its base URL or by its OAI-PMH one.
bool is_same_place(const std::string& a, const std::string& b) { return a == b || node_address(a) == node_address(b); }

Problem no_source(const std::string& words) {
  return {"no-source", "url", words, "If you know what it is, say so with --kind."};
}

// Fills in what the address has answered.
model::Failure ask_what_it_is(store::Peer& peer, const Detector& detector) {
  const auto found = detector(peer.url);
  if (found.kind.empty() && found.reached) return no_source(found.words);
  if (found.kind.empty()) {
    peer.message = "Not reached yet; what it is will be found out by the first visit.";
    return {};
  }
  peer.kind = found.kind;
  peer.url = found.url;
  peer.message = found.words;
  return {};
}

}  // namespace

std::string_view state_word(store::PeerState state) {
  switch (state) {
    case PeerState::fresh: return "new";
    case PeerState::probation: return "probation";
    case PeerState::active: return "active";
    case PeerState::retrying: return "retrying";
    case PeerState::unreachable: return "unreachable";
    case PeerState::held: return "held";
    case PeerState::suspended: return "suspended";
    case PeerState::paused: return "paused";
    case PeerState::blocked: return "blocked";
  }
  return "";
}

Outcome<store::Peer> add_peer(const Desk& desk, const NewPeer& wish, const Detector& detector) {
  const auto url = formats::parse_http_url(wish.url);
  if (!url) return Problem{"bad-url", "url", "the address is no web address", "Write it with https:// in front."};
  store::Peer peer;
  peer.kind = wish.kind;
  peer.url = wish.kind == "node" ? node_address(wish.url) : wish.url;
  const auto permits = permits_of(desk, peer.url);
  if (!permits) return permits.problem();
  if (const auto why = harvest::refuse_url(peer.url, *permits))
    return Problem{"refused-address", "url", *why,
                   "Look at the address; a network of your own is named in commonplace.toml."};
  if (is_same_place(peer.url, desk.config.base_url))
    return Problem{"own-address", "url", "this is the node itself", "Name another node."};
  peer.name = wish.name.empty() ? host_and_port(*url) : wish.name;
  peer.prefix = wish.prefix;
  peer.set = wish.set;
  peer.probation = wish.probation;
  peer.added = now();
  peer.next_visit = peer.added;
  if (wish.kind == "auto" && detector)
    if (auto problem = ask_what_it_is(peer, detector)) return *problem;
  for (const auto& other : desk.store->peers())
    if (other.name == peer.name || (is_same_place(other.url, peer.url) && other.set == peer.set))
      return Problem{"peer-exists", "name", fmt::format("there is a peer {} for this already", other.name),
                     "Choose another --name, or remove the first."};
  peer.id = desk.store->add_peer(peer);
  return peer;
}

Outcome<store::Peer> find_peer(const store::Store& store, const std::string& name) {
  if (auto peer = store.peer(name)) return std::move(*peer);
  const auto all = store.peers();
  std::vector<std::string_view> names;
  for (const auto& peer : all) {
    if (peer.url == name) return peer;
    names.push_back(peer.name);
  }
  const auto near = config::nearest(name, names);
  return Problem{"no-such-peer", "peer", "there is no peer of this name",
                 near.empty() ? "Add one with \"commonplace peer add URL\"." : fmt::format("Did you mean {}?", near)};
}

Outcome<store::Peer> change_peer(store::Store& store, const std::string& name, PeerAct act) {
  auto peer = find_peer(store, name);
  if (!peer) return peer;
  if (auto obstacle = obstacle_to(act, *peer)) return *obstacle;
  const bool was_blocked = peer->state == PeerState::blocked;
  switch (act) {
    case PeerAct::remove: store.remove_peer(peer->id); return peer;
    case PeerAct::pause: peer->state = PeerState::paused; break;
    case PeerAct::block: peer->state = PeerState::blocked; break;
    case PeerAct::resume: set_going(*peer); break;
    case PeerAct::approve: approve(*peer); break;
  }
  store.update_peer(*peer);
  if (act == PeerAct::block) turn_all(store, peer->id, store::Turn::hide);
  if (was_blocked) turn_all(store, peer->id, store::Turn::reveal);
  if (act == PeerAct::approve) turn_all(store, peer->id, store::Turn::release);
  return peer;
}

Outcome<store::Peer> edit_peer(const Desk& desk, const std::string& name, const PeerChange& change) {
  auto peer = find_peer(*desk.store, name);
  if (!peer) return peer;
  if (auto wrong = wrong_value(desk, change)) return *wrong;
  if (auto obstacle = obstacle_to(*peer, change)) return *obstacle;
  if (change.url) peer->url = *change.url;
  if (change.url) peer->moved_to.clear();
  const bool asks_anew = (change.prefix && *change.prefix != peer->prefix) || (change.set && *change.set != peer->set);
  if (asks_anew) peer->checkpoint.clear();
  peer->prefix = change.prefix.value_or(peer->prefix);
  peer->set = change.set.value_or(peer->set);
  peer->most_records = change.most_records.value_or(peer->most_records);
  peer->pause = change.pause.value_or(peer->pause);
  peer->mend = change.mend.value_or(peer->mend);
  peer->is_friend = change.is_friend.value_or(peer->is_friend);
  desk.store->update_peer(*peer);
  return peer;
}

std::string title_of(const store::WaitingRecord& record) {
  const auto resource = formats::read_canonical(record.document.empty() ? record.present : record.document);
  const auto title = resource ? std::string(model::best(resource->name, resource->in_language).text) : "";
  return title.empty() ? record.identifier : title;
}

std::string words_of_move(const std::string& name, const std::string& moved_to) {
  return fmt::format("It says that it has moved for good to {0}. If you trust that: \"commonplace peer edit {1} --url {0}\".", moved_to, name);
}

}  // namespace commonplace::app
