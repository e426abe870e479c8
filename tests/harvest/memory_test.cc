// A list of any length streams through (HAR-13, harvest.md §12): what a visit keeps of it is eight bytes or so a record.
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include <fmt/format.h>

#include "fake_fetcher.h"

namespace commonplace::harvest {
namespace {

std::int64_t resident_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stoll(line.substr(6));
  }
  return 0;
}

// Pages of 500 deletions of records that nobody has ever seen.
class Graveyard : public Fetcher {
 public:
  explicit Graveyard(int pages) : pages_(pages) {}

  Fetched fetch(const Ask& ask) override {
    const auto arguments = arguments_of(ask.url);
    if (arguments.at("verb") == "Identify") return replied(identify_reply());
    const int number = page_asked(arguments);
    std::string records;
    for (int index = (number - 1) * 500; index < number * 500; ++index) {
      records += deleted_record(fmt::format("oai:source.example:grave/{}", index), "2026-11-01T00:00:00Z");
    }
    const std::string token = number < pages_ ? fmt::format("p{}", number + 1) : "";
    return replied(envelope("<ListRecords>" + records + "<resumptionToken>" + token + "</resumptionToken></ListRecords>"));
  }

 private:
  int pages_;
};

TEST(Har13, StreamsAListOfTombstonesInMemoryThatHardlyGrows) {
  const int pages = std::getenv("COMMONPLACE_LONG") ? 800 : 80;
  Graveyard source(pages);
  House house;
  Source known = healthy_source();
  known.known_prefix = "oai_dc";
  VisitLimits limits;
  limits.records = 500'000;
  const auto visit = make_visit(known, source, house, limits);
  for (int page = 0; page < 10; ++page) ASSERT_TRUE(visit->next_page());
  const std::int64_t before = resident_kib();

  std::int64_t count = 5000;
  while (const auto delivery = visit->next_page()) count += static_cast<std::int64_t>(delivery->records.size());

  EXPECT_EQ(count, pages * 500);
  EXPECT_EQ(visit->outcome().ending, Ending::complete);
  EXPECT_LT(resident_kib() - before, 20 * 1024);
}

}  // namespace
}  // namespace commonplace::harvest
