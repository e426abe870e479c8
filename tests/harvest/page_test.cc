// Pages read: replies caught in the wild (from ../shared/fixtures/oai, skipped where absent), and cpl.
#include "harvest/page.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "fake_fetcher.h"
#include "schemas/formats/canonical.h"
#include "schemas/formats/cpl.h"

namespace commonplace::harvest {
namespace {

Reading plain_reading() {
  Reading reading;
  reading.origin.base_url = "https://source.example/oai";
  reading.origin.host = "source.example";
  reading.origin.source_name = "Source";
  reading.origin.prefix = "oai_dc";
  return reading;
}

Page read(const std::string& body) {
  auto read = read_page(body, plain_reading());
  if (auto* ended = std::get_if<VisitOutcome>(&read)) {
    ADD_FAILURE() << ended->reason;
    return {};
  }
  return std::move(std::get<Page>(read));
}

// Looked for from each place on, the end of such a name would take hours.
TEST(Page, IsReadInGoodTimeWhenItRepeatsTheNameOfItsRoot) {
  std::string body = "<OAI-PMH><a>";
  for (int i = 0; i < 1'000'000; ++i) body += "OAI-PMH";

  const auto read = read_page(body, plain_reading());

  EXPECT_TRUE(std::holds_alternative<VisitOutcome>(read) || std::get<Page>(read).delivery.records.empty());
}

class Wild : public testing::Test {
 protected:
  static std::string bytes(const std::string& name) {
    const char* shared = std::getenv("COMMONPLACE_SHARED");
    const auto folder =
        shared ? std::filesystem::path(shared) : std::filesystem::path(COMMONPLACE_SOURCE_DIR) / "../shared";
    std::ifstream file(folder / "fixtures" / "oai" / name, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
  }
};

#define READ_OR_SKIP(name)              \
  const std::string body = bytes(name); \
  if (body.empty()) GTEST_SKIP() << "SKIP: " name " not found in ../shared/fixtures/oai; set COMMONPLACE_SHARED"

TEST_F(Wild, RefusesTenBytesThatAreNotXml) {
  READ_OR_SKIP("01-sickle-ListRecords-not-xml.xml");

  const auto read = read_page(body, plain_reading());

  ASSERT_TRUE(std::holds_alternative<VisitOutcome>(read));
  EXPECT_EQ(std::get<VisitOutcome>(read).ending, Ending::failed);
}

TEST_F(Wild, KeepsAChineseCreatorIntact) {
  READ_OR_SKIP("03-sickle-utf8-GetRecord.xml");

  const Page page = read(body);

  ASSERT_EQ(page.delivery.records.size(), 1u);
  const auto resource = formats::read_canonical(page.delivery.records[0].document);
  ASSERT_TRUE(resource) << resource.problem().what;
  ASSERT_FALSE(resource->creator.empty());
  EXPECT_NE(body.find(model::best(resource->creator[0].name).text), std::string::npos);
}

TEST_F(Wild, NamesTheErrorsOfTheProtocolAndOthers) {
  const std::string lost = bytes("04-sickle-badResumptionToken.xml");
  if (lost.empty()) GTEST_SKIP() << "SKIP: ../shared/fixtures/oai not found; set COMMONPLACE_SHARED";

  EXPECT_TRUE(read(lost).reply.has_error("badResumptionToken"));
  EXPECT_TRUE(read(bytes("05-sickle-noRecordsMatch.xml")).reply.has_error("noRecordsMatch"));
  EXPECT_TRUE(read(bytes("12-vufind-arbitrary-error.xml")).reply.has_error("foo"));
}

TEST_F(Wild, SetsOnlyTheDeletedHeaderWithoutIdentifierAside) {
  READ_OR_SKIP("06-sickle-ListRecords4-last-page.xml");

  const Page page = read(body);

  ASSERT_EQ(page.delivery.unread.size(), 1u);
  EXPECT_EQ(page.delivery.unread[0].reason, "no_identifier");
  EXPECT_GE(page.delivery.records.size(), 1u);
  EXPECT_FALSE(page.reply.token);
}

TEST_F(Wild, KeepsAnUnknownEntityAsTextAndCountsIt) {
  READ_OR_SKIP("08-pyoai-undefined-entity.xml");

  const Page page = read(body);

  EXPECT_EQ(page.reply.verb, "Identify");
  EXPECT_NE(page.reply.response_date.find("&bogus;"), std::string::npos);
  EXPECT_EQ(page.delivery.mended, 1);
  EXPECT_FALSE(model::parse_datestamp(page.reply.response_date));
}

TEST_F(Wild, JoinsATitleSplitOverTwoCdataSections) {
  READ_OR_SKIP("15-xoai-oai_dc-CDATA.xml");

  const Page page = read(body);

  ASSERT_EQ(page.delivery.records.size(), 1u);
  EXPECT_NE(page.delivery.records[0].document.find("\"Article Title-additional CDATA\""), std::string::npos);
}

TEST_F(Wild, AppliesATombstoneAndSaysThatAFormatIsUnknown) {
  READ_OR_SKIP("17-oai-spec-4.5a-deleted+about.xml");

  const Page page = read(body);

  ASSERT_EQ(page.delivery.records.size(), 1u);
  EXPECT_TRUE(page.delivery.records[0].deleted);
  ASSERT_EQ(page.delivery.unread.size(), 1u);
  EXPECT_EQ(page.delivery.unread[0].reason, "unknown_format");
  EXPECT_NE(page.delivery.unread[0].raw.find("<about>"), std::string::npos);
}

TEST_F(Wild, KeepsTheRightsOfTheMetadataApartFromThoseOfTheResource) {
  READ_OR_SKIP("18-oai-spec-rights-A1.xml");

  const Page page = read(body);

  ASSERT_EQ(page.delivery.records.size(), 1u);
  const auto& record = page.delivery.records[0];
  const auto resource = formats::read_canonical(record.document);
  ASSERT_TRUE(resource);
  EXPECT_FALSE(record.metadata_license.empty());
  EXPECT_NE(resource->license + resource->copyright_notice, record.metadata_license);
}

TEST_F(Wild, ReadsFourSetsWithParenthesesInTheirNames) {
  READ_OR_SKIP("22-oai-spec-4.6a-sets-with-description.xml");

  EXPECT_EQ(read(body).reply.sets.size(), 4u);
}

// ---- cpl and crosswalks
// -----------------------------------------------------------------------------------------------------

std::string one_record(const std::string& record) {
  return envelope("<ListRecords>" + record + "</ListRecords>");
}

formats::Envelope example_envelope(const std::string& identifier) {
  model::Resource resource;
  resource.identifier = identifier;
  resource.types = {"LearningResource"};
  resource.name = {{"cy", "Argraffu â dail"}, {"en", "Printing with <leaves> & \"ink\" 🍂"}};
  resource.learning_resource_type = {"activity"};
  resource.in_language = {"en"};
  resource.license = "https://creativecommons.org/licenses/by/4.0/";
  resource.metadata_license = "https://creativecommons.org/publicdomain/zero/1.0/";
  resource.publisher.name = {{"en", "The Museum"}};
  formats::Envelope made;
  made.identifier = identifier;
  made.contributor = "did:web:museum.example";
  made.modified = "2026-11-20T07:00:00Z";
  made.brand_name = "The Museum";
  made.document = formats::write_canonical(resource);
  return made;
}

std::string cpl_page(const std::string& identifier, const formats::Envelope& inside) {
  return one_record("<record><header><identifier>" + identifier +
                    "</identifier><datestamp>2026-11-20T07:00:00Z</datestamp></header>" + "<metadata>" +
                    formats::write_cpl(inside, "https://museum.example/ns/record-1.xsd") + "</metadata></record>");
}

TEST(Cpl, IsTakenAsItIs) {
  const auto inside = example_envelope("oai:museum.example:1");

  const Page page = read(cpl_page("oai:museum.example:1", inside));

  ASSERT_EQ(page.delivery.records.size(), 1u);
  const auto& record = page.delivery.records[0];
  EXPECT_EQ(record.document, inside.document);
  EXPECT_EQ(record.publisher, "The Museum");
  EXPECT_EQ(record.metadata_namespace, formats::cpl_namespace);
  EXPECT_FALSE(record.hops[0].altered);
}

TEST(Cpl, IsSetAsideWhereItNamesAnotherRecord) {
  const Page page = read(cpl_page("oai:museum.example:2", example_envelope("oai:museum.example:1")));

  ASSERT_EQ(page.delivery.unread.size(), 1u);
  EXPECT_EQ(page.delivery.unread[0].reason, "crosswalk_failed");
}

TEST(Cpl, IsSetAsideWhereItsTextIsNoRecord) {
  for (const char* text : {"", "[]", "{}", "{\"id\":1}", "null", "{\"metadata\":{}}"}) {
    const Page page = read(one_record(cpl_record("oai:museum.example:1", "2026-11-20T07:00:00Z", text)));

    EXPECT_EQ(page.delivery.unread.size(), 1u) << text;
  }
}

TEST(Sec45, SetsACplRecordAsideWhoseLinksLeadElsewhereThanTheWeb) {
  const std::vector<void (*)(model::Resource&)> ways = {
      [](model::Resource& r) { r.url = "javascript:alert(1)"; },
      [](model::Resource& r) { r.at_id = "javascript:alert(1)"; },
      [](model::Resource& r) { r.thumbnail_url = "data:text/html,x"; },
      [](model::Resource& r) { r.publisher.url = "file:///etc/passwd"; },
      [](model::Resource& r) { r.name.clear(); },
      [](model::Resource& r) {
        r.encoding.emplace_back();
        r.encoding[0].content_url = "vbscript:x";
      },
  };
  for (const auto& spoil : ways) {
    auto inside = example_envelope("oai:museum.example:1");
    auto resource = formats::read_canonical(inside.document);
    ASSERT_TRUE(resource);
    spoil(*resource);
    inside.document = formats::write_canonical(*resource);

    const Page page = read(cpl_page("oai:museum.example:1", inside));

    ASSERT_EQ(page.delivery.unread.size(), 1u) << inside.document;
    EXPECT_EQ(page.delivery.unread[0].reason, "crosswalk_failed");
  }
}

TEST(OaiDc, BecomesAValidDocumentWhateverIsMissing) {
  const Page page = read(one_record(dc_record("oai:source.example:1", "2026-11-20", "Only a title")));

  ASSERT_EQ(page.delivery.records.size(), 1u);
  const auto resource = formats::read_canonical(page.delivery.records[0].document);
  ASSERT_TRUE(resource);
  EXPECT_EQ(resource->identifier, "oai:source.example:1");
  EXPECT_EQ(resource->in_language, std::vector<std::string>{"und"});
  EXPECT_EQ(resource->learning_resource_type, std::vector<std::string>{"other"});
  EXPECT_EQ(resource->rights_statement, "http://rightsstatements.org/vocab/CNE/1.0/");
  EXPECT_EQ(resource->metadata_license, "https://creativecommons.org/publicdomain/zero/1.0/");
  EXPECT_EQ(model::best(resource->publisher.name).text, "Source");
  EXPECT_EQ(page.delivery.records[0].publisher, "");
  EXPECT_EQ(formats::write_canonical(*resource), page.delivery.records[0].document);
}

TEST(OaiDc, ClaimsNoRightsOverWordsOfItsOwn) {
  std::string record = dc_record("oai:source.example:1", "2026-11-20");
  record.insert(record.find("</oai_dc:dc>"), "<dc:rights>© 2019 Museum</dc:rights>");

  const Page page = read(one_record(record));

  const auto resource = formats::read_canonical(page.delivery.records.at(0).document);
  ASSERT_TRUE(resource);
  EXPECT_EQ(resource->copyright_notice, "© 2019 Museum");
  EXPECT_EQ(resource->rights_statement, "");
}

TEST(ReadPage, ReadsAnyPrefixOfTheOaiNamespace) {
  std::string body = one_record(dc_record("oai:source.example:1", "2026-11-20"));
  for (const char* name : {"OAI-PMH", "responseDate", "request", "ListRecords", "record", "header", "identifier",
                           "datestamp", "setSpec", "metadata"}) {
    for (const std::string opening : {"<", "</"}) {
      for (std::size_t place = 0; (place = body.find(opening + name, place)) != std::string::npos; place += 4) {
        const char next = body[place + opening.size() + std::string(name).size()];
        if (next == '>' || next == ' ') body.insert(place + opening.size(), "o:");
      }
    }
  }
  body.replace(body.find("xmlns="), 6, "xmlns:o=");

  const Page page = read(body);

  ASSERT_EQ(page.delivery.records.size(), 1u) << body;
  EXPECT_TRUE(page.delivery.records[0].bytes.starts_with("<oai_dc:dc"));
}

TEST(ReadPage, SavesRecordsUnderAPrefixedRootToo) {
  const std::string good = dc_record("oai:source.example:1", "2026-11-20");
  const std::string bad = dc_record("oai:source.example:2", "2026-11-20", "broken & bad <");
  const Page page = read(one_record(good + bad + dc_record("oai:source.example:3", "2026-11-20")));

  EXPECT_EQ(page.delivery.records.size(), 2u);
  ASSERT_EQ(page.delivery.unread.size(), 1u);
  EXPECT_EQ(page.delivery.unread[0].identifier, "oai:source.example:2");
}

}  // namespace
}  // namespace commonplace::harvest
