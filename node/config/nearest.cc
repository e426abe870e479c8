#include "node/config/nearest.h"

#include <algorithm>
#include <numeric>

namespace commonplace::config {
namespace {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string_view>& known) {
  const auto found = std::min_element(known.begin(), known.end(), [&](auto a, auto b) {
    return edit_distance(word.substr(0, 64), a) < edit_distance(word.substr(0, 64), b);
  });
  return found == known.end() ? std::string() : std::string(*found);
}

}  // namespace commonplace::config
