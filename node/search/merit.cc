#include "node/search/merit.h"

#include <bit>
#include <charconv>
#include <cmath>

namespace commonplace::search {

namespace {

constexpr double least_quality = 0.9;
constexpr double quality_step = 0.2 / 6;  // six things may be said
constexpr double least_freshness = 0.97;
constexpr double freshness_share = 0.06;
constexpr double half_life = 36;            // months
constexpr int oldest = 12 * 20;             // months that are told apart
constexpr std::int64_t month_seconds = 2629746;
constexpr int first_year = 1970;

bool is_said(const model::LangMap& text) {
  return !text.empty();
}

unsigned said_bits(const model::Resource& resource) {
  unsigned bits = 0;
  const auto note = [&bits](unsigned place, bool said) { bits |= static_cast<unsigned>(said) << place; };
  note(0, is_said(resource.description) || is_said(resource.abstract));
  note(1, resource.image.has_value() || !resource.thumbnail_url.empty());
  note(2, !resource.educational_level.empty() || resource.age_range.has_value());
  note(3, !resource.license.empty() || !resource.rights_statement.empty());
  note(4, !resource.time_required.empty());
  note(5, !resource.accessibility_feature.empty());
  return bits;
}

int number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// Months since January 1970; below zero where it cannot be read.
int months_of(std::string_view date) {
  if (date.size() < 7 || date[4] != '-') return -1;
  const int year = number(date.substr(0, 4));
  const int month = number(date.substr(5, 2));
  if (year < first_year || month < 1 || month > 12) return -1;
  return (year - first_year) * 12 + month - 1;
}

}  // namespace

std::string merit_value(const model::Resource& resource) {
  const std::string& date = !resource.date_modified.empty() ? resource.date_modified : resource.date_published;
  std::string value = std::to_string(said_bits(resource));
  value += '/';
  if (months_of(date) >= 0) value += date.substr(0, 7);
  return value;
}

Merit merit_of(std::string_view value, std::int64_t now) {
  Merit merit;
  const auto slash = value.find('/');
  const auto bits = static_cast<unsigned>(number(value.substr(0, slash)));
  merit.quality = least_quality + quality_step * std::popcount(bits);
  const int months = slash == std::string_view::npos ? -1 : months_of(value.substr(slash + 1));
  if (now <= 0 || months < 0) return merit;
  const auto today = static_cast<int>(now / month_seconds);
  const int age = std::min(std::max(today - months, 0), oldest);
  merit.freshness = least_freshness + freshness_share * std::exp2(-age / half_life);
  return merit;
}

std::uint32_t in_fixed_point(const Merit& merit) {
  return static_cast<std::uint32_t>(std::lround(merit.quality * merit.freshness * (1U << merit_bits)));
}

std::vector<std::uint32_t> merits(const SharedTable& values, std::int64_t now) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t i = 0; i < values.size(); ++i) out.push_back(in_fixed_point(merit_of(values.text(i), now)));
  return out;
}

}  // namespace commonplace::search
