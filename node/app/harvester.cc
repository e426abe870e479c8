#include "node/app/harvester.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "node/app/arrival.h"
#include "node/app/folder_lock.h"
#include "node/app/settlement.h"

namespace commonplace::app {
namespace {

constexpr int failures_until_unreachable = 5;  // harvest.md §2
constexpr int failures_until_other_way = 3;    // HAR-44
constexpr std::size_t most_raw_bytes = 256 * 1024;
constexpr std::int64_t enough_of_an_invited_peer = 20;
constexpr std::int64_t most_claims = 20;  // HOST-43
constexpr std::int64_t whole_list_every_seconds = std::int64_t{7} * 24 * 3600;  // HAR-12
constexpr std::int64_t whole_list_again_seconds = 3600;                         // HAR-41

// harvest.md §2: one minute doubling; once a day when the source has not been reached five times.
std::chrono::seconds pause_after(int failures) {
  if (failures >= failures_until_unreachable) return std::chrono::hours(24);
  return std::chrono::minutes(1) * (1 << (failures - 1));
}

harvest::Tally tally_of(const store::VisitCounts& counts) {
  return {counts.offered, counts.created, counts.updated,     counts.deleted, counts.unchanged, counts.duplicate,
          counts.own,     counts.refused, counts.quarantined, counts.lost};
}

void count(store::VisitCounts& counts, store::Verdict verdict) {
  switch (verdict) {
    case store::Verdict::created: ++counts.created; break;
    case store::Verdict::updated: ++counts.updated; break;
    case store::Verdict::unchanged: ++counts.unchanged; break;
    case store::Verdict::deleted: ++counts.deleted; break;
    case store::Verdict::refused: ++counts.refused; break;
    case store::Verdict::duplicate: ++counts.duplicate; break;
  }
}

class PeerVisit {
 public:
  PeerVisit(store::Store& store, harvest::Fetcher& fetcher, const Visitor& visitor, const store::Peer& peer,
            const VisitOptions& options)
      : store_(store),
        visitor_(visitor),
        options_(options),
        peer_(peer),
        waiting_before_(store.waiting(peer.id)),
        arrival_(store, fetcher, visitor),
        settlement_(store, options.now, options.stop) {
    full_ = options.full || is_whole_list_due();
    const auto resumption = resume();
    visit_ = options.make_visit ? options.make_visit(source(), house(), limits(), resumption)
                                : harvest::make_visit(source(), fetcher, house(), limits(), resumption);
  }

  VisitReport run() {
    while (auto delivery = visit_->next_page()) {
      take(*delivery);
      report_progress();
      if (must_stop()) break;
    }
    return finish();
  }

 private:
  harvest::Source source() const {
    harvest::Source source;
    source.kind = takes_other_way() ? "oai" : peer_.kind;
    source.url = peer_.url;
    source.name = peer_.repository_name.empty() ? peer_.name : peer_.repository_name;
    source.wished_prefix = peer_.prefix;
    source.set = peer_.set;
    source.mend = peer_.mend;
    source.pause = std::chrono::seconds(peer_.pause);
    source.checkpoint = full_ ? "" : peer_.checkpoint;
    const auto last = store_.visits(peer_.id, 1);
    if (!last.empty() && !options_.full) source.known_prefix = last.front().prefix;
    return source;
  }

  // HAR-44: a node whose feed has failed three visits is asked by OAI-PMH, which it speaks too.
  bool takes_other_way() const { return peer_.kind == "node" && peer_.failures >= failures_until_other_way; }

  // What a source of kind "auto" has turned out to be.
  void remember_kind() {
    const auto& standing = visit_->standing();
    if (standing.kind.empty()) return;
    peer_.kind = standing.kind;
    peer_.url = standing.url;
  }

  harvest::House house() const { return {options_.wait, options_.jitter, options_.now, options_.stop, {}}; }

  harvest::VisitLimits limits() const {
    harvest::VisitLimits limits;
    if (peer_.most_records > 0) limits.records = peer_.most_records;
    limits.pages = limits.records / 10 + 10;
    return limits;
  }

  // What a source does not tell of is found missing in a whole list alone (HAR-12); one that lacked something is
  // looked at again soon.
  bool is_whole_list_due() const {
    if (peer_.kind != "oai" || !is_swept(peer_) || peer_.last_full.seconds == 0) return false;
    const auto age = options_.now().seconds - peer_.last_full.seconds;
    return age >= whole_list_every_seconds || (waiting_before_.missing > 0 && age >= whole_list_again_seconds);
  }

  // Goes on where an interrupted visit stood, unless everything is asked for anew.
  std::optional<harvest::Resumption> resume() {
    record_.peer = peer_.id;
    record_.started = options_.now();
    const auto open = store_.open_visit(peer_.id);
    const bool other_way = open && takes_other_way() && open->token.starts_with("node:");
    const bool goes_on = open && !options_.full && !open->token.empty() && !other_way;
    if (!goes_on) {
      if (open) give_up(*open);
      // What an earlier visit left is offered again by this one.
      if (!peer_.probation) settlement_.turn(peer_.id, store::Turn::drop_parked);
      return {};
    }
    record_ = *open;
    lost_before_ = open->counts.lost;
    created_before_ = open->counts.created;
    record_.outcome.clear();
    record_.finished.reset();
    return harvest::Resumption{{open->token, open->first_date, open->page, open->declared, open->counts.offered},
                               open->prefix, open->from};
  }

  // What a new visit takes the place of is not to be continued by a later one.
  void give_up(store::Visit open) {
    if (open.outcome.empty()) open.outcome = harvest::word(harvest::Ending::interrupted);
    open.finished = options_.now();
    store::Batch batch;
    batch.visit = std::move(open);
    store_.write(batch, options_.now());
  }

  void take(harvest::Delivery& delivery) {
    const auto offered = static_cast<std::int64_t>(delivery.records.size() + delivery.unread.size());
    if (!visit_->standing().repository.name.empty()) peer_.repository_name = visit_->standing().repository.name;
    arrival_.learn(delivery.contributors, peer_);
    store::Batch batch;
    Arrived arrived = arrival_.judge(std::move(delivery.records), visit_->standing(), peer_, record_);
    batch.drafts = std::move(arrived.drafts);
    batch.set_aside = std::move(arrived.set_aside);
    batch.also_offered = std::move(arrived.also_offered);
    batch.handling = visit_->standing().full ? store::Handling::stage : store::Handling::park;
    for (const auto& unread : delivery.unread) batch.set_aside.push_back(set_aside(unread));
    for (const auto& missing : delivery.missing) {
      batch.set_aside.push_back(set_aside(missing));
      batch.set_aside.back().counted_as = store::CountedAs::lost;
    }

    auto& counts = record_.counts;
    const auto& progress = visit_->standing().progress;
    counts.offered += offered + dropped(progress);
    counts.duplicate += arrived.duplicate + dropped_now_;
    counts.own += arrived.own;
    counts.quarantined += static_cast<std::int64_t>(delivery.unread.size());
    counts.mended += delivery.mended;
    counts.lost = lost_before_ + progress.lost;
    follow(delivery.next);
    batch.visit = record_;
    claimed_ += arrived.claimed;
    batch.judged.unchanged = arrived.stale;
    batch.judged.refused = arrived.refused;
    settle_counts(store_.write(batch, options_.now()), batch.judged);
    assert(tally_of(record_.counts).adds_up());  // HAR-29
  }

  // Records that the visit itself saw twice and did not hand on.
  std::int64_t dropped(const harvest::Progress& progress) {
    dropped_now_ = progress.duplicate - dropped_before_;
    dropped_before_ = progress.duplicate;
    return dropped_now_;
  }

  void follow(const harvest::Cursor& next) {
    record_.prefix = visit_->standing().prefix;
    record_.from = visit_->standing().from;
    record_.full = visit_->standing().full;
    record_.token = next.token;
    record_.first_date = next.first_date;
    record_.page = next.page;
    record_.declared = next.declared;
  }

  void settle_counts(const store::WriteResult& result, const store::VisitCounts& judged) {
    record_.id = result.visit_id;
    record_.counts.unchanged += judged.unchanged;
    record_.counts.refused += judged.refused;
    for (const auto& written : result.written) count(record_.counts, written.verdict);
  }

  store::SetAside set_aside(const harvest::Unread& unread) const {
    return {unread.identifier, unread.reason, record_.page + 1, unread.byte_offset, unread.sha256,
            unread.raw.substr(0, most_raw_bytes)};
  }

  void report_progress() const {
    if (options_.on_page) options_.on_page({peer_.name, record_.page, record_.declared, record_.counts});
  }

  // What ends a visit from our side, between two pages.
  bool must_stop() {
    const auto present = store_.peer(peer_.name);
    if (!present || present->state == store::PeerState::blocked) {
      cut_short_ = harvest::ended(harvest::Ending::cancelled, "You stopped it.");
    } else if (const auto most = limits().records; records_of_the_source() > most) {
      cut_short_ = harvest::ended(
          harvest::Ending::suspended,
          fmt::format("Too much: {} records is the limit for this source; what came is kept. Raise it with "
                      "\"commonplace peer edit {} --limit N\", or take a set.",
                      most, peer_.name));
    }
    return cut_short_.has_value();
  }

  // HAR-38.
  std::int64_t records_of_the_source() const {
    return waiting_before_.live + waiting_before_.staged + record_.counts.created - created_before_;
  }

  VisitReport finish() {
    const auto& outcome = cut_short_ ? *cut_short_ : visit_->outcome();
    record_.counts.lost = lost_before_ + visit_->standing().progress.lost;
    const auto tally = tally_of(record_.counts);
    auto ending = harvest::settle(outcome.ending, tally);
    const auto since = peer_.last_good.seconds == 0 ? "" : model::format_datestamp(peer_.last_good, model::Granularity::day);
    record_.outcome = harvest::word(ending);
    record_.message = harvest::sentences(outcome, tally, since);
    const auto alarms = alarms_of(outcome);
    record_.checkpoint = outcome.checkpoint;
    if (record_.prefix.empty()) record_.prefix = visit_->standing().prefix;
    ending = settle(ending);
    for (const auto& alarm : alarms) record_.message += " " + alarm;
    if (!goes_on_later(ending)) record_.finished = options_.now();
    update_peer(ending, outcome);

    store::Batch batch;
    batch.visit = record_;
    batch.peer = peer_;
    store_.write(batch, options_.now());
    return {peer_.name, ending, record_.message, record_.counts, visit_->standing().warnings, alarms, peer_.moved_to};
  }

  std::vector<std::string> alarms_of(const harvest::VisitOutcome& outcome) const {
    std::vector<std::string> alarms;
    if (outcome.alarming)
      alarms.push_back(fmt::format("It led to an address that is not allowed; nobody was connected to. Ask its keeper, or call "
                                   "\"commonplace peer block {}\".", peer_.name));
    if (claimed_ > most_claims)
      alarms.push_back(fmt::format("It claims {} records that another source of yours speaks for; theirs stay as they are. Ask its "
                                   "keeper, or call \"commonplace peer block {}\".", claimed_, peer_.name));
    return alarms;
  }

  // Sweep, guard and release; on probation all of it waits for the keeper.
  harvest::Ending settle(harvest::Ending ending) {
    if (peer_.probation) return let_in_who_was_invited(ending);
    if (!is_good(ending)) {
      settlement_.release_early(peer_.id);
      return ending;
    }
    const bool lossless = record_.counts.lost + record_.counts.quarantined == 0;
    const bool sweep = visit_->standing().full && visit_->standing().whole && lossless && is_swept(peer_);
    switch (settlement_.settle(record_, sweep)) {
      case Settlement::End::released: break;
      case Settlement::End::stopped: return harvest::Ending::cancelled;
      case Settlement::End::held:
        record_.message = held_words(store_.waiting(peer_.id));
        record_.outcome = harvest::word(harvest::Ending::held);
        return harvest::Ending::held;
    }
    record_.phase = store::Phase::done;
    return ending;
  }

  harvest::Ending let_in_who_was_invited(harvest::Ending ending) {
    const auto staged = store_.waiting(peer_.id).staged;
    if (is_good(ending) && peer_.invited && staged >= enough_of_an_invited_peer) {
      peer_.probation = false;
      peer_.invited = false;
      store_.update_peer(peer_);
      settlement_.release(peer_.id);
    }
    if (is_good(ending)) record_.phase = store::Phase::done;
    return ending;
  }

  static bool is_good(harvest::Ending ending) {
    using harvest::Ending;
    return ending == Ending::unchanged || ending == Ending::complete || ending == Ending::complete_with_losses;
  }

  // Whether the next visit continues this one from its cursor: the source was well, only the way there was cut; or goes
  // on to release what it brought.
  bool goes_on_later(harvest::Ending ending) const {
    using harvest::Ending;
    if (record_.phase == store::Phase::release || ending == Ending::held) return true;
    const bool was_cut = ending == Ending::interrupted || ending == Ending::waiting || ending == Ending::not_reached ||
                         ending == Ending::cancelled;
    return was_cut && !record_.token.empty();
  }

  void update_peer(harvest::Ending ending, const harvest::VisitOutcome& outcome) {
    using harvest::Ending;
    const bool good = is_good(ending);
    const auto now = options_.now();
    const auto& repository = visit_->standing().repository;
    peer_.is_node = peer_.is_node || visit_->standing().is_node;
    remember_kind();
    if (!repository.identifier_host.empty()) peer_.identifier_host = repository.identifier_host;
    if (!repository.deleted_records.empty()) peer_.deleted_records = repository.deleted_records;
    peer_.message = record_.message;
    peer_.moved_to = outcome.moved_to.empty() ? peer_.moved_to : outcome.moved_to;
    if (good && !outcome.checkpoint.empty()) peer_.checkpoint = outcome.checkpoint;
    if (good && record_.full) peer_.last_full = record_.started;
    if (good) {
      peer_.last_good = now;
      peer_.failures = 0;
      peer_.state = peer_.probation ? store::PeerState::probation : store::PeerState::active;
    } else if (ending == Ending::held) {
      peer_.state = store::PeerState::held;
    } else if (ending == Ending::suspended || ending == Ending::refused) {
      peer_.state = store::PeerState::suspended;
    } else if (ending != Ending::cancelled && ending != Ending::waiting) {
      ++peer_.failures;
      peer_.state = peer_.failures < failures_until_unreachable ? store::PeerState::retrying : store::PeerState::unreachable;
    }
    keep_what_the_keeper_said();
    if (ending == Ending::cancelled) return;  // goes on as soon as there is a node again (HAR-26)
    std::chrono::seconds pause = outcome.come_again.value_or(interval());
    if (peer_.failures > 0) pause = std::max(pause, pause_after(peer_.failures));
    peer_.next_visit = {now.seconds + pause.count()};
  }

  // harvest.md §2: a tenth sooner or later, so that many nodes do not come at once.
  std::chrono::seconds interval() const {
    const auto seconds = static_cast<double>(visitor_.interval_hours) * 3600;
    return std::chrono::seconds(static_cast<std::int64_t>(seconds * (0.9 + 0.2 * options_.jitter())));
  }

  // What the keeper has said during the visit stays.
  void keep_what_the_keeper_said() {
    const auto present = store_.peer(peer_.name);
    if (!present) return;
    if (peer_.probation && !present->probation && peer_.state == store::PeerState::probation)
      peer_.state = store::PeerState::active;
    peer_.probation = present->probation;
    peer_.most_records = present->most_records;
    peer_.pause = present->pause;
    peer_.mend = present->mend;
    if (present->state == store::PeerState::paused || present->state == store::PeerState::blocked)
      peer_.state = present->state;
  }

  store::Store& store_;
  const Visitor& visitor_;
  const VisitOptions& options_;
  store::Peer peer_;
  const store::Waiting waiting_before_;
  Arrival arrival_;
  Settlement settlement_;
  bool full_ = false;
  std::optional<harvest::VisitOutcome> cut_short_;
  store::Visit record_;
  std::unique_ptr<harvest::Visit> visit_;
  std::int64_t lost_before_ = 0;
  std::int64_t created_before_ = 0;
  std::int64_t claimed_ = 0;
  std::int64_t dropped_before_ = 0;
  std::int64_t dropped_now_ = 0;
};

// What the keeper has to decide first.
std::optional<VisitReport> closed_to_visits(const store::Peer& peer) {
  using harvest::Ending;
  if (peer.state == store::PeerState::blocked)
    return VisitReport{peer.name, Ending::refused,
                       fmt::format("Blocked by you: \"commonplace peer resume {}\" lifts that.", peer.name), {}, {}, {}, {}};
  if (peer.state == store::PeerState::held) return VisitReport{peer.name, Ending::held, peer.message, {}, {}, {}, {}};
  return {};
}

// A visit whose list had ended when the node was stopped or died: its release goes on, then it is done.
Settlement::End finish_what_was_left(store::Store& store, const store::Peer& peer, const VisitOptions& options) {
  auto left = store.open_visit(peer.id);
  if (!left || left->phase == store::Phase::list || left->phase == store::Phase::done) return Settlement::End::released;
  Settlement settlement(store, options.now, options.stop);
  const auto end = settlement.settle(*left, left->phase == store::Phase::sweep);
  if (end == Settlement::End::stopped) return end;
  conclude(store, *left, peer, end == Settlement::End::held, options.now());
  return end;
}

}  // namespace

void conclude(store::Store& store, store::Visit visit, store::Peer peer, bool held, model::Datestamp now) {
  if (held) {
    visit.outcome = harvest::word(harvest::Ending::held);
    visit.message = held_words(store.waiting(peer.id));
    peer.state = store::PeerState::held;
  } else {
    visit.phase = store::Phase::done;
    peer.state = peer.probation ? store::PeerState::probation : store::PeerState::active;
    peer.last_good = now;
    peer.failures = 0;
    if (!visit.checkpoint.empty()) peer.checkpoint = visit.checkpoint;
    if (visit.full) peer.last_full = visit.started;
  }
  peer.message = visit.message;
  if (!held) visit.finished = now;
  store::Batch batch;
  batch.visit = std::move(visit);
  batch.peer = std::move(peer);
  store.write(batch, now);
}

VisitReport visit_peer(store::Store& store, harvest::Fetcher& fetcher, const Visitor& visitor, const store::Peer& peer,
                       const VisitOptions& options) {
  std::optional<model::Outcome<FolderLock>> lock;
  if (!visitor.locks_folder.empty()) {
    lock.emplace(FolderLock::take(fmt::format("{}/visit-{}.lock", visitor.locks_folder, peer.id)));
    if (!*lock)
      return {peer.name, harvest::Ending::waiting, "It is being visited already, by the running node or another command.", {}, {}, {}, {}};
  }
  if (const auto closed = closed_to_visits(peer)) return *closed;
  if (finish_what_was_left(store, peer, options) == Settlement::End::stopped)
    return {peer.name, harvest::Ending::cancelled,
            "Stopped while it made public what it had brought; the next visit goes on.", {}, {}, {}, {}};
  const auto present = store.peer(peer.name).value_or(peer);
  if (const auto closed = closed_to_visits(present)) return *closed;
  return PeerVisit(store, fetcher, visitor, present, options).run();
}

}  // namespace commonplace::app
