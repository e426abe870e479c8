// Text forms of a Datestamp, read by position: no locale, no allocation, no library that guesses.
#include "schemas/model/datestamp.h"

#include <array>
#include <optional>

namespace commonplace::model {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> weekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t seconds_a_day = 86'400;

Problem bad_date(std::string_view fix) {
  return {.kind = "bad-date", .where = {}, .what = "This is not a date that can be read.", .fix = std::string(fix)};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Takes what is expected from the front of a text; after the first disappointment nothing fits any more.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  int number(std::size_t digits) {
    int value = 0;
    if (rest_.size() < digits) return fail();
    for (const char c : rest_.substr(0, digits)) {
      if (!is_digit(c)) return fail();
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }

  void literal(std::string_view expected) {
    if (!rest_.starts_with(expected)) return void(fail());
    rest_.remove_prefix(expected.size());
  }

  // Position in the table of the word that comes next.
  template <std::size_t N>
  int word(const std::array<std::string_view, N>& words) {
    for (std::size_t i = 0; i < N; ++i) {
      if (!rest_.starts_with(words[i])) continue;
      rest_.remove_prefix(words[i].size());
      return static_cast<int>(i);
    }
    return fail();
  }

  void skip_digits() {
    if (rest_.empty() || !is_digit(rest_.front())) return void(fail());
    while (!rest_.empty() && is_digit(rest_.front())) rest_.remove_prefix(1);
  }

  char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
  void skip() { rest_.remove_prefix(1); }
  bool at_end() const { return good_ && rest_.empty(); }

 private:
  int fail() {
    good_ = false;
    rest_ = {};
    return 0;
  }

  std::string_view rest_;
  bool good_ = true;
};

struct Civil {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
};

std::optional<Datestamp> in_calendar(const Civil& c) {
  const year_month_day date{year(c.year), month(static_cast<unsigned>(c.month)), day(static_cast<unsigned>(c.day))};
  if (!date.ok() || c.hour > 23 || c.minute > 59 || c.second > 59) return std::nullopt;
  const std::int64_t days = sys_days(date).time_since_epoch().count();
  return Datestamp{days * seconds_a_day + c.hour * 3600 + c.minute * 60 + c.second};
}

Civil civil(Datestamp datestamp) {
  const auto since = std::chrono::sys_seconds(std::chrono::seconds(datestamp.seconds));
  const auto date = std::chrono::floor<std::chrono::days>(since);
  const year_month_day ymd(date);
  const auto left = static_cast<int>((since - date).count());
  return {int(ymd.year()),
          static_cast<int>(unsigned(ymd.month())),
          static_cast<int>(unsigned(ymd.day())),
          left / 3600,
          left / 60 % 60,
          left % 60};
}

void append_number(std::string& out, int value, int digits) {
  for (int divisor = digits == 4 ? 1000 : 10; divisor > 0; divisor /= 10) {
    out += static_cast<char>('0' + value / divisor % 10);
  }
}

void append_time(std::string& out, const Civil& c) {
  append_number(out, c.hour, 2);
  out += ':';
  append_number(out, c.minute, 2);
  out += ':';
  append_number(out, c.second, 2);
}

void read_date(Cursor& in, Civil& c) {
  c.year = in.number(4);
  in.literal("-");
  c.month = in.number(2);
  in.literal("-");
  c.day = in.number(2);
}

void read_time(Cursor& in, Civil& c) {
  c.hour = in.number(2);
  in.literal(":");
  c.minute = in.number(2);
  in.literal(":");
  c.second = in.number(2);
}

// "Z", "+01:00", "-05:30": seconds east of Greenwich.
int read_zone(Cursor& in) {
  const char sign = in.peek();
  if (sign == 'Z' || sign == 'z') return in.skip(), 0;
  in.literal(sign == '-' ? "-" : "+");
  const int hours = in.number(2);
  in.literal(":");
  const int minutes = in.number(2);
  if (hours > 23 || minutes > 59) in.literal("a real zone");
  return (hours * 3600 + minutes * 60) * (sign == '-' ? -1 : 1);
}

}  // namespace

Outcome<ParsedDatestamp> parse_datestamp(std::string_view text) {
  const bool day_only = text.size() == 10;
  Cursor in(text);
  Civil c;
  read_date(in, c);
  if (!day_only) {
    in.literal("T");
    read_time(in, c);
    in.literal("Z");
  }
  const auto datestamp = in_calendar(c);
  if (!in.at_end() || !datestamp) return bad_date("Write it as 2026-11-20 or 2026-11-20T07:15:55Z.");
  return ParsedDatestamp{*datestamp, day_only ? Granularity::day : Granularity::second};
}

Outcome<Datestamp> parse_rfc3339(std::string_view text) {
  Cursor in(text);
  Civil c;
  read_date(in, c);
  // RFC 3339 §5.6 allows lower case and, for readability, a blank.
  const char between = in.peek();
  in.literal(between == 't' ? "t" : between == ' ' ? " " : "T");
  read_time(in, c);
  if (in.peek() == '.') {
    in.skip();
    in.skip_digits();
  }
  const int east = read_zone(in);
  // RFC 3339 §5.7: a leap second is legal; this calendar has none, so it is the last ordinary second.
  if (c.second == 60) c.second = 59;
  const auto datestamp = in_calendar(c);
  if (!in.at_end() || !datestamp) return bad_date("Write it as 2026-11-20T07:15:55Z.");
  const Datestamp moment{datestamp->seconds - east};
  const auto year = civil(moment).year;  // the zone may lead out of the years that four digits can say
  if (year < 0 || year > 9999) return bad_date("Write it as 2026-11-20T07:15:55Z.");
  return moment;
}

std::string format_datestamp(Datestamp datestamp, Granularity granularity) {
  const Civil c = civil(datestamp);
  std::string out;
  out.reserve(20);
  append_number(out, c.year, 4);
  out += '-';
  append_number(out, c.month, 2);
  out += '-';
  append_number(out, c.day, 2);
  if (granularity == Granularity::day) return out;
  out += 'T';
  append_time(out, c);
  out += 'Z';
  return out;
}

std::string format_http_date(Datestamp datestamp) {
  const Civil c = civil(datestamp);
  const std::int64_t days = (datestamp.seconds - (c.hour * 3600 + c.minute * 60 + c.second)) / seconds_a_day;
  const auto weekday = std::chrono::weekday(sys_days(std::chrono::days(days))).c_encoding();
  std::string out(weekdays[weekday]);
  out += ", ";
  append_number(out, c.day, 2);
  out += ' ';
  out += months[static_cast<std::size_t>(c.month - 1)];
  out += ' ';
  append_number(out, c.year, 4);
  out += ' ';
  append_time(out, c);
  out += " GMT";
  return out;
}

Outcome<Datestamp> parse_http_date(std::string_view text) {
  Cursor in(text);
  Civil c;
  in.word(weekdays);
  in.literal(", ");
  c.day = in.number(2);
  in.literal(" ");
  c.month = in.word(months) + 1;
  in.literal(" ");
  c.year = in.number(4);
  in.literal(" ");
  read_time(in, c);
  in.literal(" GMT");
  const auto datestamp = in_calendar(c);
  if (!in.at_end() || !datestamp) return bad_date("Write it as Fri, 20 Nov 2026 07:15:55 GMT.");
  return *datestamp;
}

}  // namespace commonplace::model
