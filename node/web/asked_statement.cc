#include "node/web/asked_statement.h"

namespace commonplace::web {
namespace {

constexpr int raise_itself = 50;  // percent: 1 + 0.5 w, of a direct alignment (SRCH-31)
constexpr int raise_below = 40;   // what is narrower answers a part of what was asked

void add_with_all_below(const Frameworks::Found& found, AskedStatement& out) {
  std::vector<std::size_t> below = {found.place};
  for (std::size_t i = 0; i < below.size(); ++i)
    below.insert(below.end(), found.tree->children[below[i]].begin(), found.tree->children[below[i]].end());
  for (const auto place : below)
    for (auto& uri : found.tree->addresses(place)) {
      out.values.push_back(std::move(uri));
      out.raise.push_back(place == found.place ? raise_itself : raise_below);
    }
}

}  // namespace

AskedStatement asked_statement(const Frameworks& frameworks, std::string_view text) {
  AskedStatement out{std::string(text), {}, {}, false};
  const auto by_uri = frameworks.statement(text);
  const auto found = by_uri ? std::vector{by_uri} : frameworks.with_code(text);
  if (found.size() == 1) out.shown = found.front().tree->statements[found.front().place].uri;
  for (const auto& one : found) add_with_all_below(one, out);
  out.is_known = !found.empty();
  if (!out.is_known) {
    out.values.emplace_back(text);
    out.raise.push_back(raise_itself);
  }
  return out;
}

}  // namespace commonplace::web
