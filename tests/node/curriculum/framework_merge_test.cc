// Frameworks that are imported again (CUR-1, CUR-3, CUR-4).
#include "node/curriculum/framework_merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "node/curriculum/sharing.h"

namespace commonplace::curriculum {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

const std::string first_day = "2026-01-01T00:00:00Z";
const std::string later_day = "2026-06-01T00:00:00Z";

model::Statement statement(const std::string& name, const std::string& text, const std::string& parent = "") {
  model::Statement made;
  made.uri = "https://f.example/" + name;
  made.code = name;
  made.text = {{"en", text}};
  if (!parent.empty()) made.parent = "https://f.example/" + parent;
  return made;
}

formats::FrameworkPackage package(std::vector<model::Statement> statements) {
  formats::FrameworkPackage made;
  made.framework.id = "f";
  made.framework.uri = "https://f.example/";
  made.framework.title = {{"en", "F"}};
  made.statements = std::move(statements);
  return made;
}

Merged first(std::vector<model::Statement> statements) {
  return merge_framework(std::nullopt, package(std::move(statements)), first_day);
}

Merged again(const Merged& before, formats::FrameworkPackage now) {
  return merge_framework(StoredFramework{before.import.framework, before.import.statements}, std::move(now), later_day);
}

const model::Statement& at(const Merged& merged, const std::string& name) {
  for (const auto& one : merged.import.statements)
    if (one.uri == "https://f.example/" + name) return one;
  static const model::Statement nothing;
  ADD_FAILURE() << name << " is not there";
  return nothing;
}

TEST(Cur3, AVersionWithOneAddedOneRewordedOneRemovedOneSplit) {
  const auto before = first({statement("1", "Draw"), statement("2", "Paint"), statement("3", "Carve"), statement("4", "Weave and sew"),
                             statement("5", "Sing")});
  auto next = package({statement("1", "Draw"), statement("2", "Paint with care"), statement("6", "Cast"), statement("4a", "Weave"),
                       statement("4b", "Sew"), statement("5", "Sing", "1")});
  for (const char* part : {"4a", "4b"}) {
    model::StatementLink link;
    link.origin = "https://f.example/4";
    link.relation = model::Relation::replaced;
    link.destination = std::string("https://f.example/") + part;
    next.links.push_back(link);
  }

  const auto merged = again(before, std::move(next));

  const auto& changes = merged.changes;
  EXPECT_EQ(changes.added, 3);
  EXPECT_EQ(changes.reworded, 1);
  EXPECT_EQ(changes.retired, 1);
  EXPECT_EQ(changes.replaced, 1);
  EXPECT_EQ(changes.moved, 1);
  EXPECT_EQ(changes.unchanged, 1);
  EXPECT_THAT(merged.import.statements, SizeIs(8)) << "nothing is ever lost";
  EXPECT_FALSE(at(merged, "1").is_retired);
  EXPECT_EQ(at(merged, "1").changed_at, first_day);
  EXPECT_EQ(at(merged, "2").text.at("en"), "Paint with care");
  EXPECT_EQ(at(merged, "2").changed_at, later_day);
  EXPECT_TRUE(at(merged, "3").is_retired);
  EXPECT_EQ(at(merged, "3").text.at("en"), "Carve");
  EXPECT_THAT(at(merged, "3").replaced_by, IsEmpty());
  EXPECT_TRUE(at(merged, "4").is_retired);
  EXPECT_THAT(at(merged, "4").replaced_by, ElementsAre("https://f.example/4a", "https://f.example/4b"));
  ASSERT_THAT(merged.import.past, SizeIs(2));
  EXPECT_EQ(merged.import.past[0].text.at("en"), "Paint");
  EXPECT_EQ(merged.import.past[0].until, later_day);
  EXPECT_EQ(merged.import.past[1].uri, "https://f.example/5");
}

TEST(Cur3, WhatIsGoneStaysGoneAndMayComeBack) {
  const auto before = first({statement("1", "Draw"), statement("2", "Paint")});
  const auto without = again(before, package({statement("1", "Draw")}));
  const auto still_without = again(without, package({statement("1", "Draw")}));
  const auto back = again(still_without, package({statement("1", "Draw"), statement("2", "Paint")}));

  EXPECT_EQ(still_without.changes.retired, 0);
  EXPECT_FALSE(still_without.changes.any());
  EXPECT_TRUE(at(still_without, "2").is_retired);
  EXPECT_EQ(back.changes.returned, 1);
  EXPECT_FALSE(at(back, "2").is_retired);
  EXPECT_EQ(at(back, "2").id, "2");
}

TEST(Cur3, ARetiredStatementLeavesItsCodeToWhoHasItNow) {
  auto renamed = statement("9", "Paint");
  renamed.code = "1";

  const auto merged = again(first({statement("1", "Draw")}), package({renamed}));

  EXPECT_EQ(at(merged, "9").id, "1");
  EXPECT_NE(at(merged, "1").id, "1");
  EXPECT_NE(at(merged, "1").id, "");
}

TEST(Cur1, AnotherAddressOrGuidOfTheSameStatementIsTheSameStatement) {
  auto by_case = statement("a", "Draw");
  by_case.case_guid = "0e3a8a57-0000-4000-8000-00000000000a";
  auto below = statement("b", "Lines", "a");
  const auto before = first({by_case, below});
  auto by_asn = statement("S1", "Draw");
  by_asn.code = "a";
  by_asn.same_as = {"urn:uuid:0e3a8a57-0000-4000-8000-00000000000a"};
  auto below_it = statement("b", "Lines", "S1");

  const auto merged = again(before, package({by_asn, below_it}));

  ASSERT_THAT(merged.import.statements, SizeIs(2));
  EXPECT_FALSE(merged.changes.any());
  EXPECT_EQ(merged.import.statements[0].uri, "https://f.example/a") << "what is aligned to it stays so";
  EXPECT_THAT(merged.import.statements[0].same_as, testing::Contains("https://f.example/S1"));
  EXPECT_EQ(merged.import.statements[0].case_guid, by_case.case_guid);
  EXPECT_EQ(merged.import.statements[1].parent, "https://f.example/a");
}

TEST(Cur3, TheCountryOfALanguageIsNoNewWording) {
  auto american = statement("1", "Draw");
  american.text = {{"en-US", "Draw"}};

  EXPECT_FALSE(again(first({statement("1", "Draw")}), package({american})).changes.any());
}

TEST(Cur4, WhatTheKeeperDecidedOutlivesAnImport) {
  auto before = first({statement("1", "Draw")});
  before.import.framework.is_off = true;
  before.import.framework.licence = "https://creativecommons.org/licenses/by/4.0/";
  before.import.framework.notes = "seen";

  const auto merged = again(before, package({statement("1", "Draw")}));

  EXPECT_TRUE(merged.import.framework.is_off);
  EXPECT_EQ(merged.import.framework.licence, "https://creativecommons.org/licenses/by/4.0/");
  EXPECT_EQ(merged.import.framework.notes, "seen");
  EXPECT_EQ(merged.import.framework.changed_at, first_day);
}

TEST(Cur4, TheReportShowsAtMostFiveOfEach) {
  std::vector<model::Statement> many;
  for (int i = 0; i < 40; ++i) many.push_back(statement(std::to_string(i), "Text"));

  const auto merged = first(many);

  EXPECT_EQ(merged.changes.added, 40);
  EXPECT_THAT(merged.changes.examples, SizeIs(5));
}

TEST(Cur2, WithoutPublisherSourceOrLicenceAFrameworkIsNotHandedOn) {
  model::Framework framework;
  framework.publisher = "Council";
  framework.source_url = "https://council.example/";
  framework.licence = "https://creativecommons.org/licenses/by/4.0/";
  EXPECT_TRUE(may_be_shared(framework));

  const auto without = [&](auto change) {
    auto other = framework;
    change(other);
    return std::string(why_not_shared(other));
  };
  EXPECT_EQ(without([](auto& f) { f.publisher.clear(); }), "its source is not known");
  EXPECT_EQ(without([](auto& f) { f.source_url.clear(); }), "its source is not known");
  EXPECT_EQ(without([](auto& f) { f.licence.clear(); }), "no licence is known");
  EXPECT_EQ(without([](auto& f) { f.licence = "https://rightsstatements.org/vocab/InC/1.0/"; }), "its licence does not allow it");
  EXPECT_EQ(without([](auto& f) { f.is_local = true; }), "it was imported for this node alone");
  EXPECT_EQ(without([](auto& f) { f.is_off = true; }), "it is switched off");
}

}  // namespace
}  // namespace commonplace::curriculum
