// Posting lists: which records hold a term, how strongly, and at which positions (SRCH-50). Per posting the distance to
// the record before as a varint, and the impact: about two bytes. Positions lie in a stream of their own, in the same
// order, and are read for candidates only. Every 128 postings make a block that tells its last record and its greatest
// impact, so that a reader can leap.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "node/search/row.h"

namespace commonplace::search {

struct Posting {
  std::uint32_t record = 0;  // number within its segment
  std::uint8_t impact = 0;   // 1…255

  friend bool operator==(const Posting&, const Posting&) = default;
};

inline constexpr std::uint32_t block_postings = 128;

struct PostingBlock {
  std::uint32_t last = 0;          // record
  std::uint32_t at = 0;            // place in the bytes
  std::uint32_t positions_at = 0;  // place in the positions
  std::uint32_t most = 0;          // impact
};

inline void append_varint(std::vector<std::uint8_t>& out, std::uint32_t value) {
  for (; value >= 0x80u; value >>= 7) out.push_back(static_cast<std::uint8_t>(value | 0x80u));
  out.push_back(static_cast<std::uint8_t>(value));
}
// Requires sound bytes: those we wrote, or those that Postings::is_sound() has walked.
inline std::uint32_t read_varint(const std::uint8_t*& at) {
  std::uint32_t value = *at & 0x7Fu;
  for (unsigned shift = 7; (*at++ & 0x80u) != 0; shift += 7) value |= (*at & 0x7Fu) << shift;
  return value;
}

// The positions of one word in one record, as bytes: distances, doubled, the last one odd. Requires at least one,
// ascending, below 2^30; of equal ones the first counts.
void append_positions(std::vector<std::uint8_t>& out, std::span<const std::uint32_t> positions);
// Behind the list of positions that begins at `at`. Requires a sound one.
inline const std::uint8_t* skip_positions(const std::uint8_t* at) {
  for (;;) {
    const std::uint8_t first = *at;
    while ((*at++ & 0x80U) != 0) {
    }
    if ((first & 1U) != 0) return at;
  }
}

class PostingCursor;

// The lists of a segment, by term.
struct Postings {
  Row<std::uint32_t> counts;
  Row<std::uint32_t> first_blocks{0};  // per term, and the end
  Row<PostingBlock> blocks;
  Row<std::uint8_t> bytes;
  Row<std::uint8_t> positions;

  std::uint32_t terms() const { return static_cast<std::uint32_t>(counts.size()); }
  PostingCursor cursor(std::uint32_t term) const;
  std::span<const PostingBlock> blocks_of(std::uint32_t term) const {
    return blocks.span().subspan(first_blocks[term], first_blocks[term + 1] - first_blocks[term]);
  }
  // Whether every list is one of records below `record_count`, ascending, not empty, with its positions and true blocks.
  bool is_sound(std::uint32_t record_count) const;
};

// Writes lists term by term.
class PostingWriter {
 public:
  void reserve(std::size_t terms, std::size_t bytes, std::size_t positions);
  // Requires records ascending, each once, of the term that is being written.
  void add(std::uint32_t record, std::uint8_t impact, std::span<const std::uint8_t> positions) {
    if (count_ % block_postings == 0) begin_block();
    append_varint(bytes_, record - before_);
    bytes_.push_back(impact);
    for (const std::uint8_t byte : positions) positions_.push_back(byte);  // mostly one or two
    before_ = record;
    block_.last = record;
    block_.most = block_.most > impact ? block_.most : impact;
    ++count_;
  }
  // The same for all of a list, whose records become higher by `shift`.
  void append(const Postings& lists, std::uint32_t term, std::uint32_t shift);
  // Ends the list of a term. Requires at least one posting.
  void end_term();
  Postings finish();

 private:
  void begin_block();
  void end_block();

  std::vector<std::uint32_t> counts_;
  std::vector<std::uint32_t> first_blocks_{0};
  std::vector<PostingBlock> blocks_;
  std::vector<std::uint8_t> bytes_;
  std::vector<std::uint8_t> positions_;
  PostingBlock block_;
  std::uint32_t count_ = 0;
  std::uint32_t before_ = 0;
};

// Walks one list. Requires a sound one.
class PostingCursor {
 public:
  PostingCursor(const Postings& lists, std::uint32_t term)
      : bytes_(lists.bytes.data()),
        blocks_(lists.blocks.data() + lists.first_blocks[term]),
        at_(bytes_ + blocks_->at),
        count_(lists.counts[term]),
        left_(count_) {
    read();
  }

  bool done() const { return done_; }
  std::uint32_t left() const { return left_ + (done_ ? 0 : 1); }  // postings from here on
  std::uint32_t record() const { return record_; }
  std::uint8_t impact() const { return impact_; }
  std::uint32_t index() const { return count_ - left_ - 1; }  // of this posting in the list; requires !done()
  void next() { read(); }
  // Moves on to the first posting of `record` or a later one.
  void seek(std::uint32_t record);
  // The block that holds this posting. Requires !done().
  const PostingBlock& block() const { return blocks_[index() / block_postings]; }
  // Moves on to the first posting of the next block.
  void leap();

 private:
  void enter(std::uint32_t block);
  std::uint32_t block_count() const { return (count_ + block_postings - 1) / block_postings; }
  void read() {
    if (left_ == 0) {
      done_ = true;
      return;
    }
    --left_;
    record_ += read_varint(at_);
    impact_ = *at_++;
  }

  const std::uint8_t* bytes_;
  const PostingBlock* blocks_;
  const std::uint8_t* at_;
  std::uint32_t count_;
  std::uint32_t left_;
  std::uint32_t record_ = 0;
  std::uint8_t impact_ = 0;
  bool done_ = false;
};

inline PostingCursor Postings::cursor(std::uint32_t term) const {
  return {*this, term};
}

// Reads positions of one term in records that are asked in ascending order.
class PositionReader {
 public:
  PositionReader(const Postings& lists, std::uint32_t term)
      : positions_(lists.positions.data()), at_(positions_), cursor_(lists, term) {}

  // Appends the positions in `record`; nothing when the record does not hold the term.
  void read(std::uint32_t record, std::vector<std::uint32_t>& out);

 private:
  const std::uint8_t* positions_;
  const std::uint8_t* at_;
  PostingCursor cursor_;
  std::uint32_t next_ = UINT32_MAX;  // posting whose positions lie at at_
};

}  // namespace commonplace::search
