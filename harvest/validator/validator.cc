#include "harvest/validator/validator.h"

#include "harvest/validator/checks.h"

namespace commonplace::harvest::validator {

Report judge(Fetcher& fetcher, const std::string& url, const Manners& manners, InterviewHouse house) {
  Report report;
  report.url = url;
  Interview interview(fetcher, url, manners, std::move(house), report);
  if (!check_identify(interview)) {
    if (report.ended.empty()) report.ended = "Identify could not be read, so nothing else was asked.";
    report.broken_off = true;
    return report;
  }
  for (const auto check : {check_formats, check_sets, check_lists, check_formats_of_record, check_sampled_records,
                           check_set_members, check_wrong_arguments, check_wrong_tokens, check_dates, check_door}) {
    check(interview);
    if (interview.is_over()) break;
  }
  return report;
}

}  // namespace commonplace::harvest::validator
