// A visit to a static repository (HAR-47): read as it is, or refused with the rule that it breaks.
#include "harvest/static_visit.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "fake_web.h"

namespace commonplace::harvest {
namespace {

using ::testing::HasSubstr;

const std::string address = "https://weir-mill.example/repository.xml";

const std::string identify =
    "<Identify><oai:repositoryName>Weir Mill</oai:repositoryName>"
    "<oai:baseURL>http://gateway.example/oai/weir-mill.example/repository.xml</oai:baseURL>"
    "<oai:protocolVersion>2.0</oai:protocolVersion><oai:adminEmail>miller@weir-mill.example</oai:adminEmail>"
    "<oai:earliestDatestamp>2020-01-01</oai:earliestDatestamp><oai:deletedRecord>no</oai:deletedRecord>"
    "<oai:granularity>YYYY-MM-DD</oai:granularity></Identify>";
const std::string formats_offered =
    "<ListMetadataFormats><oai:metadataFormat><oai:metadataPrefix>oai_dc</oai:metadataPrefix>"
    "<oai:schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</oai:schema>"
    "<oai:metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</oai:metadataNamespace></oai:metadataFormat>"
    "</ListMetadataFormats>";

std::string record(int number) {
  return fmt::format(
      "<oai:record><oai:header><oai:identifier>oai:weir-mill.example:{0}</oai:identifier><oai:datestamp>2026-11-19</oai:datestamp>"
      "</oai:header><oai:metadata><oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Mill {0}</dc:title></oai_dc:dc></oai:metadata></oai:record>",
      number);
}

std::string repository(int records) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Repository "
      "xmlns=\"http://www.openarchives.org/OAI/2.0/static-repository\" xmlns:oai=\"http://www.openarchives.org/OAI/2.0/\">" +
      identify + formats_offered + "<ListRecords metadataPrefix=\"oai_dc\">";
  for (int i = 1; i <= records; ++i) text += record(i);
  return text + "</ListRecords></Repository>";
}

std::string with(const std::string& instead, const std::string& of) {
  std::string text = repository(3);
  const auto place = text.find(of);
  return text.replace(place, of.size(), instead);
}

Visited visit_to(const std::string& body) {
  FakeWeb web;
  web.there[address] = {body};
  return visit(web, plan_for_kind("static", address));
}

TEST(Har47, ReadsTheOneFile) {
  const auto visited = visit_to(repository(3));

  EXPECT_EQ(visited.outcome.ending, Ending::complete) << visited.outcome.reason;
  ASSERT_EQ(visited.records.size(), 3u);
  EXPECT_EQ(visited.records[2].identifier, "oai:weir-mill.example:3");
  EXPECT_EQ(visited.records[2].datestamp, "2026-11-19");
  EXPECT_EQ(visited.records[2].prefix, "oai_dc");
  EXPECT_TRUE(visited.records[2].bytes.starts_with("<oai_dc:dc ")) << visited.records[2].bytes;
  EXPECT_EQ(visited.records[2].hops.at(0).base_url, address);
  EXPECT_EQ(visited.records[2].hops.at(0).harvest_date, "2026-11-20T08:00:00Z");
  EXPECT_EQ(visited.standing.repository.name, "Weir Mill");
  EXPECT_EQ(visited.standing.repository.deleted_records, "no");
  EXPECT_TRUE(visited.standing.whole);
  EXPECT_EQ(visited.progress.requests, 1);
}

TEST(Har47, IsQuietWhenTheFileIs) {
  FakeWeb web;
  web.there[address] = {repository(3), "\"v1\""};
  auto plan = plan_for_kind("static", address);
  plan.source.checkpoint = visit(web, plan).outcome.checkpoint;

  const auto again = visit(web, plan);

  EXPECT_EQ(again.outcome.ending, Ending::unchanged);
  EXPECT_EQ(again.progress.requests, 1);
  EXPECT_FALSE(again.standing.whole);
}

TEST(Har47, RefusesEachOfTheSevenNegativeFormsWithTheRule) {
  struct Form {
    std::string body, words;
  };
  const std::vector<Form> forms = {
      {with("<oai:compression>gzip</oai:compression></Identify>", "</Identify>"), "names a compression"},
      {with("<oai:header status=\"deleted\">", "<oai:header>"), "marked as deleted"},
      {with("<oai:deletedRecord>transient</oai:deletedRecord>", "<oai:deletedRecord>no</oai:deletedRecord>"), "deletedRecord: no"},
      {with("<oai:granularity>YYYY-MM-DDThh:mm:ssZ</oai:granularity>", "<oai:granularity>YYYY-MM-DD</oai:granularity>"),
       "granularity: YYYY-MM-DD"},
      {with("<oai:record><oai:header><oai:identifier>oai:weir-mill.example:9</oai:identifier><oai:datestamp>2026-11-19"
            "</oai:datestamp></oai:header></oai:record></ListRecords>",
            "</ListRecords>"),
       "without metadata"},
      {with("<oai:resumptionToken>x</oai:resumptionToken></ListRecords>", "</ListRecords>"), "resumptionToken"},
      {with("</oai:datestamp><oai:setSpec>a</oai:setSpec>", "</oai:datestamp>"), "in a set"},
  };
  for (const auto& [body, words] : forms) {
    const auto visited = visit_to(body);
    EXPECT_EQ(visited.outcome.ending, Ending::refused) << words;
    EXPECT_THAT(visited.outcome.reason, HasSubstr(words));
    EXPECT_EQ(visited.records.size(), 0u);
  }
}

TEST(Har47, RefusesTheDeletedRecordOfFixture20) {
  const auto file = std::filesystem::path(COMMONPLACE_SOURCE_DIR).parent_path() / "shared/fixtures/oai/20-oai-static-bad-deleted-status.xml";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no " << file;
  std::ifstream in(file, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();

  const auto visited = visit_to(content.str());

  EXPECT_EQ(visited.outcome.ending, Ending::refused);
  EXPECT_EQ(visited.outcome.reason,
            "The static repository has a record that is marked as deleted; a static repository leaves it out. Ask its keeper to "
            "mend the file.");
}

TEST(Har47, SetsOneBadRecordAside) {
  const auto visited = visit_to(with("<oai:identifier></oai:identifier>", "<oai:identifier>oai:weir-mill.example:2</oai:identifier>"));

  EXPECT_EQ(visited.outcome.ending, Ending::complete_with_losses);
  EXPECT_EQ(visited.records.size(), 2u);
  ASSERT_EQ(visited.unread.size(), 1u);
  EXPECT_EQ(visited.unread[0].reason, "no_identifier");
  EXPECT_THAT(visited.unread[0].raw, HasSubstr("Mill 2"));
  EXPECT_FALSE(visited.standing.whole);
}

TEST(Har47, TakesNothingOfAFileThatBreaksOffOrAttacks) {
  const auto cut = visit_to(repository(3).substr(0, 1500));
  EXPECT_EQ(cut.outcome.ending, Ending::failed);
  EXPECT_EQ(cut.records.size(), 0u);

  auto attack = repository(1);
  attack.insert(attack.find("<Repository"), "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>");
  EXPECT_EQ(visit_to(attack).outcome.ending, Ending::suspended);

  EXPECT_EQ(visit_to("<a/>").outcome.reason, "The answer is XML (a), but not a static repository. Look at the address.");
  EXPECT_EQ(visit_to(repository(0)).outcome.ending, Ending::held);
  EXPECT_EQ(visit_to("{}").outcome.reason,
            "The address answered with JSON, not with a static repository. Is it another kind of source?");
}

TEST(Har47, SaysWhichFormatsThereAreWhenNoneCanBeRead) {
  const auto visited = visit_to(with("<ListRecords metadataPrefix=\"marc21\">", "<ListRecords metadataPrefix=\"oai_dc\">"));

  EXPECT_EQ(visited.outcome.ending, Ending::failed);
  EXPECT_THAT(visited.outcome.reason, HasSubstr("only: marc21"));
}

TEST(Har47, HandsALargeFileOnInSlices) {
  const auto visited = visit_to(repository(1100));

  EXPECT_EQ(visited.records.size(), 1100u);
  EXPECT_EQ(visited.cursors.size(), 3u);
  EXPECT_EQ(visited.progress.declared, 1100);
}

}  // namespace
}  // namespace commonplace::harvest
