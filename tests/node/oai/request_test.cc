// HTTP and arguments: OAI-1 to OAI-13.
#include <fmt/format.h>

#include "tests/node/oai/oai_ground.h"

namespace commonplace::oai {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* bad_argument = "badArgument";

class Requests : public OaiTest {
 protected:
  Requests() { publish({record("42"), record("43"), tombstone("44")}, after(10)); }
};
using Oai1 = Requests;
using Oai2 = Requests;
using Oai3 = Requests;
using Oai4 = Requests;
using Oai6 = Requests;
using Oai7 = Requests;
using Oai8 = Requests;
using Oai9 = Requests;
using Oai10 = Requests;
using Oai11 = Requests;
using Oai12 = Requests;
using Oai13 = Requests;

const char* const legal_requests[] = {"verb=Identify",
                                      "verb=ListSets",
                                      "verb=ListMetadataFormats",
                                      "verb=ListMetadataFormats&identifier=oai:learn.river.example:42",
                                      "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai%3Alearn.river.example%3A42",
                                      "verb=ListRecords&metadataPrefix=cpl&from=2026-01-01",
                                      "verb=ListIdentifiers&metadataPrefix=oai_dc&set=contributor",
                                      "verb=GetRecord",
                                      "verb=nonsense",
                                      "verb=ListRecords&resumptionToken=x"};

TEST_F(Oai1, GetAndPostGiveTheSameAnswer) {
  for (const auto* query : legal_requests) EXPECT_EQ(ask(query).response.body, post(query).response.body) << query;
}

TEST_F(Oai1, ArgumentsInTheQueryOfAPostCountToo) {
  const auto whole = ask("verb=ListIdentifiers&metadataPrefix=oai_dc");

  EXPECT_EQ(post("metadataPrefix=oai_dc", "verb=ListIdentifiers").response.body, whole.response.body);
  EXPECT_THAT(post("verb=Identify", "verb=Identify").codes(), ElementsAre("badVerb"));
}

TEST_F(Oai1, TheFormTypeIsReadAsMediaTypesAre) {
  EXPECT_EQ(post("verb=Identify", "", "application/x-www-form-urlencoded; charset=UTF-8").response.status, 200);
  EXPECT_EQ(post("verb=Identify", "", "Application/X-WWW-Form-Urlencoded ;charset=utf-8").response.status, 200);
}

TEST_F(Oai1, AnotherTypeOfPostIsRefusedWith415) {
  for (const auto* type :
       {"", "text/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencodedx", "application/json"})
    EXPECT_EQ(post("verb=Identify", "", type).response.status, 415) << type;
}

TEST_F(Oai1, OtherMethodsAreRefusedWith405AndAllow) {
  for (const auto* method : {"PUT", "DELETE", "OPTIONS", "PATCH", "get", ""}) {
    auto request = get("verb=Identify");
    request.method = method;

    const auto response = provider_->answer(request);

    EXPECT_EQ(response.status, 405) << method;
    ASSERT_THAT(response.headers, testing::SizeIs(1));
    EXPECT_EQ(response.headers[0].name, "Allow");
    EXPECT_EQ(response.headers[0].value, "GET, HEAD, POST");
  }
}

TEST_F(Oai2, TheBaseUrlIsTheConfiguredOneWhateverTheHostHeaderSays) {
  auto request = get("verb=Identify");
  request.headers.push_back({"Host", "evil.example"});
  request.now = now_;

  const auto reply = read(provider_->answer(request));

  EXPECT_EQ(reply.root.child("request")->text, test_url);
  EXPECT_EQ(reply.verb()->child("baseURL")->text, test_url);
  EXPECT_THAT(reply.response.body, testing::Not(HasSubstr("evil")));
}

TEST_F(Oai3, EveryReplyIsTextXmlInUtf8) {
  for (const auto* query : legal_requests) EXPECT_EQ(ask(query).response.content_type, "text/xml; charset=UTF-8");
}

TEST_F(Oai4, ErrorsOfTheProtocolAreHttp200) {
  for (const auto* query :
       {"", "verb=x", "verb=GetRecord", "verb=ListRecords&resumptionToken=x",
        "verb=GetRecord&identifier=a:b&metadataPrefix=oai_dc", "verb=ListRecords&metadataPrefix=marc", "%"})
    EXPECT_EQ(ask(query).response.status, 200) << query;
}

TEST_F(Oai6, ArgumentsStandInAnyOrder) {
  const auto reply = ask("until=2026-01-01&metadataPrefix=oai_dc&from=2026-01-01&verb=ListIdentifiers");
  EXPECT_THAT(reply.headers(), testing::SizeIs(3));
}

TEST_F(Oai6, EscapesAreDecodedOnceAndIdentifiersRoundTrip) {
  const std::string local = "a/b?c=d&e:f;g+h%20i#j";
  publish({record(local)}, after(20));

  const auto reply =
      ask("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:learn.river.example:"
          "a/b%3Fc%3Dd%26e:f;g%2Bh%2520i%23j");

  EXPECT_THAT(reply.identifiers(), ElementsAre(id(local)));
  EXPECT_EQ(reply.echo().at("identifier"), id(local));
}

TEST_F(Oai6, NamesVerbsAndValuesAreCaseSensitive) {
  EXPECT_THAT(ask("verb=identify").codes(), ElementsAre("badVerb"));
  EXPECT_THAT(ask("Verb=Identify").codes(), ElementsAre("badVerb"));
  EXPECT_THAT(ask("verb=ListIdentifiers&metadataprefix=oai_dc").codes(), ElementsAre(bad_argument, bad_argument));
  EXPECT_THAT(ask("verb=ListIdentifiers&metadataPrefix=OAI_DC").codes(), ElementsAre("cannotDisseminateFormat"));
  EXPECT_THAT(ask("verb=GetRecord&metadataPrefix=oai_dc&identifier=OAI:learn.river.example:42").codes(),
              ElementsAre("idDoesNotExist"));
}

TEST_F(Oai6, BrokenPercentCodingAndBadUtf8AreBadArguments) {
  for (const auto* query : {"verb=Identify&x=%", "verb=Identify&x=%G0", "verb=Identify%FF",
                            "verb=GetRecord&identifier=%C3", "verb=Identify&x=%ED%A0%80", "%00%FF"}) {
    EXPECT_THAT(ask(query).codes(), ElementsAre(bad_argument)) << query;
    EXPECT_THAT(post(query).codes(), ElementsAre(bad_argument)) << query;
  }
}

TEST_F(Oai7, AMissingUnknownOrRepeatedVerbIsBadVerb) {
  for (const auto* query : {"", "verb=", "verb", "verb=Nonsense", "verb=Identify&verb=Identify",
                            "verb=Identify&verb=ListSets", "metadataPrefix=oai_dc", "verb=Identify%20", "verb=%3Cb%3E"})
    EXPECT_THAT(ask(query).codes(), ElementsAre("badVerb")) << query;
}

TEST_F(Oai8, AnyRepeatedArgumentIsBadAlsoWhenBothValuesAreEqual) {
  for (const auto* query :
       {"verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc",
        "verb=ListRecords&metadataPrefix=oai_dc&set=a&set=a",
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:a.b:1&identifier=oai:a.b:1",
        "verb=ListRecords&resumptionToken=x&resumptionToken=x", "verb=ListSets&resumptionToken=x&resumptionToken=y",
        "verb=ListIdentifiers&metadataPrefix=oai_dc&from=2026-01-01&from=2026-01-01"})
    EXPECT_THAT(ask(query).codes(), ElementsAre(bad_argument)) << query;
  EXPECT_THAT(post("metadataPrefix=oai_dc", "verb=ListRecords&metadataPrefix=oai_dc").codes(),
              ElementsAre(bad_argument));
}

TEST_F(Oai9, ArgumentsOfAnotherVerbAreBad) {
  for (const auto* query :
       {"verb=Identify&metadataPrefix=oai_dc", "verb=ListSets&metadataPrefix=oai_dc", "verb=Identify&resumptionToken=x",
        "verb=ListMetadataFormats&set=contributor",
        "verb=GetRecord&identifier=oai:a.b:1&metadataPrefix=oai_dc&from=2026-01-01",
        "verb=ListRecords&metadataPrefix=oai_dc&identifier=oai:a.b:1", "verb=Identify&debug=1", "verb=Identify&="})
    EXPECT_THAT(ask(query).codes(), ElementsAre(bad_argument)) << query;
}

TEST_F(Oai9, WhatAVerbNeedsAndLacksIsNamed) {
  EXPECT_THAT(ask("verb=GetRecord").codes(), ElementsAre(bad_argument, bad_argument));
  EXPECT_THAT(ask("verb=GetRecord&metadataPrefix=oai_dc").response.body, HasSubstr("needs the argument identifier"));
  EXPECT_THAT(ask("verb=ListRecords&set=contributor").response.body, HasSubstr("needs the argument metadataPrefix"));
  EXPECT_THAT(ask("verb=ListIdentifiers").codes(), ElementsAre(bad_argument));
}

TEST_F(Oai10, AResumptionTokenStandsAlone) {
  publish_many(12, after(20));
  repository_->page_size = 5;
  const auto token = ask("verb=ListRecords&metadataPrefix=oai_dc").token()->text;

  for (const auto* more : {"metadataPrefix=oai_dc", "set=contributor", "from=2026-01-01", "until=2026-01-01"})
    EXPECT_THAT(ask(fmt::format("verb=ListRecords&resumptionToken={}&{}", token, more)).codes(),
                ElementsAre(bad_argument))
        << more;
  EXPECT_THAT(ask("verb=ListRecords&resumptionToken=" + token).codes(), IsEmpty());
}

TEST_F(Oai11, EmptyValuesAreIllegalSyntax) {
  for (const auto* query :
       {"verb=ListRecords&metadataPrefix=", "verb=ListRecords&metadataPrefix=oai_dc&set=",
        "verb=ListRecords&metadataPrefix=oai_dc&from=", "verb=ListRecords&metadataPrefix=oai_dc&until=",
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=", "verb=ListMetadataFormats&identifier="})
    EXPECT_THAT(ask(query).codes(), ElementsAre(bad_argument)) << query;
}

TEST_F(Oai11, AnEmptyTokenIsABadToken) {
  for (const auto* verb : {"ListRecords", "ListIdentifiers", "ListSets"})
    EXPECT_THAT(ask(fmt::format("verb={}&resumptionToken=", verb)).codes(), ElementsAre("badResumptionToken"));
}

TEST_F(Oai12, EveryErrorIsNamedWithASentence) {
  const auto reply = ask("verb=ListRecords&metadataPrefix=a%20b&set=:&from=x&until=y&foo=1");

  EXPECT_THAT(reply.codes(), ElementsAre(bad_argument, bad_argument, bad_argument, bad_argument, bad_argument));
  for (const auto& child : reply.root.children) EXPECT_TRUE(child.local != "error" || child.text.size() > 20);
}

TEST_F(Oai12, ErrorsOfTwoKindsAreBothNamed) {
  EXPECT_THAT(ask("verb=GetRecord&identifier=oai:a.b:nowhere&metadataPrefix=marc").codes(),
              ElementsAre("idDoesNotExist", "cannotDisseminateFormat"));
  EXPECT_THAT(ask("verb=ListRecords&set=nowhere&metadataPrefix=marc").codes(),
              ElementsAre("cannotDisseminateFormat", "noRecordsMatch"));
}

TEST_F(Oai13, APrefixThatCannotBeOneIsABadArgument) {
  for (const auto* prefix : {"a%20b", "a/b", "%22", "%3C", "a:b", "a%00", "%C3%A9", "a%2Bb"}) {
    const auto reply = ask(fmt::format("verb=ListRecords&metadataPrefix={}", prefix));
    EXPECT_THAT(reply.codes(), ElementsAre(bad_argument)) << prefix;
    EXPECT_THAT(reply.echo(), IsEmpty());
  }
  EXPECT_THAT(ask("verb=ListRecords&metadataPrefix=a-b_c.d!e~f*g'h(i)").codes(),
              ElementsAre("cannotDisseminateFormat"));
}

}  // namespace
}  // namespace commonplace::oai
