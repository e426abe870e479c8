// The configuration: every key from file and environment, what stands above what, and what is refused (CONTRACT §3).
#include "node/config/config.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace commonplace::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A value that is not the default for every key, as TOML and as a variable.
struct Given {
  std::string key;
  std::string toml;
  std::string variable;
};
const std::vector<Given> given = {
    {"base_url", "\"https://learn.river.example/node\"", "https://learn.river.example/node"},
    {"server.listen", "[\"127.0.0.1:0\", \"[::1]:8081\"]", "127.0.0.1:0, [::1]:8081"},
    {"server.workers", "3", "3"},
    {"server.max_connections", "77", "77"},
    {"harvest.enabled", "false", "false"},
    {"harvest.interval_hours", "6", "6"},
    {"harvest.parallel", "2", "2"},
    {"harvest.allow_private", "[\"10.1.0.0/16\", \"fd00::/8\"]", "10.1.0.0/16,fd00::/8"},
    {"oai.admin_email", "\"keeper@river.example\"", "keeper@river.example"},
    {"oai.page_size", "100", "100"},
    {"oai.metadata_licence", "\"https://creativecommons.org/licenses/by/4.0/\"",
     "https://creativecommons.org/licenses/by/4.0/"},
    {"oai.repository_identifier", "\"river.example\"", "river.example"},
    {"log.level", "\"debug\"", "debug"},
    {"log.format", "\"json\"", "json"},
};

std::string variable_of(std::string key) {
  for (char& c : key) c = c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return "COMMONPLACE_" + key;
}

std::string shown(const Config& config, std::string_view name) {
  for (const auto& key : keys())
    if (key.name == name) return key.shown(config);
  return "no such key";
}

class ConfigFiles : public testing::Test {
 protected:
  ConfigFiles() {
    std::string pattern = std::filesystem::temp_directory_path() / "config #test XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~ConfigFiles() override { std::filesystem::remove_all(folder_); }

  std::string path() const { return folder_ / "commonplace.toml"; }
  void save(std::string_view text) const { std::ofstream(path(), std::ios::binary) << text; }
  model::Outcome<Loaded> load_text(std::string_view text, const Environment& environment = {}) const {
    save(text);
    return load(path(), environment);
  }
  Config good(std::string_view text, const Environment& environment = {}) const {
    const auto loaded = load_text(text, environment);
    EXPECT_TRUE(loaded) << text << ": " << loaded.problem().what;
    return loaded ? loaded->config : Config();
  }
  model::Problem bad(std::string_view text, const Environment& environment = {}) const {
    const auto loaded = load_text(text, environment);
    EXPECT_FALSE(loaded) << text;
    return loaded ? model::Problem() : loaded.problem();
  }

  std::filesystem::path folder_;
};

TEST_F(ConfigFiles, EveryKeyHasAValueInThisTest) {
  ASSERT_EQ(given.size(), keys().size());
  for (std::size_t i = 0; i < given.size(); ++i) EXPECT_EQ(given[i].key, keys()[i].name);
}

TEST_F(ConfigFiles, AnAbsentFileGivesTheDefaultsThatTheTableSays) {
  const auto loaded = load(path(), {});

  ASSERT_TRUE(loaded);
  for (const auto& key : keys()) {
    EXPECT_EQ(key.shown(loaded->config), key.default_text) << key.name;
    EXPECT_EQ(loaded->config.origin.at(std::string(key.name)), "default");
  }
}

TEST_F(ConfigFiles, EveryKeyCanBeSetInTheFile) {
  for (const auto& [key, toml, variable] : given) {
    const auto dot = key.find('.');
    const auto text = dot == std::string::npos
                          ? fmt::format("{} = {}\n", key, toml)
                          : fmt::format("[{}]\n{} = {}\n", key.substr(0, dot), key.substr(dot + 1), toml);
    const auto config = good(text);
    EXPECT_EQ(shown(config, key), toml);
    EXPECT_EQ(config.origin.at(key), "commonplace.toml");
  }
}

TEST_F(ConfigFiles, EveryKeyCanBeSetByAVariable) {
  for (const auto& [key, toml, variable] : given) {
    const auto config = good("", {{variable_of(key), variable}});
    EXPECT_EQ(shown(config, key), toml);
    EXPECT_EQ(config.origin.at(key), variable_of(key));
  }
}

TEST_F(ConfigFiles, AVariableStandsAboveTheFile) {
  const auto config =
      good("[oai]\npage_size = 200\n[log]\nlevel = \"error\"\n", {{"COMMONPLACE_OAI_PAGE_SIZE", "300"}});

  EXPECT_EQ(config.oai_page_size, 300);
  EXPECT_EQ(config.origin.at("oai.page_size"), "COMMONPLACE_OAI_PAGE_SIZE");
  EXPECT_EQ(config.log_level, "error");
}

TEST_F(ConfigFiles, AnEmptyVariableEmptiesAList) {
  EXPECT_THAT(good("[harvest]\nallow_private = [\"10.0.0.0/8\"]\n", {{"COMMONPLACE_HARVEST_ALLOW_PRIVATE", ""}})
                  .harvest_allow_private,
              IsEmpty());
}

TEST_F(ConfigFiles, AnUnknownVariableIsAWarningAndThoseOfTestsAreNone) {
  const auto loaded = load(path(), {{"COMMONPLACE_OAI_PAGESIZE", "300"},
                                    {"COMMONPLACE_DATA", "/x"},
                                    {"COMMONPLACE_SHARED", "/x"},
                                    {"COMMONPLACE_SCHEMAS", "/x"}});

  ASSERT_TRUE(loaded);
  EXPECT_THAT(loaded->warnings, ElementsAre(HasSubstr("COMMONPLACE_OAI_PAGESIZE")));
}

TEST_F(ConfigFiles, AnUnknownKeyIsRefusedWithTheNearestKnownOne) {
  const auto problem = bad("base_url = \"\"\n\n[oai]\npagesize = 200\n");

  EXPECT_EQ(problem.kind, "unknown-key");
  EXPECT_THAT(problem.where, testing::EndsWith("line 4"));
  EXPECT_THAT(problem.fix, HasSubstr("oai.page_size"));
  EXPECT_THAT(bad("[sever]\nlisten = [\"*:80\"]\n").fix, HasSubstr("server.listen"));
  EXPECT_THAT(bad("baseurl = \"x\"\n").fix, HasSubstr("base_url"));
  EXPECT_EQ(bad("[harvest.deep]\nenabled = true\n").kind, "unknown-key");
}

TEST_F(ConfigFiles, ValuesOfTheWrongKindAreRefusedAndNamed) {
  for (const std::string_view text : {"base_url = 5",
                                      "base_url = \"learn.river.example\"",
                                      "base_url = \"ftp://river.example\"",
                                      "base_url = \"https://river.example/?a=1\"",
                                      "base_url = \"https://u:p@river.example\"",
                                      "base_url = [\"https://a.example\"]",
                                      "[server]\nlisten = \"*:8080\"",
                                      "[server]\nlisten = []",
                                      "[server]\nlisten = [8080]",
                                      "[server]\nlisten = [\"8080\"]",
                                      "[server]\nlisten = [\"*:99999\"]",
                                      "[server]\nlisten = [\"*: 80\"]",
                                      "[server]\nlisten = [\":80\"]",
                                      "[server]\nlisten = [[\"*:80\"]]",
                                      "[server]\nworkers = -1",
                                      "[server]\nworkers = 1.5",
                                      "[server]\nworkers = 257",
                                      "[server]\nworkers = []",
                                      "[server]\nmax_connections = 0",
                                      "[harvest]\nenabled = 1",
                                      "[harvest]\nenabled = \"yes\"",
                                      "[harvest]\ninterval_hours = 0",
                                      "[harvest]\nparallel = 33",
                                      "[harvest]\nallow_private = \"10.0.0.0/8\"",
                                      "[harvest]\nallow_private = [\"10.0.0.0\"]",
                                      "[harvest]\nallow_private = [\"10.0.0.0/33\"]",
                                      "[harvest]\nallow_private = [\"10.0.0/8\"]",
                                      "[harvest]\nallow_private = [\"/\"]",
                                      "[harvest]\nallow_private = [\"fd00::/129\"]",
                                      "[oai]\npage_size = 99",
                                      "[oai]\npage_size = 501",
                                      "[oai]\npage_size = 99999999999999",
                                      "[oai]\npage_size = 2026-01-01",
                                      "[oai]\nmetadata_licence = \"CC0\"",
                                      "[oai]\nrepository_identifier = \"river\"",
                                      "[oai]\nrepository_identifier = \"a b.example\"",
                                      "[oai]\nrepository_identifier = \"127.0.0.1\"",
                                      "[oai]\nrepository_identifier = \"a.example:80\"",
                                      "[oai]\nrepository_identifier = \"a\\\"b.example\"",
                                      "[log]\nlevel = \"loud\"",
                                      "[log]\nlevel = true",
                                      "[log]\nformat = \"xml\""}) {
    const auto problem = bad(text);
    EXPECT_EQ(problem.kind, "bad-value") << text;
    EXPECT_THAT(problem.where, HasSubstr("line")) << text;
    EXPECT_THAT(problem.fix, testing::StartsWith("Give ")) << text;
  }
}

TEST_F(ConfigFiles, WrongValuesOfVariablesNameTheVariable) {
  const auto problem = bad("", {{"COMMONPLACE_OAI_PAGE_SIZE", "many"}});
  EXPECT_EQ(problem.kind, "bad-value");
  EXPECT_EQ(problem.where, "COMMONPLACE_OAI_PAGE_SIZE");
  EXPECT_EQ(bad("", {{"COMMONPLACE_SERVER_LISTEN", ""}}).kind, "bad-value");
  EXPECT_EQ(bad("", {{"COMMONPLACE_HARVEST_ENABLED", "TRUE"}}).kind, "bad-value");
}

TEST_F(ConfigFiles, BrokenTomlNamesTheLine) {
  for (const std::string_view text :
       {"base_url = ", "x", "[oai\n", "a = 1\na = 2\n", "base_url = \"\xff\"", "base_url = 'a\nb'"}) {
    const auto problem = bad(text);
    EXPECT_EQ(problem.kind, "bad-toml") << text;
    EXPECT_THAT(problem.where, HasSubstr("line")) << text;
  }
}

TEST_F(ConfigFiles, AFileThatCannotBeReadIsNoAbsentFile) {
  std::filesystem::create_directory(path());
  const auto loaded = load(path(), {});

  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.problem().kind, "cannot-read");
}

TEST_F(ConfigFiles, TheAdminEmailPassesTheStrictestReader) {  // OAI-30
  for (const auto* email : {"keeper@museum.example", "a.b-c_d@a-b.c.org", "_x@a.co", "K1@A.example", ""})
    EXPECT_EQ(good(fmt::format("[oai]\nadmin_email = \"{}\"", email)).oai_admin_email, email);
  for (const auto* email :
       {"a@example.org", "keeper@localhost", "mailto:keeper@a.example", "keeper", "keeper@", "@a.example",
        "keeper@a.b@c.example", "keeper@.example", "keeper@a.e", "keeper@a.EXAMPLE", "keeper+x@a.example",
        "kéeper@a.example", "-ab@a.example", ".ab@a.example", "keeper@a.example ", "keeper@a_b.example"})
    EXPECT_EQ(bad(fmt::format("[oai]\nadmin_email = \"{}\"", email)).kind, "bad-value") << email;
}

TEST_F(ConfigFiles, BaseUrlLosesTheSlashAtItsEnd) {
  EXPECT_EQ(good("base_url = \"https://a.example/\"").base_url, "https://a.example");
  EXPECT_EQ(good("base_url = \"https://a.example/node//\"").base_url, "https://a.example/node");
  EXPECT_EQ(good("base_url = \"http://127.0.0.1:8080\"").base_url, "http://127.0.0.1:8080");
}

TEST_F(ConfigFiles, ATomlStringHoldsEveryText) {
  const std::string controls =
      "a\"b\\c\nd\te\rf\x1f"
      "g\x7f"
      "h🌉 ' # ]";
  std::map<std::string, std::string> set = {{"oai.metadata_licence", toml_string("https://a.example/x?\"\\")}};
  EXPECT_EQ(toml_string(controls), "\"a\\\"b\\\\c\\u000Ad\\u0009e\\u000Df\\u001Fg\\u007Fh🌉 ' # ]\"");
  EXPECT_EQ(toml_string(""), "\"\"");
}

TEST_F(ConfigFiles, TheCommentedFileSaysTheDefaultsAndIsReadBack) {
  EXPECT_THAT(commented_file({}), testing::Not(HasSubstr("\nbase_url")));
  const auto config = good(commented_file({}));
  for (const auto& key : keys()) {
    EXPECT_EQ(key.shown(config), key.default_text);
    EXPECT_THAT(commented_file({}), HasSubstr(fmt::format("# {}\n", key.meaning)));
  }
}

TEST_F(ConfigFiles, TheCommentedFileGivesWhatWasSetForEveryKey) {
  std::map<std::string, std::string> set;
  for (const auto& [key, toml, variable] : given) set[key] = toml;

  const auto config = good(commented_file(set));

  for (const auto& [key, toml, variable] : given) EXPECT_EQ(shown(config, key), toml);
}

TEST_F(ConfigFiles, DefaultsInTheCommentedFileAreReadWhenTheirMarkIsTaken) {
  std::string text;
  std::istringstream lines(commented_file({}));
  for (std::string line; std::getline(lines, line);) {
    const bool is_default = line.starts_with("# ") && line.find(" = ") != std::string::npos;
    text += (is_default ? line.substr(2) : line) + "\n";
  }
  const auto config = good(text);
  for (const auto& key : keys()) EXPECT_EQ(config.origin.at(std::string(key.name)), "commonplace.toml") << key.name;
}

TEST(ProcessEnvironment, HasOurVariablesAlone) {
  setenv("COMMONPLACE_TEST_ONLY", "a=b", 1);
  const auto environment = process_environment();
  unsetenv("COMMONPLACE_TEST_ONLY");

  EXPECT_EQ(environment.at("COMMONPLACE_TEST_ONLY"), "a=b");
  EXPECT_FALSE(environment.contains("PATH"));
}

}  // namespace
}  // namespace commonplace::config
