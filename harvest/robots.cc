#include "harvest/robots.h"

#include <algorithm>
#include <charconv>

#include "schemas/formats/url.h"

namespace commonplace::harvest {

namespace {

constexpr std::size_t looked_at = 500 * 1024;  // RFC 9309 §2.5
constexpr std::size_t most_rules = 500;
constexpr std::size_t longest_pattern = 300;
constexpr std::size_t most_maps = 50;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// "Name: value", the comment gone; one line after the other.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text.substr(0, looked_at)) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }
  bool next() {
    while (at_ < text_.size()) {
      const auto end = std::min(text_.find_first_of("\r\n", at_), text_.size());
      auto line = text_.substr(at_, end - at_);
      at_ = end + 1;
      line = line.substr(0, line.find('#'));
      const auto colon = line.find(':');
      if (colon == std::string_view::npos) continue;
      name = lower(trimmed(line.substr(0, colon)));
      value = trimmed(line.substr(colon + 1));
      return true;
    }
    return false;
  }
  std::string name;
  std::string_view value;

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

// Our product token, whatever the case, and whatever version stands behind it.
bool is_us(std::string_view agent) {
  const std::string name = lower(agent);
  return name.starts_with(robot_name) && (name.size() == robot_name.size() || name[robot_name.size()] == '/');
}

bool names_us(std::string_view text) {
  for (Lines lines(text); lines.next();)
    if (lines.name == "user-agent" && is_us(lines.value)) return true;
  return false;
}

// Pattern with "*" and a "$" at the end against the beginning of `target`: one pass, going back to the last star.
bool matches(std::string_view pattern, std::string_view target) {
  const bool anchored = pattern.ends_with('$');
  if (anchored) pattern.remove_suffix(1);
  std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
  for (;;) {
    if (p == pattern.size()) {
      if (!anchored || t == target.size()) return true;
    } else if (pattern[p] == '*') {
      star = p++;
      mark = t;
      continue;
    } else if (t < target.size() && pattern[p] == target[t]) {
      ++p;
      ++t;
      continue;
    }
    if (star == std::string_view::npos || mark >= target.size()) return false;
    p = star + 1;
    t = ++mark;
  }
}

}  // namespace

Robots::Robots(std::string_view text) {
  const bool by_name = names_us(text);
  bool in_group = false;
  bool naming = false;  // lines of User-agent follow each other
  for (Lines lines(text); lines.next();) {
    if (lines.name == "user-agent") {
      const bool fits = by_name ? is_us(lines.value) : lines.value == "*";
      in_group = naming ? in_group || fits : fits;
      naming = true;
      continue;
    }
    if (lines.name == "sitemap") continue;  // of no group
    naming = false;
    if (!in_group) continue;
    const bool is_rule = lines.name == "allow" || lines.name == "disallow";
    if (is_rule && !lines.value.empty() && rules_.size() < most_rules && lines.value.size() <= longest_pattern)
      rules_.push_back({std::string(lines.value), lines.name == "allow"});
    if (lines.name == "crawl-delay") {
      int seconds = 0;
      std::from_chars(lines.value.data(), lines.value.data() + lines.value.size(), seconds);
      delay_ = std::chrono::seconds(std::clamp(seconds, 0, 60));
    }
  }
}

Robots Robots::nothing_allowed() {
  return Robots("User-agent: *\nDisallow: /\n");
}

bool Robots::allows(std::string_view target) const {
  if (target == "/robots.txt") return true;
  const Rule* strongest = nullptr;
  for (const auto& rule : rules_) {
    if (strongest != nullptr && rule.pattern.size() < strongest->pattern.size()) continue;
    if (strongest != nullptr && rule.pattern.size() == strongest->pattern.size() && !rule.allow) continue;
    if (matches(rule.pattern, target)) strongest = &rule;
  }
  return strongest == nullptr || strongest->allow;
}

std::vector<std::string> maps_named_in(std::string_view text, std::string_view robots_url) {
  std::vector<std::string> maps;
  const auto home = formats::parse_http_url(robots_url);
  for (Lines lines(text); home && lines.next() && maps.size() < most_maps;) {
    if (lines.name != "sitemap") continue;
    const auto map = formats::normalise_http_url(lines.value);
    const auto parsed = map ? formats::parse_http_url(*map) : std::nullopt;
    const bool is_new = parsed && std::find(maps.begin(), maps.end(), *map) == maps.end();
    if (is_new && parsed->host == home->host && parsed->port == home->port) maps.push_back(*map);
  }
  return maps;
}

}  // namespace commonplace::harvest
