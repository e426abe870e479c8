// Frameworks into the store and out again (CUR-1, CUR-3, CUR-4, CUR-22).
#include "node/app/frameworks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "node/app/links.h"
#include "tests/node/app/ground.h"

namespace commonplace::app {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view leaves = R"(@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://fern.example/v> a skos:ConceptScheme ; <http://purl.org/dc/terms/title> "Leaves" ; <http://purl.org/dc/terms/publisher> "Fern" ;
  <http://purl.org/dc/terms/license> <https://creativecommons.org/licenses/by/4.0/> .
<https://fern.example/v/1> a skos:Concept ; skos:prefLabel "Draw" ; skos:notation "L.1" .
<https://fern.example/v/2> a skos:Concept ; skos:prefLabel "Paint" ; skos:notation "L.2" ; skos:broader <https://fern.example/v/1> .
)";

FrameworkReport imported_framework(const Desk& desk, const FrameworkOrder& order, harvest::Fetcher* fetcher = nullptr) {
  auto report = import_framework(desk, order, fetcher);
  EXPECT_TRUE(report.has_value()) << (report ? "" : report.problem().kind + " " + report.problem().where + " " + report.problem().what);
  return report ? *report : FrameworkReport{};
}

// One page at one address.
class OnePage : public harvest::Fetcher {
 public:
  harvest::Fetched fetch(const harvest::Ask& ask) override {
    harvest::Reply reply;
    reply.status = ask.url == "https://fern.example/leaves.ttl" ? 200 : 404;
    reply.body = leaves;
    return {reply, std::nullopt};
  }
};

FrameworkOrder order_of(const std::string& source) {
  FrameworkOrder order;
  order.source = source;
  return order;
}

TEST(Cur4, TheSameFileAgainChangesNothing) {
  const Ground ground;
  const auto desk = ground.desk();
  const auto file = ground.file("leaves.ttl", leaves);
  const auto first = imported_framework(desk, order_of(file));
  const auto version = desk.store->curriculum_version();

  const auto again = imported_framework(desk, order_of(file));

  EXPECT_TRUE(first.changed);
  EXPECT_EQ(first.framework.id, "leaves");
  EXPECT_EQ(first.statements, 2);
  EXPECT_FALSE(again.changed);
  EXPECT_EQ(desk.store->curriculum_version(), version);
}

TEST(Cur4, ARehearsalShowsWhatWouldBeAndStoresNothing) {
  const Ground ground;
  const auto desk = ground.desk();
  auto order = order_of(ground.file("leaves.ttl", leaves));
  order.is_rehearsal = true;

  const auto report = imported_framework(desk, order);

  EXPECT_EQ(report.statements, 2);
  EXPECT_THAT(report.beginning, ElementsAre("L.1  Draw", "  L.2  Paint"));
  EXPECT_THAT(desk.store->all_frameworks(), IsEmpty());
}

TEST(Cur3, ANewVersionOfAFileUpdatesTheFrameworkWithItsAddress) {
  const Ground ground;
  const auto desk = ground.desk();
  imported_framework(desk, order_of(ground.file("leaves.ttl", leaves)));
  std::string next(leaves);
  next.replace(next.find("Paint"), 5, "Paint well");
  next.replace(next.find("\"Leaves\""), 8, "\"Leaves two\"");

  const auto report = imported_framework(desk, order_of(ground.file("other-name.ttl", next)));

  EXPECT_EQ(report.framework.id, "leaves") << "the id that its pages have";
  EXPECT_EQ(report.changes.reworded, 1);
  EXPECT_THAT(desk.store->all_frameworks(), SizeIs(1));
  EXPECT_THAT(desk.store->past_statements("leaves"), SizeIs(1));
}

TEST(Cur3, AnotherFrameworkOfTheSameTitleIsAnotherFramework) {
  const Ground ground;
  const auto desk = ground.desk();
  imported_framework(desk, order_of(ground.file("leaves.ttl", leaves)));
  std::string other(leaves);
  for (auto at = other.find("fern.example"); at != std::string::npos; at = other.find("fern.example")) other.replace(at, 4, "moss");

  const auto report = imported_framework(desk, order_of(ground.file("other.ttl", other)));

  EXPECT_EQ(report.framework.id, "leaves-2");
  EXPECT_EQ(report.changes.retired, 0);
  EXPECT_THAT(desk.store->all_frameworks(), SizeIs(2));
}

TEST(Cur4, AnAddressIsFetchedAndIsTheSource) {
  const Ground ground;
  const auto desk = ground.desk();
  OnePage fetcher;

  const auto report = imported_framework(desk, order_of("https://fern.example/leaves.ttl"), &fetcher);
  const auto refused = import_framework(desk, order_of("https://fern.example/other.ttl"), &fetcher);

  EXPECT_EQ(report.statements, 2);
  EXPECT_EQ(report.framework.source_url, "https://fern.example/v");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.problem().kind, "not-fetched");
}

TEST(Cur11, TheImporterSaysWhatTheFileDoesNot) {
  const Ground ground;
  const auto desk = ground.desk();
  auto order = order_of(ground.file("f.csv", "code,text\n1,Draw\n1.1,Lines\n"));
  order.licence = "CC BY 4.0";
  order.publisher = "Council";
  order.source_url = "https://council.example/curriculum";

  const auto report = imported_framework(desk, order);

  EXPECT_EQ(report.framework.licence, "https://creativecommons.org/licenses/by/4.0/");
  EXPECT_FALSE(report.framework.source_is_unknown());
}

TEST(Cur20, WhatCannotBeReadIsNamedWithItsFile) {
  const Ground ground;
  const auto desk = ground.desk();
  const auto kind = [&](const std::string& source) { return import_framework(desk, order_of(source)).problem().kind; };

  EXPECT_EQ(kind(ground.path("nowhere.ttl")), "not-found");
  EXPECT_EQ(kind(ground.path("")), "not-found") << "a folder without RDF files";
  EXPECT_EQ(kind("https://fern.example/x"), "not-fetched");
  EXPECT_THAT(import_framework(desk, order_of(ground.file("bad.ttl", "@prefix : <https://x.example/> .\n:a :b"))).problem().where, HasSubstr("bad.ttl"));
  EXPECT_THAT(desk.store->all_frameworks(), IsEmpty());
}

TEST(Cur22, EveryFormatIsWrittenAndReadBack) {
  const Ground ground;
  const auto desk = ground.desk();
  imported_framework(desk, order_of(ground.file("leaves.ttl", leaves)));
  int number = 0;
  for (const char* word : {"case", "skos", "jsonld", "csv"}) {
    const auto written = export_framework(*desk.store, "leaves", *read_framework_format(word));
    ASSERT_TRUE(written.has_value());
    const auto other = ground.desk("moss.example", "Moss " + std::to_string(++number));
    auto order = order_of(ground.file(std::string("out.") + word, *written));
    order.id = std::string("again-") + word;

    const auto report = imported_framework(other, order);

    EXPECT_EQ(report.statements, 2) << word;
    const auto statements = other.store->statements(report.framework.id);
    EXPECT_EQ(statements[1].code, "L.2") << word;
    EXPECT_EQ(statements[1].uri, "https://fern.example/v/2") << word;
    EXPECT_EQ(statements[1].parent, "https://fern.example/v/1") << word;
    std::filesystem::remove_all(ground.path("moss.example"));
  }
  EXPECT_FALSE(export_framework(*desk.store, "nothing", FrameworkFormat::csv).has_value());
  EXPECT_FALSE(read_framework_format("pdf"));
}

TEST(Cur53, LinksComeFromATableOnceAndStayOffWhenTheyWereTurnedOff) {
  const Ground ground;
  const auto desk = ground.desk();
  const auto file = ground.file("links.tsv", "subject_id\tpredicate_id\tobject_id\nhttps://a.example/1\tskos:exactMatch\thttps://b.example/1\n");
  const auto first = import_links(*desk.store, file);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->added, 1);
  auto link = desk.store->links()[0];
  link.state = model::LinkState::off;
  desk.store->put_link(link);

  const auto again = import_links(*desk.store, file);

  EXPECT_EQ(again->added, 0);
  EXPECT_EQ(again->known, 1);
  EXPECT_EQ(desk.store->links()[0].state, model::LinkState::off);
  EXPECT_EQ(export_links(*desk.store).find("a.example"), std::string::npos);
  EXPECT_EQ(import_links(*desk.store, ground.path("nowhere.tsv")).problem().kind, "not-found");
}

TEST(Cur1, TheSameStandardsFromCaseAndAsnAreOneFramework) {
  const auto shared = std::filesystem::path(COMMONPLACE_SOURCE_DIR) / "../shared/data/curricula";
  if (!std::filesystem::exists(shared)) GTEST_SKIP() << "SKIP: no shared data at ../shared; set COMMONPLACE_SHARED";
  const Ground ground;
  const auto desk = ground.desk();
  const auto by_case = imported_framework(desk, order_of(shared / "derived/asn-dc-arts.case.json"));

  const auto by_asn = imported_framework(desk, order_of(shared / "us-asn/DC-arts.json"));

  EXPECT_EQ(by_asn.framework.id, by_case.framework.id);
  EXPECT_EQ(by_asn.statements, 1506);
  EXPECT_EQ(by_asn.changes.added, 0);
  EXPECT_EQ(by_asn.changes.retired, 0);
  const auto statements = desk.store->statements(by_asn.framework.id);
  ASSERT_THAT(statements, SizeIs(1506));
  for (const auto& statement : statements) {
    EXPECT_THAT(statement.uri, testing::StartsWith("http://asn.jesandco.org/resources/"));
    EXPECT_THAT(statement.same_as, testing::Contains(testing::StartsWith("http://purl.org/ASN/resources/")));
    EXPECT_THAT(statement.case_guid, SizeIs(36));
  }
}

}  // namespace
}  // namespace commonplace::app
