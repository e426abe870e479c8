#include "node/app/peers.h"

#include <fmt/format.h>

#include "harvest/address_guard.h"
#include "node/app/clock.h"
#include "node/app/fetching.h"
#include "node/config/nearest.h"
#include "schemas/formats/url.h"

namespace commonplace::app {
namespace {

using model::Outcome;
using model::Problem;

std::string oai_address(const formats::Url& url, const NewPeer& wish) {
  const bool is_bare = url.path == "/" && url.query.empty();
  if (wish.kind == "oai" || (wish.kind == "auto" && !is_bare)) return wish.url;
  std::string base = wish.url;
  while (base.ends_with('/')) base.pop_back();
  return base.ends_with("/oai") ? base : base + "/oai";
}

std::string host_and_port(const formats::Url& url) {
  const bool usual = url.port == (url.scheme == "https" ? 443 : 80);
  return usual ? url.host : fmt::format("{}:{}", url.host, url.port);
}

}  // namespace

std::string_view state_word(store::PeerState state) {
  using store::PeerState;
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

Outcome<store::Peer> add_peer(const Desk& desk, const NewPeer& wish) {
  const auto url = formats::parse_http_url(wish.url);
  if (!url) return Problem{"bad-url", "url", "the address is no web address", "Write it with https:// in front."};
  store::Peer peer;
  peer.url = oai_address(*url, wish);
  const auto permits = permits_of(desk, peer.url);
  if (!permits) return permits.problem();
  if (const auto why = harvest::refuse_url(peer.url, *permits))
    return Problem{"refused-address", "url", *why,
                   "Look at the address; a network of your own is named in commonplace.toml."};
  if (peer.url == desk.config.base_url + "/oai")
    return Problem{"own-address", "url", "this is the node itself", "Name another node."};
  peer.name = wish.name.empty() ? host_and_port(*url) : wish.name;
  peer.kind = "oai";
  peer.prefix = wish.prefix;
  peer.set = wish.set;
  peer.added = now();
  peer.next_visit = peer.added;
  for (const auto& other : desk.store->peers())
    if (other.name == peer.name || (other.url == peer.url && other.set == peer.set))
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
  if (act == PeerAct::remove) {
    store.remove_peer(peer->id);
    return peer;
  }
  if (act == PeerAct::pause) peer->state = store::PeerState::paused;
  if (act == PeerAct::resume) {
    peer->state = peer->last_good.seconds == 0 ? store::PeerState::fresh : store::PeerState::active;
    peer->next_visit = now();
    peer->failures = 0;
  }
  store.update_peer(*peer);
  return peer;
}

}  // namespace commonplace::app
