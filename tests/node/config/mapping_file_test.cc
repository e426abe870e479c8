// Mapping files of import (CONTRACT §2).
#include "node/config/mapping_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace commonplace::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

class MappingFiles : public testing::Test {
 protected:
  MappingFiles() {
    std::string pattern = std::filesystem::temp_directory_path() / "mapping-test-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~MappingFiles() override { std::filesystem::remove_all(folder_); }

  model::Outcome<formats::Mapping> load(std::string_view text) const {
    std::ofstream(folder_ / "mapping.toml", std::ios::binary) << text;
    return load_mapping(folder_ / "mapping.toml");
  }
  model::Problem bad(std::string_view text) const {
    const auto mapping = load(text);
    EXPECT_FALSE(mapping) << text;
    return mapping ? model::Problem() : mapping.problem();
  }

  std::filesystem::path folder_;
};

TEST_F(MappingFiles, AWholeFileIsReadInTheOrderOfItsLines) {
  const auto mapping = load(R"(
[columns]
"Title" = "name"
"creator.0.full_name" = "creator"
"About it" = "description"
"Also" = "description"
"Ignore me" = ""
[defaults]
license = "https://creativecommons.org/publicdomain/zero/1.0/"
[values.learningResourceType]
"Painting" = "image"
"Worksheet" = "worksheet"
[options]
key = "Ref"
separator = ";"
encoding = "windows-1252"
)");

  ASSERT_TRUE(mapping) << mapping.problem().what << mapping.problem().where;
  EXPECT_THAT(mapping->columns,
              ElementsAre(Pair("Title", "name"), Pair("creator.0.full_name", "creator"),
                          Pair("About it", "description"), Pair("Also", "description"), Pair("Ignore me", "")));
  EXPECT_THAT(mapping->defaults, ElementsAre(Pair("license", "https://creativecommons.org/publicdomain/zero/1.0/")));
  EXPECT_EQ(mapping->values.at("learningResourceType").at("Painting"), "image");
  EXPECT_EQ(mapping->key, "Ref");
  EXPECT_EQ(mapping->separator, ";");
  EXPECT_EQ(mapping->encoding, "windows-1252");
}

TEST_F(MappingFiles, ColumnsOnOneLineKeepTheirOrder) {
  const auto mapping = load("columns = { z = \"name\", a = \"name\" }\n");

  ASSERT_TRUE(mapping);
  EXPECT_THAT(mapping->columns, ElementsAre(Pair("z", "name"), Pair("a", "name")));
}

TEST_F(MappingFiles, OneColumnMayLeadToSeveralFields) {
  const auto mapping = load("[columns]\nTitle = [\"name\", \"description\"]\n");

  ASSERT_TRUE(mapping);
  EXPECT_THAT(mapping->columns, ElementsAre(Pair("Title", "name"), Pair("Title", "description")));
}

TEST_F(MappingFiles, AnEmptyFileIsAnEmptyMapping) {
  const auto mapping = load("");
  ASSERT_TRUE(mapping);
  EXPECT_EQ(*mapping, formats::Mapping());
}

TEST_F(MappingFiles, AFieldThatDoesNotExistIsNamedWithTheNearest) {
  const auto problem = bad("[columns]\n\"Title\" = \"descripton\"\n");
  EXPECT_THAT(problem.fix + problem.what, HasSubstr("description"));
}

TEST_F(MappingFiles, WhatIsNoMappingIsRefusedWithItsLine) {
  for (const std::string_view text :
       {"[colums]\nTitle = \"name\"\n", "columns = 5\n", "[columns]\nTitle = 5\n", "[columns]\nTitle = [5]\n",
        "[columns.Title]\nx = \"name\"\n", "[defaults]\nlicense = true\n", "values = \"x\"\n",
        "[values]\nname = \"x\"\n", "[values.name]\na = 5\n", "[options]\nkeys = \"x\"\n", "[options]\nkey = 5\n",
        "options = []\n", "name = \"Title\"\n"}) {
    const auto problem = bad(text);
    EXPECT_EQ(problem.kind, "bad-mapping") << text;
    EXPECT_THAT(problem.where, HasSubstr("mapping.toml, line ")) << text;
    EXPECT_NE(problem.fix, "");
  }
}

TEST_F(MappingFiles, BrokenTomlNamesTheLine) {
  const auto problem = bad("[columns]\nTitle = name\n");
  EXPECT_EQ(problem.kind, "bad-toml");
  EXPECT_THAT(problem.where, HasSubstr("line 2"));
}

TEST_F(MappingFiles, AnAbsentFileAndAFolderAreNotFound) {
  for (const auto& path : {folder_ / "absent.toml", folder_}) {
    const auto mapping = load_mapping(path);
    ASSERT_FALSE(mapping);
    EXPECT_EQ(mapping.problem().kind, "not-found");
  }
}

}  // namespace
}  // namespace commonplace::config
