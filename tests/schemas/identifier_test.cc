// Identifiers, public ids, slugs and the names of contributors.
#include "schemas/formats/identifier.h"

#include <fmt/format.h>

namespace commonplace::formats {
namespace {

TEST(Oai35, TakesConformantIdentifiersApart) {
  const auto read = parse_oai_identifier("oai:learn.rivergallery.example:by/print%20room/42");

  ASSERT_TRUE(read);
  EXPECT_EQ(read->host, "learn.rivergallery.example");
  EXPECT_EQ(read->local, "by/print%20room/42");
}

TEST(Oai35, RefusesWhatTheSchemaRefuses) {
  for (const char* text :
       {"", "oai:", "oai:a.example", "oai:a.example:", "oai:localhost:1", "oai:1a.example:1", "oai:a.1b:1",
        "oai:a..example:1", "oai:a.example.:1", "oai:a.example:x y", "oai:a.example:x#y", "oai:a.example:%zz",
        "oai:a.example:%4", "OAI:a.example:1", "oai:a_b.example:1", "oai:a.example:caf\u00E9", "oai::1"}) {
    EXPECT_FALSE(parse_oai_identifier(text)) << text;
  }
}

TEST(Oai35, EscapesAllButUricCharacters) {
  EXPECT_EQ(escape_local("a/b;c?d:e@f&g=h+i$j,k-_.!~*'()"), "a/b;c?d:e@f&g=h+i$j,k-_.!~*'()");
  EXPECT_EQ(escape_local("T 12#3%\u00E9\"<"), "T%2012%233%25%C3%A9%22%3C");
}

TEST(Har18, KeepsIdentifiersOfRecognisedSchemes) {
  for (const char* text : {"oai:a.example:1", "http://a.example/1", "https://a.example/x?y=z#f", "urn:nbn:de:101:1-2",
                           "info:lccn/2002022641", "hdl:2027/x", "doi:10.1000/182", "URN:isbn:1"}) {
    EXPECT_TRUE(is_recognised_identifier(text)) << text;
  }
  for (const char* text :
       {"", "1234", "oai:localhost:1", "oai:dspace:1", "ftp://a.example/", "http://a b.example/", "http:///x",
        "urn:", "urn:a b", "hdl:caf\u00E9", "javascript:alert(1)", "doi:%zz", "urn:<x>"}) {
    EXPECT_FALSE(is_recognised_identifier(text)) << text;
  }
  EXPECT_TRUE(is_recognised_identifier(fmt::format("urn:{:a>508}", "")));
  EXPECT_FALSE(is_recognised_identifier(fmt::format("urn:{:a>509}", "")));
}

TEST(PublicId, IsTheOneOfTheContract) {
  EXPECT_EQ(public_id("oai:learn.rivergallery.example:42"), "ydvmn4fafe8kkfak");
}

TEST(Slug, IsFoldedToAscii) {
  EXPECT_EQ(slug("River Gallery"), "river-gallery");
  EXPECT_EQ(slug("St John's & \u2018Caf\u00E9\u2019 M\u00FCnchen"), "st-johns-cafe-munchen");
  EXPECT_EQ(slug("Amgueddfa'r G\u00F4l / Stra\u00DFe \u0141\u00F3d\u017A \u00D8st"), "amgueddfar-gol-strasse-lodz-ost");
  EXPECT_EQ(slug("1851 Trust"), "org-1851-trust");
  EXPECT_EQ(slug("  --  "), "org");
  EXPECT_EQ(slug(""), "org");
  EXPECT_EQ(slug("\u0645\u062A\u062D\u0641"), "org");
  EXPECT_EQ(slug(fmt::format("{:a>39} b", "")), std::string(39, 'a'));
  EXPECT_EQ(slug(std::string(100, 'a')).size(), 40u);
}

TEST(Oai40, WritesContributorSetsAndReadsThemBack) {
  EXPECT_EQ(contributor_set("a.example:8080", ""), "contributor:a.example~3A8080");
  EXPECT_EQ(contributor_set("a.example", "print-room"), "contributor:a.example!print-room");
  EXPECT_EQ(contributor_set("a~b", ""), "contributor:a~7Eb");

  const auto hosted = parse_contributor_set("contributor:a.example~3A8080!print-room");
  ASSERT_TRUE(hosted);
  EXPECT_EQ(hosted->host, "a.example:8080");
  EXPECT_EQ(hosted->slug, "print-room");
  EXPECT_EQ(parse_contributor_set("contributor:a.example")->slug, "");
}

TEST(Oai40, RefusesOtherAndBrokenSets) {
  for (const char* set :
       {"", "contributor:", "contributor", "type:video", "contributor:!x", "contributor:a.example!", "contributor:a~4",
        "contributor:a~zz", "contributor:a b", "contributor:a:b", "contributor:a!b!c"}) {
    EXPECT_FALSE(parse_contributor_set(set)) << set;
  }
}

TEST(ContributorDid, EscapesThePort) {
  EXPECT_EQ(contributor_did("a.example", ""), "did:web:a.example");
  EXPECT_EQ(contributor_did("a.example:8080", "print-room"), "did:web:a.example%3A8080:by:print-room");
}

}  // namespace
}  // namespace commonplace::formats
