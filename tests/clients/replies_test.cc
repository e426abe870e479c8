// Every kind of reply of a real node is valid by the official schemas and our own of cpl (OAI-73).

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/clients/print_shop.h"
#include "tests/program/oai_list.h"
#include "tests/program/schema_check.h"

namespace commonplace::testing {
namespace {

class Oai73 : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const auto obstacle = obstacle_to_schema_check()) GTEST_SKIP() << *obstacle;
    shop_ = open_print_shop();
    const auto schema = shop_.node->get("/ns/record-1.xsd");
    if (schema.status != 200) GTEST_SKIP() << "SKIP: the node does not serve /ns/record-1.xsd";
    cpl_schema_ = schema.body;
  }

  std::string ask(const std::string& query) const { return oai_reply(*shop_.node, query); }

  void expect_valid(const std::vector<std::string>& replies) const {
    EXPECT_EQ(schema_complaints(replies, cpl_schema_), "");
  }

  PrintShop shop_;
  std::string cpl_schema_;
};

// The control: a check that has never found anything proves nothing.
TEST_F(Oai73, AWrongReplyIsFound) {
  auto in_envelope = ask("verb=Identify");
  in_envelope.replace(in_envelope.find("<deletedRecord>"), 15, "<deletedRecords>");
  auto in_payload = oai_list(*shop_.node, "ListRecords", "metadataPrefix=cpl").replies.front();
  in_payload.replace(in_payload.find("encoding=\"jcs\""), 14, "encoding=\"xyz\"");

  EXPECT_NE(schema_complaints({in_envelope}, cpl_schema_), "");
  EXPECT_NE(schema_complaints({in_payload}, cpl_schema_), "");
}

TEST_F(Oai73, EveryPageOfEveryListIsValid) {
  std::vector<std::string> replies = oai_list(*shop_.node, "ListSets", "").replies;
  for (const auto* const verb : {"ListRecords", "ListIdentifiers"})
    for (const auto* const prefix : {"oai_dc", "lom", "lrmi", "mods", "cpl"}) {
      const auto list = oai_list(*shop_.node, verb, fmt::format("metadataPrefix={}", prefix));
      EXPECT_EQ(list.replies.size(), 3u) << verb << " " << prefix;
      EXPECT_EQ(list.live().size(), shop_.titles.size()) << verb << " " << prefix;
      EXPECT_EQ(list.deleted(), shop_.withdrawn) << verb << " " << prefix;
      replies.insert(replies.end(), list.replies.begin(), list.replies.end());
    }

  expect_valid(replies);
}

TEST_F(Oai73, EveryAnswerAboutTheNodeAndOneRecordIsValid) {
  const auto live = percent_encoded(shop_.titles.begin()->first);
  const auto gone = percent_encoded(*shop_.withdrawn.begin());

  expect_valid({ask("verb=Identify"), ask("verb=ListMetadataFormats"),
                ask("verb=ListMetadataFormats&identifier=" + live),
                ask("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + live),
                ask("verb=GetRecord&metadataPrefix=cpl&identifier=" + live),
                ask("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + gone),
                shop_.node->post_form("/oai", "verb=Identify").body});
}

TEST_F(Oai73, EveryErrorIsValid) {
  std::vector<std::string> replies;
  for (const auto* const query :
       {"", "verb=Nonsense", "verb=Identify&verb=Identify", "verb=GetRecord", "verb=ListRecords",
        "verb=ListRecords&metadataPrefix=", "verb=ListRecords&metadataPrefix=a%20b",
        "verb=ListRecords&metadataPrefix=marc21", "verb=ListRecords&metadataPrefix=oai_dc&set=no%20set",
        "verb=ListRecords&metadataPrefix=oai_dc&set=nobody", "verb=ListRecords&metadataPrefix=oai_dc&from=2026-13-45",
        "verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "verb=ListRecords&resumptionToken=%3Cx%22%3E",
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai%3Anobody%3A%3C1%3E",
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=%FF", "verb=ListMetadataFormats&identifier=%22%26%3C"}) {
    replies.push_back(ask(query));
    EXPECT_NE(replies.back().find("<error code="), std::string::npos) << query;
  }

  expect_valid(replies);
}

}  // namespace
}  // namespace commonplace::testing
