#include "harvest/oai_checkpoint.h"

#include <algorithm>

namespace commonplace::harvest {
namespace {

constexpr std::int64_t least_overlap_seconds = 300;  // HAR-10
constexpr std::int64_t day_seconds = 86'400;
constexpr std::string_view in_days_mark = " days";  // behind the date

}  // namespace

// The source's own date of the last list, less an overlap; never our clock, never finer than advertised.
ListStart start_after(const std::string& checkpoint, const Repository& repository) {
  const auto blank = std::min(checkpoint.find(' '), checkpoint.size());
  const auto known = model::parse_datestamp(checkpoint.substr(0, blank));
  if (!known) return {};
  const bool in_days = checkpoint.substr(blank) == in_days_mark;
  if (in_days != (repository.granularity == model::Granularity::day))
    return {.warning = "The source counts its dates in another unit than before; everything was asked for again."};
  const std::int64_t grain = repository.granularity == model::Granularity::day ? day_seconds : 1;
  const std::int64_t overlap = std::max(grain, least_overlap_seconds);
  const auto now_there = model::parse_datestamp(repository.response_date);
  if (now_there && now_there->datestamp.seconds < known->datestamp.seconds - overlap)
    return {.warning = "The source's clock went back; everything was asked for again."};
  return {.from = model::format_datestamp({known->datestamp.seconds - overlap}, repository.granularity)};
}

Checkpoint checkpoint_of(const std::string& first_date, model::Granularity granularity, std::optional<model::Datestamp> now) {
  const auto date = model::parse_datestamp(first_date);
  if (!date) return {};
  if (now && date->datestamp.seconds > now->seconds + day_seconds)
    return {.warning = "The source's clock is more than a day ahead; the next visit will ask for everything."};
  return {.text = first_date + std::string(granularity == model::Granularity::day ? in_days_mark : "")};
}

}  // namespace commonplace::harvest
