// Totals and facet counts of searches that found much, for as long as the records stay the same (SRCH-52): they are the
// costly part of a search, and the same for every page and order of it. Never waits: who finds it in use does without.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "node/search/index.h"

namespace commonplace::search {

struct Counts {
  std::uint64_t threshold = 0;  // percent of the query's weight that a hit carries (SRCH-20)
  std::int64_t total = 0;
  bool has_facets = false;
  std::map<std::string, std::vector<FacetCount>> facets;
};

// What was found out by the text of a question. Never waits.
template <typename Value, std::size_t most_entries = 32>
class Cache {
 public:
  std::shared_ptr<const Value> find(const std::string& key) {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock.owns_lock()) return nullptr;
    for (Entry& entry : entries_) {
      if (entry.key != key) continue;
      entry.used = ++now_;
      return entry.value;
    }
    return nullptr;
  }

  // In the place of the one that was asked for longest ago.
  void keep(std::string key, std::shared_ptr<const Value> value) {
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock.owns_lock()) return;
    std::erase_if(entries_, [&](const Entry& entry) { return entry.key == key; });
    if (entries_.size() >= most_entries) {
      entries_.erase(std::min_element(entries_.begin(), entries_.end(),
                                      [](const Entry& a, const Entry& b) { return a.used < b.used; }));
    }
    entries_.push_back({.key = std::move(key), .value = std::move(value), .used = ++now_});
  }

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Value> value;
    std::uint64_t used = 0;
  };

  std::mutex mutex_;
  std::vector<Entry> entries_;
  std::uint64_t now_ = 0;
};

using CountCache = Cache<Counts>;

// Facet counts on one segment, before sets are spread to their values: per facet.
struct SegmentCounts {
  std::vector<std::vector<std::uint32_t>> by_set;
  std::vector<std::vector<std::int64_t>> by_value;
  std::vector<std::int64_t> by_minutes;
};

// What matches on one segment. It holds for as long as the segment lives: a change elsewhere does not touch it, and what
// has been deleted since is taken off.
struct SegmentMatches {
  std::vector<std::uint64_t> matched;  // bit per record; of those that lived then
  std::int64_t total = 0;
  SegmentCounts counts;
};
using SegmentMatchCache = Cache<SegmentMatches, 8>;
inline constexpr std::int64_t worth_keeping = 5000;  // hits

}  // namespace commonplace::search
