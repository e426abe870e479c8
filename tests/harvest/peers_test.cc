// The odd peers of tests/peers: what must come of each reply (tests/peers/README.md).
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "fake_fetcher.h"
#include "harvest/page.h"

namespace commonplace::harvest {
namespace {

std::string reply_of(const std::string& peer) {
  std::ifstream file(std::filesystem::path(COMMONPLACE_SOURCE_DIR) / "tests" / "peers" / peer / "reply.xml",
                     std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

Page read(const std::string& peer) {
  Reading reading;
  reading.origin.base_url = "https://weir-mill.example/oai";
  reading.origin.host = "weir-mill.example";
  reading.origin.source_name = "Weir Mill";
  auto page = read_page(reply_of(peer), reading);
  if (auto* over = std::get_if<VisitOutcome>(&page)) {
    ADD_FAILURE() << peer << ": " << over->reason;
    return {};
  }
  return std::move(std::get<Page>(page));
}

TEST(Peers, UnknownEntityIsKeptAsTextAndCounted) {
  const Page page = read("unknown-entity");

  EXPECT_EQ(page.reply.response_date, "2026-11-20T08:00:00Z&whatever;");
  EXPECT_EQ(page.delivery.mended, 1);
}

TEST(Peers, SplitCdataIsOneTitle) {
  const Page page = read("split-cdata");

  ASSERT_EQ(page.delivery.records.size(), 1u);
  EXPECT_NE(page.delivery.records[0].document.find("How a mill wheel turns"), std::string::npos)
      << page.delivery.records[0].document;
}

TEST(Peers, HeadlessDeletionIsSetAsideAlone) {
  const Page page = read("headless-deletion");

  ASSERT_EQ(page.delivery.records.size(), 1u);
  EXPECT_EQ(page.delivery.records[0].identifier, "oai:weir-mill.example:flour");
  ASSERT_EQ(page.delivery.unread.size(), 1u);
  EXPECT_EQ(page.delivery.unread[0].reason, "no_identifier");
}

TEST(Peers, OddErrorIsNamedInTheOutcome) {
  FakeSource source;
  source.fault = [](const auto& arguments, int) -> std::optional<Fetched> {
    return page_asked(arguments) == 0 ? std::nullopt : std::optional(replied(reply_of("odd-error")));
  };

  const auto visited = visit(source);

  EXPECT_EQ(visited.outcome.ending, Ending::failed);
  EXPECT_EQ(visited.outcome.reason, "The source answered with the error \"databaseAsleep\": Please wake the database.");
}

TEST(Peers, PrefixedRootLosesOnlyTheBrokenRecord) {
  const Page page = read("prefixed-root");

  EXPECT_EQ(page.delivery.records.size(), 2u);
  ASSERT_EQ(page.delivery.unread.size(), 1u);
  EXPECT_EQ(page.delivery.unread[0].identifier, "oai:weir-mill.example:2");
  ASSERT_TRUE(page.reply.token);
  EXPECT_EQ(page.reply.token->text, "next/3");
  EXPECT_EQ(page.reply.token->complete_list_size, 9);
  EXPECT_EQ(page.reply.response_date, "2026-11-20T08:00:00Z");
}

}  // namespace
}  // namespace commonplace::harvest
