#include "node/app/settlement.h"

#include <fmt/format.h>

namespace commonplace::app {
namespace {

constexpr int records_a_slice = 500;  // REL-6
constexpr std::int64_t always_allowed = 20;
constexpr std::int64_t small_source = 100;

bool has_something(const store::Waiting& waiting) {
  return waiting.staged + waiting.changes + waiting.removals > 0;
}

bool removes_too_many(const store::Waiting& waiting) {
  return waiting.removals > always_allowed && waiting.removals * 10 > waiting.live;
}

}  // namespace

bool is_mass_change(const store::Waiting& waiting) {
  const bool changes_too_many = waiting.live > small_source && waiting.changes * 2 > waiting.live;
  return removes_too_many(waiting) || changes_too_many;
}

std::string held_words(const store::Waiting& waiting) {
  if (removes_too_many(waiting))
    return fmt::format("{} of {} records would be removed. Nothing happens until you look.", waiting.removals, waiting.live);
  const auto percent = waiting.changes * 100 / std::max<std::int64_t>(1, waiting.live);
  return fmt::format("{} % of the records changed ({} of {}). Nothing happens until you look.", percent, waiting.changes,
                     waiting.live);
}

bool is_swept(const store::Peer& peer) {
  if (peer.kind == "node" || peer.kind == "auto") return false;  // its feed says what is gone; it is not known yet
  if (peer.kind != "oai") return true;
  return !peer.set.empty() || peer.deleted_records == "no" || peer.deleted_records == "transient";
}

Settlement::End Settlement::settle(store::Visit& visit, bool sweep) {
  if (sweep) {
    enter(visit, store::Phase::sweep);
    store_.sweep(visit, now_());
  }
  const auto waiting = store_.waiting(visit.peer);
  const bool was_released_before = visit.phase == store::Phase::release;
  if (!was_released_before && is_mass_change(waiting)) {
    enter(visit, store::Phase::guard);
    return End::held;
  }
  if (!has_something(waiting)) return End::released;
  enter(visit, store::Phase::release);
  return release(visit.peer) ? End::released : End::stopped;
}

void Settlement::release_early(store::PeerId peer) {
  if (!is_mass_change(store_.waiting(peer))) release(peer);
}

bool Settlement::turn(store::PeerId peer, store::Turn what) {
  while (store_.turn(peer, what, records_a_slice, now_()) > 0)
    if (stop_.stop_requested()) return false;
  return true;
}

void Settlement::enter(store::Visit& visit, store::Phase phase) {
  visit.phase = phase;
  store::Batch batch;
  batch.visit = visit;
  visit.id = store_.write(batch, now_()).visit_id;
}

}  // namespace commonplace::app
