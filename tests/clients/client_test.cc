// Clients that we did not write harvest our node whole in every format that it
// offers, and agree with it on every record; and while records change under
// them they lose, double and skip nothing (OAI-74).

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <functional>
#include <thread>

#include "schemas/formats/xml.h"
#include "tests/clients/print_shop.h"

namespace commonplace::testing {
namespace {

// What a client says it has received.
struct Received {
  std::map<std::string, std::string> titles;
  std::set<std::string> deleted;
  std::set<std::string> twice;
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

void take(Received& received, const std::string& identifier, bool deleted, const std::string& title) {
  ++received.records;
  if (received.titles.contains(identifier) || received.deleted.contains(identifier)) received.twice.insert(identifier);
  if (deleted) {
    received.deleted.insert(identifier);
    received.titles.erase(identifier);
  } else {
    received.deleted.erase(identifier);
    received.titles[identifier] = title;
  }
}

// Reads what our own scripts print.
Received received_by_script(const std::string& out) {
  Received received;
  for (const auto& record : json_lines(out)) {
    const bool deleted = record.at("deleted");
    take(received, record.at("identifier"), deleted, deleted ? "" : record.at("title").get<std::string>());
  }
  return received;
}

const formats::XmlNode* descend(const formats::XmlNode* node, std::initializer_list<std::string_view> path) {
  for (const auto name : path) node = node ? node->child(name) : nullptr;
  return node;
}

// Where each format has the title, in the bytes that Catmandu hands on.
std::string title_in(const std::string& prefix, const std::string& metadata) {
  const auto root = formats::read_xml_tree(metadata);
  if (!root) throw std::runtime_error(root.problem().what + ": " + metadata.substr(0, 300));
  if (prefix == "cpl") return json::parse(root->text)->at("metadata").at("name").begin().value();
  const formats::XmlNode* title = prefix == "lom"    ? descend(&*root, {"general", "title", "string"})
                                  : prefix == "mods" ? descend(&*root, {"titleInfo", "title"})
                                  : prefix == "lrmi" ? descend(&root->children.at(0), {"title"})
                                                     : descend(&*root, {"title"});
  return title ? title->text : "(no title)";
}

Received received_by_catmandu(const std::string& prefix, const std::string& out) {
  Received received;
  for (const auto& record : json_lines(out)) {
    const bool deleted = record.at("_status") == "deleted";
    take(received, record.at("_id"), deleted, deleted ? "" : title_in(prefix, record.at("_metadata")));
  }
  return received;
}

bool has_perl_module(const std::string& module) {
  return run({.words = {"perl", "-M" + module, "-e1"}}).exit_code == 0;
}

// One client: what it lacks to run here, its command, and the reading of what
// it prints.
struct Client {
  std::string name;
  std::function<std::string()> missing;  // empty when nothing is
  std::function<std::vector<std::string>(const std::string& url, const std::string& prefix, const std::string& from)>
      words;
  std::function<Received(const std::string& prefix, const std::string& out)> read;
};

std::vector<std::string> with_from(std::vector<std::string> words, const std::string& option, const std::string& from) {
  if (!from.empty() && !option.empty()) words.push_back(option);
  if (!from.empty()) words.push_back(from);
  return words;
}

Client http_oai() {
  return {"HTTP::OAI", [] { return has_perl_module("HTTP::OAI") ? "" : "libhttp-oai-perl is not installed"; },
          [](const auto& url, const auto& prefix, const auto& from) {
            return with_from({"perl", source_file("tests/clients/http_oai.pl"), url, prefix}, "", from);
          },
          [](const auto&, const auto& out) { return received_by_script(out); }};
}

Client catmandu() {
  return {"Catmandu",
          [] {
            const bool is_there = is_on_path("catmandu") && has_perl_module("Catmandu::Importer::OAI");
            return is_there ? "" : "libcatmandu-oai-perl is not installed";
          },
          [](const auto& url, const auto& prefix, const auto& from) {
            const auto words =
                with_from({"catmandu", "convert", "OAI", "--url", url, "--metadataPrefix", prefix, "--handler", "raw"},
                          "--from", from);
            auto all = words;
            all.insert(all.end(), {"to", "JSON", "--line_delimited", "1"});
            return all;
          },
          received_by_catmandu};
}

Client npm_oai_pmh() {
  return {"npm oai-pmh",
          [] {
            if (!is_on_path("node")) return "node is not installed";
            const bool is_there(std::ifstream(source_file("tests/clients/node_modules/oai-pmh/package.json")));
            return is_there ? ""
                            : "the npm package oai-pmh is not installed; run "
                              "scripts/setup";
          },
          [](const auto& url, const auto& prefix, const auto& from) {
            return with_from({"node", source_file("tests/clients/npm_oai_pmh.mjs"), url, prefix}, "", from);
          },
          [](const auto&, const auto& out) { return received_by_script(out); }};
}

Received harvest(const Client& client, const std::string& url, const std::string& prefix,
                 const std::string& from = "") {
  const auto finished = run(
      {.words = client.words(url, prefix, from), .environment = {{"no_proxy", "127.0.0.1"}, {"NO_PROXY", "127.0.0.1"}}},
      seconds(120));
  if (finished.exit_code != 0) throw std::runtime_error(client.name + " " + prefix + ": " + finished.err);
  return client.read(prefix, finished.out);
}

std::vector<std::string> formats_of(const Node& node) {
  const auto tree = formats::read_xml_tree(node.get("/oai?verb=ListMetadataFormats").body);
  std::vector<std::string> prefixes;
  for (const auto& format : tree.value().child("ListMetadataFormats")->children)
    prefixes.push_back(format.child("metadataPrefix")->text);
  return prefixes;
}

void expect_whole(const PrintShop& shop, const Received& received) {
  EXPECT_EQ(received.records, static_cast<std::size_t>(shop_records));
  EXPECT_EQ(received.deleted, shop.withdrawn);
  EXPECT_EQ(received.titles.size(), shop.titles.size());
  for (const auto& [identifier, title] : shop.titles) {
    const auto found = received.titles.find(identifier);
    ASSERT_NE(found, received.titles.end()) << identifier;
    ASSERT_EQ(found->second, title) << identifier;
  }
}

class Oai74 : public ::testing::TestWithParam<Client (*)()> {
 protected:
  void SetUp() override {
    client_ = GetParam()();
    if (const auto missing = client_.missing(); !missing.empty()) GTEST_SKIP() << "SKIP: " << missing;
  }

  Client client_;
};

TEST_P(Oai74, HarvestsEveryRecordInEveryFormat) {
  const auto shop = open_print_shop();
  const auto prefixes = formats_of(*shop.node);
  EXPECT_GE(prefixes.size(), 3u);
  for (const auto& prefix : prefixes) {
    SCOPED_TRACE(client_.name + " " + prefix);
    expect_whole(shop, harvest(client_, shop.node->oai_url(), prefix));
  }
}

// Changes records of the shop until it is told to end: every round renames
// four, adds one and withdraws one.
class Busy {
 public:
  explicit Busy(PrintShop& shop) : shop_(shop), documents_(shop.node->documents()), thread_([this] { work(); }) {}
  ~Busy() { wait(); }

  int rounds() const { return rounds_; }
  const std::set<std::string>& touched() const { return touched_; }  // after end()
  void end() {
    wait();
    if (trouble_) std::rethrow_exception(std::exchange(trouble_, nullptr));
  }

 private:
  void wait() {
    ends_ = true;
    if (thread_.joinable()) thread_.join();
  }

  void work() {
    try {
      while (!ends_ && documents_.size() > 10) change();
    } catch (...) {
      trouble_ = std::current_exception();
    }
  }

  void change() {
    std::string lines;
    for (std::size_t i = 0; i < 4; ++i)
      lines += renamed(documents_[(static_cast<std::size_t>(rounds_) * 211 + i * 307) % documents_.size()]);
    if (rounds_ % 3 == 2) {  // one that was withdrawn comes back
      documents_.push_back(std::move(gone_.back()));
      gone_.pop_back();
      shop_.withdrawn.erase(documents_.back().at("identifier"));
      lines += renamed(documents_.back());
    }
    const auto imported = shop_.node->import_text("changed.ndjson", lines);
    if (imported.at("set_aside") != 0) throw std::runtime_error(imported.dump());
    withdraw((static_cast<std::size_t>(rounds_) * 389) % documents_.size());
    ++rounds_;
  }

  std::string renamed(json::Value& document) {
    const auto title = fmt::format("Renamed in round {}: <木版> & ink", rounds_.load());
    document["name"]["und"] = title;
    shop_.titles[document.at("identifier")] = title;
    touched_.insert(document.at("identifier"));
    return json::canonical(document) + "\n";
  }

  void withdraw(std::size_t place) {
    std::swap(documents_[place], documents_.back());
    const std::string identifier = documents_.back().at("identifier");
    shop_.node->answer({"withdraw", identifier});
    shop_.titles.erase(identifier);
    shop_.withdrawn.insert(identifier);
    touched_.insert(identifier);
    gone_.push_back(std::move(documents_.back()));
    documents_.pop_back();
  }

  PrintShop& shop_;
  std::vector<json::Value> documents_;  // of what is live
  std::vector<json::Value> gone_;
  std::set<std::string> touched_;
  std::atomic<int> rounds_{0};
  std::atomic<bool> ends_{false};
  std::exception_ptr trouble_;
  std::thread thread_;
};

std::string response_date(const Node& node) {
  const auto tree = formats::read_xml_tree(node.get("/oai?verb=Identify").body);
  return tree.value().child("responseDate")->text;
}

TEST_P(Oai74, AgreesAlsoWhenRecordsChangeDuringTheHarvest) {
  auto shop = open_print_shop("100");  // thirteen pages: more places to be disturbed
  const std::string since = response_date(*shop.node);

  Busy busy(shop);
  Received copy;
  int rounds_meanwhile = 0;
  for (int tries = 0; tries < 10 && rounds_meanwhile == 0; ++tries) {
    const int before = busy.rounds();
    copy = harvest(client_, shop.node->oai_url(), "oai_dc");
    rounds_meanwhile = busy.rounds() - before;
  }
  busy.end();

  EXPECT_GE(rounds_meanwhile, 1) << "nothing changed during the harvest";
  // What changes in the second of the first page stands in the list again, as it is now; nothing else does (OAI-55).
  for (const auto& identifier : copy.twice) EXPECT_TRUE(busy.touched().contains(identifier)) << identifier;
  const Received changes = harvest(client_, shop.node->oai_url(), "oai_dc", since);
  for (const auto& [identifier, title] : changes.titles) take(copy, identifier, false, title);
  for (const auto& identifier : changes.deleted) take(copy, identifier, true, "");
  EXPECT_EQ(copy.deleted, shop.withdrawn);
  EXPECT_TRUE(copy.titles == shop.titles)
      << "identifiers or titles differ: " << copy.titles.size() << " and " << shop.titles.size();
}

std::string name_of(const ::testing::TestParamInfo<Client (*)()>& tested) {
  constexpr const char* names[] = {"HttpOai", "Catmandu", "NpmOaiPmh"};
  return names[tested.index];
}

INSTANTIATE_TEST_SUITE_P(Clients, Oai74, ::testing::Values(http_oai, catmandu, npm_oai_pmh), name_of);

}  // namespace
}  // namespace commonplace::testing
