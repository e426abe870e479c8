#include "node/search/postings.h"

#include <algorithm>
#include <stdexcept>

namespace commonplace::search {

namespace {

constexpr std::uint64_t most_position = std::uint64_t{1} << 30;

// Bytes that have not been walked yet.
struct Left {
  const std::uint8_t* at;
  const std::uint8_t* end;

  explicit Left(std::span<const std::uint8_t> bytes) : at(bytes.data()), end(bytes.data() + bytes.size()) {}
  bool empty() const { return at == end; }
};

// Reads a varint of at most 32 bits and moves behind it; false when it ends early or is too large.
inline bool read_checked(Left& left, std::uint32_t& value) {
  if (left.empty()) return false;
  value = *left.at++;
  if (value < 0x80U) return true;  // nearly all
  std::uint64_t sum = value & 0x7FU;
  for (unsigned shift = 7; shift < 35 && !left.empty(); shift += 7) {
    const std::uint8_t byte = *left.at++;
    sum |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if ((byte & 0x80U) != 0) continue;
    value = static_cast<std::uint32_t>(sum);
    return sum <= UINT32_MAX;
  }
  return false;
}

// Walks everything once, in the order in which it was written.
class Inspection {
 public:
  Inspection(const Postings& lists, std::uint32_t record_count)
      : lists_(lists), record_count_(record_count), bytes_(lists.bytes.span()), positions_(lists.positions.span()) {}

  bool run() {
    const std::size_t terms = lists_.counts.size();
    if (lists_.first_blocks.size() != terms + 1 || lists_.first_blocks.front() != 0) return false;
    if (lists_.first_blocks.back() != lists_.blocks.size()) return false;
    for (std::uint32_t term = 0; term < terms; ++term) {
      if (!list_is_sound(term)) return false;
    }
    return bytes_.empty() && positions_.empty();
  }

 private:
  bool list_is_sound(std::uint32_t term) {
    const std::uint32_t count = lists_.counts[term];
    if (count == 0 || count > record_count_) return false;
    const std::uint32_t block_count = (count + block_postings - 1) / block_postings;
    const std::uint32_t first = lists_.first_blocks[term];
    if (lists_.first_blocks[term + 1] < first || lists_.first_blocks[term + 1] - first != block_count) return false;
    if (lists_.first_blocks[term + 1] > lists_.blocks.size()) return false;
    std::uint64_t record = 0;
    for (std::uint32_t block = 0; block < block_count; ++block) {
      const std::uint32_t left = count - block * block_postings;
      if (!block_is_sound(lists_.blocks[first + block], std::min(left, block_postings), block == 0, record)) return false;
    }
    return true;
  }

  bool block_is_sound(const PostingBlock& block, std::uint32_t count, bool begins_list, std::uint64_t& record) {
    if (block.at != lists_.bytes.size() - static_cast<std::size_t>(bytes_.end - bytes_.at)) return false;
    if (block.positions_at != lists_.positions.size() - static_cast<std::size_t>(positions_.end - positions_.at)) return false;
    std::uint32_t most = 0;
    std::uint32_t distance = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      if (!read_checked(bytes_, distance) || (distance == 0 && !(begins_list && i == 0)) || bytes_.empty()) return false;
      record += distance;
      const std::uint8_t impact = *bytes_.at++;
      if (record >= record_count_ || impact == 0) return false;
      most = std::max<std::uint32_t>(most, impact);
      if (!positions_are_sound()) return false;
    }
    return block.last == record && block.most == most;
  }

  bool positions_are_sound() {
    std::uint64_t position = 0;
    std::uint32_t code = 0;
    for (bool first = true;; first = false) {
      if (!read_checked(positions_, code) || (!first && code < 2)) return false;
      position += code >> 1;
      if (position >= most_position) return false;
      if ((code & 1U) != 0) return true;
    }
  }

  const Postings& lists_;
  std::uint32_t record_count_;
  Left bytes_;
  Left positions_;
};

}  // namespace

void append_positions(std::vector<std::uint8_t>& out, std::span<const std::uint32_t> positions) {
  std::uint32_t before = 0;
  std::uint32_t kept = positions.front();
  for (const std::uint32_t position : positions.subspan(1)) {
    if (position == kept) continue;
    append_varint(out, (kept - before) << 1);
    before = kept;
    kept = position;
  }
  append_varint(out, (kept - before) << 1 | 1U);
}

bool Postings::is_sound(std::uint32_t record_count) const {
  return Inspection(*this, record_count).run();
}

void PostingWriter::reserve(std::size_t terms, std::size_t bytes, std::size_t positions) {
  counts_.reserve(terms);
  first_blocks_.reserve(terms + 1);
  blocks_.reserve(terms + bytes / (2 * block_postings));
  bytes_.reserve(bytes);
  positions_.reserve(positions);
}

void PostingWriter::begin_block() {
  if (count_ > 0) end_block();
  if (bytes_.size() > UINT32_MAX || positions_.size() > UINT32_MAX)
    throw std::length_error("search: more than 4 GiB of postings in a segment");
  block_ = {.last = 0,
            .at = static_cast<std::uint32_t>(bytes_.size()),
            .positions_at = static_cast<std::uint32_t>(positions_.size()),
            .most = 0};
}

void PostingWriter::end_block() {
  blocks_.push_back(block_);
}

// The distances but the first stay as they are.
void PostingWriter::append(const Postings& lists, std::uint32_t term, std::uint32_t shift) {
  const PostingBlock& first = lists.blocks_of(term).front();
  const std::uint8_t* at = lists.bytes.data() + first.at;
  const std::uint8_t* positions = lists.positions.data() + first.positions_at;
  const std::uint32_t record = read_varint(at);
  const std::uint8_t* behind = skip_positions(positions);
  add(record + shift, *at++, {positions, behind});
  positions = behind;
  for (std::uint32_t left = lists.counts[term] - 1; left > 0;) {
    if (count_ % block_postings == 0) begin_block();
    const std::uint32_t taken = std::min(left, block_postings - count_ % block_postings);
    const std::uint8_t* begin = at;
    std::uint32_t most = block_.most;
    for (std::uint32_t i = 0; i < taken; ++i) {
      before_ += read_varint(at);
      most = std::max<std::uint32_t>(most, *at++);
      behind = skip_positions(behind);
    }
    bytes_.insert(bytes_.end(), begin, at);
    positions_.insert(positions_.end(), positions, behind);
    positions = behind;
    block_.last = before_;
    block_.most = most;
    count_ += taken;
    left -= taken;
  }
}

void PostingWriter::end_term() {
  end_block();
  counts_.push_back(count_);
  first_blocks_.push_back(static_cast<std::uint32_t>(blocks_.size()));
  count_ = before_ = 0;
}

Postings PostingWriter::finish() {
  counts_.shrink_to_fit();
  first_blocks_.shrink_to_fit();
  blocks_.shrink_to_fit();
  bytes_.shrink_to_fit();
  positions_.shrink_to_fit();
  Postings lists;
  lists.counts = Row(std::move(counts_));
  lists.first_blocks = Row(std::move(first_blocks_));
  lists.blocks = Row(std::move(blocks_));
  lists.bytes = Row(std::move(bytes_));
  lists.positions = Row(std::move(positions_));
  return lists;
}

void PostingCursor::enter(std::uint32_t block) {
  at_ = bytes_ + blocks_[block].at;
  record_ = block == 0 ? 0 : blocks_[block - 1].last;
  left_ = count_ - block * block_postings;
  read();
}

void PostingCursor::seek(std::uint32_t target) {
  if (done_ || record_ >= target) return;
  const std::uint32_t here = index() / block_postings;
  if (blocks_[here].last < target) {
    const std::uint32_t end = block_count();
    std::uint32_t low = here + 1;
    std::uint32_t high = low;
    for (std::uint32_t step = 1; high < end && blocks_[high].last < target; step *= 2) {
      low = high + 1;
      high = end - high > step ? high + step : end;
    }
    const auto* found = std::lower_bound(blocks_ + low, blocks_ + high, target,
                                         [](const PostingBlock& block, std::uint32_t sought) { return block.last < sought; });
    if (found == blocks_ + end) {
      left_ = 0;
      done_ = true;
      return;
    }
    enter(static_cast<std::uint32_t>(found - blocks_));
  }
  while (record_ < target) read();
}

void PostingCursor::leap() {
  const std::uint32_t next_block = index() / block_postings + 1;
  if (next_block < block_count()) {
    enter(next_block);
  } else {
    left_ = 0;
    done_ = true;
  }
}

void PositionReader::read(std::uint32_t record, std::vector<std::uint32_t>& out) {
  cursor_.seek(record);
  if (cursor_.done() || cursor_.record() != record) return;
  const std::uint32_t index = cursor_.index();
  const std::uint32_t block_begin = index - index % block_postings;
  if (next_ > index || next_ < block_begin) {
    at_ = positions_ + cursor_.block().positions_at;
    next_ = block_begin;
  }
  for (; next_ < index; ++next_) at_ = skip_positions(at_);
  const std::uint8_t* at = at_;
  std::uint32_t position = 0;
  for (std::uint32_t code = 0; (code & 1U) == 0;) {
    code = read_varint(at);
    position += code >> 1;
    out.push_back(position);
  }
}

}  // namespace commonplace::search
