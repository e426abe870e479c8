// Clients that we did not write harvest our node whole, and agree with it on every record (OAI-74).

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/clients/print_shop.h"

namespace commonplace::testing {
namespace {

// What a client says it has received.
struct Received {
  std::map<std::string, std::string> titles;
  std::set<std::string> deleted;
  std::size_t records = 0;
};

std::vector<json::Value> json_lines(const std::string& text) {
  std::vector<json::Value> out;
  for (const auto& line : lines_of(text)) {
    auto value = json::parse(line);
    if (!value) throw std::runtime_error(value.problem().what + ": " + line);
    out.push_back(std::move(*value));
  }
  return out;
}

// Reads what our own scripts print.
Received received_by(const Finished& finished) {
  Received received;
  for (const auto& record : json_lines(finished.out)) {
    ++received.records;
    if (record.at("deleted"))
      received.deleted.insert(record.at("identifier"));
    else
      received.titles[record.at("identifier")] = record.at("title");
  }
  return received;
}

Finished run_client(std::vector<std::string> words) {
  return run({.words = std::move(words), .environment = {{"no_proxy", "127.0.0.1"}, {"NO_PROXY", "127.0.0.1"}}},
             seconds(120));
}

void expect_whole(const PrintShop& shop, const Received& received) {
  EXPECT_EQ(received.records, static_cast<std::size_t>(shop_records));
  EXPECT_EQ(received.deleted, shop.withdrawn);
  EXPECT_EQ(received.titles.size(), shop.titles.size());
  EXPECT_TRUE(received.titles == shop.titles) << "identifiers or titles differ";
}

bool has_perl_module(const std::string& module) {
  return run({.words = {"perl", "-M" + module, "-e1"}}).exit_code == 0;
}

class Oai74 : public ::testing::Test {
 protected:
  void harvest_with_http_oai(const std::string& prefix) {
    if (!has_perl_module("HTTP::OAI")) GTEST_SKIP() << "SKIP: libhttp-oai-perl is not installed";
    const auto shop = open_print_shop();

    const auto finished = run_client({"perl", source_file("tests/clients/http_oai.pl"), shop.node->oai_url(), prefix});

    ASSERT_EQ(finished.exit_code, 0) << finished.err;
    expect_whole(shop, received_by(finished));
  }
};

TEST_F(Oai74, HttpOaiHarvestsEveryRecordAsDublinCore) {
  harvest_with_http_oai("oai_dc");
}

TEST_F(Oai74, HttpOaiHarvestsEveryRecordAsLom) {
  harvest_with_http_oai("lom");
}

TEST_F(Oai74, HttpOaiHarvestsEveryRecordAsLrmi) {
  harvest_with_http_oai("lrmi");
}

TEST_F(Oai74, HttpOaiHarvestsEveryRecordAsMods) {
  harvest_with_http_oai("mods");
}

TEST_F(Oai74, HttpOaiHarvestsEveryRecordAsCpl) {
  harvest_with_http_oai("cpl");
}

TEST_F(Oai74, CatmanduHarvestsEveryRecord) {
  if (!is_on_path("catmandu") || !has_perl_module("Catmandu::Importer::OAI"))
    GTEST_SKIP() << "SKIP: libcatmandu-oai-perl is not installed";
  const auto shop = open_print_shop();

  const auto finished = run_client({"catmandu", "convert", "OAI", "--url", shop.node->oai_url(), "--metadataPrefix",
                                    "oai_dc", "to", "JSON", "--line_delimited", "1"});

  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  Received received;
  for (const auto& record : json_lines(finished.out)) {
    ++received.records;
    if (record.at("_status") == "deleted")
      received.deleted.insert(record.at("_id"));
    else
      received.titles[record.at("_id")] = record.at("title").at(0);
  }
  expect_whole(shop, received);
}

TEST_F(Oai74, NpmOaiPmhHarvestsEveryRecord) {
  if (!is_on_path("node")) GTEST_SKIP() << "SKIP: node is not installed";
  if (!std::ifstream(source_file("tests/clients/node_modules/oai-pmh/package.json")))
    GTEST_SKIP() << "SKIP: the npm package oai-pmh is not installed; run scripts/setup";
  const auto shop = open_print_shop();

  const auto finished =
      run_client({"node", source_file("tests/clients/npm_oai_pmh.mjs"), shop.node->oai_url(), "oai_dc"});

  ASSERT_EQ(finished.exit_code, 0) << finished.err;
  expect_whole(shop, received_by(finished));
}

}  // namespace
}  // namespace commonplace::testing
