// The peers of a node: adding, pausing, resuming, forgetting.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "harvest/detect.h"
#include "node/app/desk.h"

namespace commonplace::app {

struct NewPeer {
  std::string url;
  std::string name;
  std::string kind = "auto";  // or "oai", "node", "static", "file", "sitemap", "resourcesync"
  std::string prefix;
  std::string set;
  bool probation = false;  // nothing that it brings is public until the keeper approves it
};

// harvest::detect() wherever it is to run.
using Detector = std::function<harvest::Found(const std::string& url)>;

// Of kind "auto" the address is asked what it is, and Peer::message says what was found. A source that does not answer is
// added as it is and asked again by its first visit; one that answers with nothing that can be harvested is refused
// ("no-source"). Without a detector, and for every other kind, nobody is asked. The address of a node (kind "node") is kept
// as <address>/oai, so that it can be visited either way.
model::Outcome<store::Peer> add_peer(const Desk& desk, const NewPeer& wish, const Detector& detector = {});

// By name, or by URL; the problem names the nearest.
model::Outcome<store::Peer> find_peer(const store::Store& store, const std::string& name);

// resume: visits it again; a blocked one is shown again. approve: what it has brought, and will bring, is public.
// block: its records are tombstones until it is resumed, whoever brings them. remove: its public records stay.
enum class PeerAct { pause, resume, remove, approve, block };
model::Outcome<store::Peer> change_peer(store::Store& store, const std::string& name, PeerAct act);

// What the keeper may change of a peer; what is not given stays. Another format or set asks for everything anew.
struct PeerChange {
  std::optional<std::string> url;
  std::optional<std::string> prefix;
  std::optional<std::string> set;
  std::optional<std::int64_t> most_records;  // HAR-38; 0: the default
  std::optional<std::int64_t> pause;         // seconds between two requests (HAR-22)
  std::optional<bool> mend;                  // HAR-16
  std::optional<bool> is_friend;             // OAI-36: it has agreed to be named to others
};
model::Outcome<store::Peer> edit_peer(const Desk& desk, const std::string& name, const PeerChange& change);

// What the keeper reads of a record that waits: its name, or its identifier where it has none.
std::string title_of(const store::WaitingRecord& record);

// What the keeper may do about an address that the source says it has moved to for good (HAR-6).
std::string words_of_move(const std::string& name, const std::string& moved_to);

// "new", "active", "retrying", …: as people read it.
std::string_view state_word(store::PeerState state);

}  // namespace commonplace::app
