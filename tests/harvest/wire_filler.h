// Messages of the process border with every member filled.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "harvest/wire_members.h"

namespace commonplace::harvest {

// Gives every member that crosses, however deep, a value of its own that no default has.
class Filler {
 public:
  void fill(std::string& text) { text = "text " + std::to_string(++count_) + std::string("\0<ŵ>", 6); }
  void fill(bool& value) { value = !value; }
  template <typename Rep, typename Period>
  void fill(std::chrono::duration<Rep, Period>& duration) {
    duration = std::chrono::duration<Rep, Period>(++count_ + 1'000'000);
  }
  template <typename T>
  void fill(std::optional<T>& maybe) {
    fill(maybe.emplace());
  }
  template <typename T>
  void fill(std::vector<T>& list) {
    list.resize(2);
    for (T& item : list) fill(item);
  }
  template <typename T, std::size_t count>
  void fill(std::array<T, count>& list) {
    for (T& item : list) fill(item);
  }
  template <typename T>
  requires std::is_enum_v<T>
  void fill(T& value) { value = wire::last_of(value); }
  template <typename T>
  requires std::is_arithmetic_v<T>
  void fill(T& value) { value = static_cast<T>(++count_ % 250 + 1); }
  template <wire::Structured T>
  void fill(T& object) {
    std::apply([this](auto&... member) { (fill(member), ...); }, wire::members(object));
  }

 private:
  int count_ = 0;
};

template <typename Message>
Message filled() {
  Message message;
  Filler().fill(message);
  return message;
}

}  // namespace commonplace::harvest
