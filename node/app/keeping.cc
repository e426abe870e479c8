#include "node/app/keeping.h"

#include <fmt/format.h>

#include <algorithm>

#include "harvest/ending.h"
#include "node/app/clock.h"
#include "node/app/harvester.h"
#include "node/app/peers.h"
#include "node/app/settlement.h"

namespace commonplace::app {
namespace {

using model::Outcome;
using model::Problem;
using store::Phase;

constexpr int most_visits = 10'000;
constexpr int records_a_slice = 500;  // REL-6
constexpr std::int64_t kept_seconds = std::int64_t{90} * 24 * 3600;

struct Held {
  store::Peer peer;
  store::Visit visit;
};

Outcome<Held> held_visit(store::Store& store, const std::string& name) {
  auto peer = find_peer(store, name);
  if (!peer) return peer.problem();
  const auto visits = store.visits(peer->id, 10);
  const auto found = std::find_if(visits.begin(), visits.end(), [](const auto& visit) {
    return visit.phase == Phase::guard || visit.phase == Phase::release;
  });
  if (peer->state != store::PeerState::held || found == visits.end())
    return Problem{"not-held", "peer", "nothing of this peer is held",
                   fmt::format("\"commonplace peer show {}\" says how its visits went.", peer->name)};
  return Held{std::move(*peer), *found};
}

void write_phase(store::Store& store, store::Visit& visit, Phase phase) {
  visit.phase = phase;
  store::Batch batch;
  batch.visit = visit;
  store.write(batch, now());
}

void turn_all(store::Store& store, store::PeerId peer, store::Turn what) { Settlement(store, now, {}).turn(peer, what); }

Outcome<store::Visit> visit_to_go_back_to(const store::Store& store, store::PeerId peer, std::int64_t id) {
  const auto visits = store.visits(peer, most_visits);
  const auto found = std::find_if(visits.begin(), visits.end(), [id](const auto& visit) { return visit.id == id; });
  if (found == visits.end())
    return Problem{"no-such-visit", "to", "this peer has no visit with this number",
                   "\"commonplace peer show\" lists its visits with their numbers."};
  if (found->last_seq == 0 || !found->finished)
    return Problem{"not-kept", "to", "this visit did not end, or was made before states were kept", "Choose a later one."};
  if (found->finished->seconds < now().seconds - kept_seconds)
    return Problem{"not-kept", "to", "states are kept for 90 days, and this visit is older", "Choose a later one."};
  return *found;
}

// The state before is one that can be gone back to as well.
void note_taking_back(store::Store& store, store::Peer& peer, const store::Visit& to, std::int64_t records) {
  store::Visit visit;
  visit.peer = peer.id;
  visit.started = now();
  visit.finished = visit.started;
  visit.phase = Phase::done;
  visit.outcome = harvest::word(harvest::Ending::complete);
  visit.prefix = to.prefix;
  visit.message = fmt::format("Taken back to visit {}: {} records changed. Resume the peer when its source is mended.", to.id, records);
  peer.message = visit.message;
  store::Batch batch;
  batch.visit = std::move(visit);
  batch.peer = peer;
  store.write(batch, now());
}

}  // namespace

Outcome<store::Peer> accept_visit(store::Store& store, const std::string& name) {
  auto held = held_visit(store, name);
  if (!held) return held.problem();
  if (held->visit.phase != Phase::release) write_phase(store, held->visit, Phase::release);
  turn_all(store, held->peer.id, store::Turn::release);
  const auto& counts = held->visit.counts;
  held->visit.outcome = harvest::word(harvest::Ending::complete);
  held->visit.message = fmt::format("{} new, {} changed, {} removed; accepted by you.", counts.created, counts.updated, counts.deleted);
  conclude(store, held->visit, held->peer, false, now());
  return find_peer(store, name);
}

Outcome<store::Peer> reject_visit(store::Store& store, const std::string& name) {
  auto held = held_visit(store, name);
  if (!held) return held.problem();
  if (held->visit.phase == Phase::release)
    return Problem{"accepted-already", "peer", "this visit was accepted, and a part of it is public",
                   fmt::format("Finish it with \"commonplace peer accept {0}\"; \"commonplace peer rollback {0}\" takes it back.", held->peer.name)};
  turn_all(store, held->peer.id, store::Turn::drop_parked);
  turn_all(store, held->peer.id, store::Turn::drop_staged);
  auto& peer = held->peer;
  peer.state = peer.probation ? store::PeerState::probation : store::PeerState::active;
  peer.message = held->visit.message = "Turned down by you; what was public stays. The next visit asks again.";
  held->visit.phase = Phase::done;
  held->visit.finished = now();
  store::Batch batch;
  batch.visit = held->visit;
  batch.peer = peer;
  store.write(batch, now());
  return peer;
}

Outcome<TakenBack> take_back(store::Store& store, const std::string& name, std::int64_t id) {
  auto peer = find_peer(store, name);
  if (!peer) return peer.problem();
  if (peer->state == store::PeerState::blocked || peer->state == store::PeerState::held)
    return Problem{"not-now", "peer", fmt::format("this peer is {}", state_word(peer->state)),
                   "Resume it first, or accept or reject what is held."};
  const auto to = visit_to_go_back_to(store, peer->id, id);
  if (!to) return to.problem();
  peer->state = store::PeerState::paused;  // first of all: nothing comes in between
  peer->checkpoint = to->checkpoint;
  store.update_peer(*peer);
  turn_all(store, peer->id, store::Turn::drop_parked);
  TakenBack taken;
  store::RollBack wish{peer->id, to->last_seq, 0, records_a_slice};
  for (auto slice = store.roll_back(wish, now()); slice.last != 0; slice = store.roll_back(wish, now())) {
    taken.records += slice.changed;
    wish.after = slice.last;
  }
  note_taking_back(store, *peer, *to, taken.records);
  taken.peer = *peer;
  return taken;
}

void forget_the_old(store::Store& store, model::Datestamp moment) {
  while (store.forget({moment.seconds - kept_seconds}, records_a_slice) > 0) {
  }
}

}  // namespace commonplace::app
