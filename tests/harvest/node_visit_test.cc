// A visit to another node by its feed (HAR-43): what it takes, how it goes on, and what it does with lines that lie.
#include "harvest/node_visit.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fake_node.h"
#include "harvest/change_line.h"
#include "schemas/formats/digest.h"

namespace commonplace::harvest {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

VisitPlan plan_for(const std::string& checkpoint = "") {
  VisitPlan plan;
  plan.source = node_source();
  plan.source.checkpoint = checkpoint;
  return plan;
}

TEST(Har43, TakesTheWholeFeedInTheOrderOfItsNumbers) {
  FakeNode node(250);

  const auto visited = visit(node, plan_for());

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.records.size(), 250u);
  EXPECT_EQ(visited.records.at(249).identifier, "oai:river.example:250");
  EXPECT_EQ(visited.progress.offered, 250);
  EXPECT_EQ(visited.cursors.size(), 3u);
  EXPECT_EQ(visited.cursors.back().token, "");
  EXPECT_TRUE(visited.outcome.checkpoint.starts_with("life-1 250 ")) << visited.outcome.checkpoint;
  EXPECT_EQ(node.asked_for("/changes"), 3);
  EXPECT_EQ(node.asked_for("node.json"), 1);
}

TEST(Har43, CarriesDocumentDateContributorAndHops) {
  FakeNode node(0);
  const std::string identifier = "oai:hill.example:9";
  node.lines = {change_line(1, identifier, record_of(identifier, "A hill"), false,
                            R"([{"node":"did:web:hill.example","at":"2026-11-19T00:00:00Z"}])")};

  const auto record = visit(node, plan_for()).records.at(0);

  EXPECT_EQ(record.document, document_of(identifier, "A hill"));
  EXPECT_EQ(record.bytes, record_of(identifier, "A hill"));
  EXPECT_EQ(record.datestamp, "2026-11-20T07:00:00Z");
  EXPECT_EQ(record.prefix, "cpl");
  EXPECT_THAT(record.sets, ElementsAre("contributor:river.example!weavers"));
  EXPECT_EQ(record.publisher, "River Gallery");
  ASSERT_EQ(record.hops.size(), 2u);
  EXPECT_EQ(record.hops[0].base_url, "https://river.example/oai");
  EXPECT_EQ(record.hops[0].harvest_date, "2026-11-20T08:00:00Z");
  EXPECT_FALSE(record.hops[0].altered);
  EXPECT_EQ(record.hops[1].base_url, "https://hill.example/oai");
  EXPECT_EQ(record.hops[1].harvest_date, "2026-11-19T00:00:00Z");
}

TEST(Har43, AsksAQuietNodeOnce) {
  FakeNode node(7);
  const auto first = visit(node, plan_for());
  node.asked.clear();

  const auto second = visit(node, plan_for(first.outcome.checkpoint));
  const auto third = visit(node, plan_for(second.outcome.checkpoint));

  EXPECT_EQ(second.outcome.ending, Ending::unchanged);
  EXPECT_EQ(third.outcome.ending, Ending::unchanged);
  EXPECT_EQ(third.outcome.checkpoint, second.outcome.checkpoint);
  ASSERT_EQ(node.asked.size(), 2u);
  EXPECT_EQ(node.asked[1].etag, "\"7-7\"") << "the second time not even an empty list is sent";
}

TEST(Har43, AsksLaterOnlyForWhatIsNewAndHearsOfTombstones) {
  FakeNode node(7);
  const auto first = visit(node, plan_for());
  node.change("oai:river.example:3", "Another title");
  node.withdraw("oai:river.example:5");

  const auto visited = visit(node, plan_for(first.outcome.checkpoint));

  ASSERT_EQ(visited.records.size(), 2u);
  EXPECT_THAT(visited.records[0].document, HasSubstr("Another title"));
  EXPECT_TRUE(visited.records[1].deleted);
  EXPECT_EQ(visited.records[1].identifier, "oai:river.example:5");
  EXPECT_EQ(visited.records[1].document, "");
  EXPECT_EQ(visited.from, "7");
}

TEST(Har43, AsksForEverythingWhenTheNodeHasAnotherLife) {
  FakeNode node(7);
  const auto first = visit(node, plan_for());
  node.life = "life-2";

  const auto visited = visit(node, plan_for(first.outcome.checkpoint));

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.records.size(), 7u);
  EXPECT_EQ(visited.from, "");
  EXPECT_TRUE(visited.outcome.checkpoint.starts_with("life-2 7 "));
  EXPECT_EQ(visited.warnings.size(), 1u);
}

TEST(Har43, FailsInWordsWhenANodeNeverGivesItsBeginning) {
  FakeNode node(7);
  node.fault = [](const std::string& url, int) -> std::optional<Fetched> {
    if (url.find("/changes") == std::string::npos) return {};
    return replied("gone", 410);
  };

  const auto visited = visit(node, plan_for());

  EXPECT_EQ(visited.outcome.ending, Ending::failed);
  EXPECT_EQ(visited.outcome.reason, "The node refuses to give its changes from the beginning.");
  EXPECT_EQ(node.asked.size(), 2u);
}

TEST(Har43, GoesOnWhereItWasInterrupted) {
  FakeNode node(250);
  node.fault = [](const std::string& url, int) -> std::optional<Fetched> {
    if (url.find("since=200") == std::string::npos) return {};
    return failed(FetchFault::not_reached);
  };
  auto plan = plan_for();
  plan.longest_wait = std::chrono::seconds(0);
  const auto first = visit(node, plan);
  ASSERT_EQ(first.outcome.ending, Ending::interrupted);
  ASSERT_EQ(first.records.size(), 200u);
  node.fault = nullptr;
  plan.resumption = Resumption{first.cursors.back(), first.prefix, first.from};

  const auto second = visit(node, plan);

  EXPECT_EQ(second.outcome.ending, Ending::complete) << second.outcome.reason;
  EXPECT_EQ(second.records.size(), 50u);
  EXPECT_EQ(second.records.front().identifier, "oai:river.example:201");
  EXPECT_EQ(second.cursors.back().received, 250);
}

TEST(Har43, SetsABrokenLineAsideWithItsNumberAndGoesOn) {
  FakeNode node(5);
  node.lines[2] = R"({"seq":3,"identifier":"oai:river.example:3","deleted":false,"record":{"x":)";

  const auto visited = visit(node, plan_for());

  EXPECT_EQ(visited.outcome.ending, Ending::complete_with_losses);
  EXPECT_EQ(visited.records.size(), 4u);
  ASSERT_EQ(visited.unread.size(), 1u);
  EXPECT_EQ(visited.unread[0].reason, "not_wellformed");
  EXPECT_EQ(visited.unread[0].byte_offset, 3);
  EXPECT_EQ(visited.unread[0].raw, node.lines[2]);
  EXPECT_EQ(visited.progress.offered, 5);
  EXPECT_TRUE(visited.outcome.checkpoint.starts_with("life-1 5 ")) << "it is not met again";
}

TEST(Har43, GoesOnBehindAPageOfNothingButBrokenLines) {
  FakeNode node(30);
  node.most_lines = 10;
  for (int i = 10; i < 20; ++i) node.lines[static_cast<std::size_t>(i)] = "{\"broken";

  const auto visited = visit(node, plan_for());

  EXPECT_EQ(visited.outcome.ending, Ending::complete_with_losses) << visited.outcome.reason;
  EXPECT_EQ(visited.records.size(), 20u);
  EXPECT_EQ(visited.unread.size(), 10u);
}

TEST(Har43, TakesTheDumpWhereOneIsOfferedAndThenTheFeed) {
  FakeNode node(950);
  const auto with_dump = [&](const std::string& url, int) -> std::optional<Fetched> {
    const auto body = [&](std::size_t from, std::size_t to) {
      std::string text;
      for (std::size_t i = from; i < to; ++i) text += node.lines[i] + "\n";
      auto fetched = replied(std::move(text));
      fetched.reply->life = node.life;
      return fetched;
    };
    if (url.find("since=0&limit") != std::string::npos) {
      auto fetched = body(0, 100);
      fetched.reply->link = "</api/v1/changes?since=100>; rel=\"next\", <https://river.example/api/v1/dump?since=0>; "
                            "rel=\"alternate\"; type=\"application/gzip\"";
      return fetched;
    }
    if (url.find("/dump?since=0") != std::string::npos) {
      auto fetched = body(0, 700);
      fetched.reply->link = "<https://river.example/api/v1/dump?since=700>; rel=\"next\"";
      return fetched;
    }
    if (url.find("/dump?since=700") != std::string::npos) {
      auto fetched = body(700, 900);
      fetched.reply->link = "<https://river.example/api/v1/changes?since=900>; rel=\"next\"";
      return fetched;
    }
    return {};
  };
  node.fault = with_dump;

  const auto visited = visit(node, plan_for());

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.records.size(), 950u);
  EXPECT_EQ(visited.distinct(), 950u);
  EXPECT_EQ(node.asked_for("/dump"), 2);
  EXPECT_EQ(node.asked_for("/changes"), 2);
  EXPECT_TRUE(visited.outcome.checkpoint.starts_with("life-1 950 ")) << visited.outcome.checkpoint;
}

TEST(Har43, TakesTheFeedWhereTheDumpCannotBeHad) {
  FakeNode node(350);
  node.fault = [&](const std::string& url, int) -> std::optional<Fetched> {
    if (url.find("/dump") != std::string::npos) return replied("gone", 404);
    if (url.find("since=0&limit") == std::string::npos) return {};
    auto fetched = replied(node.lines[0] + "\n");
    fetched.reply->link = "</api/v1/changes?since=1>; rel=\"next\", </api/v1/dump>; rel=\"alternate\"; "
                          "type=\"application/gzip\", <https://evil.example/api/v1/dump>; rel=\"alternate\"; type=\"application/gzip\"";
    return fetched;
  };

  const auto visited = visit(node, plan_for());

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  EXPECT_EQ(visited.records.size(), 350u);
  EXPECT_EQ(node.asked_for("/dump"), 1);
  EXPECT_EQ(node.asked_for("evil.example"), 0);
}

TEST(Har43, StopsANodeThatGoesInCircles) {
  FakeNode node(10);
  node.fault = [&node](const std::string& url, int) -> std::optional<Fetched> {
    if (url.find("/changes") == std::string::npos) return {};
    auto fetched = replied(node.lines[0] + "\n");
    fetched.reply->link = "</api/v1/changes?since=0>; rel=\"next\"";
    return fetched;
  };

  const auto visited = visit(node, plan_for());

  EXPECT_EQ(visited.outcome.ending, Ending::suspended);
  EXPECT_LE(node.asked_for("/changes"), 2);
}

TEST(Har43, CallsNoListCompleteWhoseAnswersFail) {
  for (const int status : {401, 403, 404}) {
    FakeNode node(5);
    node.fault = [&](const std::string& url, int) -> std::optional<Fetched> {
      return url.find("/changes") == std::string::npos ? std::nullopt : std::optional(replied("no", status));
    };
    const auto visited = visit(node, plan_for());
    EXPECT_EQ(visited.outcome.ending, Ending::failed) << status;
    EXPECT_EQ(visited.outcome.checkpoint, "");
    EXPECT_THAT(visited.outcome.reason, HasSubstr(std::to_string(status)));
  }
}

TEST(Har43, ReadsWithoutTheNodesOwnDocument) {
  FakeNode node(3);
  node.document = "<html>";

  const auto visited = visit(node, plan_for());

  EXPECT_EQ(visited.records.size(), 3u);
}

struct BadLine {
  std::string line;
  std::string reason;
};

TEST(Har43, MendsNothing) {
  const std::string id = "oai:river.example:1";
  const std::string record = record_of(id, "Title");
  const std::string good = change_line(1, id, record);
  ASSERT_TRUE(read_change(good)) << read_change(good).problem().what;
  std::string deep(40, '[');
  deep += std::string(40, ']');
  const std::vector<BadLine> bad = {
      {"", "not_wellformed"},
      {"[]", "not_wellformed"},
      {"{}", "not_wellformed"},
      {good + "x", "not_wellformed"},
      {good + good, "not_wellformed"},
      {good.substr(0, good.size() - 1), "not_wellformed"},
      {"{\"seq\":1," + good.substr(1), "not_wellformed"},
      {"{\"x\":1,\"x\":2," + good.substr(1), "not_wellformed"},
      {"{\"x\":1,\"\\u0078\":2," + good.substr(1), "not_wellformed"},
      {"{\"\\u0073eq\":2," + good.substr(1), "not_wellformed"},
      {"{\"x\":" + deep + "," + good.substr(1), "too_deep"},
      {"{\"x\":\"\xFF\"," + good.substr(1), "not_wellformed"},
      {R"({"seq":-1,"identifier":"a:b","deleted":true})", "not_wellformed"},
      {R"({"seq":01,"identifier":"a:b","deleted":true})", "not_wellformed"},
      {R"({"seq":1.5,"identifier":"a:b","deleted":true})", "not_wellformed"},
      {R"({"seq":9007199254740993,"identifier":"a:b","deleted":true})", "not_wellformed"},
      {R"({"seq":"1","identifier":"a:b","deleted":true})", "not_wellformed"},
      {R"({"seq":1,"identifier":7,"deleted":true})", "not_wellformed"},
      {R"({"seq":1,"identifier":"a:b","deleted":"yes"})", "not_wellformed"},
      {R"({"seq":1,"identifier":"a:b","deleted":true,"via":{}})", "not_wellformed"},
      {R"({"seq":1,"identifier":"a:b","deleted":true,"via":[7]})", "not_wellformed"},
      {R"({"seq":1,"identifier":"","deleted":true})", "no_identifier"},
      {R"({"seq":1,"deleted":true})", "no_identifier"},
      {"{\"x\":\"" + std::string(most_line_bytes, 'a') + "\"," + good.substr(1), "too_big"},
  };
  for (const auto& [line, reason] : bad) {
    const auto change = read_change(line);
    ASSERT_FALSE(change) << line.substr(0, 200);
    EXPECT_EQ(change.problem().kind, reason) << line.substr(0, 200);
  }
}

TEST(Har43, SetsAsideARecordThatIsNotWhatItsLineSays) {
  const std::string id = "oai:river.example:1";
  const std::string record = record_of(id, "Title");
  FakeNode node(0);
  node.lines = {
      change_line(1, "oai:river.example:2", record),               // another identifier
      change_line(2, id, record, true),                            // deleted outside, not inside
      change_line(3, id, "null"),                                  // nothing there
      change_line(4, id, "{\"seq\":1}"),                           // no record
      change_line(5, id, "[1,2,{]"),                               // no JSON
      change_line(6, id, record_of(id, "") ),                      // no name… in words that are none
  };
  std::string twice = record;
  twice.insert(1, "\"version\":1,");
  node.lines.push_back(change_line(7, id, twice));  // a member twice

  const auto visited = visit(node, plan_for());

  EXPECT_EQ(visited.records.size() + visited.unread.size(), 7u);
  for (const auto& record_kept : visited.records) EXPECT_EQ(record_kept.document, document_of(id, ""));
  ASSERT_GE(visited.unread.size(), 6u);
  EXPECT_EQ(visited.unread[2].reason, "no_metadata");
  for (const auto place : {0u, 1u, 3u, 5u}) EXPECT_EQ(visited.unread[place].reason, "crosswalk_failed") << place;
}

TEST(Har43, ChecksTheDigestWhereOneIsGiven) {
  const std::string id = "oai:river.example:1";
  const std::string record = record_of(id, "Title");
  const auto with = [&](const std::string& digest) {
    return fmt::format(R"({{"seq":1,"identifier":"{}","digest":"{}","deleted":false,"record":{}}})", id, digest, record);
  };

  EXPECT_TRUE(read_change(with("sha-256:" + formats::sha256_hex(record))));
  EXPECT_EQ(read_change(with("sha-256:" + std::string(64, '0'))).problem().kind, "crosswalk_failed");
}

TEST(Har49, SaysWhatCameInPlaceOfAFeed) {
  const std::pair<const char*, const char*> came[] = {
      {"<!DOCTYPE html><html><form>", "The address answered with a web page, not with records. Is a login needed?"},
      {"<?xml version=\"1.0\"?><a/>",
       "The address answered with XML, not with the changes of a node. Is it another kind of source?"},
      {"a,b\nc,d\n", "The address answered with a table (CSV), not with the changes of a node. Is it another kind of source?"},
      {"%PDF-1.7", "The address answered with a PDF, not with records. Is the address right?"},
      {"hello", "The address answered with plain text, not with records. Is the address right?"}};
  for (const auto& [body, words] : came) {
    FakeNode node(3);
    node.fault = [bytes = body](const std::string& url, int) -> std::optional<Fetched> {
      return url.find("/changes") == std::string::npos ? std::nullopt : std::optional(replied(bytes));
    };
    const auto visited = visit(node, plan_for("life-1 3 -"));
    EXPECT_EQ(visited.outcome.ending, Ending::failed);
    EXPECT_EQ(visited.outcome.reason, words);
  }
}

TEST(Har33, EndsAVisitToANodeBetweenTwoPages) {
  FakeNode node(250);
  std::stop_source stop;
  auto plan = plan_for();
  plan.stop = stop.get_token();
  node.fault = [&](const std::string& url, int) -> std::optional<Fetched> {
    if (url.find("since=100") != std::string::npos) stop.request_stop();
    return {};
  };

  const auto visited = visit(node, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::cancelled);
  EXPECT_EQ(visited.records.size(), 100u);
  EXPECT_TRUE(visited.cursors.back().token.starts_with("node:life-1 100 ")) << visited.cursors.back().token;
}

TEST(Har17, StopsANodeAtTheLimitOfRecords) {
  FakeNode node(250);
  auto plan = plan_for();
  plan.limits.records = 150;

  const auto visited = visit(node, plan);

  EXPECT_EQ(visited.outcome.ending, Ending::suspended);
  EXPECT_EQ(visited.records.size(), 200u) << "the page in hand is kept";
}

}  // namespace
}  // namespace commonplace::harvest
