// Sets: ListSets and lists of one set (S2.6, S2.7.2, S4.6).
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "harvest/validator/checks.h"
#include "harvest/validator/excerpt.h"
#include "harvest/validator/walk.h"

namespace commonplace::harvest::validator {

namespace {

constexpr std::size_t sets_tried = 3;

void check_specs(Interview& interview, const Answer& answer, const std::vector<std::string>& specs) {
  std::set<std::string_view> seen;
  for (const auto& spec : specs) {
    const bool is_new = seen.insert(spec).second;
    interview.hold("set-spec", is_new && is_set_spec(spec), answer,
                   fmt::format("{} {}.", excerpt(spec), is_new ? "cannot be a setSpec" : "is listed twice"));
  }
  if (!interview.known.all_sets_seen) return;
  for (const auto& spec : specs) {
    const auto colon = spec.rfind(':');
    if (colon == std::string::npos) continue;
    interview.hold("set-parents", seen.contains(std::string_view(spec).substr(0, colon)), answer,
                   fmt::format("{} is listed, the set above it is not.", excerpt(spec)));
  }
}

void check_unknown(Interview& interview) {
  const std::string_view either = interview.known.has_sets ? "badArgument" : "noSetHierarchy";
  interview.expect_error(
      "set-unknown",
      {{"verb", "ListIdentifiers"}, {"metadataPrefix", interview.known.prefix}, {"set", "nobodys-set-7f3a"}},
      {"noRecordsMatch", either});
}

void check_members_of(Interview& interview, const std::string& set) {
  const Answer answer = interview.ask(
      {.arguments = {{"verb", "ListIdentifiers"}, {"metadataPrefix", interview.known.prefix}, {"set", set}}});
  for (const auto& header : answer.headers()) {
    const bool is_member = std::any_of(header.sets.begin(), header.sets.end(),
                                       [&set](const std::string& spec) { return is_within(spec, set); });
    interview.hold("set-members", is_member, answer,
                   fmt::format("{} came, and its header does not name {}.", excerpt(header.identifier), excerpt(set)));
  }
}

}  // namespace

void check_sets(Interview& interview) {
  Known& known = interview.known;
  const Walk walk = walk_list(interview, {{"verb", "ListSets"}});
  const Answer& answer = walk.last;
  if (!answer.is_readable()) return;
  known.has_sets = !walk.sets.empty();
  known.sets = walk.sets;
  known.all_sets_seen = known.has_sets && walk.is_whole;
  if (known.has_sets) check_specs(interview, answer, walk.sets);
  if (!known.has_sets) interview.hold("no-sets", answer.has_error("noSetHierarchy"), answer, answer.in_short());
}

void check_set_members(Interview& interview) {
  check_unknown(interview);
  const auto& sets = interview.known.sets;
  for (std::size_t i = 0; i < std::min(sets.size(), sets_tried); ++i)
    check_members_of(interview, sets[i * sets.size() / std::min(sets.size(), sets_tried)]);
}

}  // namespace commonplace::harvest::validator
