// The peers of a node: adding, pausing, resuming, forgetting.
#pragma once

#include <string>
#include <string_view>

#include "node/app/desk.h"

namespace commonplace::app {

struct NewPeer {
  std::string url;  // of a Commonplace node, or an OAI-PMH base URL
  std::string name;
  std::string kind = "auto";
  std::string prefix;
  std::string set;
};

// Takes the address of a Commonplace node (a bare host, or kind "node") as <address>/oai and anything else as an OAI-PMH
// base URL. Asks nobody yet: the first visit finds out, and says what is wrong.
model::Outcome<store::Peer> add_peer(const Desk& desk, const NewPeer& wish);

// By name, or by URL; the problem names the nearest.
model::Outcome<store::Peer> find_peer(const store::Store& store, const std::string& name);

enum class PeerAct { pause, resume, remove };
model::Outcome<store::Peer> change_peer(store::Store& store, const std::string& name, PeerAct act);

// "new", "active", "retrying", …: as people read it.
std::string_view state_word(store::PeerState state);

}  // namespace commonplace::app
