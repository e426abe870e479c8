#include "tests/harvest/validator/trial.h"

namespace commonplace::harvest::validator {

std::set<std::string> flagged(const Report& report) {
  std::set<std::string> out;
  for (const auto& verdict : report.verdicts())
    if (verdict.broken > 0) out.emplace(verdict.rule->id);
  return out;
}

std::set<std::string> ids_not_judged(const Report& report) {
  std::set<std::string> out;
  for (const auto* verdict : report.not_judged()) out.emplace(verdict->rule->id);
  return out;
}

Spoiler answers(std::string verb, std::function<void(std::string&)> change) {
  return [verb = std::move(verb), change = std::move(change)](const Asked& asked, Reply& reply) {
    if (verb.empty() || asked.value("verb") == verb) change(reply.body);
  };
}

Spoiler swapped(const std::string& verb, const std::string& from, const std::string& to) {
  return answers(verb, [from, to](std::string& body) { replace_all(body, from, to); });
}

Spoiler swapped_in_an_error(const std::string& from, const std::string& to) {
  return [from, to](const Asked& asked, Reply& reply) {
    if (asked.sent.empty()) replace(reply.body, from, to);
  };
}

Fetched fails(FetchFault fault) {
  return {std::nullopt, FetchProblem{fault, "made by the test"}};
}

Fetched says(int status, std::optional<std::chrono::seconds> retry_after) {
  Reply reply;
  reply.status = status;
  reply.retry_after = retry_after;
  return {std::move(reply), std::nullopt};
}

void understand(Trial& t, std::function<void(Asked&)> how) {
  t.repository.understand = std::move(how);
}

}  // namespace commonplace::harvest::validator
