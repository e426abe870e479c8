// Holds docs/ to the sources: every key, address, command, option and log event is named, every link leads somewhere,
// and the examples are true. Reads the sources as text, so that nothing new goes undocumented.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "node/config/config.h"
#include "schemas/formats/identifier.h"
#include "schemas/formats/json.h"

namespace {

namespace fs = std::filesystem;
using namespace commonplace;
using testing::HasSubstr;

const fs::path root = COMMONPLACE_SOURCE_DIR;

std::string read(const fs::path& path) {
  std::ifstream in(root / path, std::ios::binary);
  EXPECT_TRUE(in) << path << " cannot be read";
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<fs::path> files(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder))
    if (entry.is_regular_file() && entry.path().extension() == extension)
      out.push_back(fs::relative(entry.path(), root));
  std::sort(out.begin(), out.end());
  return out;
}

// The text literals that directly follow `mark`, white space between allowed.
std::vector<std::string> literals_after(std::string_view text, std::string_view mark) {
  std::vector<std::string> out;
  for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
    const auto quote = text.find_first_not_of(" \n\t", at + mark.size());
    if (quote == std::string_view::npos || text[quote] != '"') continue;
    out.emplace_back(text.substr(quote + 1, text.find('"', quote + 1) - quote - 1));
  }
  return out;
}

std::string in_code(std::string_view text) {
  return "`" + std::string(text) + "`";
}

std::string without_quotes(std::string_view toml) {
  return std::string(toml.starts_with('"') ? toml.substr(1, toml.size() - 2) : toml);
}

// The cells of the table row that begins with `first`; empty when there is none.
std::vector<std::string> row_of(const std::string& page, const std::string& first) {
  const auto begin = page.find("\n| " + first + " |");
  if (begin == std::string::npos) return {};
  std::istringstream line(page.substr(begin + 1, page.find('\n', begin + 1) - begin - 1));
  std::vector<std::string> cells;
  for (std::string cell; std::getline(line, cell, '|');) cells.push_back(cell);
  return cells;
}

TEST(Docs, ConfigurationNamesEveryKeyWithItsDefault) {
  const auto page = read("docs/configuration.md");
  for (const auto& key : config::keys()) {
    const auto cells = row_of(page, in_code(key.name));
    ASSERT_GE(cells.size(), 4u) << key.name << " has no row in docs/configuration.md";
    const auto value = without_quotes(key.default_text);
    if (value.starts_with("https://creativecommons.org/publicdomain/zero/"))
      EXPECT_THAT(cells[2], HasSubstr("CC0 1.0")) << key.name;
    else if (value.empty())
      EXPECT_NE(cells[2], "  ") << key.name << ": say what stands in when it is empty";
    else
      EXPECT_THAT(cells[2], HasSubstr(in_code(value))) << key.name;
  }
}

TEST(Docs, ConfigurationNamesEveryLogEvent) {
  const auto page = read("docs/configuration.md");
  std::set<std::string> events;
  for (const auto& file : files("node", ".cc")) {
    const auto source = read(file);
    for (const char* level : {"log(Level::debug,", "log(Level::info,", "log(Level::warning,", "log(Level::error,",
                              "log(config::Level::debug,", "log(config::Level::info,", "log(config::Level::warning,",
                              "log(config::Level::error,", "log(level,"})
      for (auto& event : literals_after(source, level)) events.insert(event);
  }
  EXPECT_GE(events.size(), 8u);
  for (const auto& event : events) EXPECT_THAT(page, HasSubstr(in_code(event)));
}

TEST(Docs, AddressesNamesEveryRoute) {
  const auto page = read("docs/addresses.md");
  const auto source = read("node/web/routes.cc");
  auto patterns = literals_after(source, "\n    {");
  for (const char* method : {"\"GET\",", "\"POST\",", "\"PUT\",", "\"DELETE\","})
    for (auto& pattern : literals_after(source, method)) patterns.push_back(pattern);
  EXPECT_GE(patterns.size(), 30u);
  for (const auto& pattern : patterns) {
    if (!pattern.starts_with('/')) continue;
    EXPECT_FALSE(row_of(page, in_code(pattern)).empty()) << pattern << " has no row in docs/addresses.md";
  }
}

TEST(Docs, AddressesNamesNoRouteThatIsGone) {
  const auto source = read("node/web/routes.cc");
  std::istringstream page(read("docs/addresses.md"));
  for (std::string line; std::getline(page, line);) {
    if (!line.starts_with("| `/")) continue;
    const auto pattern = line.substr(3, line.find('`', 3) - 3);
    EXPECT_THAT(source, HasSubstr('"' + pattern + '"')) << line;
  }
}

TEST(Docs, AddressesNamesEveryFilterOfSearch) {
  const auto source = read("node/web/search_request.cc");
  const auto table = source.substr(source.find("filter_names() {"));
  const auto page = read("docs/addresses.md");
  const auto names = literals_after(table.substr(0, table.find("};")), "{");
  EXPECT_GE(names.size(), 12u);
  for (const auto& name : names) EXPECT_THAT(page, HasSubstr(in_code(name)));
}

TEST(Docs, CommandsNamesEveryCommandAndOption) {
  const auto page = read("docs/commands.md");
  std::size_t commands = 0;
  for (const auto& file : files("node/cli", ".cc")) {
    if (!file.filename().string().starts_with("command_")) continue;
    const auto source = read(file);
    const auto tops = literals_after(source, "program.add_subcommand(");
    for (const auto& top : tops) EXPECT_THAT(page, HasSubstr("`" + top)) << file;
    auto inner = literals_after(source, "command->add_subcommand(");
    for (auto& act : literals_after(source, "Act{")) inner.push_back(act);
    for (const auto& name : inner) EXPECT_THAT(page, HasSubstr("`" + tops.at(0) + " " + name)) << file;
    for (const char* mark : {"add_option(", "add_flag("})
      for (const auto& option : literals_after(source, mark))
        EXPECT_THAT(page, HasSubstr(option.substr(0, option.find(',')))) << file << " has an option " << option;
    commands += tops.size();
  }
  EXPECT_GE(commands, 12u);
}

TEST(Docs, LinksLeadSomewhere) {
  auto pages = files("docs", ".md");
  for (const char* page : {"README.md", "CHANGELOG.md"})
    if (fs::exists(root / page)) pages.emplace_back(page);
  for (const auto& page : pages) {
    const auto text = read(page);
    for (auto at = text.find("]("); at != std::string::npos; at = text.find("](", at + 1)) {
      auto target = text.substr(at + 2, text.find(')', at) - at - 2);
      if (target.starts_with("http://") || target.starts_with("https://") || target.starts_with("#")) continue;
      target = target.substr(0, target.find('#'));
      EXPECT_TRUE(fs::exists(root / page.parent_path() / target)) << page << " links to " << target;
    }
  }
}

std::vector<std::string> blocks(const std::string& page, const std::string& language) {
  std::vector<std::string> out;
  const std::string fence = "\n```" + language + "\n";
  for (auto at = page.find(fence); at != std::string::npos; at = page.find(fence, at + 1)) {
    const auto begin = at + fence.size();
    out.push_back(page.substr(begin, page.find("\n```", begin) - begin));
  }
  return out;
}

void collect_members(const json::Value& value, std::set<std::string>& members) {
  if (value.is_object())
    for (const auto& [name, member] : value.items()) members.insert(name);
  for (const auto& inner : value)
    if (inner.is_structured()) collect_members(inner, members);
}

TEST(Docs, JsonExamplesAreTrue) {
  std::string sources;
  for (const auto& file : files("node/web", ".cc")) sources += read(file);
  const auto examples = blocks(read("docs/addresses.md"), "json");
  ASSERT_GE(examples.size(), 2u);
  for (const auto& example : examples) {
    const auto value = json::parse(example);
    ASSERT_TRUE(value) << value.problem().what << example;
    std::set<std::string> members;
    collect_members(*value, members);
    for (const auto& member : members)
      EXPECT_THAT(sources, HasSubstr('"' + member + '"')) << "no answer has this member";
  }
}

TEST(Docs, TheSearchExampleHasEveryMemberOfAHit) {
  const auto search = json::parse(blocks(read("docs/addresses.md"), "json").at(0));
  ASSERT_TRUE(search);
  const auto& hit = (*search)["hits"][0];
  const auto source = read("node/web/json_shapes.cc");
  const auto begin = source.find("json::Value hit_json");
  const auto shape = source.substr(begin, source.find("\n}\n", begin) - begin);
  auto names = literals_after(shape, "\n          {");
  for (auto& name : literals_after(shape, "return {{")) names.push_back(name);
  EXPECT_GE(names.size(), 19u);
  for (const auto& name : names) EXPECT_TRUE(hit.contains(name)) << name;
  EXPECT_EQ(hit["id"], formats::public_id(hit["identifier"].get<std::string>()));
}

}  // namespace
