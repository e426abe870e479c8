// JSON is read strictly and written in one way only.
#include "schemas/formats/json.h"

namespace commonplace::json {
namespace {

std::string kind_of(std::string_view text, Limits limits = {}) {
  const auto read = parse(text, limits);
  return read ? "" : read.problem().kind;
}

TEST(JsonParse, RefusesADuplicateMemberAndPointsAtIt) {
  const auto read = parse(R"({"a": [{"x": 1}, {"b/c": 1, "b/c": 2}]})");

  ASSERT_FALSE(read);
  EXPECT_EQ(read.problem().kind, "duplicate-member");
  EXPECT_EQ(read.problem().where, "/a/1/b~1c");
}

TEST(JsonParse, NamesWhatIsWrong) {
  EXPECT_EQ(kind_of(""), "bad-json");
  EXPECT_EQ(kind_of("{"), "bad-json");
  EXPECT_EQ(kind_of("{} x"), "bad-json");
  EXPECT_EQ(kind_of("[1,]"), "bad-json");
  EXPECT_EQ(kind_of("NaN"), "bad-json");
  EXPECT_EQ(kind_of("\"\\ud800\""), "bad-json");
  EXPECT_EQ(kind_of("\"\xFF\""), "bad-utf8");
  EXPECT_EQ(kind_of("1e999"), "bad-json");
  EXPECT_EQ(kind_of("[1, 2]", {.bytes = 5}), "too-large");
  EXPECT_EQ(kind_of("{\"a\":1,\"b\":2}", {.members = 1}), "too-large");
}

TEST(Md31, DepthIsCountedWithoutRecursion) {
  const std::string bomb(1'000'000, '[');

  EXPECT_EQ(kind_of(bomb), "too-deep");
  EXPECT_EQ(kind_of(std::string(64, '[') + std::string(64, ']')), "");
  EXPECT_EQ(kind_of(std::string(65, '[') + std::string(65, ']')), "too-deep");
}

TEST(JsonParse, KeepsEveryKindOfValue) {
  const auto read =
      parse(R"({"t": true, "n": null, "i": -5, "u": 9007199254740991, "f": 1.5, "s": "\u00e9", "a": [[], {}]})");

  ASSERT_TRUE(read);
  EXPECT_EQ(canonical(*read), R"({"a":[[],{}],"f":1.5,"i":-5,"n":null,"s":"é","t":true,"u":9007199254740991})");
}

TEST(Canonical, SortsMembersAndEscapesAsJcsDoes) {
  const Value value = {{"b", "\u20ac$\x0F\nA'B\"\\\\\"/"}, {"a", 1}};

  EXPECT_EQ(canonical(value), "{\"a\":1,\"b\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

TEST(AppendString, WritesExactlyWhatCanonicalWrites) {
  std::string every_ascii;
  for (char c = 0; c < 127; ++c) every_ascii += c;
  for (const std::string& text :
       {std::string(), every_ascii, std::string("Llunio \u0639 \U0001F3A8 \x7F"), std::string("bad \xE9 end")}) {
    std::string out;
    append_string(out, text);
    EXPECT_EQ(out, canonical(Value(text)));
  }
}

TEST(Canonical, NeverThrowsForBrokenUtf8) {
  EXPECT_EQ(canonical(Value("\xE9")), "\"\uFFFD\"");
}

TEST(TextOr, FallsBackForAbsentMembersAndOtherKinds) {
  const Value object = {{"a", "text"}, {"b", 5}};

  EXPECT_EQ(text_or(object, "a"), "text");
  EXPECT_EQ(text_or(object, "b", "none"), "none");
  EXPECT_EQ(text_or(object, "c"), "");
  EXPECT_EQ(text_or(Value(5), "a", "none"), "none");
}

}  // namespace
}  // namespace commonplace::json
