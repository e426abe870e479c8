// Selective harvesting by date (S2.7.1, S3.3.1).
#include <algorithm>

#include <fmt/format.h>

#include "harvest/validator/checks.h"
#include "harvest/validator/excerpt.h"

namespace commonplace::harvest::validator {

namespace {

constexpr std::int64_t a_day = 86'400;
constexpr std::int64_t a_year = 366 * a_day;

struct Span {
  std::string from;
  std::string until;
};

Arguments list_of(const Interview& interview, const Span& span) {
  Arguments arguments{{"verb", "ListIdentifiers"}, {"metadataPrefix", interview.known.prefix}};
  if (!span.from.empty()) arguments.emplace_back("from", span.from);
  if (!span.until.empty()) arguments.emplace_back("until", span.until);
  return arguments;
}

void check_illegal(Interview& interview) {
  for (const char* date : {"2020", "2020-01", "2020-13-45", "2020-02-30", "2020-01-01T00:00:00",
                           "2020-01-01T00:00:00.5Z", "2020-01-01T00:00:00+01:00", "2020-01-01T24:00:00Z", "yesterday"})
    interview.expect_error("date-illegal", list_of(interview, {date, ""}), {"badArgument"});
  interview.expect_error("date-illegal", list_of(interview, {"", "2020-02-30"}), {"badArgument"});
}

void check_order(Interview& interview) {
  interview.expect_error("date-order", list_of(interview, {"2015-06-02", "2015-06-01"}), {"badArgument"});
  interview.expect_error("date-mixed", list_of(interview, {"2001-01-01", "2030-01-01T00:00:00Z"}), {"badArgument"});
  if (interview.known.granularity == model::Granularity::day)
    interview.expect_error("date-too-fine", list_of(interview, {"2001-01-01T00:00:00Z", ""}), {"badArgument"});
}

std::string written(const Interview& interview, std::int64_t seconds) {
  return model::format_datestamp({seconds}, interview.known.granularity.value_or(model::Granularity::day));
}

void check_outside(Interview& interview) {
  const auto earliest = model::parse_datestamp(interview.known.earliest);
  constexpr std::int64_t first_year = -62'135'596'800 + 2 * a_year;  // enough room before it
  if (earliest && earliest->datestamp.seconds > first_year)
    interview.expect_error("date-before",
                           list_of(interview, {"", written(interview, earliest->datestamp.seconds - a_year)}),
                           {"noRecordsMatch"});
  const auto now = model::parse_datestamp(interview.known.response_date);
  if (!now) return;
  const std::string future = written(interview, now->datestamp.seconds + a_year);
  interview.expect_error("date-future", list_of(interview, {future, ""}), {"noRecordsMatch"});
  if (interview.known.sample.empty()) return;
  const Answer answer = interview.ask({.arguments = list_of(interview, {"", future})});
  if (answer.is_readable()) interview.hold("date-until-future", answer.verb() != nullptr, answer, answer.in_short());
}

void check_range(Interview& interview, const Answer& answer, const Span& span) {
  for (const auto& header : answer.headers()) {
    const std::string date = header.datestamp.substr(0, span.from.size());
    interview.hold("date-range", date >= span.from && date <= span.until, answer,
                   fmt::format("{} of {}.", excerpt(header.datestamp), excerpt(header.identifier)));
  }
}

// Whether a list of this span brings the record; nullopt when it is not seen on the first page of a longer list.
void check_brings(Interview& interview, std::string_view rule, const Header& wanted, const Span& span) {
  const Answer answer = interview.ask({.arguments = list_of(interview, span)});
  if (!answer.is_readable()) return;
  check_range(interview, answer, span);
  const auto headers = answer.headers();
  const bool came = std::any_of(headers.begin(), headers.end(),
                                [&wanted](const Header& header) { return header.identifier == wanted.identifier; });
  const bool goes_on = answer.token() && !answer.token()->words().empty();
  if (!came && goes_on) return;
  interview.hold(rule, came, answer, fmt::format("{} did not come. {}", excerpt(wanted.identifier), answer.in_short()));
}

void check_bounds(Interview& interview) {
  const auto sample = interview.known.sample;
  for (std::size_t i = 0; i < std::min<std::size_t>(2, sample.size()); ++i) {
    const Header& header = sample[i];
    const auto date = model::parse_datestamp(header.datestamp);
    if (!date || date->granularity != interview.known.granularity) continue;
    check_brings(interview, "date-inclusive", header, {header.datestamp, header.datestamp});
    const std::string day = header.datestamp.substr(0, 10);
    if (date->granularity == model::Granularity::second) check_brings(interview, "date-day", header, {day, day});
  }
}

}  // namespace

void check_dates(Interview& interview) {
  check_illegal(interview);
  check_order(interview);
  check_outside(interview);
  check_bounds(interview);
}

}  // namespace commonplace::harvest::validator
