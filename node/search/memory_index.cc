// The index in memory behind the port: one writer makes new states and publishes them, readers hold the one they found.
#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

#include <malloc.h>

#include "node/search/group_counts.h"
#include "node/search/highlight.h"
#include "node/search/holding.h"
#include "node/search/index.h"
#include "node/search/merging.h"
#include "node/search/searching.h"
#include "node/search/segment_builder.h"
#include "node/search/similar.h"
#include "node/search/snapshot_file.h"
#include "node/search/state.h"
#include "node/search/suggesting.h"

namespace commonplace::search {

namespace {

constexpr std::size_t batch_records = 20000;     // of one new segment at most, and
constexpr std::size_t batch_postings = 1 << 18;  // about so many, so that a large put() needs little memory
constexpr std::size_t tier_segments = 8;     // so many of one size become one
constexpr unsigned tier_bits = 3;            // a tier is eight times the size of the one before
constexpr std::uint32_t dead_share = 4;      // a segment with a quarter of its records deleted is written anew
constexpr std::uint32_t few_dead = 16;
constexpr std::uint32_t large_merge = 2048;  // records
constexpr std::size_t many_held = 20'000;     // records
constexpr std::int64_t few_records = 10'000;  // estimates are renewed at once with fewer
constexpr std::chrono::seconds quiet_time{1};  // without changes, before what may be a little old is renewed
constexpr std::size_t most_parts = 200;      // more cost searches too much; a put() waits then
constexpr std::size_t largest_positions = std::size_t{1} << 29;  // bytes; larger segments are left alone: places are 32 bits

unsigned tier_of(const Part& part) {
  return static_cast<unsigned>(std::bit_width(std::max(part.live->count, 1U))) / tier_bits;
}

// Pointers to the documents in order of their keys; of two with one key the later.
std::vector<const Document*> in_order(const std::vector<Document>& documents) {
  std::vector<const Document*> order;
  for (const Document& document : documents) {
    if (document.resource != nullptr) order.push_back(&document);
  }
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->key < b->key; });
  std::vector<const Document*> last;
  for (const Document* document : order) {
    if (!last.empty() && last.back()->key == document->key) last.pop_back();
    last.push_back(document);
  }
  return last;
}

void remove_keys(State& state, const std::vector<std::int64_t>& keys) {
  for (Part& part : state.parts) {
    std::shared_ptr<Live> changed;
    for (std::int64_t key : keys) {
      if (key < part.segment->keys.front() || key > part.segment->keys.back()) continue;
      const auto record = part.segment->find(key);
      if (!record || !(changed ? *changed : *part.live).has(*record)) continue;
      if (!changed) changed = std::make_shared<Live>(*part.live);
      changed->remove(*record, part.segment->languages[*record]);
    }
    if (changed) part.live = std::move(changed);
  }
  std::erase_if(state.parts, [](const Part& part) { return part.live->count == 0; });
}

Part whole_part(Segment segment) {
  auto shared = std::make_shared<const Segment>(std::move(segment));
  return {.segment = shared, .live = std::make_shared<const Live>(all_live(*shared))};
}

// The parts that should become one: a segment with many deleted records, or the segments of a tier that is full. None
// when all is tidy. Each record is copied about once a tier.
std::vector<Part> parts_to_join(const State& state) {
  for (const Part& part : state.parts) {
    const std::uint32_t dead = part.segment->size() - part.live->count;
    if (dead >= few_dead && dead * dead_share >= part.segment->size()) return {part};
  }
  std::array<std::vector<Part>, 32> tiers;
  for (const Part& part : state.parts) {
    std::vector<Part>& tier = tiers[tier_of(part)];
    if (part.segment->postings.positions.size() < largest_positions) tier.push_back(part);
  }
  const auto full = std::find_if(tiers.begin(), tiers.end(), [](const auto& tier) { return tier.size() >= tier_segments; });
  return full == tiers.end() ? std::vector<Part>() : *full;
}

// Removes from `merged` what was deleted from `joined` while it was made. `now`: the state of today.
void remove_deleted_since(const std::vector<Part>& joined, const State& now, Part& merged) {
  Live live = *merged.live;
  for (const Part& before : joined) {
    const auto today = std::find_if(now.parts.begin(), now.parts.end(),
                                    [&](const Part& part) { return part.segment == before.segment; });
    for (std::uint32_t word = 0; word < before.live->bits.size(); ++word) {
      const std::uint64_t alive = today == now.parts.end() ? 0 : today->live->bits[word];
      for (std::uint64_t gone = before.live->bits[word] & ~alive; gone != 0; gone &= gone - 1) {
        const std::uint32_t record = word * 64 + static_cast<std::uint32_t>(std::countr_zero(gone));
        const auto place = merged.segment->find(before.segment->keys[record]);
        if (place && live.has(*place)) live.remove(*place, merged.segment->languages[*place]);
      }
    }
  }
  if (live.count != merged.live->count) merged.live = std::make_shared<const Live>(std::move(live));
}

void replace_parts(State& state, const std::vector<Part>& joined, Part merged) {
  remove_deleted_since(joined, state, merged);
  std::erase_if(state.parts, [&](const Part& part) {
    return std::any_of(joined.begin(), joined.end(), [&](const Part& one) { return one.segment == part.segment; });
  });
  if (merged.live->count > 0) state.parts.push_back(std::move(merged));
}

class MemoryIndex final : public Index {
 public:
  void put(const std::vector<Document>& documents) override {
    wait_for_room();
    const std::lock_guard writing(writer_);
    const std::vector<const Document*> order = in_order(documents);
    if (order.empty()) return;
    State next = *state();
    bool is_changed = false;
    if (is_holding_) held_ += order.size();
    for (const Document* document : order) {
      if (!can_take(*document)) is_changed = file_open(next);
      read(*document);
    }
    if (!is_holding_) is_changed = file_open(next);
    if (is_changed) publish_changed(std::move(next));
  }

  void remove(const std::vector<std::int64_t>& keys) override {
    const std::lock_guard writing(writer_);
    State next = *state();
    if (open_ && std::any_of(keys.begin(), keys.end(), [this](std::int64_t key) { return is_open(key); })) file_open(next);
    remove_keys(next, keys);
    publish_changed(std::move(next));
  }

  void set_seq(std::int64_t seq) override {
    const std::lock_guard writing(writer_);
    seq_ = seq;
    if (open_) return;
    State next = *state();
    next.seq = seq;
    publish(std::move(next));
  }

  void hold() override {
    const std::lock_guard writing(writer_);
    is_holding_ = true;
  }

  void show() override {
    const std::lock_guard writing(writer_);
    if (!std::exchange(is_holding_, false)) return;
    State next = *state();
    if (file_open(next)) publish_changed(std::move(next));
    if (held_ >= many_held) ::malloc_trim(0);  // what was read is free now
    held_ = 0;
  }

  std::int64_t seq() const override { return state()->seq; }
  std::int64_t size() const override { return state()->size; }
  Results search(const Query& query) const override { return search::search(*state(), query); }

  std::vector<std::int64_t> count_groups(const Filters& filters, const StatementGroups& groups) const override {
    return search::count_groups(*state(), filters, groups);
  }

  std::vector<Span> highlight(const std::string& query_text, const std::string& text,
                              const std::string& language) const override {
    const auto now = state();
    return search::highlight(read_query(query_text, now->languages, now->main_language, now->thesaurus.get()), text, language_of(language));
  }

  void set_thesaurus(std::shared_ptr<const Thesaurus> thesaurus) override {
    const std::lock_guard writing(writer_);
    State next = *state();
    next.thesaurus = std::move(thesaurus);
    next.counts = std::make_shared<CountCache>();
    next.best = std::make_shared<Cache<std::vector<Ranked>>>();
    publish(std::move(next));
  }

  bool holds(const Filters& filters) const override { return search::holds(*state(), filters); }

  std::vector<Suggestion> suggest(const std::string& typed, int limit) const override {
    return search::suggest(*state(), typed, limit);
  }

  std::vector<Hit> similar(std::int64_t key, int limit) const override { return search::similar(*state(), key, limit); }

  void finish_merging() const override {
    std::unique_lock lock(work_);
    is_hurried_ = true;
    work_changed_.notify_all();
    work_changed_.wait(lock, [this] { return !has_work_ && !is_joining_; });
    is_hurried_ = false;
  }

  bool save(const std::string& path) const override { return write_snapshot(*state(), path); }

  bool load(const std::string& path) override {
    const std::lock_guard writing(writer_);
    auto read = read_snapshot(path);
    const bool good = read.has_value();
    State next = good ? *std::move(read) : State();
    drop_open();
    values_.begin_with(*next.values);
    seq_ = next.seq;
    next.thesaurus = state()->thesaurus;
    if (next.size < few_records) renew_estimates(next, Renewal::when_it_is_quiet);
    publish(std::move(next));
    wake();  // searches need not wait for the estimates of many records
    return good;
  }

 private:
  std::shared_ptr<const State> state() const {
    const std::lock_guard copying(pointer_);
    return state_;
  }

  void publish(State next) {
    auto shared = std::make_shared<const State>(std::move(next));
    const std::lock_guard copying(pointer_);
    state_.swap(shared);
  }

  // Other records than before: what was counted holds no longer.
  void publish_changed(State next) {
    derive(next);
    next.counts = std::make_shared<CountCache>();
    next.best = std::make_shared<Cache<std::vector<Ranked>>>();
    publish(next);
    if (next.size < few_records && renew_estimates(next, Renewal::while_records_come)) publish(std::move(next));
    wake();
  }

  void wake() {
    const std::lock_guard lock(work_);
    if (!merger_.joinable()) merger_ = std::jthread([this](const std::stop_token& stop) { join_parts(stop); });
    has_work_ = true;
    work_changed_.notify_all();
  }

  // The thread that joins segments: never in the way of a change or a search (SRCH-53).
  void join_parts(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      {
        std::unique_lock lock(work_);
        work_changed_.wait(lock, stop, [this] { return has_work_; });
        has_work_ = false;
        is_joining_ = true;
      }
      while (!stop.stop_requested() && join_some(stop)) {
      }
      if (is_quiet(stop)) renew();
      const std::lock_guard lock(work_);
      is_joining_ = false;
      work_changed_.notify_all();
    }
  }

  bool join_some(const std::stop_token& stop) {
    const std::vector<Part> joined = parts_to_join(*state());
    if (joined.empty()) return false;
    auto merged = merge(joined, stop);
    if (!merged) return false;
    const std::uint32_t records = merged->size();
    Part part = whole_part(*std::move(merged));
    {
      const std::lock_guard writing(writer_);
      State next = *state();
      replace_parts(next, joined, std::move(part));
      derive(next);
      next.best = std::make_shared<Cache<std::vector<Ranked>>>();
      publish(std::move(next));
    }
    work_changed_.notify_all();
    // The joined segments are free now, but glibc keeps such pieces: 380 of 620 bytes a record after a build.
    if (records >= large_merge) ::malloc_trim(0);
    return true;
  }

  // Whether no change comes for a while, or somebody waits for the end of all work.
  bool is_quiet(const std::stop_token& stop) {
    std::unique_lock lock(work_);
    work_changed_.wait_for(lock, stop, quiet_time, [this] { return has_work_ || is_hurried_; });
    return !has_work_ && !stop.stop_requested();
  }

  // What takes long with many records and may be a little old.
  void renew() {
    State seen = *state();
    const auto known = seen.suggestions;
    if (!renew_estimates(seen, Renewal::when_it_is_quiet)) return;
    const std::lock_guard writing(writer_);
    State next = *state();
    if (next.suggestions != known) return;  // a change has made newer ones
    next.suggestions = seen.suggestions;
    next.home = seen.home;
    publish(std::move(next));
  }

  // Lets the other thread catch up where records come faster than it joins them for long.
  void wait_for_room() {
    std::unique_lock lock(work_);
    work_changed_.wait(lock, [this] { return state()->parts.size() < most_parts || (!has_work_ && !is_joining_); });
  }

  void read(const Document& document) {
    if (!open_) {
      terms_.begin_batch();
      values_.tidy();
      open_.emplace(terms_, values_);
    }
    try {
      open_->read(document);
    } catch (...) {
      drop_open();  // half a record is none
      throw;
    }
  }

  void drop_open() {
    open_.reset();
    terms_.order().clear_marks();
  }

  bool can_take(const Document& document) const {
    if (!open_) return true;
    const auto& keys = open_->keys();
    return document.key > keys.back() && keys.size() < batch_records && open_->postings() < batch_postings;
  }

  bool is_open(std::int64_t key) const { return std::binary_search(open_->keys().begin(), open_->keys().end(), key); }

  // Adds the records that are being read to `next`, in the place of those that had their keys. False: there are none.
  bool file_open(State& next) {
    if (!open_) return false;
    Segment segment = open_->finish();
    open_.reset();
    remove_keys(next, {segment.keys.begin(), segment.keys.end()});
    next.parts.push_back(whole_part(std::move(segment)));
    next.values = std::make_shared<const Values>(values_.values());
    next.seq = seq_;
    return true;
  }

  mutable std::mutex pointer_;  // held while a pointer is copied
  std::shared_ptr<const State> state_ = std::make_shared<const State>();
  std::mutex writer_;
  DocumentTerms terms_;  // this and what follows: of the writer
  ValueReader values_;
  std::optional<SegmentBuilder> open_;  // records that no search sees yet
  std::int64_t seq_ = 0;                // that was set last
  bool is_holding_ = false;
  std::size_t held_ = 0;  // records since hold()
  mutable std::mutex work_;  // guards the three words below; never held while something is done
  mutable std::condition_variable_any work_changed_;
  bool has_work_ = false;
  bool is_joining_ = false;
  mutable bool is_hurried_ = false;
  std::jthread merger_;  // last: it uses all the others
};

}  // namespace

std::unique_ptr<Index> make_index() {
  auto index = std::make_unique<MemoryIndex>();
  index->set_thesaurus(std::shared_ptr<const Thesaurus>(&shipped_thesaurus(), [](const Thesaurus*) {}));
  return index;
}

}  // namespace commonplace::search
