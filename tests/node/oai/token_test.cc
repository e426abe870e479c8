// Resumption tokens: OAI-56, OAI-57, OAI-69.
#include <fmt/format.h>
#include <time.h>

#include <limits>
#include <random>

#include "schemas/formats/url.h"
#include "tests/node/oai/oai_ground.h"

namespace commonplace::oai {
namespace {

using testing::ElementsAre;

const std::string key(32, 'k');

double processor_ms() {
  timespec used{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

Token full_token() {
  Token token;
  token.prefix = "oai_dc";
  token.set = "contributor:learn.river.example!kiln";
  token.from = after(-5);
  token.until = after(1'000'000'000);
  token.last = {after(77), std::numeric_limits<store::Key>::max()};
  token.last_set = "contributor";
  token.cursor = 1'000'000;
  token.complete_list_size = std::numeric_limits<std::uint64_t>::max();
  return token;
}

class Tokens : public OaiTest {
 protected:
  Tokens() {
    publish_many(10, after(10));
    repository_->page_size = 3;
    first_ = ask("verb=ListRecords&metadataPrefix=oai_dc").token()->text;
  }
  std::vector<std::string> codes(std::string_view token, std::string_view verb = "ListRecords") {
    return ask(fmt::format("verb={}&resumptionToken={}", verb, formats::percent_encode(token))).codes();
  }
  std::string forged(const Token& token) { return write_token(token, test_host, repository_->token_key); }

  std::string first_;
};
using Oai56 = Tokens;
using Oai57 = Tokens;
using Oai69 = Tokens;

TEST(Oai56Codec, ATokenIsReadAsItWasWritten) {
  EXPECT_EQ(read_token(write_token(full_token(), "a.example", key), "a.example", key), full_token());
  EXPECT_EQ(read_token(write_token(Token(), "a.example", key), "a.example", key), Token());
}

TEST(Oai56Codec, ADateBefore1970Survives) {
  auto token = full_token();
  token.from = model::Datestamp{-62'135'596'800};  // 0001-01-01
  EXPECT_EQ(read_token(write_token(token, "a.example", key), "a.example", key), token);
}

TEST(Oai56Codec, TokensAreShortAndNeedNoEscaping) {
  const auto text = write_token(full_token(), "a.example", key);

  EXPECT_LT(text.size(), 200u);
  EXPECT_EQ(formats::percent_encode(text), text);
}

TEST(Oai56Codec, OfALongTokenNothingIsRead) {
  EXPECT_FALSE(read_token(std::string(513, 'A'), "a.example", key));
  EXPECT_FALSE(read_token(std::string(1'000'000, 'A'), "a.example", key));
}

TEST_F(Oai56, AHundredThousandDamagedTokensAreRefusedEachInLessThanTwoMilliseconds) {
  const auto pages = whole_list("verb=ListRecords&metadataPrefix=oai_dc");
  const std::string other = pages[1].token()->text;
  std::mt19937 random(56);
  const auto draw = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  const auto damaged = [&]() -> std::string {
    std::string text = first_;
    switch (draw(5)) {
      case 0:
        text[draw(text.size())] ^= static_cast<char>(1 << draw(8));
        break;
      case 1:
        text.resize(draw(text.size()));
        break;
      case 2:
        text = text.substr(0, draw(text.size())) + other.substr(draw(other.size()));
        break;
      case 3:
        text.insert(draw(text.size() + 1), 1, other[draw(other.size())]);
        break;
      case 4:
        text.erase(draw(text.size()), 1 + draw(4));
        break;
    }
    return text;
  };
  int refused = 0;
  const auto begun = processor_ms();
  for (int i = 0; i < 100'000; ++i) {
    const auto text = damaged();
    if (text == first_ || text == other) continue;
    ASSERT_FALSE(read_token(text, test_host, repository_->token_key)) << text;
    const auto query = "verb=ListRecords&resumptionToken=" + formats::percent_encode(text);
    const auto reply = ask(query);
    const bool is_utf8 = http::parse_form(formats::percent_encode(text)).has_value();
    ASSERT_THAT(reply.codes(), ElementsAre(is_utf8 ? "badResumptionToken" : "badArgument")) << text;
    ASSERT_EQ(reply.response.status, 200);
    ++refused;
  }
  EXPECT_GT(refused, 95'000);
  EXPECT_LT((processor_ms() - begun) / refused, 2.0);
}

TEST_F(Oai56, ATokenIsOfOneVerbAlone) {
  Token sets;
  sets.verb = Verb::list_sets;
  sets.last_set = "a";

  EXPECT_THAT(codes(first_, "ListIdentifiers"), ElementsAre("badResumptionToken"));
  EXPECT_THAT(codes(first_, "ListSets"), ElementsAre("badResumptionToken"));
  EXPECT_THAT(codes(forged(sets)), ElementsAre("badResumptionToken"));
  EXPECT_THAT(codes(first_, "GetRecord"), testing::Each("badArgument"));
}

TEST_F(Oai56, ASignedTokenOfAFormatThatIsGoneIsRefused) {
  Token token;
  token.prefix = "marc21";
  token.until = now_;

  EXPECT_THAT(codes(forged(token)), ElementsAre("badResumptionToken"));
}

TEST_F(Oai56, PaddingAndOtherAlphabetsAreRefused) {
  EXPECT_THAT(codes(first_ + "="), ElementsAre("badResumptionToken"));
  EXPECT_THAT(codes(first_ + " "), ElementsAre("badResumptionToken"));
  EXPECT_THAT(codes(" " + first_), ElementsAre("badResumptionToken"));
  EXPECT_THAT(codes(first_ + std::string(1, '\0')), ElementsAre("badResumptionToken"));
}

TEST_F(Oai57, ATokenHasNoExpirationDateAndWorksAYearLater) {
  const auto reply = ask("verb=ListRecords&metadataPrefix=oai_dc");
  EXPECT_EQ(reply.response.body.find("expirationDate"), std::string::npos);

  now_ = after(366LL * 86'400);

  EXPECT_EQ(ask("verb=ListRecords&resumptionToken=" + first_).identifiers().size(), 3u);
}

TEST_F(Oai69, ATokenContinuesAfterARestartToTheSamePage) {
  const auto before = ask("verb=ListRecords&resumptionToken=" + first_);

  reopen();

  EXPECT_EQ(ask("verb=ListRecords&resumptionToken=" + first_).response.body, before.response.body);
}

TEST_F(Oai69, ATokenOfAnotherNodeOrKeyIsRefused) {
  Token token;
  token.prefix = "oai_dc";
  token.until = now_;

  EXPECT_THAT(codes(write_token(token, "other.example", repository_->token_key)), ElementsAre("badResumptionToken"));
  EXPECT_THAT(codes(write_token(token, test_host, key)), ElementsAre("badResumptionToken"));
  EXPECT_THAT(codes(forged(token)), testing::IsEmpty());
}

}  // namespace
}  // namespace commonplace::oai
