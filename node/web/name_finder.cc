#include "node/web/name_finder.h"

#include <algorithm>

#include "schemas/formats/unicode.h"

namespace commonplace::web {
namespace {

constexpr std::size_t fewest_letters = 2;
constexpr std::size_t longest_typed = 100;  // bytes
constexpr std::size_t most_words = 8;

bool divides(char c) { return static_cast<unsigned char>(c) < 128 && std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '.'; }

bool begins_a_word(std::string_view text, std::size_t at) { return !divides(text[at]) && (at == 0 || divides(text[at - 1])); }

bool has_word(std::string_view text, std::string_view beginning) {
  for (auto at = text.find(beginning); at != std::string_view::npos; at = text.find(beginning, at + 1))
    if (begins_a_word(text, at)) return true;
  return false;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : formats::fold(text.substr(0, longest_typed))) {
    if (!divides(c)) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

}  // namespace

void NameFinder::add(std::string_view name) { names_.push_back(formats::fold(name)); }

void NameFinder::order() {
  starts_.clear();
  for (std::uint32_t i = 0; i < names_.size(); ++i)
    for (std::uint32_t at = 0; at < names_[i].size(); ++at)
      if (begins_a_word(names_[i], at)) starts_.push_back({i, at});
  std::sort(starts_.begin(), starts_.end(), [this](const Start& a, const Start& b) { return from(a) < from(b); });
}

std::vector<std::size_t> NameFinder::find(std::string_view typed, std::size_t limit) const {
  const auto words = words_of(typed);
  if (words.empty() || words.size() > most_words || words.back().size() < fewest_letters) return {};
  const std::string& last = words.back();
  const auto first = std::partition_point(starts_.begin(), starts_.end(), [&](const Start& s) { return from(s) < last; });
  const auto behind = std::partition_point(first, starts_.end(), [&](const Start& s) { return from(s).starts_with(last); });
  std::vector<std::size_t> found;
  for (auto at = first; at != behind; ++at) {
    const bool has_all = std::all_of(words.begin(), words.end() - 1, [&](const auto& word) { return has_word(names_[at->name], word); });
    if (has_all) found.push_back(at->name);
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  if (found.size() > limit) found.resize(limit);
  return found;
}

}  // namespace commonplace::web
