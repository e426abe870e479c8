#include "node/app/scheduler.h"

#include <random>

#include "node/app/clock.h"
#include "node/app/fetching.h"
#include "node/app/harvester.h"
#include "node/app/keeping.h"
#include "node/app/rest.h"
#include "node/config/log.h"
#include "schemas/formats/url.h"

namespace commonplace::app {
namespace {

using config::Level;
using config::log;

constexpr auto look_every = std::chrono::seconds(2);
constexpr std::chrono::seconds forget_every = std::chrono::hours(24);
constexpr auto longest_wait_inside = std::chrono::minutes(2);  // longer ones are left to the schedule

std::string host_of(const store::Peer& peer) {
  const auto url = formats::parse_http_url(peer.url);
  return url ? url->host + ":" + std::to_string(url->port) : peer.url;
}

bool is_visited(store::PeerState state) {
  using store::PeerState;
  return state == PeerState::fresh || state == PeerState::probation || state == PeerState::active ||
         state == PeerState::retrying || state == PeerState::unreachable;
}

double random_part() {
  thread_local std::minstd_rand engine(std::random_device{}());
  return std::uniform_real_distribution<double>(0.0, 1.0)(engine);
}

}  // namespace

Scheduler::Scheduler(const Desk& desk) : desk_(desk) {}

Scheduler::~Scheduler() { stop(); }

void Scheduler::start() {
  if (!desk_.config.harvest_enabled) return;
  for (int i = 0; i < desk_.config.harvest_parallel; ++i)
    threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
}

void Scheduler::stop() {
  for (auto& thread : threads_) thread.request_stop();
  threads_.clear();
}

// The host is free again however the visit ends.
struct Scheduler::Lease {
  Scheduler& scheduler;
  const store::Peer& peer;
  ~Lease() { scheduler.give_back(peer); }
};

// The third door at which exceptions end: a broken store is logged, and tried again later.
void Scheduler::work(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    try {
      if (is_time_to_forget()) forget_the_old(*desk_.store, now());
      if (const auto peer = take_due()) {
        const Lease lease{*this, *peer};
        visit(*peer, stop);
        continue;
      }
    } catch (const std::exception& error) {
      log(Level::error, "harvest.broken", {{"why", error.what()}});
    }
    rest(stop, look_every);
  }
}

// When the node starts, and once a day.
bool Scheduler::is_time_to_forget() {
  const std::lock_guard lock(mutex_);
  const auto moment = now();
  if (moment.seconds - forgot_.seconds < forget_every.count()) return false;
  forgot_ = moment;
  return true;
}

std::optional<store::Peer> Scheduler::take_due() {
  const std::lock_guard lock(mutex_);
  const auto moment = now();
  for (const auto& peer : desk_.store->peers())
    if (is_visited(peer.state) && peer.next_visit <= moment && busy_hosts_.insert(host_of(peer)).second) return peer;
  return {};
}

void Scheduler::give_back(const store::Peer& peer) {
  const std::lock_guard lock(mutex_);
  busy_hosts_.erase(host_of(peer));
}

void Scheduler::visit(const store::Peer& peer, const std::stop_token& stop) {
  const auto permits = permits_of(desk_, peer.url);
  if (!permits) return log(Level::error, "harvest.config", {{"peer", peer.name}, {"why", permits.problem().what}});
  const auto tell = [&peer](const std::string& words) { log(Level::warning, "harvest.child", {{"peer", peer.name}, {"why", words}}); };
  const auto fetcher = fetcher_for(desk_, *permits, stop, tell);
  const Visitor visitor{desk_.config.base_url, desk_.identity_host, desk_.folder.media(), desk_.config.harvest_interval_hours,
                               desk_.folder.locks()};
  VisitOptions options;
  options.now = now;
  options.jitter = random_part;
  options.stop = stop;
  options.make_visit = visits_for(desk_, *permits, tell);
  options.wait = [stop](std::chrono::seconds pause) { return pause <= longest_wait_inside && rest(stop, pause); };
  const auto report = visit_peer(*desk_.store, *fetcher, visitor, peer, options);
  for (const auto& alarm : report.alarms) log(Level::warning, "harvest.alarm", {{"peer", report.peer}, {"what", alarm}});
  log(Level::info, "harvest.done",
      {{"peer", peer.name}, {"outcome", std::string(harvest::word(report.ending))}, {"message", report.message},
       {"offered", std::to_string(report.counts.offered)}, {"created", std::to_string(report.counts.created)},
       {"updated", std::to_string(report.counts.updated)}, {"deleted", std::to_string(report.counts.deleted)},
       {"set_aside", std::to_string(report.counts.quarantined + report.counts.refused)}});
}

}  // namespace commonplace::app
