// Posting lists: which records hold a term, and how strongly. Bytes: count, then per record the distance to the one
// before and the impact. About two bytes a posting.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace commonplace::search {

struct Posting {
  std::uint32_t record = 0;  // number within its segment
  std::uint8_t impact = 0;   // 1…255

  friend bool operator==(const Posting&, const Posting&) = default;
};

void append_varint(std::vector<std::uint8_t>& out, std::uint32_t value);
// Requires sound bytes: those we wrote, or those that postings_are_sound() has walked.
inline std::uint32_t read_varint(const std::uint8_t*& at) {
  std::uint32_t value = *at & 0x7Fu;
  for (unsigned shift = 7; (*at++ & 0x80u) != 0; shift += 7) value |= (*at & 0x7Fu) << shift;
  return value;
}

// Requires records ascending, each once.
void append_postings(std::vector<std::uint8_t>& out, std::span<const Posting> postings);

// Whether `bytes` is exactly one list of records below `record_count`, ascending, not empty.
bool postings_are_sound(std::span<const std::uint8_t> bytes, std::uint32_t record_count);

// Walks one list. Requires a sound one.
class PostingCursor {
 public:
  explicit PostingCursor(const std::uint8_t* list) : at_(list), left_(read_varint(at_)) { read(); }

  bool done() const { return done_; }
  std::uint32_t left() const { return left_ + (done_ ? 0 : 1); }  // postings from here on
  std::uint32_t record() const { return record_; }
  std::uint8_t impact() const { return impact_; }
  void next() { read(); }

 private:
  void read() {
    if (left_ == 0) {
      done_ = true;
      return;
    }
    --left_;
    record_ += read_varint(at_);
    impact_ = *at_++;
  }

  const std::uint8_t* at_;
  std::uint32_t left_;
  std::uint32_t record_ = 0;
  std::uint8_t impact_ = 0;
  bool done_ = false;
};

}  // namespace commonplace::search
