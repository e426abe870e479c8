// Dates at the precision in which they were given, and periods as EDTF (MD-41). The order of day and month is never
// guessed.
#include <algorithm>
#include <charconv>

#include "schemas/formats/normalise.h"
#include "schemas/formats/unicode.h"
#include "schemas/model/datestamp.h"

namespace commonplace::formats {
namespace {

// What is longer is a sentence about time, not a date.
constexpr std::size_t longest_date_bytes = 60;

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n.") - begin + 1);
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool is_month(std::string_view text) {
  return text.size() == 7 && text[4] == '-' && is_digits(text.substr(0, 4)) && is_digits(text.substr(5)) &&
         number(text.substr(5)) >= 1 && number(text.substr(5)) <= 12;
}

bool is_day(std::string_view text) {
  return text.size() == 10 && model::parse_datestamp(text).has_value();
}

// ---- periods

struct Year {
  int value = 0;
  std::string mark;  // EDTF: "~" about, "?" uncertain, "%" both
};

std::string edtf(const Year& year) {
  std::string digits = std::to_string(year.value);
  digits.insert(0, 4 - std::min<std::size_t>(4, digits.size()), '0');
  return digits + year.mark;
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  while (text.starts_with(' ')) text.remove_prefix(1);
  return true;
}

// "c.", "circa", "?" in front of a year; both together are "%".
std::string take_marks(std::string_view& text) {
  bool about = false;
  bool uncertain = false;
  for (bool taken = true; taken;) {
    taken = false;
    for (const std::string_view word :
         {"circa ", "circa", "ca. ", "ca.", "c. ", "c.", "c ", "about ", "around ", "approximately "})
      if (take(text, word)) about = taken = true;
    if (take(text, "?")) uncertain = taken = true;
  }
  return about && uncertain ? "%" : about ? "~" : uncertain ? "?" : "";
}

std::size_t digits_at_front(std::string_view text) {
  std::size_t count = 0;
  while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
  return count;
}

std::optional<Year> take_year(std::string_view& text) {
  Year year;
  year.mark = take_marks(text);
  if (digits_at_front(text) != 4) return std::nullopt;
  year.value = number(text.substr(0, 4));
  text.remove_prefix(4);
  return year;
}

bool take_dash(std::string_view& text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  for (const std::string_view dash : {"-", "\u2013", "\u2014", "to ", "/"})
    if (take(text, dash)) return true;
  return false;
}

// The end of "1965–67" or "1830–1" borrows the missing digits of its beginning.
std::optional<Year> take_end_year(std::string_view& text, const Year& begin) {
  Year end;
  end.mark = take_marks(text);
  if (end.mark.empty() && begin.mark == "~") end.mark = "~";  // "c.1830–41" is about both
  const std::size_t digits = digits_at_front(text);
  if (digits == 0 || digits > 4 || digits == 3) return std::nullopt;
  const int unit = digits == 1 ? 10 : digits == 2 ? 100 : 10'000;
  end.value = begin.value / unit * unit + number(text.substr(0, digits));
  text.remove_prefix(digits);
  return end;
}

std::optional<std::string> decade(std::string_view text) {
  const std::string mark = take_marks(text);
  if (text.size() < 5 || !is_digits(text.substr(0, 4)) || text[3] != '0') return std::nullopt;
  const std::string_view rest = text.substr(4);
  if (rest != "s" && rest != "'s" && rest != "\u2019s") return std::nullopt;
  return std::string(text.substr(0, 3)) + "X" + mark;
}

std::optional<std::string> century(std::string_view text) {
  const std::string mark = take_marks(text);
  const std::size_t digits = digits_at_front(text);
  if (digits == 0 || digits > 2) return std::nullopt;
  const int which = number(text.substr(0, digits));
  const std::string_view rest = text.substr(digits);
  if (which < 1 || which > 21) return std::nullopt;
  for (const std::string_view words : {"th century", "st century", "nd century", "rd century", "th c", "th cent"})
    if (rest == words) {
      std::string hundreds = std::to_string(which - 1);
      return std::string(2 - hundreds.size(), '0') + hundreds + "XX" + mark;
    }
  return std::nullopt;
}

std::optional<std::string> years(std::string_view text) {
  const auto begin = take_year(text);
  if (!begin) return std::nullopt;
  if (text.empty()) return edtf(*begin);
  if (!take_dash(text)) return std::nullopt;
  const auto end = take_end_year(text, *begin);
  if (!end || !text.empty() || end->value < begin->value) return std::nullopt;
  return edtf(*begin) + "/" + edtf(*end);
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace

std::optional<std::string> normalise_date(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > longest_date_bytes) return std::nullopt;
  if (text.size() == 4 && is_digits(text)) return std::string(text);
  if (is_month(text) || is_day(text)) return std::string(text);
  if (text.size() < 19 || !is_day(text.substr(0, 10))) return std::nullopt;
  // "2017-08-23 23:48:01", as databases write it, has no zone: only its day is known.
  if (text[10] == ' ' && text.size() == 19) return std::string(text.substr(0, 10));
  const auto moment = model::parse_rfc3339(text);
  if (!moment) return std::nullopt;
  return model::format_datestamp(*moment);
}

std::optional<std::string> normalise_period(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > longest_date_bytes) return std::nullopt;
  if (is_month(text) || is_day(text)) return std::string(text);
  const std::string words = ascii_lower(text);
  if (auto found = years(words)) return found;
  if (auto found = decade(words)) return found;
  return century(words);
}

bool names_a_year(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      ++digits;
      continue;
    }
    if (digits == 4) return true;
    digits = 0;
  }
  return digits == 4;
}

}  // namespace commonplace::formats
