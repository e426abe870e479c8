// Inputs made of seeds by chance: the same seed number and run give the same input on every machine.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace commonplace::fuzz {

class Mutator {
 public:
  // Requires at least one seed.
  Mutator(std::vector<std::string> seeds, std::uint64_t number);

  std::string input(std::uint64_t run);

 private:
  void change(std::string& text);
  std::size_t below(std::size_t bound);
  std::string_view piece_of(const std::string& text);

  std::vector<std::string> seeds_;
  std::uint64_t number_;
  std::mt19937_64 random_;
};

}  // namespace commonplace::fuzz
