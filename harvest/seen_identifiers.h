// Which identifiers a visit has met: eight bytes each, so that a list of 400,000 deletions (HAR-13) costs little memory.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace commonplace::harvest {

class SeenIdentifiers {
 public:
  struct News {
    bool to_the_visit = false;  // never met before
    bool to_the_pass = false;   // not met before in this pass through the list
  };

  // Passes are told apart modulo 256.
  News note(std::string_view identifier, int pass);
  bool has(std::string_view identifier) const;
  std::int64_t count() const { return count_; }

 private:
  std::size_t place_of(std::uint64_t hash) const;
  void grow();

  std::vector<std::uint64_t> slots_;  // upper 56 bits of the hash, then the pass; 0: empty
  std::int64_t count_ = 0;
};

}  // namespace commonplace::harvest
