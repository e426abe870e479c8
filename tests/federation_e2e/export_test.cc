// What `commonplace export` and `framework export` write, and what they say to whatever cannot be meant (CONTRACT §2).
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/federation_e2e/resources.h"
#include "tests/program/node.h"

namespace commonplace::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Export : public ::testing::Test {
 protected:
  void publish(int count = 3) { node_.import_text("all.ndjson", generated_resources("weir.example", count)); }
  std::string place(const std::string& name) const { return (node_.folder().path() / name).string(); }
  // Names of files that a command has left beside others.
  std::vector<std::string> left_overs() const {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(node_.folder().path()))
      if (entry.path().extension() == ".new") out.push_back(entry.path().filename().string());
    return out;
  }
  void expect_refused(const std::vector<std::string>& words, int exit_code, const std::string& what) const {
    const auto said = node_.run(words);
    EXPECT_EQ(said.exit_code, exit_code) << fmt::format("{}\n", fmt::join(words, " ")) << said.err;
    EXPECT_THAT(said.err, HasSubstr(what)) << fmt::format("{}", fmt::join(words, " "));
    EXPECT_THAT(said.out, IsEmpty()) << fmt::format("{}", fmt::join(words, " "));
    EXPECT_THAT(left_overs(), IsEmpty());
  }

  Node node_{Kit{.name = "Weir Mill", .slug = "weir-mill"}};
};

TEST_F(Export, RefusesFormatsThatItDoesNotKnow) {
  for (const char* format : {"", "oai", "NDJSON", "xml", "case", "../ndjson"}) expect_refused({"export", "--format", format}, 2, "--format");
  expect_refused({"export", "--format"}, 2, "--format");
  expect_refused({"export", "everything"}, 2, "everything");
}

TEST_F(Export, RefusesOrganisationsThatAreNotHere) {
  publish();
  for (const char* format : {"ndjson", "csv", "oai-static"}) {
    const auto out = place("out");
    expect_refused({"export", "--format", format, "--contributor", "nobody", "--out", out}, 1, "contributor list");
    expect_refused({"export", "--format", format, "--contributor", "Weir Mill", "--out", out}, 1, "contributor list");
    EXPECT_FALSE(fs::exists(out));
  }
  expect_refused({"export", "--format", "site", "--contributor", "weir-mill", "--out", place("site")}, 2, "no --contributor");
  EXPECT_FALSE(fs::exists(place("site")));
}

TEST_F(Export, RefusesAddressesThatAreNoneOrMeanNothing) {
  publish();
  for (const char* format : {"oai-static", "site"})
    for (const char* url : {"files.example", "ftp://files.example/a.xml", "javascript:alert(1)", "http://", "https://a b/"}) {
      expect_refused({"export", "--format", format, "--url", url, "--out", place("out")}, 2, "no web address");
      EXPECT_FALSE(fs::exists(place("out")));
    }
  for (const char* format : {"ndjson", "csv"})
    expect_refused({"export", "--format", format, "--url", "https://files.example/a"}, 2, "Leave --url away");
}

TEST_F(Export, SaysWhereItCannotWrite) {
  publish();
  const auto file = node_.folder().write("a-file", "kept");
  for (const char* format : {"ndjson", "csv", "oai-static"}) {
    expect_refused({"export", "--format", format, "--out", node_.folder().path().string()}, 1, "this is a folder");
    expect_refused({"export", "--format", format, "--out", place("no/such/folder/out")}, 1, "could not be written");
    expect_refused({"export", "--format", format, "--out", file + "/out"}, 1, "could not be written");
    expect_refused({"export", "--format", format, "--out", "/dev/full"}, 1, "the disk is full");
  }
  expect_refused({"export", "--format", "site", "--out", file + "/site"}, 1, "could not be written");
  expect_refused({"export", "--format", "site", "--out", file}, 1, "Name a new folder");
  expect_refused({"export", "--format", "site", "--out", node_.folder().path().string()}, 1, "Name a new folder");
  expect_refused({"export", "--format", "site"}, 2, "--out FOLDER");
  EXPECT_EQ(read_file(file), "kept");
}

TEST_F(Export, WritesAnEmptyNodeAsWhatItIs) {
  EXPECT_THAT(node_.run({"export"}).out, IsEmpty());
  EXPECT_THAT(node_.run({"export"}).err, HasSubstr("0 resources exported"));
  const auto table = node_.run({"export", "--format", "csv"});
  EXPECT_EQ(table.exit_code, 0);
  EXPECT_EQ(std::count(table.out.begin(), table.out.end(), '\n'), 1) << "the header alone";
  const auto site = node_.run({"export", "--format", "site", "--out", place("site")});
  EXPECT_EQ(site.exit_code, 0) << site.err;
  EXPECT_THAT(site.err, HasSubstr("0 resources exported"));
  EXPECT_TRUE(fs::exists(place("site") + "/index.html"));
}

// A file that a keeper puts on the web every night must not be gone because one night something went wrong.
TEST_F(Export, LeavesWhatWasThereUntilTheNewOneIsWhole) {
  const auto file = node_.folder().write("repository.xml", "yesterday's");
  expect_refused({"export", "--format", "oai-static", "--out", file}, 1, "Publish something first");
  EXPECT_EQ(read_file(file), "yesterday's");

  publish();
  EXPECT_EQ(node_.run({"export", "--format", "oai-static", "--out", file}).exit_code, 0);
  EXPECT_THAT(read_file(file), HasSubstr("<sr:Repository"));
  EXPECT_THAT(left_overs(), IsEmpty());
}

TEST_F(Export, WritesToAFileWhatItPrints) {
  publish();
  fs::create_symlink(node_.folder().write("target", "old"), place("link"));
  for (const char* format : {"ndjson", "csv"}) {
    EXPECT_EQ(node_.run({"export", "--format", format, "--out", place("link")}).exit_code, 0);
    EXPECT_EQ(read_file(place("target")), node_.run({"export", "--format", format}).out);
    EXPECT_TRUE(fs::is_symlink(place("link")));
  }
  EXPECT_EQ(node_.run({"export", "--out", "/dev/null"}).exit_code, 0);
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
}

TEST_F(Export, RefusesFrameworksThatAreNotHereAndFormatsThatTheyDoNotHave) {
  node_.import_text("nothing.ndjson", generated_resources("weir.example", 1));
  for (const char* id : {"nobody", "", "../x", "%2e"}) expect_refused({"framework", "export", id}, 1, "framework list");
  expect_refused({"framework", "export"}, 2, "ID is required");
  for (const char* format : {"", "xml", "CASE", "ndjson"}) expect_refused({"framework", "export", "nobody", "--format", format}, 2, "case, skos, jsonld or csv");
  expect_refused({"framework", "export-links", "--out", place("no/such/folder/links.tsv")}, 1, "could not be written");
  expect_refused({"framework", "export-links", "--out", node_.folder().path().string()}, 1, "this is a folder");
  expect_refused({"framework", "export-links", "--out", "/dev/full"}, 1, "the disk is full");
}

}  // namespace
}  // namespace commonplace::testing
