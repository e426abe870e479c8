// A trial of the judge: a repository that keeps every rule, and small ways to make it break one.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harvest/validator/validator.h"
#include "tests/harvest/validator/model_repository.h"

namespace commonplace::harvest::validator {

inline constexpr model::Datestamp today{1'795'161'600};  // 2026-11-20T08:00:00Z

struct Trial {
  ModelRepository repository;
  Manners manners{.pause = std::chrono::milliseconds(0)};
  InterviewHouse house{.wait = [](std::chrono::milliseconds) { return true; }, .now = [] { return today; }};

  Report run() { return judge(repository, repository.url, manners, house); }
};

std::set<std::string> flagged(const Report& report);
std::set<std::string> ids_not_judged(const Report& report);

using Spoiler = std::function<void(const Asked&, Reply&)>;
// Changes the answers to these verbs, all of them where `verb` is empty.
Spoiler answers(std::string verb, std::function<void(std::string&)> change);
Spoiler swapped(const std::string& verb, const std::string& from, const std::string& to);
// The answer to a question without a verb: an error that nothing else depends on.
Spoiler swapped_in_an_error(const std::string& from, const std::string& to);

Fetched fails(FetchFault fault);
Fetched says(int status, std::optional<std::chrono::seconds> retry_after);

// One rule that a repository can break.
struct Flaw {
  std::string rule;
  std::function<void(Trial&)> make;
  std::set<std::string> also = {};  // rules that cannot be kept beside it
};

void understand(Trial& t, std::function<void(Asked&)> how);

std::vector<Flaw> flaws_of_the_door();
std::vector<Flaw> flaws_of_replies();
std::vector<Flaw> flaws_of_descriptions();
std::vector<Flaw> flaws_of_questions();
std::vector<Flaw> flaws_of_lists();

}  // namespace commonplace::harvest::validator
