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
  bool probation = false;  // nothing that it brings is public until the keeper approves it
};

// Takes the address of a Commonplace node (a bare host, or kind "node") as <address>/oai and anything else as an OAI-PMH
// base URL. Asks nobody yet: the first visit finds out, and says what is wrong.
model::Outcome<store::Peer> add_peer(const Desk& desk, const NewPeer& wish);

// By name, or by URL; the problem names the nearest.
model::Outcome<store::Peer> find_peer(const store::Store& store, const std::string& name);

// resume: visits it again; a blocked one is shown again. approve: what it has brought, and will bring, is public.
// block: its records are tombstones until it is resumed, whoever brings them. remove: its public records stay.
enum class PeerAct { pause, resume, remove, approve, block };
model::Outcome<store::Peer> change_peer(store::Store& store, const std::string& name, PeerAct act);

// What the keeper reads of a record that waits: its name, or its identifier where it has none.
std::string title_of(const store::WaitingRecord& record);

// "new", "active", "retrying", …: as people read it.
std::string_view state_word(store::PeerState state);

}  // namespace commonplace::app
