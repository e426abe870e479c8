// What an address is, and what a kept record says, is found out in a child process (SEC-2, HAR-39).
#include "node/app/child_questions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source_server.h"

namespace commonplace::app {
namespace {

using harvest::RawServer;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ChildOptions options() {
  ChildOptions options;
  options.program = COMMONPLACE_BINARY;
  return options;
}

std::string text_of(const char* text) { return text; }

harvest::KeptRecord kept_of(const SourceServer& server, std::string bytes) {
  harvest::KeptRecord kept;
  kept.kind = "oai";
  kept.url = server.url();
  kept.source_name = "Source";
  kept.prefix = "oai_dc";
  kept.identifier = "oai:source.example:7";
  kept.bytes = std::move(bytes);
  kept.harvested = "2026-11-20T08:00:00Z";
  return kept;
}

TEST(Har39, AKeptRecordIsReadAgainInAChildWithoutAskingTheSource) {
  SourceServer server;

  const auto record =
      read_again_in_child(options(), server.curl(), kept_of(server, harvest::dc_record("oai:source.example:7", "2026-11-01T00:00:00Z", "Mill")));

  ASSERT_TRUE(record);
  EXPECT_EQ(record->identifier, "oai:source.example:7");
  EXPECT_THAT(record->document, HasSubstr("Mill"));
  EXPECT_EQ(record->hops.at(0).harvest_date, "2026-11-20T08:00:00Z");
  EXPECT_THAT(server.pages_asked(), IsEmpty());
  EXPECT_THAT(children(), IsEmpty());
}

TEST(Har39, ABrokenOneIsAskedForByTheChild) {
  SourceServer server;

  const auto record = read_again_in_child(options(), server.curl(), kept_of(server, "<record><oops"));

  ASSERT_TRUE(record);
  EXPECT_THAT(record->document, HasSubstr("Title 7"));
  EXPECT_EQ(server.pages_asked().size(), 1u);
}

TEST(Har39, AnotherRecordThanTheKeptOneIsNotTaken) {
  SourceServer server;
  server.source.fault = [](const auto&, int) -> std::optional<harvest::Fetched> {
    return harvest::replied(harvest::envelope("<GetRecord>" + harvest::dc_record("oai:source.example:8", "2026-11-01T00:00:00Z", "Other") +
                                              "</GetRecord>"));
  };

  EXPECT_FALSE(read_again_in_child(options(), server.curl(), kept_of(server, "")));
}

TEST(Har39, BytesThatAttackTheReaderAreNothing) {
  SourceServer server;
  auto kept = kept_of(server, "");
  kept.identifier.clear();
  for (const auto& bytes : {text_of("<!DOCTYPE x>"), text_of("</ListRecords></OAI-PMH>"), std::string(200'000, '<'), text_of("\xff\xfe<\x01")}) {
    kept.bytes = bytes;
    EXPECT_FALSE(read_again_in_child(options(), server.curl(), kept)) << bytes.substr(0, 20);
  }
}

TEST(Detect, FindsOutInAChildWhatAnAddressIs) {
  SourceServer server;

  const auto found = detect_in_child(options(), server.curl(), server.url());

  EXPECT_EQ(found.kind, "oai") << found.words;
  EXPECT_TRUE(found.reached);
  EXPECT_THAT(children(), IsEmpty());
}

TEST(Detect, AChildThatEndsHasFoundNothingAndSaysSo) {
  SourceServer server;
  auto broken = options();
  broken.program = "/bin/false";

  const auto found = detect_in_child(broken, server.curl(), server.url());

  EXPECT_EQ(found.kind, "");
  EXPECT_THAT(found.words, HasSubstr("ended the process that read it"));
}

TEST(Detect, AStopEndsIt) {
  SourceServer server;
  auto curl = server.curl();
  std::stop_source stop;
  stop.request_stop();
  curl.stop = stop.get_token();

  EXPECT_EQ(detect_in_child(options(), curl, server.url()).words, "Stopped.");
}

}  // namespace
}  // namespace commonplace::app
