#include "hostile_page.h"

#include <gtest/gtest.h>

#include <set>

namespace commonplace::harvest {

FakeSource::Fault on_page(int number, std::function<Fetched(int before)> made, int times) {
  return [=](const auto& arguments, int before) -> std::optional<Fetched> {
    if (page_asked(arguments) != number || (times > 0 && before >= times)) return std::nullopt;
    return made(before);
  };
}
FakeSource::Fault on_page(int number, Fetched made, int times) {
  return on_page(
      number, [=](int) { return made; }, times);
}

std::string page_with(const FakeSource& source, const std::string& title, const std::string& replacement) {
  std::string page = source.page(3);
  const auto place = page.find(title + "<");
  EXPECT_NE(place, std::string::npos);
  return page.replace(place, title.size(), replacement);
}

void expect_kept_and_resumable(FakeSource& source, const Visited& visited, std::size_t kept) {
  EXPECT_EQ(visited.distinct(), kept);
  EXPECT_EQ(visited.outcome.checkpoint, "");
  ASSERT_FALSE(visited.cursors.empty());
  ASSERT_FALSE(visited.cursors.back().token.empty());
  source.fault = {};
  VisitPlan plan;
  plan.resumption = Resumption{visited.cursors.back(), visited.prefix, visited.from};
  const auto next = visit(source, plan);
  EXPECT_EQ(next.outcome.ending, Ending::complete);
  std::set<std::string> identifiers;
  for (const auto* part : {&visited, &next}) {
    for (const auto& record : part->records) identifiers.insert(record.identifier);
  }
  EXPECT_EQ(identifiers.size(), 500u);
}

}  // namespace commonplace::harvest
