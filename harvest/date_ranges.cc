#include "harvest/date_ranges.h"

#include <algorithm>

namespace commonplace::harvest {

namespace {

constexpr char mark = '\x1F';
constexpr std::int64_t day_seconds = 86'400;

std::int64_t floor_to(std::int64_t seconds, std::int64_t grain) {
  const std::int64_t rest = seconds % grain;
  return seconds - (rest < 0 ? rest + grain : rest);
}

std::int64_t seconds_of(const std::string& text, model::Datestamp otherwise) {
  const auto parsed = model::parse_datestamp(text);
  return parsed ? parsed->datestamp.seconds : otherwise.seconds;
}

DateRange read_range(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  return {std::string(text.substr(0, slash)), std::string(text.substr(std::min(slash + 1, text.size())))};
}

}  // namespace

std::optional<std::pair<DateRange, DateRange>> halves(const DateRange& range, const DateBounds& bounds) {
  const std::int64_t grain = bounds.granularity == model::Granularity::day ? day_seconds : 1;
  const std::int64_t first = floor_to(seconds_of(range.from, bounds.earliest), grain);
  const std::int64_t last = floor_to(seconds_of(range.until, bounds.latest), grain);
  if (first >= last) return std::nullopt;
  const std::int64_t middle = floor_to(first + (last - first) / 2, grain);
  const auto text = [&](std::int64_t seconds) { return model::format_datestamp({seconds}, bounds.granularity); };
  return std::pair(DateRange{range.from, text(middle)}, DateRange{text(middle + grain), range.until});
}

bool holds(const DateRange& range, std::string_view datestamp) {
  return datestamp.substr(0, range.from.size()) >= range.from &&
         (range.until.empty() || datestamp.substr(0, range.until.size()) <= range.until);
}

std::string write_place(const ListPlace& place) {
  std::string text(1, mark);
  for (const auto& range : place.ranges) {
    text += range.from;
    text += '/';
    text += range.until;
    text += ';';
  }
  text += mark;
  text += place.token;
  return text;
}

ListPlace read_place(std::string_view text) {
  const std::size_t end = text.starts_with(mark) ? text.find(mark, 1) : std::string_view::npos;
  if (end == std::string_view::npos) return {{}, std::string(text)};
  ListPlace place{{}, std::string(text.substr(end + 1))};
  std::string_view ranges = text.substr(1, end - 1);
  while (!ranges.empty()) {
    const std::size_t semicolon = std::min(ranges.find(';'), ranges.size());
    place.ranges.push_back(read_range(ranges.substr(0, semicolon)));
    ranges.remove_prefix(std::min(semicolon + 1, ranges.size()));
  }
  return place;
}

}  // namespace commonplace::harvest
