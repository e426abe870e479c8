#include "node/search/word_family.h"

#include <algorithm>
#include <array>
#include <set>

namespace commonplace::search {

namespace {

constexpr int related_weight = 50;           // percent
constexpr std::size_t fewest_letters = 5;    // that are left of a stem, and of a word
constexpr std::size_t longest_ending = 5;
constexpr std::uint32_t most_looked_at = 5000;  // terms that begin alike; a hostile record may bring more
constexpr std::size_t most_related = 8;

// What Porter's second algorithm leaves at the end of English stems; the longest first.
constexpr auto endings = std::to_array<std::string_view>({"alis", "ious", "aci", "enc", "anc", "ist", "ism", "ian", "ion", "ous", "ant", "ent", "iti",
                                                          "at", "ur", "or", "er", "ic", "al", "an", "iv", "if", "is", "iz", "i", "e"});

}  // namespace

std::string family_of(std::string_view stem) {
  std::string family(stem);
  const auto ending = std::find_if(endings.begin(), endings.end(),
                                   [&](auto end) { return stem.ends_with(end) && stem.size() - end.size() >= fewest_letters; });
  if (ending != endings.end()) family.resize(family.size() - ending->size());
  if (family.ends_with('i') && family.size() > fewest_letters) family.pop_back();
  return family;
}

void add_family(GroupResolver& word, const State& state) {
  const Group& group = word.asked();
  const auto typed = std::find_if(group.forms.begin(), group.forms.end(),
                                  [](const Form& form) { return !form.prefix && form.reading == Reading::typed; });
  if (group.word.size() < fewest_letters || typed == group.forms.end()) return;
  const std::string family = family_of(typed->term);
  if (family.size() < fewest_letters) return;
  std::set<std::string> related;
  for (const Part& part : state.parts) {
    const auto [begin, end] = part.segment->terms.with_prefix(family.substr(0, family.size() - 1));
    for (std::uint32_t term = begin; term < std::min(end, begin + most_looked_at); ++term) {
      const std::string_view other = part.segment->terms.term(term);
      if (other.size() > family.size() + longest_ending || family_of(other) != family) continue;
      if (std::none_of(group.forms.begin(), group.forms.end(), [&](const Form& form) { return form.term == other; })) related.emplace(other);
    }
  }
  std::size_t added = 0;
  for (const std::string& term : related)
    if (added++ < most_related) word.add_form({.term = term, .weight = related_weight, .prefix = false, .reading = Reading::related, .shown = {}});
}

}  // namespace commonplace::search
