// One event, one line: nothing that a stranger sends can forge another, nor speak to the keeper's terminal (SEC-57).
#include "node/config/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schemas/formats/json.h"

namespace commonplace::config {
namespace {

const std::string hostile[] = {"a\r\nserve.stop",
                               "\x1b[31mred\x1b[0m",
                               "\xc2\x9b"
                               "31m",
                               "\x7f",
                               "a\tb",
                               "quote\" x=1",
                               "back\\slash",
                               "\xff\xfe",
                               "a b",
                               "",
                               "🌉",
                               "null\x01",
                               "\xe2\x80\xa8"};

bool has_control(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto byte = static_cast<unsigned char>(line[i]);
    const auto next = i + 1 < line.size() ? static_cast<unsigned char>(line[i + 1]) : 0;
    if (byte < 0x20 || byte == 0x7f || (byte == 0xc2 && next < 0xa0)) return true;
  }
  return false;
}

TEST(LogLine, NamesEventAndFields) {
  EXPECT_EQ(log_line("harvest.done", {{"peer", "kiln.example"}, {"records", "12"}}, false),
            "harvest.done peer=kiln.example records=12");
  EXPECT_EQ(log_line("harvest.done", {{"peer", "kiln.example"}}, true),
            R"("event":"harvest.done","peer":"kiln.example")");
  EXPECT_EQ(log_line("serve.stop", {}, false), "serve.stop");
}

TEST(LogLine, ValuesWithBlanksAreQuoted) {
  EXPECT_EQ(log_line("x", {{"why", "two words"}, {"empty", ""}}, false), R"(x why="two words" empty="")");
}

TEST(LogLine, NoControlCharacterGoesOut) {
  for (const auto& value : hostile)
    for (const bool as_json : {false, true})
      EXPECT_FALSE(has_control(log_line("http", {{"path", value}}, as_json))) << value;
}

TEST(LogLine, NoValueLooksLikeAnotherField) {
  EXPECT_EQ(log_line("http", {{"path", "/x status=200"}}, false), R"(http path="/x status=200")");
  EXPECT_EQ(log_line("http", {{"path", "/x\" status=\"200"}}, false), R"(http path="/x\" status=\"200")");
}

TEST(LogLine, JsonIsReadBackAsItWas) {
  for (const std::string value : {"a\r\nb", "\x1b[31m",
                                  "\xc2\x9b"
                                  "31m",
                                  "\x7f", "\"\\", "é🌉"}) {
    const auto line = json::parse("{" + log_line("http", {{"path", value}}, true) + "}");
    ASSERT_TRUE(line);
    EXPECT_EQ(json::text_or(*line, "path"), value);
  }
}

}  // namespace
}  // namespace commonplace::config
