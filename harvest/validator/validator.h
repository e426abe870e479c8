// Judges an OAI-PMH repository by asking it what a harvester would, and what it would not: every rule of rules.h that
// can be seen from outside. Knows no store. Never throws for what the repository does.
#pragma once

#include <string>

#include "harvest/validator/interview.h"
#include "harvest/validator/report.h"

namespace commonplace::harvest::validator {

// `url`: the base URL. Some 90 questions, and two lists of as many pages as allowed, twice asked where it says so.
Report judge(Fetcher& fetcher, const std::string& url, const Manners& manners, InterviewHouse house);

}  // namespace commonplace::harvest::validator
