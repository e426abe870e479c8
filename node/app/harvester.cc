#include "node/app/harvester.h"

#include <algorithm>

#include "node/app/arrival.h"

namespace commonplace::app {
namespace {

constexpr int failures_until_unreachable = 5;  // harvest.md §2
constexpr int failures_until_other_way = 3;    // HAR-44
constexpr std::size_t most_raw_bytes = 256 * 1024;

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
  }
}

class PeerVisit {
 public:
  PeerVisit(store::Store& store, harvest::Fetcher& fetcher, const Visitor& visitor, const store::Peer& peer,
            const VisitOptions& options)
      : store_(store), visitor_(visitor), options_(options), peer_(peer), arrival_(store, fetcher, visitor) {
    const auto resumption = resume();
    visit_ = options.make_visit ? options.make_visit(source(), house(), limits(), resumption)
                                : harvest::make_visit(source(), fetcher, house(), limits(), resumption);
  }

  VisitReport run() {
    while (auto delivery = visit_->next_page()) {
      take(*delivery);
      report_progress();
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
    source.checkpoint = options_.full ? "" : peer_.checkpoint;
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

  static harvest::VisitLimits limits() { return {}; }

  // Goes on where an interrupted visit stood, unless everything is asked for anew.
  std::optional<harvest::Resumption> resume() {
    record_.peer = peer_.id;
    record_.started = options_.now();
    const auto open = store_.open_visit(peer_.id);
    if (!open) return {};
    const bool other_way = takes_other_way() && open->token.starts_with("node:");
    if (options_.full || open->token.empty() || other_way) {
      give_up(*open);
      return {};
    }
    record_ = *open;
    lost_before_ = open->counts.lost;
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

  void take(const harvest::Delivery& delivery) {
    if (!visit_->standing().repository.name.empty()) peer_.repository_name = visit_->standing().repository.name;
    arrival_.learn(delivery.contributors, peer_);
    store::Batch batch;
    Arrived arrived = arrival_.judge(delivery.records, visit_->standing(), peer_, record_);
    batch.drafts = std::move(arrived.drafts);
    batch.set_aside = std::move(arrived.set_aside);
    batch.also_offered = std::move(arrived.also_offered);
    for (const auto& unread : delivery.unread) batch.set_aside.push_back(set_aside(unread));
    for (const auto& missing : delivery.missing) batch.set_aside.push_back(set_aside(missing));

    auto& counts = record_.counts;
    const auto& progress = visit_->standing().progress;
    counts.offered += static_cast<std::int64_t>(delivery.records.size() + delivery.unread.size()) + dropped(progress);
    counts.duplicate += arrived.duplicate + dropped_now_;
    counts.own += arrived.own;
    counts.quarantined += static_cast<std::int64_t>(delivery.unread.size());
    counts.mended += delivery.mended;
    counts.lost = lost_before_ + progress.lost;
    follow(delivery.next);
    batch.visit = record_;
    batch.judged.unchanged = arrived.stale;
    batch.judged.refused = arrived.refused;
    settle_counts(store_.write(batch, options_.now()), batch.judged);
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

  VisitReport finish() {
    const auto& outcome = visit_->outcome();
    record_.counts.lost = lost_before_ + visit_->standing().progress.lost;
    const auto tally = tally_of(record_.counts);
    const auto ending = harvest::settle(outcome.ending, tally);
    const auto since = peer_.last_good.seconds == 0 ? "" : model::format_datestamp(peer_.last_good, model::Granularity::day);
    record_.outcome = harvest::word(ending);
    record_.message = harvest::sentences(outcome, tally, since);
    if (!goes_on_later(ending)) record_.finished = options_.now();
    if (record_.prefix.empty()) record_.prefix = visit_->standing().prefix;
    update_peer(ending, outcome);

    store::Batch batch;
    batch.visit = record_;
    batch.peer = peer_;
    store_.write(batch, options_.now());
    return {peer_.name, ending, record_.message, record_.counts, visit_->standing().warnings};
  }

  // Whether the next visit continues this one from its cursor: the source was well, only the way there was cut.
  bool goes_on_later(harvest::Ending ending) const {
    using harvest::Ending;
    const bool was_cut = ending == Ending::interrupted || ending == Ending::waiting || ending == Ending::not_reached ||
                         ending == Ending::cancelled;
    return was_cut && !record_.token.empty();
  }

  void update_peer(harvest::Ending ending, const harvest::VisitOutcome& outcome) {
    using harvest::Ending;
    const bool good = ending == Ending::unchanged || ending == Ending::complete || ending == Ending::complete_with_losses;
    const auto now = options_.now();
    const auto& repository = visit_->standing().repository;
    peer_.is_node = peer_.is_node || visit_->standing().is_node;
    remember_kind();
    if (!repository.identifier_host.empty()) peer_.identifier_host = repository.identifier_host;
    if (!repository.deleted_records.empty()) peer_.deleted_records = repository.deleted_records;
    peer_.message = record_.message;
    if (!outcome.checkpoint.empty()) peer_.checkpoint = outcome.checkpoint;
    if (good) {
      peer_.last_good = now;
      peer_.failures = 0;
      peer_.state = peer_.probation ? store::PeerState::probation : store::PeerState::active;
    } else if (ending == Ending::suspended || ending == Ending::refused) {
      peer_.state = store::PeerState::suspended;
    } else if (ending != Ending::cancelled && ending != Ending::waiting) {
      ++peer_.failures;
      peer_.state = peer_.failures < failures_until_unreachable ? store::PeerState::retrying : store::PeerState::unreachable;
    }
    keep_what_the_keeper_said();
    if (ending == Ending::cancelled) return;  // goes on as soon as there is a node again (HAR-26)
    std::chrono::seconds pause = outcome.come_again.value_or(std::chrono::hours(visitor_.interval_hours));
    if (peer_.failures > 0) pause = std::max(pause, pause_after(peer_.failures));
    peer_.next_visit = {now.seconds + pause.count()};
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
  Arrival arrival_;
  store::Visit record_;
  std::unique_ptr<harvest::Visit> visit_;
  std::int64_t lost_before_ = 0;
  std::int64_t dropped_before_ = 0;
  std::int64_t dropped_now_ = 0;
};

}  // namespace

VisitReport visit_peer(store::Store& store, harvest::Fetcher& fetcher, const Visitor& visitor, const store::Peer& peer,
                       const VisitOptions& options) {
  if (peer.state == store::PeerState::blocked)
    return {peer.name, harvest::Ending::refused, "Blocked by you: \"commonplace peer resume\" lifts that.", {}, {}};
  return PeerVisit(store, fetcher, visitor, peer, options).run();
}

}  // namespace commonplace::app
