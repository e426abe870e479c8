// What a healthy day brings: a value, or a problem in words that somebody can act on.
// For what a peer, a person or a file does wrong. A broken house (full disk, corrupt database) is an exception instead.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>

namespace commonplace::model {

// One thing that is wrong: the shape of every error a person or a program is shown (CONTRACT §4.3).
// kind: a stable code ("bad-date"). where: JSON Pointer, line, column or address, precise enough to mend it.
// what: what is wrong, in a sentence. fix: what to do next. None of them echoes the input.
struct Problem {
  std::string kind;
  std::string where;
  std::string what;
  std::string fix;

  friend bool operator==(const Problem&, const Problem&) = default;
};

// Either a T or the Problem that stands in its way. Never empty.
template <typename T>
class [[nodiscard]] Outcome {
 public:
  Outcome(T value) : content_(std::in_place_index<0>, std::move(value)) {}
  Outcome(Problem problem) : content_(std::in_place_index<1>, std::move(problem)) {}

  bool has_value() const { return content_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  // Require has_value().
  const T& value() const& { return std::get<0>(content_); }
  T& value() & { return std::get<0>(content_); }
  T&& value() && { return std::get<0>(std::move(content_)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  // Requires !has_value().
  const Problem& problem() const { return std::get<1>(content_); }

 private:
  std::variant<T, Problem> content_;
};

// For what yields nothing when it goes well: empty is success.
using Failure = std::optional<Problem>;

}  // namespace commonplace::model
