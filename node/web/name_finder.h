// Finds names by the beginnings of their words. Fill it, order() it, then ask it from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace commonplace::web {

class NameFinder {
 public:
  void add(std::string_view name);  // names have numbers in the order in which they come
  void order();
  // Numbers of names, ascending, in which each word typed begins a word. At most `limit`; none for less than two letters.
  std::vector<std::size_t> find(std::string_view typed, std::size_t limit) const;

 private:
  struct Start {
    std::uint32_t name;
    std::uint32_t offset;
  };
  std::string_view from(const Start& start) const { return std::string_view(names_[start.name]).substr(start.offset); }

  std::vector<std::string> names_;  // folded
  std::vector<Start> starts_;       // of words, by the text from there on
};

}  // namespace commonplace::web
