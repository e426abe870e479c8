// A row of plain values that is either owned or lies in a mapped snapshot (SRCH-55). Reads like a const vector; whoever
// fills one owns it.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace commonplace::search {

template <typename T>
class Row {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Row() = default;
  Row(std::initializer_list<T> values) : Row(std::vector<T>(values)) {}
  explicit Row(std::vector<T> values) : owned_(std::move(values)), values_(owned_) {}
  // A view: `values` must outlive the row.
  static Row lying_at(std::span<const T> values) {
    Row row;
    row.values_ = values;
    return row;
  }
  Row(Row&& other) noexcept : owned_(std::move(other.owned_)), values_(std::exchange(other.values_, {})) {}
  Row& operator=(Row&& other) noexcept {
    owned_ = std::move(other.owned_);
    values_ = std::exchange(other.values_, {});
    return *this;
  }
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;
  ~Row() = default;

  std::size_t size() const { return values_.size(); }
  bool empty() const { return values_.empty(); }
  const T* data() const { return values_.data(); }
  const T& operator[](std::size_t place) const { return values_[place]; }
  const T& front() const { return values_.front(); }
  const T& back() const { return values_.back(); }
  auto begin() const { return values_.begin(); }
  auto end() const { return values_.end(); }
  std::span<const T> span() const { return values_; }

  // Filling: of a row that owns its values.
  void push_back(const T& value) {
    owned_.push_back(value);
    values_ = owned_;
  }
  void append(std::span<const T> values) {
    owned_.insert(owned_.end(), values.begin(), values.end());
    values_ = owned_;
  }
  void reserve(std::size_t size) {
    owned_.reserve(size);
    values_ = owned_;
  }
  void shrink_to_fit() {
    owned_.shrink_to_fit();
    values_ = owned_;
  }
  // For changing values in place.
  T& owned(std::size_t place) { return owned_[place]; }

 private:
  std::vector<T> owned_;
  std::span<const T> values_;
};

}  // namespace commonplace::search
