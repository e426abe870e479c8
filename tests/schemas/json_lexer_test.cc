// Our JSON reader against RFC 8259, and against nlohmann's own on texts that are nearly right.
#include "schemas/formats/json_lexer.h"

#include <random>

#include "schemas/formats/json.h"

namespace commonplace::json {
namespace {

std::optional<Value> ours(const std::string& text) {
  auto read = parse(text, {.bytes = 1 << 20, .depth = 64, .members = 1000});
  if (!read) return std::nullopt;
  return *std::move(read);
}

// Takes a second member of a name where ours does not; the texts below have none.
std::optional<Value> theirs(const std::string& text) {
  Value value = Value::parse(text, nullptr, false);
  if (value.is_discarded()) return std::nullopt;
  return value;
}

class SoundJson : public ::testing::TestWithParam<const char*> {};
TEST_P(SoundJson, IsReadAsNlohmannReadsIt) {
  ASSERT_TRUE(ours(GetParam())) << GetParam();
  EXPECT_EQ(ours(GetParam()), theirs(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(Texts, SoundJson,
                         ::testing::Values(" null\r\n\t", "0", "-0", "-0.0", "10", "18446744073709551615",
                                           "18446744073709551616", "-9223372036854775808", "-9223372036854775809",
                                           "1e-999", "1.5E+3", "2e0", "\"\"", R"("\"\\\/\b\f\n\r\t")", R"("\u0000")",
                                           R"("\uD83C\uDFA8 \u00e9\uFFFF")", "\"\x7F\"", "[]", "{}", "[[],{},[{}]]",
                                           R"({"b":[1,2],"a":{"c":null},"":true})", "\xEF\xBB\xBF[1]"));

class BrokenJson : public ::testing::TestWithParam<const char*> {};
TEST_P(BrokenJson, IsRefused) {
  EXPECT_FALSE(ours(GetParam())) << GetParam();
  EXPECT_FALSE(theirs(GetParam())) << GetParam();
}
INSTANTIATE_TEST_SUITE_P(Texts, BrokenJson,
                         ::testing::Values("", " ", "{", "}", "[", "]", "[}", "{]", ",", ":", "[,1]", "[1,]", "[1 2]",
                                           "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\" 1}", "{1:2}",
                                           "{\"a\":1 \"b\":2}", "[1]]", "1 2", "tru", "nul", "falsE", "True", "+1", "-",
                                           "01", "-01", "1.", ".5", "1e", "1e+", "0x1", "1e999", "-1e999", "\"",
                                           "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"",
                                           "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\\ud800\\", "\"\n\"", "\"\x1F\"",
                                           "'a'", "//", "[1]\xEF\xBB\xBF"));

TEST(JsonLexer, ReadsWhatIsNearlyJsonAsNlohmannDoes) {
  const std::string sound = R"({"a":[-1.5e3,"\u00e9\n",{"c":null,"d":[true,false,0]}],"b":{"x":"y \\ \" z"},"e":12})";
  constexpr std::string_view signs = "{}[]:,\"\\ue0-.15 tfn\n";
  std::mt19937 random(3);

  for (int i = 0; i < 20'000; ++i) {
    std::string text = sound;
    for (auto changes = random() % 3 + 1; changes > 0; --changes) {
      const auto place = random() % text.size();
      if (random() % 3 == 0)
        text.erase(place, random() % 4);
      else
        text[place] = signs[random() % signs.size()];
    }
    const auto read = parse(text);
    const bool repeats_a_member = !read && read.problem().kind == "duplicate-member";
    if (repeats_a_member) continue;  // nlohmann takes the last of them; we refuse
    EXPECT_EQ(ours(text), theirs(text)) << text;
  }
}

TEST(JsonLexer, SaysWhereTheTextIsBroken) {
  EXPECT_EQ(parse(R"({"a": nul})").problem().where, "byte 7");
  EXPECT_EQ(parse("[\"ok\", \"\xFF\"]").problem().where, "byte 8");
}

}  // namespace
}  // namespace commonplace::json
