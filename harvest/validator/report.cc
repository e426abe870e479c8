#include "harvest/validator/report.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "harvest/validator/excerpt.h"

namespace commonplace::harvest::validator {

namespace {

constexpr std::size_t most_examples = 3;

std::string counted(std::size_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", number == 0 ? "no" : std::to_string(number), number == 1 ? one : many);
}

// "S3.5" as people look it up.
std::string written_in(std::string_view source) {
  if (source.starts_with('S')) return fmt::format("OAI-PMH 2.0, section {}", source.substr(1));
  return std::string(source);
}

void tell(std::string& out, const Verdict& verdict) {
  const Rule& rule = *verdict.rule;
  auto end = std::back_inserter(out);
  fmt::format_to(end, "* {} ({}; rule {})\n", rule.promise, written_in(rule.source), rule.id);
  for (const auto& example : verdict.examples) {
    fmt::format_to(end, "  Found: {}\n", example.found);
    if (!example.asked.empty()) fmt::format_to(end, "  Asked: {}\n", example.asked);
  }
  const auto shown = static_cast<int>(verdict.examples.size());
  if (verdict.broken > shown) fmt::format_to(end, "  And {} more like it.\n", verdict.broken - shown);
  fmt::format_to(end, "  To do: {}\n", rule.fix);
}

void tell_all(std::string& out, const Report& report, Severity severity, std::string_view heading) {
  const auto broken = report.broken_rules(severity);
  if (broken.empty()) return;
  out.append("\n").append(heading).append("\n");
  std::string_view part;
  for (const auto* verdict : broken) {
    if (title(verdict->rule->part) != part) out.append("\n").append(part = title(verdict->rule->part)).append(".\n");
    tell(out, *verdict);
  }
}

void tell_not_judged(std::string& out, const Report& report) {
  const auto open = report.not_judged();
  if (open.empty()) return;
  fmt::format_to(std::back_inserter(out), "\nNot judged, because nothing here showed it ({}):\n", open.size());
  for (const auto* verdict : open) fmt::format_to(std::back_inserter(out), "  {}\n", verdict->rule->promise);
}

std::string sum(const Report& report) {
  const auto violations = report.broken_rules(Severity::violation).size();
  if (report.kept_rules() == 0) return "It could not be judged.\n";
  if (violations == 0 && !report.ended.empty())
    return "Nothing against the protocol was found as far as it was judged.\n";
  if (violations == 0) return "It keeps the protocol: nothing against it was found.\n";
  return fmt::format("It breaks the protocol: {} broken.\n", counted(violations, "rule is", "rules are"));
}

}  // namespace

Report::Report() {
  for (const auto& entry : rules()) verdicts_.push_back({&entry, 0, 0, {}});
}

Verdict& Report::verdict(std::string_view id) {
  return verdicts_[static_cast<std::size_t>(&rule(id) - rules().data())];
}

void Report::kept(std::string_view id) {
  ++verdict(id).kept;
}

void Report::broken(std::string_view id, Example example) {
  Verdict& found = verdict(id);
  ++found.broken;
  if (found.examples.size() < most_examples) found.examples.push_back(std::move(example));
}

std::vector<const Verdict*> Report::broken_rules(Severity severity) const {
  std::vector<const Verdict*> out;
  for (const auto& verdict : verdicts_)
    if (verdict.broken > 0 && verdict.rule->severity == severity) out.push_back(&verdict);
  return out;
}

int Report::kept_rules() const {
  return static_cast<int>(std::count_if(verdicts_.begin(), verdicts_.end(), [](const Verdict& verdict) {
    return verdict.is_judged() && verdict.broken == 0;
  }));
}

std::vector<const Verdict*> Report::not_judged() const {
  std::vector<const Verdict*> out;
  for (const auto& verdict : verdicts_)
    if (!verdict.is_judged()) out.push_back(&verdict);
  return out;
}

std::string in_words(const Report& report) {
  std::string out = fmt::format("Judged: {}\n", report.url);
  if (!report.name.empty()) fmt::format_to(std::back_inserter(out), "It calls itself {}.\n", excerpt(report.name));
  out += sum(report);
  fmt::format_to(std::back_inserter(out), "{} kept, {}, {}, with {}.\n",
                 counted(static_cast<std::size_t>(report.kept_rules()), "rule", "rules"),
                 counted(report.broken_rules(Severity::warning).size(), "warning", "warnings"),
                 counted(report.broken_rules(Severity::note).size(), "note", "notes"),
                 counted(static_cast<std::size_t>(report.requests), "request", "requests"));
  if (!report.ended.empty()) out.append(report.ended).append("\n");
  tell_all(out, report, Severity::violation, "Against the protocol:");
  tell_all(out, report, Severity::warning, "Warnings: allowed, or not said anywhere, but known to make trouble:");
  tell_all(out, report, Severity::note, "Good to know before harvesting here:");
  tell_not_judged(out, report);
  return out;
}

}  // namespace commonplace::harvest::validator
