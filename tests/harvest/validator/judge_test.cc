// The judge of repositories: it finds nothing in one that keeps every rule, and in one that breaks a single rule
// nothing but that; and it asks politely.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/harvest/validator/trial.h"

namespace commonplace::harvest::validator {
namespace {

using std::chrono::milliseconds;

std::vector<Flaw> all_flaws() {
  std::vector<Flaw> all;
  for (auto&& some :
       {flaws_of_the_door(), flaws_of_replies(), flaws_of_descriptions(), flaws_of_questions(), flaws_of_lists()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

TEST(Judge, FindsNothingInARepositoryThatKeepsEveryRule) {
  Trial trial;

  const auto report = trial.run();

  EXPECT_EQ(flagged(report), std::set<std::string>()) << in_words(report);
  EXPECT_TRUE(report.is_fine());
  EXPECT_EQ(report.name, "The model");
  EXPECT_EQ(ids_not_judged(report),
            (std::set<std::string>{"retry-after", "busy-status", "no-sets", "token-life", "date-too-fine"}))
      << in_words(report);
}

TEST(Judge, FindsNothingInOneOfDaysWithoutSets) {
  Trial trial;
  trial.repository.days = true;
  trial.repository.with_sets = false;

  const auto report = trial.run();

  EXPECT_EQ(flagged(report), std::set<std::string>()) << in_words(report);
}

TEST(Judge, FlagsOfEachBrokenRepositoryThatRuleAlone) {
  for (const auto& flaw : all_flaws()) {
    Trial trial;
    flaw.make(trial);

    const auto report = trial.run();

    auto expected = flaw.also;
    expected.insert(flaw.rule);
    EXPECT_EQ(flagged(report), expected) << flaw.rule << "\n" << in_words(report).substr(0, 2500);
    const auto violations = report.broken_rules(Severity::violation).size();
    EXPECT_EQ(report.is_fine(), violations == 0) << flaw.rule;
  }
}

TEST(Judge, HasABrokenRepositoryForEveryRule) {
  std::set<std::string> broken;
  for (const auto& flaw : all_flaws()) broken.insert(flaw.rule);
  for (const auto& entry : rules()) EXPECT_TRUE(broken.contains(std::string(entry.id))) << entry.id;
}

// -- manners

TEST(Judge, PausesBetweenQuestionsAndNotBeforeTheFirst) {
  Trial trial;
  std::vector<milliseconds> pauses;
  trial.manners.pause = milliseconds(700);
  trial.house.wait = [&pauses](milliseconds pause) { return pauses.push_back(pause), true; };

  const auto report = trial.run();

  EXPECT_EQ(pauses.size() + 1, static_cast<std::size_t>(report.requests));
  EXPECT_EQ(report.requests, trial.repository.requests);
  for (const auto pause : pauses) EXPECT_EQ(pause, milliseconds(700));
}

TEST(Judge, AsksNoMoreThanAllowedAndSaysSo) {
  Trial trial;
  trial.manners.requests = 30;

  const auto report = trial.run();

  EXPECT_EQ(trial.repository.requests, 30);
  EXPECT_TRUE(report.is_fine());
  EXPECT_NE(in_words(report).find("Ended after 30 requests"), std::string::npos);
}

TEST(Judge, EndsWhenItIsStopped) {
  Trial trial;
  std::stop_source stop;
  trial.house.stop = stop.get_token();
  trial.house.wait = [&stop](milliseconds) { return stop.request_stop(), false; };
  trial.manners.pause = milliseconds(1);

  const auto report = trial.run();

  EXPECT_EQ(report.requests, 1);
  EXPECT_FALSE(report.is_fine());
  EXPECT_EQ(flagged(report), std::set<std::string>());
}

TEST(Judge, WaitsAsABusyRepositorySaysAndGivesUpWhenThatIsTooLong) {
  for (const int asked : {7, 600}) {
    Trial trial;
    std::vector<milliseconds> waits;
    trial.house.wait = [&waits](milliseconds wait) { return waits.push_back(wait), true; };
    trial.repository.instead = [&trial, asked](const Asked& a) {
      const bool first = a.query == "verb=ListSets" && trial.repository.times[a.query] == 1;
      return first ? std::optional(says(503, std::chrono::seconds(asked))) : std::nullopt;
    };

    const auto report = trial.run();

    EXPECT_EQ(flagged(report), std::set<std::string>());
    EXPECT_EQ(report.is_fine(), asked == 7);
    EXPECT_EQ(waits.size(), asked == 7 ? 1u : 0u);
    EXPECT_EQ(report.ended.find("too busy") != std::string::npos, asked == 600) << report.ended;
    for (const auto wait : waits) EXPECT_EQ(wait, std::chrono::seconds(7));
  }
}

TEST(Judge, ReadsAsManyPagesAsAllowed) {
  std::map<int, int> followed;
  for (const int pages : {1, 2, 0}) {
    Trial trial;
    trial.repository.page = 20;
    trial.manners.pages = pages;
    trial.run();
    for (const auto& [query, times] : trial.repository.times)
      followed[pages] +=
          query.starts_with("verb=ListRecords&resumptionToken=ListRecords") && !query.ends_with("oai_dc");
  }
  EXPECT_EQ(followed, (std::map<int, int>{{1, 0}, {2, 1}, {0, 12}}));
}

}  // namespace
}  // namespace commonplace::harvest::validator
