// A segment: some thousands of records, built once, never changed (SRCH-53). Records stand in order of their keys.
// Plain data; segment_builder.h makes it, merging.h joins several, snapshot_file.h writes and reads it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "node/search/columns.h"
#include "node/search/postings.h"
#include "node/search/row.h"
#include "node/search/stemming.h"

namespace commonplace::search {

// Terms in order of their bytes.
struct Dictionary {
  Row<char> bytes;
  Row<std::uint32_t> starts{0};        // per term its place in `bytes`, and the end
  std::vector<std::uint32_t> letters;  // letter_bits() of each; not in snapshots

  std::uint32_t size() const { return static_cast<std::uint32_t>(starts.size() - 1); }
  std::string_view term(std::uint32_t id) const {
    return {bytes.data() + starts[id], starts[id + 1] - starts[id]};
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

inline constexpr std::uint32_t between_texts = 3;  // positions: more than neighbours may be apart (SRCH-21)
// The positions of a record begin with its names, then come its objectives, then all else; no two texts touch.
struct FieldEnds {
  std::uint16_t name = 0;        // first position behind; 65535 at most
  std::uint16_t objectives = 0;
};

struct Segment {
  Dictionary terms;
  Postings postings;  // by term

  Row<std::int64_t> keys;        // ascending
  Row<std::uint32_t> ties;       // hash of the public id: order of equal hits, the same on every node (SRCH-25)
  Row<std::int64_t> changed;     // seconds
  Row<std::uint16_t> minutes;    // teaching time
  Row<std::uint32_t> languages;  // bit per Language of the record's texts
  Row<TitleKey> titles;
  Row<FieldEnds> field_ends;
  std::array<SetColumn, column_count> columns;
  Row<std::uint32_t> characteristic_starts{0};  // per record its place in `characteristic`, and the end
  Row<std::uint32_t> characteristic;            // foremost terms of name, objectives, keywords
  std::shared_ptr<const void> file;             // the mapped snapshot in which the rows lie, if they do

  std::uint32_t size() const { return static_cast<std::uint32_t>(keys.size()); }
  const SetColumn& column(Column which) const { return columns[static_cast<std::size_t>(which)]; }
  PostingCursor cursor(std::uint32_t term) const { return postings.cursor(term); }
  std::optional<std::uint32_t> find(std::int64_t key) const;
  // Every offset and number in its range, so that nothing needs checking while searching (SRCH-56).
  bool is_sound(const Values& values) const;
};

}  // namespace commonplace::search
