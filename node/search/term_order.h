// The terms that are in use in order of their bytes. Costs what is in use, or, where that is much, what has come to the
// table since and a look at a bit for each term.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "node/search/string_table.h"

namespace commonplace::search {

class TermOrder {
 public:
  explicit TermOrder(const StringTable& terms) : terms_(terms) {}

  void mark(std::uint32_t term) {
    if (term >= ranks_.size()) ranks_.resize(terms_.size(), unused);
    if (ranks_[term] != unused) return;
    ranks_[term] = 0;
    used_.push_back(term);
  }
  // The marked terms in order; until clear_marks().
  std::span<const std::uint32_t> rank();
  // Of a marked term, its place in rank().
  std::uint32_t rank_of(std::uint32_t term) const { return ranks_[term]; }
  void clear_marks();
  // After the table was cleared.
  void clear();

 private:
  static constexpr std::uint32_t unused = UINT32_MAX;
  struct Ordered {
    std::uint64_t leading;  // most pairs are told apart without touching the texts
    std::uint32_t term;
  };
  bool comes_before(const Ordered& a, const Ordered& b) const {
    return a.leading != b.leading ? a.leading < b.leading : terms_.text(a.term) < terms_.text(b.term);
  }
  void sort(std::vector<Ordered>& terms, std::size_t from) const;
  void order_all();
  void sort_used();
  void pick_used();

  const StringTable& terms_;
  std::vector<std::uint32_t> used_;
  std::vector<std::uint32_t> ranks_;   // by term
  std::vector<Ordered> all_;           // of the table, those that came since excepted
  std::vector<std::uint32_t> places_;  // by term, its place in all_
};

}  // namespace commonplace::search
