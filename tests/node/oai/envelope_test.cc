// The envelope of every reply: OAI-22 to OAI-28.
#include <fmt/format.h>

#include <random>

#include "schemas/formats/canonical.h"
#include "schemas/formats/oai_dc.h"
#include "schemas/formats/unicode.h"
#include "schemas/formats/url.h"
#include "tests/node/oai/oai_ground.h"
#include "tests/node/oai/schema_check.h"

namespace commonplace::oai {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using Echo = std::map<std::string, std::string>;

class Envelopes : public OaiTest {
 protected:
  Envelopes() { publish({record("42"), tombstone("43")}, after(10)); }

  // A record whose texts are these: name, description, keyword, creator, publisher.
  store::Draft nasty_record(std::string_view local, const std::array<std::string, 5>& texts) const {
    model::Resource resource;
    resource.identifier = id(local);
    resource.types = {"LearningResource"};
    resource.name = {{"en", texts[0]}};
    resource.description = {{"en", texts[1]}};
    resource.keywords = {{"en", {texts[2]}}};
    resource.creator.resize(1);
    resource.creator.front().name = {{"und", texts[3]}};
    resource.publisher.name = {{"und", texts[4]}};
    resource.license = "https://creativecommons.org/licenses/by/4.0/";
    resource.url = "https://www.river.example/x";
    auto draft = record(local);
    draft.document = formats::write_canonical(resource);
    draft.oai_dc = formats::write_oai_dc(resource);
    return draft;
  }
};
using Oai22 = Envelopes;
using Oai23 = Envelopes;
using Oai24 = Envelopes;
using Oai25 = Envelopes;
using Oai26 = Envelopes;
using Oai27 = Envelopes;
using Oai28 = Envelopes;
using Oai73 = Envelopes;

const char* const requests[] = {"verb=Identify",
                                "verb=ListSets",
                                "verb=ListMetadataFormats",
                                "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:learn.river.example:42",
                                "verb=GetRecord&metadataPrefix=lom&identifier=oai:learn.river.example:42",
                                "verb=GetRecord&metadataPrefix=lrmi&identifier=oai:learn.river.example:42",
                                "verb=GetRecord&metadataPrefix=mods&identifier=oai:learn.river.example:42",
                                "verb=GetRecord&metadataPrefix=cpl&identifier=oai:learn.river.example:42",
                                "verb=ListRecords&metadataPrefix=oai_dc",
                                "verb=ListRecords&metadataPrefix=lom",
                                "verb=ListRecords&metadataPrefix=lrmi",
                                "verb=ListRecords&metadataPrefix=mods",
                                "verb=ListIdentifiers&metadataPrefix=cpl",
                                "verb=x",
                                "verb=ListRecords&metadataPrefix=marc"};

TEST_F(Oai22, RepliesBeginWithTheDeclarationAndHaveNoDoctype) {
  for (const auto* query : requests) {
    const auto body = ask(query).response.body;
    EXPECT_THAT(body, StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OAI-PMH "));
    EXPECT_THAT(body, Not(HasSubstr("<!")));
    EXPECT_EQ(body.find("<?", 1), std::string::npos) << "a second prolog in " << query;
  }
}

TEST_F(Oai23, TheRootNamesItsSchema) {
  for (const auto* query : requests) {
    const auto root = ask(query).root;
    EXPECT_EQ(root.local, "OAI-PMH");
    EXPECT_EQ(root.space, "http://www.openarchives.org/OAI/2.0/");
    EXPECT_THAT(std::string(root.attribute("schemaLocation")),
                StartsWith("http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"));
  }
}

TEST_F(Oai24, ResponseDateAndRequestAreFollowedByTheVerbOrErrors) {
  for (const auto* query : requests) {
    const auto reply = ask(query);
    const auto& children = reply.root.children;
    ASSERT_GE(children.size(), 3u);
    EXPECT_EQ(children[0].local, "responseDate");
    EXPECT_EQ(children[1].local, "request");
    if (const auto* verb = reply.verb())
      EXPECT_EQ(verb->local, reply.echo()["verb"]);
    else
      EXPECT_EQ(children.size() - 2, reply.codes().size());
  }
}

TEST_F(Oai25, ASuccessEchoesExactlyTheArgumentsSent) {
  EXPECT_EQ(ask("verb=Identify").echo(), (Echo{{"verb", "Identify"}}));
  EXPECT_EQ(ask("verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01&until=2026-12-31&set=contributor").echo(),
            (Echo{{"verb", "ListRecords"},
                  {"metadataPrefix", "oai_dc"},
                  {"from", "2026-01-01"},
                  {"until", "2026-12-31"},
                  {"set", "contributor"}}));
}

TEST_F(Oai25, BadVerbAndBadArgumentEchoNothing) {
  for (const auto* query : {"verb=x", "verb=Identify&x=1", "verb=ListRecords&metadataPrefix=oai_dc&from=no",
                            "verb=GetRecord&identifier=oai:a.b:1", "verb=Identify&verb=Identify", "%"})
    EXPECT_THAT(ask(query).echo(), IsEmpty()) << query;
}

TEST_F(Oai25, OtherErrorsKeepTheArguments) {
  EXPECT_EQ(ask("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:a.b:1").echo(),
            (Echo{{"verb", "GetRecord"}, {"metadataPrefix", "oai_dc"}, {"identifier", "oai:a.b:1"}}));
  EXPECT_EQ(ask("verb=ListSets&resumptionToken=abc").echo(), (Echo{{"verb", "ListSets"}, {"resumptionToken", "abc"}}));
}

TEST_F(Oai25, TheTextOfRequestIsAlwaysTheBaseUrl) {
  for (const auto* query : requests) EXPECT_EQ(ask(query).root.child("request")->text, test_url);
}

TEST_F(Oai26, EchoedValuesAreEscaped) {
  const std::string hostile = R"(oai:a.b:"><script>&amp;'</request>)";
  const auto reply = ask("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + formats::percent_encode(hostile));

  EXPECT_THAT(reply.codes(), ElementsAre("idDoesNotExist"));
  EXPECT_EQ(reply.echo()["identifier"], hostile);
  EXPECT_THAT(reply.response.body, Not(HasSubstr("<script>")));
}

TEST_F(Oai26, TabsAndLineEndsOfATokenSurviveTheEcho) {
  const auto reply = ask("verb=ListRecords&resumptionToken=a%09b%0Ac%0Dd");

  EXPECT_THAT(reply.response.body, HasSubstr("a&#9;b&#10;c&#13;d"));
  EXPECT_EQ(reply.echo()["resumptionToken"], "a\tb\nc\rd");
}

TEST_F(Oai27, CharactersThatXmlForbidsNeverGoOut) {
  const auto reply = ask("verb=ListRecords&resumptionToken=a%01b%EF%BF%BEc%EF%BF%BFd%1Fe%F0%9F%8C%89");

  EXPECT_EQ(reply.echo()["resumptionToken"], "a\uFFFDb\uFFFDc\uFFFDd\uFFFDe🌉");
}

TEST_F(Oai27, NoTitleBreaksAReply) {
  std::mt19937 random(27);
  const char32_t edges[] = {0x1,    0x8,    0x9,     0xA,     0xB,      0xD,  0x1F, '<',    '>',
                            '&',    '"',    '\'',    ']',     0x7F,     0x85, 0x9B, 0x2028, 0xFFFD,
                            0xFFFE, 0xFFFF, 0x10000, 0x1F309, 0x10FFFF, 'a',  ' ',  0xE9,   0x639};
  const auto draw = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  std::vector<store::Draft> drafts;
  const auto text = [&] {
    std::string made = "T";
    for (std::size_t n = draw(12); n > 0; --n) formats::append_utf8(made, edges[draw(std::size(edges))]);
    return made;
  };
  // Five strings a record; a million of them with COMMONPLACE_LONG=1.
  const int records = std::getenv("COMMONPLACE_LONG") ? 200'000 : 2000;
  for (int i = 0; i < records; ++i) {
    drafts.push_back(nasty_record(fmt::format("title-{}", i), {text(), text(), text(), text(), text()}));
    if (drafts.size() == 1000) publish(std::exchange(drafts, {}), after(20));
  }
  publish(std::move(drafts), after(20));

  for (const auto* prefix : {"oai_dc", "lom", "lrmi", "mods", "cpl"})
    EXPECT_THAT(identifiers_of(whole_list(fmt::format("verb=ListRecords&metadataPrefix={}", prefix))),
                testing::SizeIs(static_cast<std::size_t>(records) + 2));
}

TEST_F(Oai28, ContainersHoldOneElementWithItsOwnNamespaceAndSchema) {
  for (const auto* query : requests) {
    const auto reply = ask(query);
    std::vector<const formats::XmlNode*> open{&reply.root};
    while (!open.empty()) {
      const auto* node = open.back();
      open.pop_back();
      for (const auto& child : node->children) open.push_back(&child);
      const bool is_container = node->local == "metadata" || node->local == "about" ||
                                node->local == "setDescription" ||
                                (node->local == "description" && node->space == reply.root.space);
      if (!is_container) continue;
      ASSERT_EQ(node->children.size(), 1u) << node->local;
      const auto& inner = node->children[0];
      EXPECT_NE(inner.space, reply.root.space);
      EXPECT_THAT(std::string(inner.attribute("schemaLocation")), StartsWith(inner.space + " "));
    }
  }
}

TEST_F(Oai73, AnInvalidReplyIsFoundOut) {
  const auto* check = the_schema_check();
  if (!check) GTEST_SKIP() << "SKIP: OAI schemas not found at ../shared/schemas; set COMMONPLACE_SCHEMAS";
  auto body = ask("verb=GetRecord&metadataPrefix=cpl&identifier=oai:learn.river.example:42").response.body;
  body.replace(body.find("encoding=\"jcs\""), 14, "encoding=\"xml\"");

  EXPECT_THAT(check->complaints(body), HasSubstr("encoding"));
  EXPECT_NE(check->complaints(body.substr(0, body.size() / 2)), "");
}

}  // namespace
}  // namespace commonplace::oai
