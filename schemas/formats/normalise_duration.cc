// Durations and ages as people write them (MD-42, MD-16): "1h30", "2 x 60 minutes", "7–11 years".
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "schemas/formats/normalise.h"
#include "schemas/vocabularies/lookup_key.h"

namespace commonplace::formats {
namespace {

constexpr std::size_t longest_duration_bytes = 60;
constexpr double seconds_per_minute = 60;
constexpr double seconds_per_hour = 3600;
constexpr double seconds_per_day = 86'400;
constexpr double longest_seconds = 365 * seconds_per_day;  // P365D, MD §2
constexpr int open_school_age = 18;                        // "11+" is to 18 (MD-16)
constexpr int oldest = 120;

// A number at the front of text: "1.5", "1,5", "90"; at most six digits before the point.
std::optional<double> take_number(std::string_view& text) {
  double value = 0;
  std::size_t at = 0;
  while (at < text.size() && at < 7 && text[at] >= '0' && text[at] <= '9') value = value * 10 + (text[at++] - '0');
  if (at == 0 || at == 7) return std::nullopt;
  const bool point =
      at + 1 < text.size() && (text[at] == '.' || text[at] == ',') && text[at + 1] >= '0' && text[at + 1] <= '9';
  if (point) {
    double place = 0.1;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, place /= 10)
      value += (text[at] - '0') * place;
  }
  text.remove_prefix(at);
  return value;
}

// ---- ISO 8601

struct IsoUnit {
  char letter;
  double seconds;
};
constexpr IsoUnit date_units[] = {
    {'Y', 365 * seconds_per_day}, {'M', 30 * seconds_per_day}, {'W', 7 * seconds_per_day}, {'D', seconds_per_day}};
constexpr IsoUnit time_units[] = {{'H', seconds_per_hour}, {'M', seconds_per_minute}, {'S', 1}};

// Reads "2H30M" with units in order; nullopt when something is left over.
template <std::size_t size>
std::optional<double> iso_parts(std::string_view text, const IsoUnit (&units)[size]) {
  double seconds = 0;
  for (const auto& unit : units) {
    std::string_view rest = text;
    const auto amount = take_number(rest);
    if (!amount || !rest.starts_with(unit.letter)) continue;
    seconds += *amount * unit.seconds;
    text = rest.substr(1);
  }
  return text.empty() ? std::optional(seconds) : std::nullopt;
}

std::optional<double> iso_seconds(std::string_view text) {
  if (!text.starts_with('P') || text.size() < 3) return std::nullopt;
  text.remove_prefix(1);
  const std::size_t time = text.find('T');
  const auto days = iso_parts(text.substr(0, time), date_units);
  if (!days || time == std::string_view::npos) return days;
  const auto rest = iso_parts(text.substr(time + 1), time_units);
  if (!rest || time + 1 == text.size()) return std::nullopt;
  return *days + *rest;
}

std::string write_iso(double exact_seconds) {
  const auto total = static_cast<long>(std::lround(exact_seconds));
  const long day = static_cast<long>(seconds_per_day);
  if (total % day == 0) return "P" + std::to_string(total / day) + "D";
  std::string out = "PT";
  if (total >= 3600) out += std::to_string(total / 3600) + "H";
  if (total % 3600 >= 60) out += std::to_string(total % 3600 / 60) + "M";
  if (total % 60 != 0) out += std::to_string(total % 60) + "S";
  return out;
}

// ---- words

struct UnitWord {
  std::string_view word;  // as lookup_key writes it
  double seconds;
};
constexpr UnitWord unit_words[] = {
    {"h", seconds_per_hour},
    {"hr", seconds_per_hour},
    {"hrs", seconds_per_hour},
    {"hour", seconds_per_hour},
    {"hours", seconds_per_hour},
    {"awr", seconds_per_hour},
    {"stunde", seconds_per_hour},
    {"stunden", seconds_per_hour},
    {"std", seconds_per_hour},
    {"heure", seconds_per_hour},
    {"heures", seconds_per_hour},
    {"hora", seconds_per_hour},
    {"horas", seconds_per_hour},
    {"m", seconds_per_minute},
    {"min", seconds_per_minute},
    {"mins", seconds_per_minute},
    {"minute", seconds_per_minute},
    {"minutes", seconds_per_minute},
    {"minuten", seconds_per_minute},
    {"minuto", seconds_per_minute},
    {"minutos", seconds_per_minute},
    {"munud", seconds_per_minute},
    {"munudau", seconds_per_minute},
    {"s", 1},
    {"sec", 1},
    {"secs", 1},
    {"second", 1},
    {"seconds", 1},
    {"day", seconds_per_day},
    {"days", seconds_per_day},
    {"week", 7 * seconds_per_day},
    {"weeks", 7 * seconds_per_day},
};

void skip_blanks(std::string_view& text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
}

// The unit at the front; minutes for a bare number at the end, alone or after hours ("1h30").
std::optional<double> take_unit(std::string_view& text, double unit_before) {
  skip_blanks(text);
  std::size_t letters = 0;
  while (letters < text.size() && text[letters] >= 'a' && text[letters] <= 'z') ++letters;
  if (letters == 0) {
    const bool minutes = text.empty() && (unit_before == 0 || unit_before == seconds_per_hour);
    return minutes ? std::optional(seconds_per_minute) : std::nullopt;
  }
  const auto* found = std::find_if(std::begin(unit_words), std::end(unit_words),
                                   [&](const auto& unit) { return unit.word == text.substr(0, letters); });
  if (found == std::end(unit_words)) return std::nullopt;
  text.remove_prefix(letters);
  if (text.starts_with('.')) text.remove_prefix(1);
  skip_blanks(text);
  return found->seconds;
}

bool take_word(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  skip_blanks(text);
  return true;
}

// "2 x 60 minutes" → 2; 1 where nothing multiplies.
double take_times(std::string_view& text) {
  std::string_view rest = text;
  const auto times = take_number(rest);
  skip_blanks(rest);
  if (!times || !(take_word(rest, "x ") || take_word(rest, "\u00D7") || take_word(rest, "* "))) return 1;
  text = rest;
  return *times;
}

// "30-40 minutes": whoever plans a lesson needs the longer one.
void skip_shorter(std::string_view& text) {
  std::string_view rest = text;
  if (!take_number(rest)) return;
  skip_blanks(rest);
  if (!(take_word(rest, "-") || take_word(rest, "\u2013") || take_word(rest, "to "))) return;
  if (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') text = rest;
}

std::optional<double> spoken_seconds(std::string_view text) {
  if (text == "half an hour") return seconds_per_hour / 2;
  if (text == "an hour" || text == "one hour") return seconds_per_hour;
  for (const std::string_view word : {"about ", "approx. ", "approximately ", "ca. ", "c. "}) take_word(text, word);
  const double times = take_times(text);
  skip_shorter(text);
  double seconds = 0;
  double unit_before = 0;
  while (!text.empty()) {
    const auto amount = take_number(text);
    if (!amount) return std::nullopt;
    const auto unit = take_unit(text, unit_before);
    if (!unit) return std::nullopt;
    seconds += *amount * *unit;
    unit_before = *unit;
    if (!take_word(text, "and ")) take_word(text, ", ");
  }
  return seconds * times;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

std::string_view trim(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n.") - begin + 1);
}

// ---- ages

// The numbers of a text and whether the first is followed by '+' or by a dash that leads nowhere.
struct AgeWords {
  std::vector<int> numbers;
  bool open = false;
  bool strange = false;  // a word that has nothing to do with ages
};

constexpr std::string_view age_words[] = {"age",  "ages",  "aged",    "year",  "years", "yr",    "yrs",  "olds",
                                          "old",  "to",    "and",     "from",  "oed",   "jahre", "ans",  "años",
                                          "y",    "o",     "between", "bis",   "i",     "a",     "over", "up",
                                          "plus", "alter", "von",     "under", "the",   "of"};

AgeWords read_age_words(const std::string& key) {
  AgeWords words;
  for (std::size_t begin = 0; begin < key.size();) {
    const std::size_t end = std::min(key.find(' ', begin), key.size());
    std::string_view word = std::string_view(key).substr(begin, end - begin);
    begin = end + 1;
    if (word[0] >= '0' && word[0] <= '9') {
      const auto value = take_number(word);
      if (!value || *value > oldest || (!word.empty() && word != "yrs" && word != "y")) words.strange = true;
      words.numbers.push_back(value ? static_cast<int>(*value) : 0);
    } else if (std::find(std::begin(age_words), std::end(age_words), word) == std::end(age_words)) {
      words.strange = true;
    }
  }
  return words;
}

bool is_open_ended(std::string_view text, const std::string& key) {
  return text.find('+') != std::string_view::npos || text.ends_with('-') || text.ends_with("\u2013") ||
         key.find("and over") != std::string::npos || key.find("and up") != std::string::npos || key.ends_with("plus");
}

}  // namespace

std::optional<std::string> normalise_duration(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > longest_duration_bytes) return std::nullopt;
  const std::string iso = upper(text);
  if (const auto seconds = iso_seconds(iso); seconds && *seconds > 0 && *seconds <= longest_seconds)
    return iso.find_first_of(".,") == std::string::npos ? iso : write_iso(*seconds);
  const auto seconds = spoken_seconds(lower(text));
  if (!seconds || *seconds < 1 || *seconds > longest_seconds) return std::nullopt;
  return write_iso(*seconds);
}

std::optional<int> duration_minutes(std::string_view iso_duration) {
  const auto seconds = iso_seconds(iso_duration);
  if (!seconds || *seconds > 100 * longest_seconds) return std::nullopt;
  return static_cast<int>(std::ceil(*seconds / seconds_per_minute));
}

std::optional<model::AgeRange> normalise_age_range(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > longest_duration_bytes) return std::nullopt;
  const std::string key = vocabularies::lookup_key(text);
  const AgeWords words = read_age_words(key);
  if (words.strange || words.numbers.empty() || words.numbers.size() > 2) return std::nullopt;
  model::AgeRange range{words.numbers.front(), words.numbers.back()};
  if (words.numbers.size() == 1) {
    range.max = range.min + 1;
    if (is_open_ended(text, key)) range.max = range.min < open_school_age ? open_school_age : oldest;
    if (key.starts_with("under ") || key.starts_with("up to ")) range = {0, range.min};
  }
  if (range.min >= range.max || range.max > oldest) return std::nullopt;
  return range;
}

}  // namespace commonplace::formats
