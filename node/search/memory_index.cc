// The index in memory behind the port: one writer makes new states and publishes them, readers hold the one they found.
#include <algorithm>
#include <bit>
#include <mutex>
#include <unordered_set>

#include <malloc.h>

#include "node/search/highlight.h"
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

constexpr std::size_t batch_records = 4096;  // of one new segment, so that a large put() needs little memory
constexpr std::size_t tier_segments = 4;     // so many of one size become one
constexpr unsigned tier_bits = 2;            // a tier is four times the size of the one before
constexpr std::uint32_t dead_share = 4;      // a segment with a quarter of its records deleted is written anew
constexpr std::uint32_t few_dead = 16;
constexpr std::uint32_t large_merge = 2048;  // records

unsigned tier_of(const Part& part) {
  return static_cast<unsigned>(std::bit_width(std::max(part.live->count, 1U))) / tier_bits;
}

// Copies a table of values when the first new value comes.
class NumbersOf final : public ValueNumbers {
 public:
  explicit NumbersOf(std::shared_ptr<const Values> known) : known_(std::move(known)) {}

  std::uint32_t number(Column column, std::string_view value) override {
    const auto i = static_cast<std::size_t>(column);
    if (const auto known = (added_ ? *added_ : *known_)[i].find(value)) return *known;
    if (!added_) added_ = std::make_shared<Values>(*known_);
    return (*added_)[i].add(value);
  }
  std::shared_ptr<const Values> take() const { return added_ ? added_ : known_; }

 private:
  std::shared_ptr<const Values> known_;
  std::shared_ptr<Values> added_;
};

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

// Rewrites segments with many deleted records, and joins the segments of a tier that has become full, as long as
// there is something to do. Each record is copied about once a tier. Returns whether anything changed; `largest` is
// the size of the largest segment that was made.
bool tidy(State& state, std::uint32_t& largest) {
  bool changed = false;
  for (Part& part : state.parts) {
    const std::uint32_t dead = part.segment->size() - part.live->count;
    if (dead < few_dead || dead * dead_share < part.segment->size()) continue;
    part = whole_part(merge({part}));
    changed = true;
  }
  for (;;) {
    std::array<std::size_t, 32> in_tier{};
    for (const Part& part : state.parts) ++in_tier[tier_of(part)];
    const auto full = std::find_if(in_tier.begin(), in_tier.end(), [](std::size_t n) { return n >= tier_segments; });
    if (full == in_tier.end()) return changed;
    const auto tier = static_cast<unsigned>(full - in_tier.begin());
    const auto others = std::stable_partition(state.parts.begin(), state.parts.end(),
                                              [tier](const Part& part) { return tier_of(part) != tier; });
    const std::vector<Part> joined(others, state.parts.end());
    state.parts.erase(others, state.parts.end());
    state.parts.push_back(whole_part(merge(joined)));
    largest = std::max(largest, state.parts.back().segment->size());
    changed = true;
  }
}

class MemoryIndex final : public Index {
 public:
  void put(const std::vector<Document>& documents) override {
    const std::lock_guard writing(writer_);
    const std::vector<const Document*> order = in_order(documents);
    if (order.empty()) return;
    State next = *state();
    std::vector<std::int64_t> keys;
    for (const Document* document : order) keys.push_back(document->key);
    remove_keys(next, keys);
    NumbersOf numbers(next.values);
    for (std::size_t begin = 0; begin < order.size(); begin += batch_records) {
      next.parts.push_back(
          build(std::span(order).subspan(begin, std::min(batch_records, order.size() - begin)), numbers));
    }
    next.values = numbers.take();
    publish_and_tidy(std::move(next));
  }

  void remove(const std::vector<std::int64_t>& keys) override {
    const std::lock_guard writing(writer_);
    State next = *state();
    remove_keys(next, keys);
    publish_and_tidy(std::move(next));
  }

  void set_seq(std::int64_t seq) override {
    const std::lock_guard writing(writer_);
    State next = *state();
    next.seq = seq;
    publish(std::move(next));
  }

  std::int64_t seq() const override { return state()->seq; }
  std::int64_t size() const override { return state()->size; }
  Results search(const Query& query) const override { return search::search(*state(), query); }

  std::vector<Span> highlight(const std::string& query_text, const std::string& text,
                              const std::string& language) const override {
    const auto now = state();
    return search::highlight(read_query(query_text, now->languages, now->main_language, now->thesaurus.get()), text, language_of(language));
  }

  void set_thesaurus(std::shared_ptr<const Thesaurus> thesaurus) override {
    const std::lock_guard writing(writer_);
    State next = *state();
    next.thesaurus = std::move(thesaurus);
    publish(std::move(next));
  }

  std::vector<Suggestion> suggest(const std::string& typed, int limit) const override {
    return search::suggest(*state(), typed, limit);
  }

  std::vector<Hit> similar(std::int64_t key, int limit) const override { return search::similar(*state(), key, limit); }

  bool save(const std::string& path) const override { return write_snapshot(*state(), path); }

  bool load(const std::string& path) override {
    const std::lock_guard writing(writer_);
    auto read = read_snapshot(path);
    const bool good = read.has_value();
    State next = good ? *std::move(read) : State();
    next.thesaurus = state()->thesaurus;
    renew_estimates(next);
    publish(std::move(next));
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

  // Searches see the change before segments are joined.
  void publish_and_tidy(State next) {
    derive(next);
    publish(next);
    if (renew_estimates(next)) publish(next);
    std::uint32_t largest = 0;
    if (!tidy(next, largest)) return;
    derive(next);
    publish(std::move(next));
    // The joined segments are free now, but glibc keeps such pieces: 380 of 620 bytes a record after a build.
    if (largest >= large_merge) ::malloc_trim(0);
  }

  Part build(std::span<const Document* const> documents, NumbersOf& numbers) {
    terms_.begin_batch();
    SegmentBuilder builder(terms_, numbers);
    for (const Document* document : documents) builder.read(*document);
    return whole_part(builder.finish());
  }

  mutable std::mutex pointer_;  // held while a pointer is copied
  std::shared_ptr<const State> state_ = std::make_shared<const State>();
  std::mutex writer_;
  DocumentTerms terms_;  // of the writer
};

}  // namespace

std::unique_ptr<Index> make_index() {
  auto index = std::make_unique<MemoryIndex>();
  index->set_thesaurus(std::shared_ptr<const Thesaurus>(&shipped_thesaurus(), [](const Thesaurus*) {}));
  return index;
}

}  // namespace commonplace::search
