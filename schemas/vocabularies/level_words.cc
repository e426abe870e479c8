// Reading education levels as teachers write them: "KS2", "Years 3-6", "Grades K–2", "Klasse 7", a URI (MD-15, MD-16).
// Words that mean different things in different countries are read with the jurisdiction, never by label alone.
#include <algorithm>
#include <map>
#include <string>

#include "schemas/vocabularies/concepts.h"
#include "schemas/vocabularies/lookup_key.h"

namespace commonplace::vocabularies {
namespace {

// Nobody lists more levels in one cell; what is longer is prose.
constexpr std::size_t longest_words_bytes = 200;
constexpr int highest_number = 14;

using Ids = std::vector<std::string>;

// ---- whole phrases

struct Phrase {
  std::string_view words;         // as lookup_key writes them
  std::string_view jurisdiction;  // where it holds; empty: everywhere
  std::string_view id;
};
// The first row that fits wins: rows of a country stand before the general ones.
constexpr Phrase phrases[] = {
    {"eyfs", "", "england-eyfs"},
    {"early years foundation stage", "", "england-eyfs"},
    {"nursery", "", "early-years"},
    {"preschool", "", "early-years"},
    {"pre school", "", "early-years"},
    {"early childhood education", "", "early-years"},
    {"early years", "", "early-years"},
    {"blynyddoedd cynnar", "", "early-years"},
    {"foundation stage", "northern-ireland", "northern-ireland-foundation"},
    {"foundation", "northern-ireland", "northern-ireland-foundation"},
    {"foundation", "australia", "australia-foundation"},
    {"foundation year", "australia", "australia-foundation"},
    {"foundation stage", "england", "england-eyfs"},
    {"reception", "", "england-reception"},
    {"reception year", "", "england-reception"},
    {"year r", "", "england-reception"},
    {"gcse", "", "england-gcse"},
    {"gcses", "", "england-gcse"},
    {"tgau", "", "wales-tgau"},
    {"a level", "", "england-ks5"},
    {"a levels", "", "england-ks5"},
    {"sixth form", "", "england-ks5"},
    {"primary", "england", "england-primary"},
    {"secondary", "england", "england-secondary"},
    {"primary school", "england", "england-primary"},
    {"secondary school", "england", "england-secondary"},
    {"primary education", "", "primary"},
    {"secondary education", "", "secondary"},
    {"primary school", "", "primary"},
    {"secondary school", "", "secondary"},
    {"primary", "", "primary"},
    {"secondary", "", "secondary"},
    {"cynradd", "", "primary"},
    {"uwchradd", "", "secondary"},
    {"early level", "", "scotland-early"},
    {"first level", "", "scotland-first"},
    {"second level", "", "scotland-second"},
    {"third level", "", "scotland-third"},
    {"fourth level", "", "scotland-fourth"},
    {"third and fourth level", "", "scotland-fourth"},
    {"senior phase", "", "scotland-senior"},
    {"national 4", "", "scotland-n4"},
    {"national 5", "", "scotland-n5"},
    {"nat 5", "", "scotland-n5"},
    {"higher", "scotland", "scotland-higher"},
    {"kindergarten", "germany", "germany-elementar"},
    {"kindergarten", "", "us-k"},
    {"pre k", "", "us-pre-k"},
    {"prek", "", "us-pre-k"},
    {"pre kindergarten", "", "us-pre-k"},
    {"prekindergarten", "", "us-pre-k"},
    {"middle school", "", "us-g6-8"},
    {"high school", "", "us-g9-12"},
    {"elementary", "", "primary"},
    {"elementary school", "", "primary"},
    {"elementarbereich", "", "germany-elementar"},
    {"primarbereich", "", "germany-primar"},
    {"primarstufe", "", "germany-primar"},
    {"grundschule", "", "germany-primar"},
    {"sekundarbereich i", "", "germany-sek1"},
    {"sekundarstufe i", "", "germany-sek1"},
    {"sekundarstufe 1", "", "germany-sek1"},
    {"sek i", "", "germany-sek1"},
    {"sek 1", "", "germany-sek1"},
    {"sekundarbereich ii", "", "germany-sek2"},
    {"sekundarstufe ii", "", "germany-sek2"},
    {"sekundarstufe 2", "", "germany-sek2"},
    {"sek ii", "", "germany-sek2"},
    {"sek 2", "", "germany-sek2"},
    {"forskoleklass", "", "sweden-forskoleklass"},
    {"lagstadiet", "", "sweden-lag"},
    {"mellanstadiet", "", "sweden-mellan"},
    {"hogstadiet", "", "sweden-hog"},
    {"gymnasiet", "", "sweden-gymnasiet"},
    {"gymnasieskola", "", "sweden-gymnasiet"},
    {"higher education", "", "higher"},
    {"further education", "", "adult"},
    {"university", "", "higher"},
    {"hochschule", "", "higher"},
    {"undergraduate", "", "higher"},
    {"postgraduate", "", "higher"},
    {"adult", "", "adult"},
    {"adults", "", "adult"},
    {"adult education", "", "adult"},
    {"lifelong learning", "", "adult"},
    {"oedolion", "", "adult"},
    {"any", "", "any"},
    {"all", "", "any"},
    {"all ages", "", "any"},
    {"everyone", "", "any"},
    {"pob oed", "", "any"},
};

// "lower key stage 2" is years 3 and 4 in English schools.
struct HalfStage {
  std::string_view words;
  std::string_view first;
  std::string_view second;
};
constexpr HalfStage half_stages[] = {
    {"lower ks2", "england-y3", "england-y4"},
    {"lower key stage 2", "england-y3", "england-y4"},
    {"lks2", "england-y3", "england-y4"},
    {"upper ks2", "england-y5", "england-y6"},
    {"upper key stage 2", "england-y5", "england-y6"},
    {"uks2", "england-y5", "england-y6"},
};

const Level* level_of_label(std::string_view key) {
  static const auto by_label = [] {
    std::map<std::string, const Level*, std::less<>> map;
    for (const auto& level : levels()) map.emplace(lookup_key(level.label), &level);
    return map;
  }();
  const auto found = by_label.find(key);
  return found == by_label.end() ? nullptr : found->second;
}

Ids phrase_ids(std::string_view key, std::string_view jurisdiction) {
  for (const auto& phrase : phrases)
    if (phrase.words == key && (phrase.jurisdiction.empty() || phrase.jurisdiction == jurisdiction))
      return {std::string(phrase.id)};
  for (const auto& half : half_stages)
    if (half.words == key) return {std::string(half.first), std::string(half.second)};
  const Level* level = level_of_label(key);
  if (level == nullptr || (!level->jurisdiction.empty() && level->jurisdiction != jurisdiction)) return {};
  return {std::string(level->id)};
}

// ---- a unit and its numbers: "years 3-6"

enum class Unit { none, key_stage, welsh_key_stage, year, grade, german_class, swedish_year, primary, secondary, step };

struct UnitWords {
  std::string_view words;  // as lookup_key writes them
  Unit unit;
};
// Longer words stand before those that begin like them.
constexpr UnitWords unit_words[] = {
    {"cyfnodau allweddol", Unit::welsh_key_stage},
    {"cyfnod allweddol", Unit::welsh_key_stage},
    {"progression steps", Unit::step},
    {"progression step", Unit::step},
    {"camau cynnydd", Unit::step},
    {"cam cynnydd", Unit::step},
    {"key stages", Unit::key_stage},
    {"key stage", Unit::key_stage},
    {"keystage", Unit::key_stage},
    {"year groups", Unit::year},
    {"year group", Unit::year},
    {"years", Unit::year},
    {"year", Unit::year},
    {"yrs", Unit::year},
    {"yr", Unit::year},
    {"blynyddoedd", Unit::year},
    {"blwyddyn", Unit::year},
    {"bl", Unit::year},
    {"grades", Unit::grade},
    {"grade", Unit::grade},
    {"gr", Unit::grade},
    {"klassen", Unit::german_class},
    {"klasse", Unit::german_class},
    {"jahrgangsstufe", Unit::german_class},
    {"arskurs", Unit::swedish_year},
    {"ak", Unit::swedish_year},
    {"primary", Unit::primary},
    {"secondary", Unit::secondary},
    {"ks", Unit::key_stage},
    {"ca", Unit::welsh_key_stage},
    {"ps", Unit::step},
    {"y", Unit::year},
    {"g", Unit::grade},
    {"p", Unit::primary},
    {"s", Unit::secondary},
};

// Reads a unit at the front of `key` and cuts it off; Unit::none when there is none.
Unit take_unit(std::string_view& key) {
  for (const auto& known : unit_words) {
    if (!key.starts_with(known.words)) continue;
    std::string_view rest = key.substr(known.words.size());
    const bool glued_to_letters = !rest.empty() && rest[0] >= 'a' && rest[0] <= 'z';
    if (rest.empty() || glued_to_letters) continue;
    if (rest[0] == ' ') rest.remove_prefix(1);
    key = rest;
    return known.unit;
  }
  return Unit::none;
}

// Numbers of a unit; Kindergarten is grade 0 and Pre-K is grade -1.
constexpr int pre_k = -1;
constexpr std::pair<std::string_view, int> early_grades[] = {{"pre k", pre_k}, {"prek", pre_k}, {"k", 0}};

std::optional<int> take_number(std::string_view& key) {
  for (const auto& [word, number] : early_grades)
    if (key == word || key.starts_with(std::string(word) + " ")) {
      key.remove_prefix(std::min(key.size(), word.size() + 1));
      return number;
    }
  int number = 0;
  std::size_t digits = 0;
  while (digits < key.size() && digits < 3 && key[digits] >= '0' && key[digits] <= '9')
    number = number * 10 + (key[digits++] - '0');
  if (digits == 0 || number > highest_number) return std::nullopt;
  key.remove_prefix(digits);
  if (!key.empty() && key[0] == ' ') key.remove_prefix(1);
  return number;
}

// The rest of an ordinal: "3rd grade" arrives here as "rd grade".
Unit take_ordinal_grade(std::string_view& key) {
  for (const std::string_view ending : {"st ", "nd ", "rd ", "th "})
    if (key.starts_with(ending)) {
      std::string_view rest = key.substr(ending.size());
      if (rest != "grade" && rest != "grades" && rest != "grader" && rest != "graders") return Unit::none;
      key = {};
      return Unit::grade;
    }
  return Unit::none;
}

std::string prefix_of(Unit unit, std::string_view jurisdiction) {
  const std::string here(jurisdiction);
  const bool english =
      jurisdiction == "england" || jurisdiction == "wales";  // one law gave both their key stages and years
  switch (unit) {
    case Unit::key_stage:
      return english ? "england-ks" : here + "-ks";
    case Unit::welsh_key_stage:
      return jurisdiction == "wales" ? "wales-ca" : "england-ks";
    case Unit::year:
      return english ? "england-y" : here + "-y";
    case Unit::grade:
      return "us-g";
    case Unit::swedish_year:
      return "sweden-ak";
    case Unit::primary:
      return here + "-p";
    case Unit::secondary:
      return "scotland-s";
    case Unit::step:
      return "wales-ps";
    case Unit::german_class:
    case Unit::none:
      break;
  }
  return {};
}

std::string german_stage(int year) {
  return year <= 4 ? "germany-primar" : year <= 10 ? "germany-sek1" : "germany-sek2";
}

std::string level_id(Unit unit, int number, std::string_view jurisdiction) {
  if (unit == Unit::german_class) return number >= 1 && number <= 13 ? german_stage(number) : "";
  if (unit == Unit::grade && number == 0) return "us-k";
  if (unit == Unit::grade && number == pre_k) return "us-pre-k";
  std::string id = prefix_of(unit, jurisdiction) + std::to_string(number);
  if (find_level(id) != nullptr) return id;
  if (unit == Unit::welsh_key_stage) id = "england-ks" + std::to_string(number);
  return find_level(id) != nullptr ? id : "";
}

struct Band {
  int first;
  int last;
  std::string_view id;
};
constexpr Band us_bands[] = {{0, 2, "us-k-2"}, {3, 5, "us-g3-5"}, {6, 8, "us-g6-8"}, {9, 12, "us-g9-12"}};

void add(Ids& ids, std::string id) {
  for (const auto& known : ids)
    if (known == id) return;
  ids.push_back(std::move(id));
}

// All levels from first to last; empty when one of them does not exist.
Ids range_ids(Unit unit, int first, int last, std::string_view jurisdiction) {
  if (unit == Unit::grade)
    for (const auto& band : us_bands)
      if (band.first == first && band.last == last) return {std::string(band.id)};
  Ids ids;
  for (int number = first; number <= last; ++number) {
    std::string id = level_id(unit, number, jurisdiction);
    if (id.empty()) return {};
    add(ids, std::move(id));
  }
  return ids;
}

// ---- one piece: "years 3-6", "grade K", "ks2"; `unit` is carried on, so that "KS1, 2" is two key stages

bool take_range_word(std::string_view& key) {
  for (const std::string_view word : {"to ", "bis ", "i "})
    if (key.starts_with(word)) {
      key.remove_prefix(word.size());
      return true;
    }
  return false;
}

Ids numbered_ids(std::string_view key, Unit& unit, std::string_view jurisdiction) {
  const Unit said = take_unit(key);
  if (said != Unit::none) unit = said;
  const auto first = take_number(key);
  if (!first) return {};
  const Unit ordinal = take_ordinal_grade(key);
  if (ordinal != Unit::none) unit = ordinal;
  const bool without_unit = unit == Unit::none && *first <= 0;  // "K-2", "K"
  if (without_unit) unit = Unit::grade;
  if (unit == Unit::none) return {};
  if (key.empty()) return range_ids(unit, *first, *first, jurisdiction);
  take_range_word(key);
  const Unit again = take_unit(key);
  const auto last = take_number(key);
  if (!last || !key.empty() || (again != Unit::none && again != unit)) return {};
  return range_ids(unit, *first, *last, jurisdiction);
}

// ---- the whole text

// Cuts "(ages 7–11)" out of "Key stage 2 (ages 7–11)".
std::string without_brackets(std::string_view words) {
  std::string out;
  int depth = 0;
  for (const char c : words) {
    if (c == '(') ++depth;
    if (depth == 0) out += c;
    if (c == ')' && depth > 0) --depth;
  }
  return out;
}

Ids pieces_of(std::string_view words) {
  Ids pieces(1);
  for (const char c : words) {
    if (c == ';' || c == '|' || c == ',' || c == '/' || c == '&' || c == '\n') {
      pieces.emplace_back();
    } else {
      pieces.back() += c;
    }
  }
  Ids split;
  for (auto& piece : pieces) {  // "Year 10 and 11"
    const auto place = piece.find(" and ");
    split.push_back(piece.substr(0, place));
    if (place != std::string::npos) split.push_back(piece.substr(place + 5));
  }
  return split;
}

Ids uri_ids(std::string_view uri) {
  struct Scheme {
    std::string_view address;
    std::string_view prefix;
  };
  constexpr Scheme schemes[] = {{"://w3id.org/commonplace/ns/level/", ""},
                                {"://purl.org/ASN/scheme/ASNEducationLevel/", "us-g"},
                                {"://purl.org/ASN/scheme/ASNEducationLevel/", "us-"}};
  for (const auto& scheme : schemes) {
    const auto place = uri.find(scheme.address);
    if (place == std::string_view::npos || place > 5) continue;
    std::string id = std::string(scheme.prefix) + std::string(uri.substr(place + scheme.address.size()));
    for (char& c : id) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (find_level(id) != nullptr) return {id};
  }
  constexpr std::pair<std::string_view, std::string_view> kim[] = {
      {"level_0", "germany-elementar"}, {"level_1", "germany-primar"}, {"level_2", "germany-sek1"},
      {"level_3", "germany-sek2"},      {"level_a", "higher"},         {"level_A", "higher"}};
  if (uri.starts_with("https://w3id.org/kim/educationalLevel/"))
    for (const auto& [level, id] : kim)
      if (uri.ends_with(level)) return {std::string(id)};
  return {};
}

}  // namespace

std::vector<std::string> read_levels(std::string_view words, std::string_view jurisdiction) {
  if (words.empty() || words.size() > longest_words_bytes) return {};
  if (find_level(words) != nullptr) return {std::string(words)};
  if (words.starts_with("http")) return uri_ids(words);
  const std::string bare = without_brackets(words);
  if (Ids ids = phrase_ids(lookup_key(bare), jurisdiction); !ids.empty()) return ids;
  Ids all;
  Unit unit = Unit::none;
  for (const auto& piece : pieces_of(bare)) {
    const std::string key = lookup_key(piece);
    if (key.empty()) continue;
    Ids ids = numbered_ids(key, unit, jurisdiction);
    if (ids.empty()) ids = phrase_ids(key, jurisdiction);
    if (ids.empty()) return {};  // a word we do not know: not a level, or not only one
    for (auto& id : ids) add(all, std::move(id));
  }
  return all;
}

}  // namespace commonplace::vocabularies
