// A segment: some thousands of records, built once, never changed (SRCH-53). Records stand in order of their keys.
// Plain data; segment_builder.h makes it, merging.h joins several, snapshot_file.h writes and reads it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "node/search/columns.h"
#include "node/search/postings.h"
#include "node/search/stemming.h"

namespace commonplace::search {

// Terms in order of their bytes.
struct Dictionary {
  std::string bytes;
  std::vector<std::uint32_t> starts{0};  // per term its place in `bytes`, and the end
  std::vector<std::uint32_t> letters;    // letter_bits() of each; not in snapshots

  std::uint32_t size() const { return static_cast<std::uint32_t>(starts.size() - 1); }
  std::string_view term(std::uint32_t id) const {
    return std::string_view(bytes).substr(starts[id], starts[id + 1] - starts[id]);
  }
  void append(std::string_view term);  // requires the order
  void note_letters();                 // after bytes and starts were filled without append()
  std::optional<std::uint32_t> find(std::string_view term) const;
  // First and behind the last of the terms that begin with `prefix`.
  std::pair<std::uint32_t, std::uint32_t> with_prefix(std::string_view prefix) const;
  bool is_sound() const;
};

// The folded beginning of a title without its article, zero-padded: for sorting (SRCH-26).
using TitleKey = std::array<char, 24>;
inline constexpr std::uint16_t unknown_minutes = 0xFFFF;

struct Segment {
  Dictionary terms;
  std::vector<std::uint32_t> posting_starts{0};  // per term its place in `postings`, and the end
  std::vector<std::uint8_t> postings;

  std::vector<std::int64_t> keys;        // ascending
  std::vector<std::uint32_t> ties;       // hash of the public id: order of equal hits, the same on every node (SRCH-25)
  std::vector<std::int64_t> changed;     // seconds
  std::vector<std::uint16_t> minutes;    // teaching time
  std::vector<std::uint32_t> languages;  // bit per Language of the record's texts
  std::vector<TitleKey> titles;
  std::array<SetColumn, column_count> columns;
  std::vector<std::uint32_t> characteristic_starts{0};  // per record its place in `characteristic`, and the end
  std::vector<std::uint32_t> characteristic;            // foremost terms of name, objectives, keywords

  std::uint32_t size() const { return static_cast<std::uint32_t>(keys.size()); }
  const SetColumn& column(Column which) const { return columns[static_cast<std::size_t>(which)]; }
  PostingCursor cursor(std::uint32_t term) const { return PostingCursor(postings.data() + posting_starts[term]); }
  std::optional<std::uint32_t> find(std::int64_t key) const;
  // Every offset and number in its range, so that nothing needs checking while searching (SRCH-56).
  bool is_sound(const Values& values) const;
};

}  // namespace commonplace::search
