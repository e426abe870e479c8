#include "node/search/columns.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace commonplace::search {

namespace {

bool ascend_below(std::span<const std::uint32_t> numbers, std::uint32_t limit) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] >= limit || (i > 0 && numbers[i] <= numbers[i - 1])) return false;
  }
  return true;
}

}  // namespace

PackedNumbers::PackedNumbers(std::span<const std::uint32_t> numbers, std::uint32_t limit)
    : width_(limit <= 0x100 ? 1 : limit <= 0x10000 ? 2 : 4) {
  std::vector<std::uint8_t> bytes(numbers.size() * width_);
  for (std::size_t i = 0; i < numbers.size(); ++i) std::memcpy(bytes.data() + i * width_, &numbers[i], width_);
  bytes_ = Row(std::move(bytes));
}

std::optional<PackedNumbers> PackedNumbers::restored(Row<std::uint8_t> bytes, std::uint32_t width, std::size_t records,
                                                     std::uint32_t limit) {
  const bool known_width = width == 0 || width == 1 || width == 2 || width == 4;
  if (!known_width || bytes.size() != records * width || (width == 0 && records > limit)) return std::nullopt;
  PackedNumbers numbers;
  numbers.bytes_ = std::move(bytes);
  numbers.width_ = width;
  bool good = true;
  if (width > 0) {
    numbers.visit([&](auto number_of) {
      for (std::uint32_t record = 0; record < records; ++record) good = good && number_of(record) < limit;
    });
  }
  if (!good) return std::nullopt;
  return numbers;
}

bool SetColumn::is_sound(std::uint32_t value_count) const {
  if (starts.empty() || starts.front() != 0 || starts.back() != values.size()) return false;
  if (!std::is_sorted(starts.begin(), starts.end())) return false;
  for (std::uint32_t id = 0; id < set_count(); ++id) {
    if (!ascend_below(set(id), value_count)) return false;
  }
  return true;
}

void SetColumnBuilder::add(std::span<const std::uint32_t> record_values) {
  if (is_sharing_ && record_values.empty() && empty_) {
    add_again(*empty_);
    return;
  }
  const std::string_view bytes(reinterpret_cast<const char*>(record_values.data()), record_values.size_bytes());
  const std::uint32_t before = is_sharing_ ? known_.size() : static_cast<std::uint32_t>(of_record_.size());
  const std::uint32_t id = is_sharing_ ? known_.add(bytes) : before;
  if (id == before) {
    values_.insert(values_.end(), record_values.begin(), record_values.end());
    starts_.push_back(static_cast<std::uint32_t>(values_.size()));
  }
  if (record_values.empty()) empty_ = id;
  of_record_.push_back(id);
  constexpr std::size_t sample = 4096;  // sets
  if (is_sharing_ && known_.size() == sample && of_record_.size() < sample + sample / 8) stop_sharing();
}

// Each record gets a set of its own, those that are there too.
void SetColumnBuilder::stop_sharing() {
  is_sharing_ = false;
  known_.clear();
  std::vector<std::uint32_t> values;
  std::vector<std::uint32_t> starts{0};
  starts.reserve(of_record_.size() + 1);
  for (std::uint32_t record = 0; record < of_record_.size(); ++record) {
    const std::uint32_t id = std::exchange(of_record_[record], record);
    values.insert(values.end(), values_.begin() + starts_[id], values_.begin() + starts_[id + 1]);
    starts.push_back(static_cast<std::uint32_t>(values.size()));
  }
  values_ = std::move(values);
  starts_ = std::move(starts);
}

SetColumn SetColumnBuilder::take() {
  const auto set_count = static_cast<std::uint32_t>(starts_.size() - 1);
  SetColumn column;
  constexpr std::uint32_t few_sets = 256;
  constexpr std::size_t records_of_shared = 4;  // with fewer for a set looking it up costs more than it saves
  if (is_sharing_ && set_count > few_sets && set_count > of_record_.size() / records_of_shared) stop_sharing();
  if (is_sharing_) column.of_record = PackedNumbers(of_record_, set_count);
  starts_.shrink_to_fit();
  values_.shrink_to_fit();
  column.starts = Row(std::move(starts_));
  column.values = Row(std::move(values_));
  return column;
}

}  // namespace commonplace::search
