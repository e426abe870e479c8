#include "ui/words.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <stdexcept>
#include <unordered_map>
#include <vector>

#include "ui/english.h"

namespace commonplace::ui {
namespace {

constexpr int oldest = 120;

const std::unordered_map<std::string_view, std::string>& table() {
  static const auto made = [] {
    std::unordered_map<std::string_view, std::string> by_key;
    for (const Phrase& phrase : english()) by_key.emplace(phrase.key, phrase.text);
    return by_key;
  }();
  return made;
}

// The first character, whole: one byte, or a UTF-8 sequence.
std::string first_character(std::string_view word) {
  std::size_t end = 1;
  while (end < word.size() && (static_cast<unsigned char>(word[end]) & 0xC0) == 0x80) ++end;
  std::string character(word.substr(0, end));
  if (end == 1 && character[0] >= 'a' && character[0] <= 'z') character[0] = static_cast<char>(character[0] - 32);
  return character;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0xC2;
}

bool is_small_word(std::string_view word) {
  constexpr std::array<std::string_view, 12> small{"the", "of", "and", "for", "in", "at",
                                                   "y",   "yr", "de",  "la",  "a",  "The"};
  return std::find(small.begin(), small.end(), word) != small.end();
}

std::vector<std::string_view> words_of(std::string_view name) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < name.size();) {
    const auto end = std::min(name.find(' ', at), name.size());
    if (const auto word = name.substr(at, end - at); !word.empty() && is_letter(word[0])) out.push_back(word);
    at = end + 1;
  }
  return out;
}

}  // namespace

const std::string* find_words(std::string_view key) {
  const auto found = table().find(key);
  return found == table().end() ? nullptr : &found->second;
}

std::string words(std::string_view key) {
  const std::string* found = find_words(key);
  if (found == nullptr) throw std::logic_error("no words for " + std::string(key));
  return *found;
}

std::string fill(std::string_view text, std::string_view name, std::string_view value) {
  const std::string place = "{" + std::string(name) + "}";
  std::string out;
  std::size_t at = 0;
  for (auto found = text.find(place); found != std::string_view::npos; found = text.find(place, at)) {
    out.append(text.substr(at, found - at)).append(value);
    at = found + place.size();
  }
  return out.append(text.substr(at));
}

std::string words(std::string_view key, std::string_view name, std::string_view value) {
  return fill(words(key), name, value);
}

std::string number(std::int64_t value) {
  std::string digits = std::to_string(value);
  const std::ptrdiff_t first = value < 0 ? 1 : 0;
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > first; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

std::string counted(std::int64_t count, std::string_view noun) {
  return number(count) + " " + words(std::string(noun) + (count == 1 ? ".one" : ".other"));
}

std::string ages_in_words(const std::optional<model::AgeRange>& ages) {
  if (!ages || ages->min < 0 || ages->max <= ages->min || (ages->min == 0 && ages->max >= oldest)) return {};
  if (ages->max >= oldest) return words("ages.from", "age", std::to_string(ages->min));
  if (ages->min == 0) return words("ages.to", "age", std::to_string(ages->max));
  return words("ages.range", "range", fmt::format("{}–{}", ages->min, ages->max));
}

std::string minutes_in_words(std::optional<int> minutes) {
  constexpr int hour = 60, day = 24 * hour;
  if (!minutes || *minutes < 1) return {};
  const int value = *minutes;
  if (value >= 2 * day && value % day == 0) return fmt::format("{} days", value / day);
  if (value < 2 * hour && value != hour) return fmt::format("{} min", value);
  if (value == hour) return "1 hour";
  if (value % hour == 0) return fmt::format("{} hours", value / hour);
  return fmt::format("{} h {} min", value / hour, value % hour);
}

std::string bytes_in_words(std::int64_t bytes) {
  if (bytes < 0) return {};
  if (bytes < 1000) return fmt::format("{} bytes", bytes);
  if (bytes < 100'000) return fmt::format("{} KB", (bytes + 500) / 1000);
  if (bytes < 1'000'000'000) return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
  return fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9);
}

std::string initials(std::string_view name) {
  std::vector<std::string_view> all = words_of(name), great;
  std::copy_if(all.begin(), all.end(), std::back_inserter(great), [](auto word) { return !is_small_word(word); });
  if (great.empty()) great = all;
  std::string out;
  for (std::size_t i = 0; i < std::min<std::size_t>(2, great.size()); ++i) out += first_character(great[i]);
  return out;
}

}  // namespace commonplace::ui
