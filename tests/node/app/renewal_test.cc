// Derived parts after an upgrade or a new framework: OAI-44, OAI-48.
#include "node/app/renewal.h"

#include <fmt/format.h>

#include "node/app/frameworks.h"
#include "node/app/publisher.h"
#include "tests/node/app/ground.h"

namespace commonplace::app {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Renewing : public ::testing::Test {
 protected:
  store::Draft draft(int number, const std::string& teaches = "") {
    auto made = resource(fmt::format("Lesson {}", number), fmt::format("https://river.example/{}", number));
    if (!teaches.empty()) {
      model::StatementRef ref;
      ref.uri = teaches;
      made.teaches.push_back(ref);
    }
    const auto reference = std::to_string(number);
    return *prepare(made, reference, desk_.imprint(desk_.own()), desk_.resolver(), at(0)).draft;
  }
  // As an older program left it.
  store::Draft old_draft(int number) {
    auto made = draft(number);
    made.oai_dc = "<dc>of old</dc>";
    made.sets.clear();
    return made;
  }
  void write(std::vector<store::Draft> drafts, std::int64_t second) {
    store::Batch batch;
    batch.drafts = std::move(drafts);
    store().write(batch, at(second));
  }
  store::Store& store() { return *desk_.store; }
  model::Datestamp at(std::int64_t second) { return {store().created().seconds + second}; }
  std::vector<std::string> changed_since(std::int64_t second) {
    std::vector<std::string> out;
    store::Selection selection;
    selection.from = at(second);
    store().list(selection, {}, 100'000, 1 << 30, store::Body::none,
                 [&](const store::Row& row) { out.emplace_back(row.identifier.substr(row.identifier.rfind(':') + 1)); });
    return out;
  }
  int steps(Renewal& renewal, std::int64_t second) {
    int count = 0;
    while (renewal.step(at(second))) ++count;
    return count;
  }
  // As if all records had been made by a program of these versions.
  void pretend(const std::string& made_with) { store().render_again({}, {made_with, "", 0}, at(0)); }

  Ground ground_;
  Desk desk_ = ground_.desk();
};
using Oai44 = Renewing;
using Oai48 = Renewing;

TEST_F(Oai48, AFreshNodeHasNothingToRenew) {
  write({draft(1)}, 10);
  Renewal renewal(store());

  EXPECT_FALSE(renewal.step(at(20)));
  EXPECT_THAT(changed_since(20), IsEmpty());
}

TEST_F(Oai48, RecordsThatComeOutDifferentAreStampedAndTheOthersAreNot) {
  write({draft(1), old_draft(2), draft(3)}, 10);
  pretend("oai_dc=0");
  Renewal renewal(store());

  steps(renewal, 50);

  EXPECT_THAT(changed_since(50), ElementsAre("2"));
  EXPECT_EQ(renewal.stamped(), 1);
  EXPECT_FALSE(renewal.step(at(60)));
  EXPECT_THAT(store().check(), IsEmpty());
}

TEST_F(Oai48, BatchesAreOfFiveHundredAndARestartGoesOnWhereItStopped) {
  std::vector<store::Draft> drafts;
  for (int i = 0; i < 1201; ++i) drafts.push_back(old_draft(i));
  write(std::move(drafts), 10);
  pretend("oai_dc=0");
  {
    Renewal stopped(store());
    EXPECT_TRUE(stopped.step(at(50)));
    EXPECT_EQ(changed_since(50).size(), 500u);
  }

  Renewal again(store());

  EXPECT_EQ(steps(again, 60), 3);  // 500, 201, and the look that finds no more
  EXPECT_EQ(changed_since(50).size(), 1201u);
  EXPECT_EQ(changed_since(60).size(), 701u);
}

TEST_F(Oai48, ARaisedVersionOfAFormatThatIsNotStoredStampsEveryRecord) {
  write({draft(1), draft(2)}, 10);
  auto before = derived_with(store());
  before.replace(before.find("lom="), before.find(' ', before.find("lom=")) - before.find("lom="), "lom=0");
  pretend(before);
  Renewal renewal(store());

  steps(renewal, 50);

  EXPECT_THAT(changed_since(50), ElementsAre("1", "2"));
}

TEST_F(Oai48, AFormatThatIsNewStampsNobody) {
  write({draft(1)}, 10);
  pretend("oai_dc=0 sets=0");  // of a program that had no lom
  Renewal renewal(store());

  steps(renewal, 50);

  EXPECT_THAT(changed_since(50), IsEmpty());
}

TEST_F(Oai48, ATombstoneIsLeftAlone) {
  write({old_draft(1), old_draft(2)}, 10);
  write({withdrawal(*store().find("oai:river.example:1"))}, 20);
  pretend("oai_dc=0");
  Renewal renewal(store());

  steps(renewal, 50);

  EXPECT_THAT(changed_since(50), ElementsAre("2"));
}

TEST_F(Oai44, AFrameworkThatIsImportedLaterStampsTheRecordsThatItPutsIntoASet) {
  write({draft(1), draft(2, "https://framework.example/s/1")}, 10);
  const auto file = ground_.file("framework.csv", "uri,code,text\nhttps://framework.example/s/1,RV.1,Looks closely\n");
  FrameworkOrder order;
  order.source = file;
  order.id = "river";
  const auto report = import_framework(desk_, order);
  ASSERT_TRUE(report) << report.problem().what;
  Renewal renewal(store());

  steps(renewal, 50);

  EXPECT_THAT(changed_since(50), ElementsAre("2"));
  store::Selection selection;
  selection.set = "framework:river";
  EXPECT_EQ(store().count(selection), 1);
}

}  // namespace
}  // namespace commonplace::app
