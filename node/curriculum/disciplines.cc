#include "node/curriculum/disciplines.h"

#include <algorithm>
#include <array>
#include <utility>

#include "schemas/vocabularies/concepts.h"

namespace commonplace::curriculum {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Subject of the lesson → discipline of the curriculum under which it stands in some country.
constexpr auto stands_under = std::to_array<Pair>({{"food", "design-and-technology"},
                                                   {"textiles", "design-and-technology"},
                                                   {"drama", "english"},
                                                   {"literacy", "english"},
                                                   {"dance", "physical-education"},
                                                   {"film-and-media", "english"},
                                                   {"biology", "science"},
                                                   {"chemistry", "science"},
                                                   {"physics", "science"},
                                                   {"biology", "sciences"},
                                                   {"chemistry", "sciences"},
                                                   {"physics", "sciences"},
                                                   {"health-and-wellbeing", "physical-education"},
                                                   {"social-studies", "history"},
                                                   {"social-studies", "geography"},
                                                   {"social-studies", "citizenship"}});

bool is_below(std::string_view narrow, std::string_view broad) {
  constexpr int deepest = 8;  // steps; the table has three
  for (int step = 0; step < deepest && !narrow.empty(); ++step) {
    if (narrow == broad) return true;
    const auto* subject = vocabularies::find_subject(narrow);
    narrow = subject ? subject->broader : std::string_view();
  }
  return false;
}

// "Sciences and mathematics" holds mathematics, but a statement of The Sciences is not one of mathematics; so too English
// under Languages: groups meet only by the table.
bool is_group(std::string_view id) {
  const auto* subject = vocabularies::find_subject(id);
  return subject && subject->broader.empty();
}

}  // namespace

bool subjects_meet(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const auto listed = [](std::string_view x, std::string_view y) {
    return std::find(stands_under.begin(), stands_under.end(), Pair{x, y}) != stands_under.end();
  };
  if (listed(a, b) || listed(b, a)) return true;
  const bool languages = a == "languages" || b == "languages";
  const auto other = a == "languages" ? b : a;
  if (languages) return other != "english" && other != "literacy" && is_below(other, "languages");
  if (is_group(a) || is_group(b)) return (a == "arts" && is_below(b, a)) || (b == "arts" && is_below(a, b));
  return is_below(a, b) || is_below(b, a);
}

bool any_subjects_meet(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return true;
  return std::any_of(a.begin(), a.end(), [&](const auto& one) {
    return std::any_of(b.begin(), b.end(), [&](const auto& other) { return subjects_meet(one, other); });
  });
}

}  // namespace commonplace::curriculum
