// What becomes of a record that changes, goes and comes back, on its way through nodes that harvest each other in rows,
// rings and diamonds.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/federation_e2e/asking.h"
#include "tests/federation_e2e/resources.h"

namespace commonplace::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Sheet sheet{.url = "https://weavers-hall.example/sheets/loom", .title = "A loom from a shoe box"};

OaiHeader header_of(const Node& node, const std::string& identifier) {
  for (const auto& header : headers_of(node))
    if (header.identifier == identifier) return header;
  throw std::runtime_error(node.url() + " knows nothing of " + identifier);
}

bool lists_as_live(const Node& node, const std::string& identifier) {
  for (const auto& header : headers_of(node))
    if (header.identifier == identifier) return !header.deleted;
  return false;
}

class Journey : public ::testing::Test {
 protected:
  // Each of the nodes harvests the one before it.
  static void pass_on(const std::vector<Node*>& row) {
    for (std::size_t i = 1; i < row.size(); ++i) row[i]->harvest(row[i - 1]->url());
  }
  static void connect(Node& from, Node& to) { to.add_peer(from, from.url()); }

  void SetUp() override {
    for (Node* node : {&hall_, &hub_, &school_}) node->serve();
    connect(hall_, hub_);
    connect(hub_, school_);
    hall_.import_text("loom.ndjson", document_line(sheet));
    identifier_ = identifier_of(hall_, sheet.title);
  }

  Node hall_{Kit{.name = "Weavers' Hall", .slug = "weavers-hall"}};
  Node hub_{Kit{.name = "County Hub", .slug = "county-hub"}};
  Node school_{Kit{.name = "Riverside School", .slug = "riverside"}};
  std::string identifier_;
};

TEST_F(Journey, CarriesAnUpdateUnderTheSameIdentifier) {
  pass_on({&hall_, &hub_, &school_});
  Sheet changed = sheet;
  changed.description = "Now with instructions for the left-handed weaver and her marmalade.";
  const auto report = hall_.import_text("loom.ndjson", document_line(changed));
  ASSERT_EQ(report.at("updated"), 1) << report.dump();

  pass_on({&hall_, &hub_, &school_});

  EXPECT_TRUE(school_.soon([&] { return search(school_, "marmalade").at("total") == 1; }));
  EXPECT_EQ(search(school_, "marmalade").at("hits").at(0).at("identifier"), identifier_);
  EXPECT_EQ(headers_of(school_).size(), 1u);
}

TEST_F(Journey, BringsBackWhatIsPublishedAgain) {
  pass_on({&hall_, &hub_, &school_});
  hall_.answer({"withdraw", identifier_});
  pass_on({&hall_, &hub_, &school_});
  ASSERT_TRUE(header_of(school_, identifier_).deleted);
  hall_.import_text("loom.ndjson", document_line(sheet));

  // What returns within the second of its tombstone is stamped with the next one, and listed from then on.
  ASSERT_TRUE(hall_.soon([&] { return lists_as_live(hall_, identifier_); }));
  hub_.harvest(hall_.url());
  ASSERT_TRUE(hub_.soon([&] { return lists_as_live(hub_, identifier_); }));
  school_.harvest(hub_.url());

  EXPECT_TRUE(school_.soon([&] { return lists_as_live(school_, identifier_); }));
  EXPECT_TRUE(school_.soon([&] { return search(school_, "loom").at("total") == 1; }));
}

// OAI-72 for three: a withdrawal goes round once and the ring comes to rest.
TEST_F(Journey, GoesRoundARingOfThreeOnce) {
  connect(school_, hall_);
  pass_on({&hall_, &hub_, &school_, &hall_});
  hall_.answer({"withdraw", identifier_});
  pass_on({&hall_, &hub_, &school_, &hall_});
  const std::vector<std::vector<OaiHeader>> rest = {headers_of(hall_), headers_of(hub_), headers_of(school_)};
  for (const auto& headers : rest) {
    ASSERT_EQ(headers.size(), 1u);
    EXPECT_TRUE(headers.front().deleted);
  }

  for (int round = 0; round < 3; ++round) pass_on({&hall_, &hub_, &school_, &hall_});

  EXPECT_EQ((std::vector{headers_of(hall_), headers_of(hub_), headers_of(school_)}), rest);
}

// Two ways to the same record: it is there once, and what its own node says is believed.
TEST_F(Journey, OfTwoWaysIsOneRecord) {
  connect(hall_, school_);
  pass_on({&hall_, &hub_, &school_});
  ASSERT_EQ(headers_of(school_).size(), 1u);

  school_.harvest(hall_.url());
  const auto direct = header_of(school_, identifier_);
  school_.harvest(hub_.url(), {"--full"});

  EXPECT_EQ(headers_of(school_).size(), 1u);
  EXPECT_EQ(header_of(school_, identifier_), direct) << "a copy from the hub took the place of the owner's own";
  const auto reply =
      oai_reply(school_, "verb=GetRecord&metadataPrefix=oai_dc&identifier=" + percent_encoded(identifier_));
  EXPECT_THAT(reply, HasSubstr("<baseURL>" + hall_.oai_url() + "</baseURL>"));
  EXPECT_THAT(reply, Not(HasSubstr("<baseURL>" + hub_.oai_url() + "</baseURL>")));
}

// A peer that has gone away keeps what it has said, and its absence is told in words.
TEST_F(Journey, OutlivesANodeThatDoesNotAnswer) {
  pass_on({&hall_, &hub_, &school_});
  hub_.stop();

  const auto finished = school_.run({"harvest", hub_.url(), "--json"});

  EXPECT_NE(finished.exit_code, 0);
  EXPECT_THAT(finished.out, HasSubstr("\"outcome\":\"not_reached\""));
  EXPECT_FALSE(header_of(school_, identifier_).deleted);
  EXPECT_EQ(search(school_, "loom").at("total"), 1);
}

}  // namespace
}  // namespace commonplace::testing
