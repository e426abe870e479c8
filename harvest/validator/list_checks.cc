// The two lists of the repository, whole as far as the pages allowed go, and against each other (S3.5, S4.3, S4.5).
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "harvest/validator/checks.h"
#include "harvest/validator/excerpt.h"
#include "harvest/validator/walk.h"

namespace commonplace::harvest::validator {

namespace {

void check_old_token(Interview& interview, const Walk& walk) {
  if (walk.tokens.size() < 2) return;
  const Answer answer =
      interview.ask({.arguments = {{"verb", "ListIdentifiers"}, {"resumptionToken", walk.tokens.front()}}});
  if (answer.is_readable()) interview.hold("token-old", answer.verb() != nullptr, answer, answer.in_short());
}

// Only what is in both as far as both were read can be compared, unless both ended.
void check_same(Interview& interview, const Walk& headers, const Walk& records) {
  if (!headers.is_whole || !records.is_whole) return;
  auto a = headers.identifiers, b = records.identifiers;
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  std::vector<std::string> apart;
  std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(apart));
  interview.hold("list-same", apart.empty(), records.last,
                 apart.empty() ? "" : fmt::format("{} is in one of them alone.", excerpt(apart.front())));
}

}  // namespace

void check_lists(Interview& interview) {
  Known& known = interview.known;
  const Walk headers = walk_list(interview, {{"verb", "ListIdentifiers"}, {"metadataPrefix", known.prefix}});
  known.sample = headers.sample;
  check_old_token(interview, headers);
  const Walk records = walk_list(interview, {{"verb", "ListRecords"}, {"metadataPrefix", known.prefix}});
  if (known.sample.empty()) known.sample = records.sample;
  if (!records.tokens.empty()) known.records_token = records.tokens.front();
  check_same(interview, headers, records);
}

}  // namespace commonplace::harvest::validator
