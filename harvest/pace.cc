#include "harvest/pace.h"

#include <algorithm>
#include <charconv>

namespace commonplace::harvest {

using std::chrono::seconds;

namespace {

seconds doubled(seconds first, int attempt) {
  const int doublings = std::clamp(attempt, 0, 16);  // 2^16 minutes is far beyond the cap
  return std::min(longest_wait, first * (std::int64_t{1} << doublings));
}

seconds part_of(seconds whole, double share) {
  return seconds(static_cast<std::int64_t>(static_cast<double>(whole.count()) * std::clamp(share, 0.0, 1.0)));
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::optional<seconds> until(std::string_view http_date, std::optional<model::Datestamp> now) {
  const auto then = model::parse_http_date(http_date);
  if (!then || !now || then->seconds < now->seconds) return std::nullopt;
  return std::min(longest_wait, seconds(then->seconds - now->seconds));
}

}  // namespace

std::optional<seconds> read_retry_after(std::string_view value, std::optional<model::Datestamp> reply_date) {
  value = trimmed(value);
  if (value.empty()) return std::nullopt;
  if (value.find_first_not_of("0123456789") != std::string_view::npos) return until(value, reply_date);
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
  if (error == std::errc::result_out_of_range) return longest_wait;
  return std::min(longest_wait, seconds(count));
}

seconds wait_when_busy(std::optional<seconds> asked, int attempt, double jitter) {
  if (!asked) return doubled(std::chrono::minutes(2), attempt);
  return std::min(longest_wait, *asked + part_of(*asked, 0.1 * jitter));
}

seconds back_off(int attempt, double jitter) {
  return part_of(doubled(std::chrono::minutes(1), attempt), jitter);
}

}  // namespace commonplace::harvest
