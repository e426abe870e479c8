#include "node/search/term_order.h"

#include <algorithm>
#include <bit>

namespace commonplace::search {

namespace {

constexpr std::size_t few_share = 16;  // of the table: fewer are sorted by themselves

}  // namespace

void TermOrder::sort(std::vector<Ordered>& terms, std::size_t from) const {
  std::sort(terms.begin() + static_cast<std::ptrdiff_t>(from), terms.end(),
            [this](const Ordered& a, const Ordered& b) { return comes_before(a, b); });
}

void TermOrder::order_all() {
  const std::size_t known = all_.size();
  if (known == terms_.size()) return;
  for (std::uint32_t term = static_cast<std::uint32_t>(known); term < terms_.size(); ++term)
    all_.push_back({.leading = leading_bytes(terms_.text(term)), .term = term});
  sort(all_, known);
  std::inplace_merge(all_.begin(), all_.begin() + static_cast<std::ptrdiff_t>(known), all_.end(),
                     [this](const Ordered& a, const Ordered& b) { return comes_before(a, b); });
  places_.resize(all_.size());
  for (std::uint32_t place = 0; place < all_.size(); ++place) places_[all_[place].term] = place;
}

void TermOrder::sort_used() {
  std::vector<Ordered> sorted;
  sorted.reserve(used_.size());
  for (const std::uint32_t term : used_) sorted.push_back({.leading = leading_bytes(terms_.text(term)), .term = term});
  sort(sorted, 0);
  for (std::size_t i = 0; i < sorted.size(); ++i) used_[i] = sorted[i].term;
}

void TermOrder::pick_used() {
  order_all();
  std::vector<std::uint64_t> bits((all_.size() + 63) / 64, 0);
  for (const std::uint32_t term : used_) bits[places_[term] / 64] |= std::uint64_t{1} << (places_[term] % 64);
  std::size_t next = 0;
  for (std::size_t word = 0; word < bits.size(); ++word) {
    for (std::uint64_t left = bits[word]; left != 0; left &= left - 1)
      used_[next++] = all_[word * 64 + static_cast<std::size_t>(std::countr_zero(left))].term;
  }
}

std::span<const std::uint32_t> TermOrder::rank() {
  if (used_.size() * few_share < terms_.size())
    sort_used();
  else
    pick_used();
  for (std::uint32_t i = 0; i < used_.size(); ++i) ranks_[used_[i]] = i;
  return used_;
}

void TermOrder::clear_marks() {
  for (const std::uint32_t term : used_) ranks_[term] = unused;
  used_.clear();
}

void TermOrder::clear() {
  used_ = {};
  ranks_ = {};
  all_ = {};
  places_ = {};
}

}  // namespace commonplace::search
