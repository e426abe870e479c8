#include "node/search/segment.h"

#include <algorithm>
#include <functional>

#include "node/search/spelling.h"

namespace commonplace::search {

namespace {

bool offsets_are_sound(const Row<std::uint32_t>& starts, std::size_t items, std::size_t end) {
  return starts.size() == items + 1 && starts.front() == 0 && starts.back() == end &&
         std::is_sorted(starts.begin(), starts.end());
}

bool keys_ascend(const Row<std::int64_t>& keys) {
  return std::adjacent_find(keys.begin(), keys.end(), std::greater_equal<>()) == keys.end();
}

}  // namespace

void Dictionary::append(std::string_view term) {
  bytes.append(term);
  starts.push_back(static_cast<std::uint32_t>(bytes.size()));
  letters.push_back(letter_bits(term));
}

void Dictionary::note_letters() {
  letters.clear();
  letters.reserve(size());
  for (std::uint32_t id = 0; id < size(); ++id) letters.push_back(letter_bits(term(id)));
}

std::optional<std::uint32_t> Dictionary::find(std::string_view sought) const {
  std::uint32_t low = 0;
  std::uint32_t high = size();
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (term(middle) < sought) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == size() || term(low) != sought) return std::nullopt;
  return low;
}

std::pair<std::uint32_t, std::uint32_t> Dictionary::with_prefix(std::string_view prefix) const {
  const auto bound = [&](auto is_before) {
    std::uint32_t low = 0;
    std::uint32_t high = size();
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (is_before(term(middle).substr(0, prefix.size()))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };
  return {bound([&](std::string_view start) { return start < prefix; }),
          bound([&](std::string_view start) { return start <= prefix; })};
}

bool Dictionary::is_sound() const {
  if (starts.empty() || !offsets_are_sound(starts, size(), bytes.size())) return false;
  for (std::uint32_t id = 1; id < size(); ++id) {
    if (term(id) <= term(id - 1)) return false;
  }
  return true;
}

std::optional<std::uint32_t> Segment::find(std::int64_t key) const {
  const auto place = std::lower_bound(keys.begin(), keys.end(), key);
  if (place == keys.end() || *place != key) return std::nullopt;
  return static_cast<std::uint32_t>(place - keys.begin());
}

bool Segment::is_sound(const Values& values) const {
  const std::size_t n = keys.size();
  if (!terms.is_sound() || !keys_ascend(keys)) return false;
  if (ties.size() != n || changed.size() != n || minutes.size() != n || languages.size() != n || titles.size() != n) {
    return false;
  }
  if (field_ends.size() != n || postings.terms() != terms.size() || !postings.is_sound(size())) return false;
  for (std::size_t i = 0; i < column_count; ++i) {
    if (!columns[i].is_sound(values[i].size())) return false;
  }
  const SetColumn& contributors = column(Column::contributor);
  for (std::uint32_t set = 0; set < contributors.set_count(); ++set) {
    if (contributors.set(set).empty()) return false;  // ranking takes the first
  }
  if (!offsets_are_sound(characteristic_starts, n, characteristic.size())) return false;
  return std::all_of(characteristic.begin(), characteristic.end(),
                     [this](std::uint32_t term) { return term < terms.size(); });
}

}  // namespace commonplace::search
