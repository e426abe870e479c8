// What becomes of records that travel through several nodes: OAI-64, OAI-65, OAI-72.
#include <fmt/format.h>

#include "node/app/peers.h"
#include "schemas/formats/xml.h"
#include "tests/node/app/loopback.h"

namespace commonplace::app {
namespace {

using ::testing::ElementsAre;

class ReExport : public ::testing::Test {
 protected:
  ReExport() {
    for (auto* node : {&first_, &second_, &third_}) loopback_.add(*node);
    loopback_.now = first_.at(1000);
  }

  // Over OAI-PMH, in the given format.
  void know(LoopbackNode& node, LoopbackNode& other, const std::string& prefix) {
    NewPeer wish;
    wish.url = other.base_url() + "/oai";
    wish.name = other.base_url();
    wish.kind = "oai";
    wish.prefix = prefix;
    ASSERT_TRUE(add_peer(node.desk(), wish));
  }
  void harvest(LoopbackNode& node, LoopbackNode& other) {
    loopback_.now.seconds += 100;
    visit(node, loopback_, other.base_url());
  }
  formats::XmlNode record(LoopbackNode& node, const std::string& identifier, const std::string& prefix) {
    http::Request request;
    request.method = "GET";
    request.path = "/oai";
    request.target = "/oai";
    request.query = {{"verb", "GetRecord"}, {"metadataPrefix", prefix}, {"identifier", identifier}};
    request.now = loopback_.now;
    const auto tree = formats::read_xml_tree(node.answer(request).body);
    const auto* get = tree ? tree->child("GetRecord") : nullptr;
    return get ? *get->child("record") : formats::XmlNode();
  }
  static std::string header(const formats::XmlNode& record, std::string_view element) {
    const auto* node = record.child("header") ? record.child("header")->child(element) : nullptr;
    return node ? node->text : "";
  }
  // The hops of a record, nearest first.
  static std::vector<formats::XmlNode> hops(const formats::XmlNode& record) {
    std::vector<formats::XmlNode> out;
    for (const auto& about : record.children) {
      if (about.local != "about" || about.children.front().local != "provenance") continue;
      for (const auto* hop = about.children.front().child("originDescription"); hop != nullptr; hop = hop->child("originDescription"))
        out.push_back(*hop);
    }
    return out;
  }
  static std::string text(const formats::XmlNode& node, std::string_view element) {
    return node.child(element) ? node.child(element)->text : "";
  }
  std::map<std::string, model::Datestamp> datestamps(LoopbackNode& node) {
    std::map<std::string, model::Datestamp> out;
    node.store().list({}, {}, 1000, 1 << 30, store::Body::none,
                      [&](const store::Row& row) { out[std::string(row.identifier)] = row.datestamp; });
    return out;
  }

  Ground ground_;
  LoopbackNode first_{ground_, "first.example", "First <& 'Ŵyr'"};
  LoopbackNode second_{ground_, "second.example", "Second"};
  LoopbackNode third_{ground_, "third.example", "Third"};
  Loopback loopback_;
};
using Oai64 = ReExport;
using Oai65 = ReExport;
using Oai72 = ReExport;

TEST_F(Oai64, ThreeNodesInARowKeepTheIdentifierAndTellBothHops) {
  const std::string identifier = "oai:first.example:1";
  first_.publish(1, 10);
  know(second_, first_, "cpl");
  know(third_, second_, "oai_dc");
  harvest(second_, first_);
  harvest(third_, second_);

  const auto at_first = record(first_, identifier, "oai_dc");
  const auto at_second = record(second_, identifier, "oai_dc");
  const auto at_third = record(third_, identifier, "oai_dc");

  for (const auto* one : {&at_first, &at_second, &at_third}) EXPECT_EQ(header(*one, "identifier"), identifier);
  EXPECT_LT(header(at_first, "datestamp"), header(at_second, "datestamp"));
  EXPECT_LT(header(at_second, "datestamp"), header(at_third, "datestamp"));
  EXPECT_TRUE(hops(at_first).empty());
  ASSERT_EQ(hops(at_second).size(), 1u);
  const auto both = hops(at_third);
  ASSERT_EQ(both.size(), 2u);
  EXPECT_EQ(text(both[0], "baseURL"), "https://second.example/oai");
  EXPECT_EQ(text(both[0], "datestamp"), header(at_second, "datestamp"));
  EXPECT_EQ(both[0].attribute("altered"), "true") << "oai_dc is a rendering";
  EXPECT_EQ(text(both[1], "baseURL"), "https://first.example/oai");
  EXPECT_EQ(text(both[1], "datestamp"), header(at_first, "datestamp"));
  EXPECT_EQ(both[1].attribute("altered"), "false") << "cpl travels as it is";
  for (const auto& hop : both) EXPECT_EQ(text(hop, "identifier"), identifier);
}

TEST_F(Oai64, EveryFormatHasTheSameIdentifier) {
  first_.publish(1, 10);
  know(second_, first_, "cpl");
  harvest(second_, first_);

  for (const auto* prefix : {"oai_dc", "lom", "cpl"})
    EXPECT_EQ(header(record(second_, "oai:first.example:1", prefix), "identifier"), "oai:first.example:1") << prefix;
}

TEST_F(Oai65, ADeletionTravelsThroughEveryNode) {
  first_.publish(2, 10);
  know(second_, first_, "cpl");
  know(third_, second_, "cpl");
  harvest(second_, first_);
  harvest(third_, second_);
  first_.withdraw("1", loopback_.now.seconds + 10 - first_.store().created().seconds);
  harvest(second_, first_);
  harvest(third_, second_);

  const auto gone = record(third_, "oai:first.example:1", "oai_dc");

  ASSERT_TRUE(gone.child("header"));
  EXPECT_EQ(gone.child("header")->attribute("status"), "deleted");
  EXPECT_EQ(gone.children.size(), 1u) << "no metadata, no about";
  std::vector<std::string> sets;
  for (const auto& child : gone.child("header")->children)
    if (child.local == "setSpec") sets.push_back(child.text);
  EXPECT_THAT(sets, ::testing::IsSupersetOf({"contributor:first.example", "origin:second.example"}));
}

// a → b → c → a, a hundred times: nothing changes, so nobody stamps anything.
TEST_F(Oai72, ThreeNodesInARingStampNothingNewInAHundredCycles) {
  first_.publish(3, 10, "From the first");
  second_.publish(2, 10, "From the second");
  third_.publish(2, 10, "From the third");
  know(second_, first_, "cpl");
  know(third_, second_, "oai_dc");
  know(first_, third_, "cpl");
  const auto cycle = [&] {
    harvest(second_, first_);
    harvest(third_, second_);
    harvest(first_, third_);
  };
  for (int i = 0; i < 3; ++i) cycle();  // until everyone has heard everything
  std::map<LoopbackNode*, std::map<std::string, model::Datestamp>> before;
  for (auto* node : {&first_, &second_, &third_}) before[node] = datestamps(*node);
  ASSERT_EQ(before[&first_].size(), 7u);

  for (int i = 0; i < 100; ++i) cycle();

  for (auto* node : {&first_, &second_, &third_}) EXPECT_EQ(datestamps(*node), before[node]);
}

}  // namespace
}  // namespace commonplace::app
