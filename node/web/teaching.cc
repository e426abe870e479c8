#include "node/web/teaching.h"

#include <algorithm>

#include "schemas/formats/normalise.h"
#include "schemas/formats/unicode.h"
#include "schemas/vocabularies/concepts.h"

namespace commonplace::web {
namespace {

// "northern-ireland" → "Northern Ireland"; two letters are an abbreviation.
std::string label_of(std::string_view country) {
  std::string label;
  bool begins = true;
  for (const char c : country) {
    const bool is_lower = c >= 'a' && c <= 'z';
    const bool is_capital = is_lower && (begins || country.size() == 2);
    label += c == '-' ? ' ' : is_capital ? static_cast<char>(c - 'a' + 'A') : c;
    begins = c == '-';
  }
  return label;
}

}  // namespace

std::vector<TeachingPlace> teaching_countries() {
  std::vector<TeachingPlace> countries;
  for (const auto& level : vocabularies::levels()) {
    const bool is_known = std::any_of(countries.begin(), countries.end(), [&](const auto& c) { return c.value == level.jurisdiction; });
    if (!level.jurisdiction.empty() && !is_known) countries.push_back({std::string(level.jurisdiction), label_of(level.jurisdiction)});
  }
  std::sort(countries.begin(), countries.end(), [](const auto& a, const auto& b) { return a.label < b.label; });
  return countries;
}

std::optional<TeachingPlace> read_teaching(std::string_view text) {
  const auto folded = formats::fold(text);
  for (auto& country : teaching_countries())
    if (folded == country.value || folded == formats::fold(country.label)) return std::move(country);
  const auto tag = formats::normalise_language(text);
  if (!tag) return std::nullopt;
  return TeachingPlace{formats::fold_case(*tag), vocabularies::language_own_name(*tag)};
}

}  // namespace commonplace::web
